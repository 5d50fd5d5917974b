#pragma once

/// Closes paper positions: the same gate, executor, journal and paper venue as pm-trade's.
///
/// It is the ledger's one writer while it lives, so pm-trade can't trade on that ledger meanwhile.

#include <map>
#include <memory>
#include <string>

#include "book/book.hpp"
#include "domain/status.hpp"
#include "monitor/exit_plan.hpp"
#include "paper/venue.hpp"
#include "risk/gate.hpp"
#include "store/ledger.hpp"
#include "trading/executor.hpp"
#include "trading/numbers.hpp"
#include "trading/portfolio.hpp"
#include "trading/tracker.hpp"

namespace pm::guard {

class Seller final : private trading::ExecutionSink, private paper::BookSource {
public:
    /// Takes the ledger at `path` for writing.
    /// @return Errc::busy when a trader holds it, naming its process; Errc::not_found without a
    ///         ledger; Errc::refused for a live one; as store::Ledger::open.
    static Result<std::unique_ptr<Seller>> open(const std::string& path);
    ~Seller() override;

    // What comes in; the paper venue fills against the latest of it.
    void know(const Market& market);
    void see(const Quote& quote, Timestamp now);
    void see(const BookSnapshot& book, Timestamp now);

    /// Sells what `wish` asks for, as far as the book takes it at the bid it saw.
    /// @return why not: Errc::refused by the gate, Errc::not_found for a market that no record
    ///         told of, Errc::storage when the ledger failed.
    Result<void> sell(const monitor::ExitWish& wish, Timestamp now);

    /// Pays out a market. @return as trading::Executor::resolve.
    Result<void> resolve(const Resolution& resolution, Timestamp now);

    /// The `order` and `fill` records since the last call, and whether there were any.
    bool take_records(std::string& out);

private:
    explicit Seller(std::unique_ptr<store::Ledger> ledger);
    /// Goes on from what the ledger holds, at the first time that is known.
    void begin(Timestamp now);

    void on_order(const Order& order) override;
    void on_fill(const Fill& fill) override;
    void on_halt(risk::Halt halt, const Error& why) override;
    [[nodiscard]] const book::Book* find(const TokenId& token) const override;
    [[nodiscard]] FeeSchedule fee(const TokenId& token) const override;

    struct Seen {
        book::Book book;
        Timestamp at{};
    };
    std::unique_ptr<store::Ledger> ledger_;
    trading::Numbers numbers_;
    risk::Gate gate_;
    trading::Tracker tracker_;
    trading::Portfolio portfolio_;
    paper::Venue venue_;
    trading::Executor executor_;
    std::map<TokenId, Market> markets_;  ///< By either token.
    std::map<TokenId, Seen> books_;
    std::string records_;
    std::optional<Error> halted_;
    Timestamp now_{};
    bool began_ = false;
};

}  // namespace pm::guard
