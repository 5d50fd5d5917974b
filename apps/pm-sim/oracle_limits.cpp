#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>

#include "pm-sim/oracle.hpp"
#include "risk/exposure.hpp"

namespace pm::simulator {
namespace {

/// What an account holds and wants, followed through time from the venue's own lines.
class Replay {
public:
    Replay(const OracleInput& input, Finding& out)
        : input_{input}, limits_{*input.limits}, out_{out} {}

    void run() {
        // Fills and closings before the orders that arrive in the same millisecond.
        std::size_t fill = 0;
        for (const auto& order : input_.truth.orders) {
            if (!order.accepted || order.foreign) continue;
            for (; fill < input_.truth.fills.size() && input_.truth.fills[fill].ms <= order.ms;
                 ++fill) {
                apply(input_.truth.fills[fill]);
            }
            close_until(order.ms);
            arrive(order);
        }
    }
    [[nodiscard]] std::size_t judged() const { return judged_; }

private:
    struct Holding {
        std::int64_t size = 0;
        std::int64_t cost = 0;
        const TrueOrder* order = nullptr;  ///< Names its market.
    };

    static risk::Stake stake_of(const TrueOrder& order, Size open, Money cost) {
        risk::Stake out;
        out.kind = order.side == Side::buy ? risk::Stake::Kind::buy : risk::Stake::Kind::sell;
        out.event = order.event;
        if (const auto id = ConditionId::parse(order.condition)) out.condition = *id;
        out.size = open;
        out.cost = cost;
        out.limit = order.price;
        return out;
    }

    Money cost_of(const TrueOrder& order, Size open) const {
        if (order.side == Side::sell) return Money{0};
        const bool at_once = order.tif == TimeInForce::fok || order.tif == TimeInForce::fak;
        const auto money = at_once ? order.gives : notional_up(order.price, open);
        return money + taker_fee(order.fee, order.price, open);
    }

    void apply(const TrueFill& fill) {
        if (fill.status == "FAILED") return;
        const auto found = input_.truth.accepted.find(fill.order);
        auto& holding = holdings_[fill.token];
        holding.order = &input_.truth.orders[found->second];
        filled_[fill.order] += fill.size.micros;
        if (fill.side == Side::buy) {
            holding.size += fill.size.micros;
            holding.cost += (fill.money + fill.fee).micros;
            return;
        }
        const auto part = holding.size > 0 ? static_cast<double>(fill.size.micros) /
                                                 static_cast<double>(holding.size)
                                           : 1.0;
        holding.cost -= static_cast<std::int64_t>(static_cast<double>(holding.cost) * part);
        holding.size -= fill.size.micros;
    }

    void close_until(std::int64_t ms) {
        std::erase_if(open_,
                      [&](const TrueOrder* one) { return one->closed && *one->closed < ms; });
    }

    std::vector<risk::Stake> stakes() {
        std::vector<risk::Stake> out;
        for (const auto& [token, holding] : holdings_) {
            if (holding.size <= 0) continue;
            auto stake = stake_of(*holding.order, Size{holding.size}, Money{holding.cost});
            stake.kind = risk::Stake::Kind::position;
            out.push_back(std::move(stake));
        }
        for (const auto* order : open_) {
            const auto left =
                Size{std::max<std::int64_t>(0, order->size.micros - filled_[order->id])};
            if (left.micros > 0) out.push_back(stake_of(*order, left, cost_of(*order, left)));
        }
        return out;
    }

    void arrive(const TrueOrder& order) {
        ++judged_;
        const auto over = [&](std::string_view limit, std::int64_t value, std::int64_t bound) {
            if (value <= bound) return;
            blame(out_, order.id + ": " + std::string{limit} + " " + std::to_string(value) +
                            " above " + std::to_string(bound));
        };
        recent_.push_back(order.ms);
        while (recent_.front() <= order.ms - 60'000) recent_.pop_front();
        over("orders_a_minute", static_cast<std::int64_t>(recent_.size()), limits_.orders_a_minute);
        open_.push_back(&order);
        over("open_orders", static_cast<std::int64_t>(open_.size()), limits_.open_orders);
        if (order.side == Side::sell) return;  // A sale makes nothing larger.
        over("per_order", cost_of(order, order.size).micros, limits_.per_order.micros);
        const auto all = stakes();
        over("total", risk::total_cost(all).micros, limits_.total.micros);
        if (const auto id = ConditionId::parse(order.condition)) {
            over("per_market", risk::market_cost(all, *id).micros, limits_.per_market.micros);
        }
        std::int64_t event = 0;
        for (const auto& stake : all) {
            if (stake.event == order.event) event += stake.cost.micros;
        }
        // The costs are the most that can be lost only if nothing hedges: a bound from above that
        // is looked at more closely by the gate itself.
        if (event > limits_.per_event.micros) {
            over("per_event", risk::worst_loss(all, order.event).micros, limits_.per_event.micros);
        }
    }

    const OracleInput& input_;
    const risk::Limits& limits_;
    Finding& out_;
    std::map<std::string, Holding> holdings_;  ///< By token.
    std::map<std::string, std::int64_t> filled_;
    std::vector<const TrueOrder*> open_;
    std::deque<std::int64_t> recent_;
    std::size_t judged_ = 0;
};

std::optional<Duration> age_max(const risk::Limits& limits, std::string_view what) {
    if (what == "quote") return limits.quote_age;
    if (what == "book") return limits.book_age;
    if (what == "balance") return limits.balance_age;
    if (what == "forecast") return limits.forecast_age;
    return std::nullopt;
}

}  // namespace

Finding within_limits(const OracleInput& input) {
    Finding out{6, "limits, recomputed from truth", Verdict::pass, {}};
    if (!input.limits) {
        out.verdict = Verdict::left_out;
        out.counts = "no limits file given";
        return out;
    }
    Replay replay{input, out};
    replay.run();
    out.counts = std::to_string(replay.judged()) + " orders";
    return out;
}

Finding evidence_in_time(const OracleInput& input) {
    Finding out{4, "evidence of every order young enough", Verdict::pass, {}};
    if (!input.audit) {
        out.verdict = Verdict::left_out;
        out.counts = "no audit log given";
        return out;
    }
    const risk::Limits limits = input.limits.value_or(risk::Limits{});
    std::set<std::string> cited;
    std::size_t ages = 0;
    for (const auto& line : *input.audit) {
        const auto id = line.string("order_id");
        const auto* evidence = line.find("evidence");
        if (!id || line.string("kind") != "order" || evidence == nullptr) continue;
        cited.emplace(*id);
        for (const auto& one : evidence->items()) {
            const auto bound = age_max(limits, one.string("what").value_or(""));
            const auto age = one.integer("age_us");
            if (!bound || !age) continue;
            ++ages;
            if (*age > bound->count()) {
                blame(out, std::string{*id} + ": " + std::string{*one.string("what")} + " was " +
                               std::to_string(*age / 1'000) + " ms old");
            }
        }
    }
    std::size_t orders = 0;
    for (const auto& order : input.truth.orders) {
        if (!order.accepted || order.foreign) continue;
        ++orders;
        if (!cited.contains(order.id)) blame(out, order.id + " has no evidence in the audit log");
    }
    out.counts = std::to_string(orders) + " orders, " + std::to_string(ages) + " ages";
    return out;
}

Finding audit_unbroken(const OracleInput& input) {
    Finding out{7, "audit log unbroken", Verdict::pass, {}};
    if (!input.audit || !input.audit_fault) {
        out.verdict = Verdict::left_out;
        out.counts = "no audit log given";
        return out;
    }
    out.counts = std::to_string(input.audit->size()) + " lines";
    if (!input.audit_fault->empty()) blame(out, *input.audit_fault);
    return out;
}

}  // namespace pm::simulator
