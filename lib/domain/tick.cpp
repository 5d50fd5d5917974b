#include "domain/tick.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/decimal.hpp"

namespace pm {

namespace {

constexpr bool valid(std::int64_t micros) {
    return micros > 0 && micros <= 500'000 && Price::micros_per_dollar % micros == 0;
}

}  // namespace

Result<TickSize> TickSize::parse(std::string_view text) {
    auto scaled = parse_decimal(text, 6);
    if (!scaled) return pass(scaled, "tick");
    if (!valid(*scaled)) {
        return fail(Errc::malformed, "not a tick size: '" + std::string{text} + "'");
    }
    return TickSize{static_cast<std::int32_t>(*scaled)};
}

TickSize TickSize::from_micros(std::int32_t micros) {
    PM_ASSERT(valid(micros));
    return TickSize{micros};
}

std::string TickSize::text() const {
    return format_decimal(micros_, 6);
}

Price TickSize::floor(Price price) const {
    const auto down = price.micros() / micros_ * micros_;
    return Price::from_micros(std::clamp(down, micros_, Price::micros_per_dollar - micros_));
}

Price TickSize::ceil(Price price) const {
    const auto up = (price.micros() + micros_ - 1) / micros_ * micros_;
    return Price::from_micros(std::clamp(up, micros_, Price::micros_per_dollar - micros_));
}

}  // namespace pm
