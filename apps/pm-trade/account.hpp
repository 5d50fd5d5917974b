#pragma once

/// The paper account that a run trades with: a ledger, or for a dry run a look at one.

#include <memory>
#include <string>

#include "cli/settings.hpp"
#include "domain/journal.hpp"
#include "store/ledger.hpp"
#include "trading/numbers.hpp"

namespace pm::trade {

struct AccountPlan {
    std::string path;  ///< ":memory:" is gone afterwards.
    store::Stamp stamp;
    Money bankroll;
    bool dry_run = false;
};

/// The ledger that the settings mean. @return as Settings::state_folder.
Result<std::string> ledger_file(const cli::Settings& settings);
/// The same for real money.
Result<std::string> live_ledger_file(const cli::Settings& settings);

/// Numbers that `ledger` never gives twice. It outlives them.
[[nodiscard]] trading::TakeNumbers numbers_of(store::Ledger& ledger);

class Account {
public:
    /// @return as store::Ledger::open; a dry run takes what a ledger holds and leaves it alone.
    static Result<std::unique_ptr<Account>> open(AccountPlan plan);

    /// What is held as of `now`; a new account gets its first cash.
    Result<Books> load(Timestamp now);

    [[nodiscard]] Journal& journal();
    [[nodiscard]] trading::TakeNumbers numbers();
    [[nodiscard]] const std::string& path() const { return plan_.path; }
    [[nodiscard]] store::Ledger* ledger() { return ledger_.get(); }  ///< Null in a dry run.

private:
    explicit Account(AccountPlan plan);

    AccountPlan plan_;
    std::unique_ptr<store::Ledger> ledger_;
    std::unique_ptr<Journal> closed_;  ///< Of a dry run: refuses everything.
};

}  // namespace pm::trade
