#pragma once

/// One run of the bot against one venue: the price stream, the desk, and the work beside them.

#include <optional>
#include <set>
#include <string>

#include "live/selection.hpp"
#include "pm-trade/account.hpp"
#include "pm-trade/background.hpp"
#include "pm-trade/live_run.hpp"
#include "pm-trade/witness.hpp"
#include "wiring/price_stream.hpp"

namespace pm::trade {

struct AutoPlan {
    AutoPlan() = default;

    DeskOptions desk;
    live::Selection selection;
    std::optional<Duration> duration;  ///< Of the machine's time; nothing: until told to stop.
    std::optional<Timestamp> until;    ///< Of the venue's time.
    LiveDoor* door = nullptr;          ///< Real money; null: paper. Outlives the run.
};

/// Lifetime  session, env and account outlive the run. `account` is null with real money.
class AutoRun final : private wiring::StreamListener {
public:
    AutoRun(wiring::Session& session, cli::Env& env, Account* account, AutoPlan plan);

    /// Goes on where the account stopped and trades until its time is over or it is cancelled.
    /// @return as PriceStream::run and Account::load; Errc::cancelled when told to stop.
    net::Task<void> run();

    [[nodiscard]] const Desk& desk() const { return desk_; }
    [[nodiscard]] const Witness& witness() const { return witness_; }
    [[nodiscard]] int forecasts() const { return background_.forecasts(); }
    [[nodiscard]] std::size_t events() const { return events_.size(); }

private:
    net::Task<void> wait_for_end();
    [[nodiscard]] Result<void> write_out();
    [[nodiscard]] std::optional<LiveRun> live_run();
    [[nodiscard]] Result<Books> load(Timestamp now);
    net::Task<void> recover();
    net::Task<void> trade();

    void on_market(Timestamp ts, const Market& market) override;
    void on_quote(Timestamp ts, const Quote& quote) override { desk_.on_quote(ts, quote); }
    void on_book(Timestamp ts, const BookSnapshot& book) override { desk_.on_book(ts, book); }
    void on_print(Timestamp ts, const Print& print) override { desk_.on_print(ts, print); }
    void on_tick(Timestamp ts, const TickChange& change) override { desk_.on_tick(ts, change); }
    void on_status(Timestamp ts, const StreamStatus& status) override;
    void on_resolved(Timestamp ts, const Resolution& resolution) override;
    Result<bool> on_drained() override;

    wiring::Session& session_;
    cli::Env& env_;
    Account* account_;
    AutoPlan plan_;
    Witness witness_;
    std::optional<LiveRun> live_;  ///< With real money.
    Desk desk_;
    Background background_;
    wiring::PriceStream stream_;
    std::set<std::string> events_;
    std::optional<Error> failure_;
};

}  // namespace pm::trade
