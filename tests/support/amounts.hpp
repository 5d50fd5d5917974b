#pragma once

/// Short names for the amounts and the moment that tests write most.

#include <chrono>

#include "base/clock.hpp"
#include "domain/amounts.hpp"
#include "domain/price.hpp"

namespace pm::test {

inline const Timestamp noon =
    std::chrono::sys_days{std::chrono::year{2026} / 6 / 16} + std::chrono::hours{12};

inline Price cents(int c) {
    return Price::from_micros(c * 10'000);
}
inline Size shares(std::int64_t n) {
    return Size{n * 1'000'000};
}
inline Money dollars(std::int64_t n) {
    return Money{n * 1'000'000};
}

}  // namespace pm::test
