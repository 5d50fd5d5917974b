#include "domain/amounts.hpp"

#include "base/assert.hpp"
#include "base/decimal.hpp"
#include "base/wide.hpp"

namespace pm {

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
    return Money{
        static_cast<std::int64_t>(static_cast<Wide>(price.micros()) * size.micros / million)};
}

Money taker_fee(const FeeSchedule& schedule, Price price, Size size) {
    PM_ASSERT(schedule.exponent == 1 || schedule.exponent == 2);
    if (schedule.rate_micros == 0) return Money{0};
    // p(1-p) and shares * rate, both in 1e-12; their product is in 1e-24 and below 2^121.
    const Wide trillion = static_cast<Wide>(million) * million;
    const Wide spread = static_cast<Wide>(price.micros()) * price.complement().micros();
    const Wide cost = static_cast<Wide>(size.micros) * schedule.rate_micros;
    Wide fee = cost * spread;
    if (schedule.exponent == 2) {
        // The square is taken apart so that 128 bits hold each product. What the division cuts
        // off can't change the rounding below: its bound is a whole number of these units.
        const Wide square = spread * spread;
        fee = cost * (square / trillion) + cost * (square % trillion) / trillion;
    }
    const Wide unit = trillion * million * 10;  // 1e-24 -> 1e-5
    if (fee < unit) return Money{0};
    return Money{static_cast<std::int64_t>((fee + unit / 2) / unit) * 10};
}

Money average(Money total, Size size) {
    PM_ASSERT(size.micros > 0);
    const auto scaled = static_cast<Wide>(total.micros) * million;
    const auto half = scaled < 0 ? -size.micros / 2 : size.micros / 2;
    return Money{static_cast<std::int64_t>((scaled + half) / size.micros)};
}

}  // namespace pm
