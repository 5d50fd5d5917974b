#include "trading/exits.hpp"

#include "base/decimal.hpp"
#include "base/wide.hpp"
#include "book/book.hpp"

namespace pm::trading {

Result<ExitDistance> ExitDistance::parse(std::string_view text) {
    const bool relative = text.ends_with('%');
    const auto digits = relative ? text.substr(0, text.size() - 1) : text;
    const auto scaled = parse_decimal(digits, relative ? 4 : 6);
    const auto most = relative ? 100 * million : million - 1;
    if (!scaled || *scaled <= 0 || *scaled > most) {
        return fail(Errc::bad_input, "'" + std::string{text} + "' is no exit level",
                    "give dollars a share (0.15) or a percentage of the price paid (15%)");
    }
    return ExitDistance{*scaled, relative};
}

Money ExitDistance::of(Money average) const {
    if (!relative) return Money{micros};
    return Money{static_cast<std::int64_t>(static_cast<Wide>(average.micros) * micros / million)};
}

std::optional<ExitCause> judge(const ExitRules& rules, const Position& position,
                               std::optional<Price> bid) {
    if (position.held().micros <= 0 || !bid) return std::nullopt;
    const auto paid = average(position.cost, position.held());
    const Money now{bid->micros()};
    if (rules.take_profit && now >= paid + rules.take_profit->of(paid)) {
        return ExitCause::take_profit;
    }
    if (rules.stop_loss && now <= paid - rules.stop_loss->of(paid)) return ExitCause::stop_loss;
    return std::nullopt;
}

std::optional<Price> executable_bid(std::span<const Level> bids, Size size) {
    const auto sold = book::walk(bids, Side::sell, size);
    if (sold.filled.micros <= 0) return std::nullopt;
    return sold.average();
}

std::optional<ExitCause> ExitWatch::look(const Position& position, const Quote& quote,
                                         Timestamp now) {
    const auto bid = quote.bid ? std::optional{quote.bid->price} : std::nullopt;
    return observe(position, quote.crossed(), bid, now);
}

std::optional<ExitCause> ExitWatch::look(const Position& position, std::span<const Level> bids,
                                         std::span<const Level> asks, Timestamp now) {
    const bool crossed = !bids.empty() && !asks.empty() && bids.back().price >= asks.back().price;
    return observe(position, crossed, executable_bid(bids, position.held()), now);
}

std::optional<ExitCause> ExitWatch::observe(const Position& position, bool crossed,
                                            std::optional<Price> bid, Timestamp now) {
    if (position.held().micros <= 0) {
        seen_.erase(position.token);
        return std::nullopt;
    }
    const auto found = seen_.find(position.token);
    if (found != seen_.end() && found->second.latched) return found->second.cause;
    if (crossed) return std::nullopt;
    const auto cause = judge(rules_, position, bid);
    if (!cause) {
        seen_.erase(position.token);
        return std::nullopt;
    }
    if (found == seen_.end() || found->second.cause != *cause) {
        seen_[position.token] = Seen{*cause, now, false};
        return std::nullopt;
    }
    if (now - found->second.since < apart_) return std::nullopt;
    found->second.latched = true;
    return cause;
}

}  // namespace pm::trading
