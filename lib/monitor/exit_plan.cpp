#include "monitor/exit_plan.hpp"

namespace pm::monitor {

using trading::ExitCause;

std::string_view name_of(ExitCause cause) {
    switch (cause) {
        case ExitCause::take_profit: return "take_profit";
        case ExitCause::stop_loss: return "stop_loss";
    }
    return "stop_loss";
}

std::optional<Money> trigger_of(const trading::ExitRules& rules, ExitCause cause,
                                const Position& position) {
    if (position.held() <= Size{}) return std::nullopt;
    const auto paid = average(position.cost, position.held());
    if (cause == ExitCause::take_profit) {
        if (!rules.take_profit) return std::nullopt;
        return paid + rules.take_profit->of(paid);
    }
    if (!rules.stop_loss) return std::nullopt;
    return paid - rules.stop_loss->of(paid);
}

std::optional<ExitWish> ExitPlan::look(const Position& position, const Quote& quote,
                                       Timestamp now) {
    const auto cause = watch_.look(position, quote, now);
    if (!cause) {
        asked_.erase(position.token);
        return std::nullopt;
    }
    const auto free = position.settled - position.reserved;
    if (!quote.bid || quote.crossed() || free <= Size{}) return std::nullopt;
    const auto asked = asked_.find(position.token);
    if (asked != asked_.end() && now - asked->second < retry_) return std::nullopt;
    asked_[position.token] = now;
    return ExitWish{.cause = *cause,
                    .token = position.token,
                    .bid = quote.bid->price,
                    .size = free,
                    .average = average(position.cost, position.held()),
                    .trigger = trigger_of(rules_, *cause, position).value_or(Money{})};
}

}  // namespace pm::monitor
