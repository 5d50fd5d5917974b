#pragma once

/// Price of one outcome share, and the tick grid it must lie on.
///
/// Shape  one signed 32-bit integer, trivially copyable, 4 bytes.
/// Unit   micro-dollars of collateral per share: 0.53 is 530'000.
/// Range  [0, 1'000'000]; a share pays 1 if its outcome happens and 0 otherwise.
/// Source docs/venue.md, numbers.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pm {

class Price {
public:
    static constexpr std::int32_t micros_per_dollar = 1'000'000;

    /// The price worth `micros` micro-dollars.
    /// @pre 0 <= micros <= 1'000'000; anything else is a bug and aborts.
    static Price from_micros(std::int32_t micros);

    /// Reads a plain decimal such as "0.53", "1" or ".5"; no sign, exponent or spaces.
    /// Never goes through floating point, so what the venue sent is what we hold.
    /// @return Errc::malformed if `text` is not a decimal, is above 1, or has a non-zero
    ///         digit beyond the sixth decimal place.
    static Result<Price> parse(std::string_view text);

    /// The shortest decimal that reads back to this price: "0.53", "1", "0.0001".
    [[nodiscard]] std::string text() const;

    [[nodiscard]] constexpr std::int32_t micros() const { return micros_; }

    /// The price of the opposite outcome in a two-outcome market: 1 - p, exactly.
    [[nodiscard]] constexpr Price complement() const { return Price{micros_per_dollar - micros_}; }

    friend constexpr auto operator<=>(Price, Price) = default;

private:
    explicit constexpr Price(std::int32_t micros) : micros_{micros} {}
    std::int32_t micros_;
};

}  // namespace pm
