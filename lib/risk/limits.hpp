#pragma once

/// Hard limits of one account. There is no "unlimited": a limit that is not wanted is a large one.

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/amounts.hpp"

namespace pm::risk {

/// The defaults are those of a paper account of 1,000 dollars.
struct Limits {
    Money per_order{25'000'000};    ///< Cost of one buy at its limit price, with the fee.
    Money per_market{50'000'000};   ///< Cost of what is held and wanted in one market.
    Money per_event{100'000'000};   ///< Most that one event can lose, however it ends.
    Money total{500'000'000};       ///< Cost of everything held and wanted.
    Money daily_loss{100'000'000};  ///< Realised since midnight UTC; at it, buying stops.
    int open_orders = 50;           ///< Orders that are not final.
    int orders_a_minute = 60;
    Duration quote_age = std::chrono::seconds{30};
    Duration forecast_age = std::chrono::hours{6};
    std::int32_t collar_micros = 100'000;  ///< A limit price may pass the book's middle by this.

    int cancels_a_minute = 120;  ///< A part of them is kept for emergencies; see Gate.
    Duration book_age = std::chrono::minutes{2};      ///< Since this token's book was confirmed.
    Duration balance_age = std::chrono::minutes{2};   ///< Since the venue told the balance. Live.
    Duration clock_offset = std::chrono::seconds{2};  ///< Between our clock and the venue's. Live.
    Money canary_order{5'000'000};       ///< Until a first fill of the account has settled. Live.
    Money canary_total{25'000'000};      ///< The same for everything held and wanted. Live.
    std::vector<std::string> tags{"*"};  ///< Markets whose event has one of these; "*": any.
};

/// Whether the limits can be meant. @return Errc::bad_config naming the first that can't: one
/// that is zero or less, a collar above 1, no tag.
Result<void> check(const Limits& limits);

}  // namespace pm::risk
