#include "domain/amounts.hpp"

#include "base/assert.hpp"
#include "base/decimal.hpp"

namespace pm {

namespace {

__extension__ using Wide = __int128;
constexpr std::int64_t million = 1'000'000;

}  // namespace

Result<Size> Size::parse(std::string_view text) {
    auto scaled = parse_decimal(text, 6);
    if (!scaled) return pass(scaled, "size");
    return Size{*scaled};
}

std::string Size::text() const {
    return format_decimal(micros, 6);
}

Result<Money> Money::parse(std::string_view text) {
    auto scaled = parse_signed_decimal(text, 6);
    if (!scaled) return pass(scaled, "amount");
    return Money{*scaled};
}

std::string Money::text() const {
    return format_decimal(micros, 6);
}

Money notional_up(Price price, Size size) {
    const auto product = static_cast<Wide>(price.micros()) * size.micros;
    return Money{static_cast<std::int64_t>((product + million - 1) / million)};
}

Money notional_down(Price price, Size size) {
    return Money{static_cast<std::int64_t>(static_cast<Wide>(price.micros()) * size.micros /
                                           million)};
}

Money taker_fee(const FeeSchedule& schedule, Price price, Size size) {
    PM_ASSERT(schedule.exponent == 1 || schedule.exponent == 2);
    if (schedule.rate_micros == 0) return Money{0};
    // spread = p(1-p) in 1e-12 units, at most 0.25e12. With exponent 2 it is squared in two
    // steps of exact integers: the square is below 2^76 and loses nothing that 5 decimals show.
    const Wide spread = static_cast<Wide>(price.micros()) * price.complement().micros();
    Wide weight = spread;  // in 1e-12
    if (schedule.exponent == 2) weight = spread * spread / (static_cast<Wide>(million) * million);
    // shares(1e-6) * rate(1e-6) * weight(1e-12) = 1e-24; to 1e-5 divide by 1e19, half up.
    const Wide cost = static_cast<Wide>(size.micros) * schedule.rate_micros;  // 1e-12
    const Wide whole = cost / million;                                        // 1e-6
    const Wide rest = cost % million;
    const Wide micro18 = whole * weight + rest * weight / million;  // 1e-18
    const Wide unit = static_cast<Wide>(million) * million * 10;    // 1e13: 1e-18 -> 1e-5
    const auto tens = static_cast<std::int64_t>((micro18 + unit / 2) / unit);
    return Money{tens * 10};
}

Money average(Money total, Size size) {
    PM_ASSERT(size.micros > 0);
    const auto scaled = static_cast<Wide>(total.micros) * million;
    const auto half = scaled < 0 ? -size.micros / 2 : size.micros / 2;
    return Money{static_cast<std::int64_t>((scaled + half) / size.micros)};
}

}  // namespace pm
