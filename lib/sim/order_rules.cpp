#include "sim/order_rules.hpp"

#include <array>
#include <charconv>

#include "base/decimal.hpp"
#include "base/wide.hpp"

namespace pm::sim {
namespace {

constexpr std::int64_t smallest_buy = million;  // One dollar.
constexpr int market_given_places = 2;
constexpr int market_wanted_places = 4;
constexpr int size_places = 2;

/// Decimals of the tick: 0.0025 has four.
int price_places(TickSize tick) {
    int places = 6;
    for (auto micros = tick.micros(); micros % 10 == 0 && places > 0; micros /= 10) --places;
    return places;
}

bool has_places(std::int64_t micros, int places) {
    std::int64_t unit = 1;
    for (int i = places; i < 6; ++i) unit *= 10;
    return micros % unit == 0;
}

/// As the venue prints a quotient: the shortest text of the nearest double. Never computed with.
std::string quotient_text(std::int64_t over, std::int64_t under) {
    std::array<char, 40> text{};
    const auto value = static_cast<double>(over) / static_cast<double>(under);
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

std::string accuracy_text(std::string_view kind, Side side, int given, int wanted) {
    return "invalid amounts, the " + std::string{kind} + (side == Side::buy ? "buy" : "sell") +
           " orders maker amount supports a max accuracy of " + std::to_string(given) +
           " decimals, taker amount a max of " + std::to_string(wanted) + " decimals";
}

ReadAmounts refused(std::string text) {
    ReadAmounts out;
    out.refusal = std::move(text);
    return out;
}

std::string off_grid(const std::string& order_id, std::int64_t money, std::int64_t size,
                     TickSize tick) {
    return "order " + order_id + " is invalid. Price (" + quotient_text(money, size) +
           ") breaks minimum tick size rule: " + tick.text();
}

ReadAmounts read_market(const OrderAmounts& amounts, const AmountRules& rules,
                        const std::string& order_id) {
    const bool buys = amounts.side == Side::buy;
    if (!has_places(amounts.maker, market_given_places) ||
        !has_places(amounts.taker, market_wanted_places)) {
        return refused(
            accuracy_text("market ", amounts.side, market_given_places, market_wanted_places));
    }
    const auto money = buys ? amounts.maker : amounts.taker;
    const auto size = buys ? amounts.taker : amounts.maker;
    const auto scaled = static_cast<Wide>(money) * million;
    const auto micros = buys ? scaled / size : (scaled + size - 1) / size;
    if (micros <= 0 || micros >= million) {
        return refused(off_grid(order_id, money, size, rules.tick));
    }
    if (buys && amounts.maker < smallest_buy) return refused(*too_cheap(Money{amounts.maker}));
    ReadAmounts out;
    out.limit = Price::from_micros(static_cast<std::int32_t>(micros));
    out.size = Size{size};
    out.spend = Money{buys ? money : 0};
    return out;
}

}  // namespace

std::optional<std::string> too_cheap(Money notional) {
    if (notional.micros >= smallest_buy) return std::nullopt;
    return "invalid amount for a marketable BUY order ($" + notional.text() + "), min size: 1";
}

ReadAmounts read_amounts(const OrderAmounts& amounts, const AmountRules& rules,
                         const std::string& order_id) {
    if (amounts.maker <= 0 || amounts.taker <= 0) {
        return refused("invalid amounts, maker and taker amount must be higher than 0");
    }
    if (immediate(amounts.tif)) return read_market(amounts, rules, order_id);
    const bool buys = amounts.side == Side::buy;
    const auto money = buys ? amounts.maker : amounts.taker;
    const auto size = buys ? amounts.taker : amounts.maker;
    const auto scaled = static_cast<Wide>(money) * million;
    const auto tick = rules.tick.micros();
    const auto nearest = (scaled / size + tick / 2) / tick * tick;
    const bool inside = nearest >= tick && nearest <= million - tick;
    const bool exact = inside && nearest * size == scaled;
    if (!exact) {
        const auto distance = scaled / size - nearest;
        const bool close = (distance < 0 ? -distance : distance) * 4 < tick;
        if (!buys && inside && close && has_places(size, size_places)) {
            const auto price = Price::from_micros(static_cast<std::int32_t>(nearest));
            return refused("invalid amounts, the taker amount for a $" + price.text() +
                           " order of size " + Size{size}.text() + " should be '" +
                           notional_down(price, Size{size}).text() +
                           "' but the value submited is '" + Money{money}.text() + "'.");
        }
        return refused(off_grid(order_id, money, size, rules.tick));
    }
    const int money_places = price_places(rules.tick) + size_places;
    if (!has_places(size, size_places) || !has_places(money, money_places)) {
        return refused(accuracy_text("", amounts.side, buys ? money_places : size_places,
                                     buys ? size_places : money_places));
    }
    if (size < rules.min_size.micros) {
        return refused("order " + order_id + " is invalid. Size (" + Size{size}.text() +
                       ") lower than the minimum: " + rules.min_size.text());
    }
    ReadAmounts out;
    out.limit = Price::from_micros(static_cast<std::int32_t>(nearest));
    out.size = Size{size};
    out.spend = Money{buys ? money : 0};
    return out;
}

}  // namespace pm::sim
