#pragma once

/// The engine behind every way to run pm-trade: prices, forecasts and resolutions in, decisions,
/// orders and fills out, on paper or live.
///
/// No clock, no network, no files: the time is that of what comes in, so a replay decides the same
/// again. A decision is made on every change of a price, with the forecast that is there; nothing
/// is waited for.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "book/book.hpp"
#include "domain/audit.hpp"
#include "domain/forecast.hpp"
#include "domain/journal.hpp"
#include "domain/signal.hpp"
#include "domain/status.hpp"
#include "domain/update.hpp"
#include "paper/venue.hpp"
#include "risk/gate.hpp"
#include "strategy/position_taker.hpp"
#include "trading/executor.hpp"
#include "trading/exits.hpp"
#include "trading/portfolio.hpp"
#include "trading/tracker.hpp"

namespace pm::trade {

/// Which signals are said. `changes`: those whose decision or reason is new for the token.
enum class SignalChoice : std::uint8_t { all, changes, acts };

/// Hears what the desk does, in order; `ts` is the desk's time.
class DeskSink {
public:
    virtual ~DeskSink() = default;
    virtual void on_signal(Timestamp ts, const Signal& signal) = 0;
    virtual void on_order(Timestamp ts, const Order& order) = 0;
    virtual void on_fill(Timestamp ts, const Fill& fill) = 0;
    virtual void on_status(Timestamp ts, const StreamStatus& status) = 0;
    virtual void on_alert(Timestamp ts, const Alert& alert) = 0;
    virtual void on_resolved(Timestamp ts, const Resolution& resolution,
                             const trading::Settled& settled) = 0;
};

struct DeskOptions {
    strategy::TakerParams taker;
    risk::Limits limits;
    trading::ExitRules exits;
    SignalChoice signals = SignalChoice::changes;
    bool dry_run = false;  ///< Decide and say; place nothing, write nothing.
};

/// Where orders go when it is not the desk's own paper venue. Everything outlives the desk.
struct DeskVenue {
    trading::Venue* venue = nullptr;  ///< Null: paper.
    Auditor* auditor = nullptr;
    /// Adds what a live gate asks for: venue state, balance, clock, sync.
    std::function<void(trading::Occasion&)> evidence{};
    std::function<bool()> stopped{};  ///< Whether a person has stopped all trading.
};

/// How often each decision was made and for what reason.
struct Tally {
    std::map<std::string, std::int64_t> by_reason;  ///< "enter edge", "skip no_edge".
    std::int64_t decisions = 0;
    std::int64_t orders = 0;
    std::int64_t fills = 0;
};

/// Lifetime  `journal` and `sink` outlive the desk.
class Desk final : private trading::ExecutionSink, private paper::BookSource {
public:
    /// `books` is what was held when the last run ended; `numbers` never repeat, over runs.
    Desk(DeskOptions options, Journal& journal, DeskSink& sink, trading::TakeNumbers numbers,
         DeskVenue venue = {});
    ~Desk() override;
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    /// Goes on with what a ledger holds. Call before anything else.
    void restore(const Books& books, Timestamp now);

    /// The time is at least this. Prices keep the age of their own `ts`.
    void advance(Timestamp now);
    // What comes in. Time never goes back: an older `ts` does not change it.
    void on_market(Timestamp ts, const Market& market);
    void on_quote(Timestamp ts, const Quote& quote);
    void on_book(Timestamp ts, const BookSnapshot& book);
    void on_print(Timestamp ts, const Print& print);
    void on_tick(Timestamp ts, const TickChange& change);
    /// Quotes are not traded on from a gap until the stream is live again.
    void on_status(Timestamp ts, const StreamStatus& status);
    void on_forecast(Timestamp ts, const Forecast& forecast);
    /// @return the journal's error; the desk is halted then.
    Result<void> on_resolved(Timestamp ts, const Resolution& resolution);

    /// Looks whether a person has stopped all trading. @return Errc::refused; it is halted then.
    Result<void> check_stop(Timestamp ts);
    /// Sends the same bytes of an unknown order again, when it is still wanted.
    void repost(const std::string& order_id);
    /// Asks for the end of every open order. @return how many there are.
    std::size_t cancel_all(Timestamp ts);
    /// Says something that a person should hear about.
    void raise(const Alert& alert) { sink_.on_alert(now_, alert); }
    /// For the link of a live venue.
    [[nodiscard]] trading::Executor& executor() { return executor_; }

    /// The first failure of the journal, if there was one: the run must end with it.
    [[nodiscard]] const std::optional<Error>& failure() const { return failure_; }
    [[nodiscard]] const trading::Portfolio& portfolio() const { return portfolio_; }
    [[nodiscard]] const trading::Tracker& tracker() const { return tracker_; }
    [[nodiscard]] const Tally& tally() const { return tally_; }
    [[nodiscard]] Timestamp now() const { return now_; }
    /// Events of the known markets that may be traded and have a forecast made before `since`,
    /// or none.
    [[nodiscard]] std::vector<std::string> events_without_forecast(Timestamp since) const;
    /// The market of a condition, or null.
    [[nodiscard]] const Market* market(const ConditionId& condition) const;
    /// "event market yes" of a token, for people; empty for one that is not known.
    [[nodiscard]] std::string name_of_token(const TokenId& token) const;
    [[nodiscard]] std::size_t market_count() const { return markets_.size(); }
    /// What is held, at the bid.
    [[nodiscard]] std::vector<MarkedPosition> marked() const;

private:
    /// Whether a book may be acted on: never told or lost, silent for a while, right.
    enum class Trust : std::uint8_t { none, doubted, good };
    struct TokenState {
        ConditionId condition;
        Outcome outcome = Outcome::yes;
        book::Book book;
        TickSize tick = TickSize::from_micros(10'000);
        Trust trust = Trust::none;
        std::optional<Timestamp> booked_at;  ///< When its book was last told.
        std::optional<Decision> said;
        std::string said_reason;
    };
    struct MarketState {
        Market market;
        std::optional<double> p_yes;
        std::optional<Timestamp> forecast_at;
        std::optional<Timestamp> last_trade;
        bool resolved = false;
    };

    void set_tick(TokenState& state, TickSize tick);
    void changed(const TokenId& token);
    void decide(const TokenId& token, TokenState& state);
    [[nodiscard]] bool leave_by_rule(const TokenId& token, TokenState& state, MarketState& market);
    [[nodiscard]] trading::Venue& venue();
    void act(TokenState& state, MarketState& market, strategy::Proposal proposal);
    void say(TokenState& state, const Signal& signal);
    void watch_losses();
    [[nodiscard]] strategy::View view_of(const TokenState& state, const MarketState& market) const;
    [[nodiscard]] Money room_in(const Market& market) const;
    [[nodiscard]] trading::Occasion occasion_for(const TokenState& state,
                                                 const MarketState& market) const;
    [[nodiscard]] std::optional<Timestamp> quoted_at(const TokenState& state) const;

    // trading::ExecutionSink
    void on_order(const Order& order) override;
    void on_fill(const Fill& fill) override;
    void on_halt(risk::Halt halt, const Error& why) override;
    void on_foreign(std::string_view id) override;
    // paper::BookSource
    [[nodiscard]] const book::Book* find(const TokenId& token) const override;
    [[nodiscard]] FeeSchedule fee(const TokenId& token) const override;

    DeskOptions options_;
    DeskSink& sink_;
    trading::Numbers numbers_;
    strategy::PositionTaker taker_;
    risk::Gate gate_;
    trading::Tracker tracker_;
    trading::Portfolio portfolio_;
    DeskVenue outside_;
    std::unique_ptr<paper::Venue> paper_;  ///< Null when live, and when nothing is traded.
    trading::Executor executor_;
    trading::ExitWatch exits_;
    std::map<ConditionId, MarketState> markets_;
    std::map<TokenId, TokenState> tokens_;
    struct Early {
        double p = 0;
        Timestamp at{};
    };
    std::map<ConditionId, Early> early_;  ///< Forecasts of markets that are not known yet.
    mutable std::vector<risk::Stake> stakes_;
    mutable bool stakes_old_ = true;
    std::optional<Error> failure_;
    Tally tally_;
    Timestamp now_{};
    Timestamp heard_{};  ///< When the stream last said anything.
};

}  // namespace pm::trade
