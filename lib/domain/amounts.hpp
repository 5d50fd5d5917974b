#pragma once

/// Shares and money as micro-unit integers, and the exact products between them.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "domain/price.hpp"

namespace pm {

/// Micro-units in one share or one dollar.
inline constexpr std::int64_t million = 1'000'000;

/// A number of shares. Unit: micro-shares; 5 shares are 5'000'000.
struct Size {
    std::int64_t micros = 0;

    /// Reads an unsigned decimal with at most 6 places. @return Errc::malformed otherwise.
    static Result<Size> parse(std::string_view text);
    [[nodiscard]] std::string text() const;

    friend constexpr auto operator<=>(Size, Size) = default;
    constexpr Size& operator+=(Size b) { return micros += b.micros, *this; }
    constexpr Size& operator-=(Size b) { return micros -= b.micros, *this; }
    friend constexpr Size operator+(Size a, Size b) { return {a.micros + b.micros}; }
    friend constexpr Size operator-(Size a, Size b) { return {a.micros - b.micros}; }
};

/// An amount of collateral. Unit: micro-dollars. May be negative: profit and loss.
struct Money {
    std::int64_t micros = 0;

    /// Reads a decimal with at most 6 places, a minus allowed. @return Errc::malformed otherwise.
    static Result<Money> parse(std::string_view text);
    [[nodiscard]] std::string text() const;

    friend constexpr auto operator<=>(Money, Money) = default;
    constexpr Money& operator+=(Money b) { return micros += b.micros, *this; }
    constexpr Money& operator-=(Money b) { return micros -= b.micros, *this; }
    friend constexpr Money operator+(Money a, Money b) { return {a.micros + b.micros}; }
    friend constexpr Money operator-(Money a, Money b) { return {a.micros - b.micros}; }
    friend constexpr Money operator-(Money a) { return {-a.micros}; }
};

/// price * size, rounded to a micro-dollar: up is what a buyer pays at most, down what a seller
/// gets at least.
[[nodiscard]] Money notional_up(Price price, Size size);
[[nodiscard]] Money notional_down(Price price, Size size);

/// A market's taker fee: shares * rate * (p * (1 - p))^exponent.
/// Source: docs/venue.md, fees. Makers pay nothing.
struct FeeSchedule {
    std::int32_t rate_micros = 0;  ///< 0.05 is 50'000. Zero: no fee.
    std::int32_t exponent = 1;     ///< 1 on today's markets, 2 on older ones.
};

/// The fee in collateral for a taker's fill, rounded half up to 5 decimals; below 0.00001 it is 0.
/// @pre schedule.exponent is 1 or 2; decoders refuse anything else.
[[nodiscard]] Money taker_fee(const FeeSchedule& schedule, Price price, Size size);

/// total / size as a price-like decimal, rounded to the nearest micro-dollar. @pre size > 0.
[[nodiscard]] Money average(Money total, Size size);

}  // namespace pm
