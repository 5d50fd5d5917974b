#pragma once

/// A held position and the quotes around it.

#include <string>

#include "domain/position.hpp"
#include "domain/quote.hpp"
#include "support/catch.hpp"

namespace pm::test {

inline Timestamp at(double seconds) {
    return Timestamp{std::chrono::seconds{1'781'568'000}} +
           Duration{static_cast<Duration::rep>(seconds * 1e6)};
}

inline TokenId token(int n = 7) {
    return *TokenId::parse(std::to_string(n));
}

inline ConditionId condition(int n = 1) {
    return *ConditionId::parse("0x" + std::string(60, 'a') + std::to_string(1000 + n));
}

/// 100 shares that cost 0.40 each.
inline Position position(int n = 7) {
    Position p;
    p.token = token(n);
    p.condition = condition(n);
    p.event = "london";
    p.market = "london-21c";
    p.settled = Size{100'000'000};
    p.cost = Money{40'000'000};
    return p;
}

inline std::optional<Level> level(int price_micros, std::int64_t shares = 1'000) {
    return Level{Price::from_micros(price_micros), Size{shares * 1'000'000}};
}

inline Quote quote(int bid_micros, int n = 7) {
    Quote q;
    q.token = token(n);
    q.condition = condition(n);
    q.bid = level(bid_micros);
    if (bid_micros < 980'000) q.ask = level(bid_micros + 20'000);
    return q;
}

}  // namespace pm::test
