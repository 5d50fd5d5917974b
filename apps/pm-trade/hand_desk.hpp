#pragma once

/// Orders by hand: one account, opened for one command, on paper or live.
///
/// The same gate, journal and executor as the bot's. What happens is written as `order` and `fill`
/// records at once.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "book/book.hpp"
#include "cli/env.hpp"
#include "paper/venue.hpp"
#include "pm-trade/live_door.hpp"
#include "store/ledger.hpp"
#include "store/stop_file.hpp"
#include "trading/executor.hpp"
#include "wiring/session.hpp"

namespace pm::trade {

struct HandPlan {
    HandPlan() = default;
    LiveFlags live;
    bool dry_run = false;
    Money bankroll{1'000'000'000};  ///< First cash of a new paper account.
};

/// A market, one of its outcomes, and its book as just read.
struct Seen {
    Seen() = default;
    Market market;
    std::vector<std::string> tags;  ///< Of the event.
    Outcome outcome = Outcome::yes;
    BookSnapshot book;
    Timestamp at{};
};

/// Lifetime    env and session outlive it; await `close` before it ends.
class HandDesk final : private trading::ExecutionSink, private paper::BookSource {
public:
    /// Opens the ledger and, live, the link: every order that is not final is reconciled first.
    /// @return as Ledger::open, admit, AccountSession::open, LiveLink::open.
    static net::Task<std::unique_ptr<HandDesk>> open(cli::Env& env, wiring::Session& session,
                                                     HandPlan plan);
    ~HandDesk() override;

    /// Finds a market (a token names its outcome, else `outcome` must) and reads its book.
    net::Task<Seen> look(std::string target, std::optional<Outcome> outcome);

    /// Writes what the order would be; nothing is journalled or sent.
    Result<void> preview(const OrderIntent& intent, const Seen& seen);

    /// Places the order. @return its id; Errc::refused with the gate's words; as Executor::place.
    Result<std::string> place(OrderIntent intent, const Seen& seen);

    /// Between these two, live orders are gathered and leave together.
    void begin_batch();
    void end_batch();

    /// Waits until the order is over, or rests for certain.
    /// @return Errc::rejected, Errc::outcome_unknown when `limit` is over without proof.
    net::Task<void> wait(std::string order_id, Duration limit);

    /// Asks for the end of an order and waits for proof. @return as `wait`; Errc::not_found.
    net::Task<void> cancel(std::string order_id, Duration limit);

    /// Orders that are not final.
    [[nodiscard]] const std::vector<Order>& open_orders() const { return tracker_.open(); }
    /// An order of this account that this run knows, or null.
    [[nodiscard]] const Order* find_order(std::string_view order_id) const {
        return tracker_.find(order_id);
    }
    [[nodiscard]] const risk::Limits& limits() const { return gate_->limits(); }

    /// Ends requests under way. @return `outcome` when it is an error, else how the end went.
    net::Task<void> close(Result<void> outcome);

private:
    HandDesk(cli::Env& env, wiring::Session& session, HandPlan plan);

    net::Task<void> open_live();
    Result<void> open_paper();
    net::Task<void> until(std::function<bool()> done, Duration limit);
    net::Task<void> look_until(std::function<bool()> done, Instant deadline);
    void make_executor(Journal& journal, trading::Venue& venue, Auditor* auditor);
    [[nodiscard]] Result<void> check_stop() const;
    [[nodiscard]] trading::Occasion occasion(const Seen& seen) const;
    [[nodiscard]] bool known(const std::string& order_id) const;
    [[nodiscard]] Result<void> verdict(const std::string& order_id) const;
    [[nodiscard]] Timestamp now() const { return session_.clock().now(); }

    // trading::ExecutionSink
    void on_order(const Order& order) override;
    void on_fill(const Fill& fill) override;
    void on_halt(risk::Halt halt, const Error& why) override;
    // paper::BookSource
    [[nodiscard]] const book::Book* find(const TokenId& token) const override;
    [[nodiscard]] FeeSchedule fee(const TokenId& token) const override;

    cli::Env& env_;
    wiring::Session& session_;
    HandPlan plan_;
    std::unique_ptr<store::Ledger> ledger_;  ///< On paper.
    std::unique_ptr<LiveDoor> door_;         ///< Live.
    std::optional<risk::Gate> gate_;
    trading::Tracker tracker_;
    trading::Portfolio portfolio_;
    std::optional<trading::Numbers> numbers_;
    std::unique_ptr<paper::Venue> paper_;
    trading::Venue* venue_ = nullptr;
    std::unique_ptr<trading::Executor> executor_;
    std::map<TokenId, book::Book> books_;
    std::map<TokenId, FeeSchedule> fees_;
    std::map<std::string, Order> seen_;  ///< As last told.
    std::optional<Error> failure_;
};

}  // namespace pm::trade
