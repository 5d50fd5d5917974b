#pragma once

/// Guards what is held: takes in what happens, says what people and the trader must know.
///
/// Pure: the caller brings quotes, orders, fills, holdings and the time, and carries out what the
/// sink is told. The same inputs give the same outputs.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "domain/fill.hpp"
#include "domain/market.hpp"
#include "domain/order.hpp"
#include "domain/position.hpp"
#include "domain/quote.hpp"
#include "domain/status.hpp"
#include "monitor/alert_desk.hpp"
#include "monitor/exit_plan.hpp"
#include "monitor/marks.hpp"

namespace pm::monitor {

struct WatchPlan {
    trading::ExitRules exits;
    Duration exit_retry{std::chrono::seconds{30}};  ///< The same exit again, if shares are left.
    /// A quote that nobody contradicts for so long counts as seen a second time: a quiet market
    /// sends no second message.
    Duration confirm_after{std::chrono::seconds{3}};
    Duration report_every{std::chrono::seconds{1}};  ///< At most one report a position.
    Duration stale_after{std::chrono::minutes{2}};   ///< A held token's quote this old is told.
    bool closes = false;  ///< The caller acts on exits; otherwise they are urgent alerts.
};

/// What a watcher says. Called from inside its methods, in order.
class WatchSink {
public:
    virtual ~WatchSink() = default;
    virtual void on_position(const MarkedPosition& position) = 0;
    virtual void on_alert(const Alert& alert) = 0;
    virtual void on_resolved(const Resolution& resolution) = 0;
    /// Only with `WatchPlan::closes`.
    virtual void on_exit(const ExitWish& wish, const Position& position) = 0;
};

class Watcher {
public:
    /// `sink` must outlive the watcher.
    Watcher(WatchPlan plan, WatchSink& sink);

    /// Replaces what is held. Positions that changed are reported, those that are gone once more.
    void hold(const std::vector<Position>& positions, Timestamp now);

    void apply(const Quote& quote, Timestamp now);
    void apply(const BookSnapshot& book, Timestamp now);
    void apply(const Market& market, Timestamp now);
    void apply(const Order& order, Timestamp now);
    void apply(const Fill& fill, Timestamp now);
    void apply(const StreamStatus& status, Timestamp now);
    void apply(const Resolution& resolution, Timestamp now);

    /// Looks for what time alone brings: old quotes, reports that are due.
    void look(Timestamp now);
    /// Reports every position that changed since its last report, however lately that was.
    void finish(Timestamp now);

    /// Tells people, unless they know. For what the caller itself runs into.
    void tell(Alert alert, Timestamp now);
    void clear(const std::string& code, const std::string& subject) { desk_.clear(code, subject); }

    [[nodiscard]] const Marks& marks() const { return marks_; }
    [[nodiscard]] const std::map<TokenId, Market>& markets() const { return markets_; }
    [[nodiscard]] std::vector<Position> positions() const;  ///< Held, by token.

private:
    struct Held {
        Position position;
        std::optional<Timestamp> reported;
        bool changed = true;
    };
    void changed(const TokenId& token, Timestamp now);
    void report(Held& held, Timestamp now);
    void look_at_exit(const Position& position, Timestamp now);
    [[nodiscard]] std::string called(const TokenId& token) const;

    WatchPlan plan_;
    WatchSink& sink_;
    Marks marks_;
    ExitPlan exits_;
    AlertDesk desk_;
    std::map<TokenId, Held> held_;
    std::map<TokenId, Market> markets_;  ///< By either token. Only of what the input told us.
    std::map<ConditionId, Winner> resolved_;
};

}  // namespace pm::monitor
