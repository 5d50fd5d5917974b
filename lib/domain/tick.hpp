#pragma once

/// The grid a market's prices lie on. It differs inside one ladder and changes in a market's life.
///
/// Shape  one signed 32-bit integer.
/// Unit   micro-dollars of collateral per share: 0.01 is 10'000.
/// Range  0.1, 0.01, 0.005, 0.0025, 0.001, 0.0001 are known; any divisor of 1 is accepted, so a
///        new tick of the venue needs no new release.
/// Source docs/venue.md, ticks.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "domain/price.hpp"

namespace pm {

class TickSize {
public:
    /// Reads "0.01". @return Errc::malformed unless it is in (0, 0.5] and divides 1.
    static Result<TickSize> parse(std::string_view text);

    /// @pre `micros` is in (0, 500'000] and divides 1'000'000.
    static TickSize from_micros(std::int32_t micros);

    [[nodiscard]] constexpr std::int32_t micros() const { return micros_; }
    [[nodiscard]] std::string text() const;

    /// On the grid and inside [tick, 1 - tick]: what the venue accepts.
    [[nodiscard]] constexpr bool admits(Price price) const {
        return price.micros() % micros_ == 0 && price.micros() >= micros_ &&
               price.micros() <= Price::micros_per_dollar - micros_;
    }
    /// The nearest grid price not above (below) `price`, kept inside [tick, 1 - tick].
    [[nodiscard]] Price floor(Price price) const;
    [[nodiscard]] Price ceil(Price price) const;

    friend constexpr auto operator<=>(TickSize, TickSize) = default;

private:
    explicit constexpr TickSize(std::int32_t micros) : micros_{micros} {}
    std::int32_t micros_;
};

}  // namespace pm
