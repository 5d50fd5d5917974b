#include "risk/wire.hpp"

#include <chrono>
#include <string>

#include "base/wide.hpp"
#include "risk/exposure.hpp"

namespace pm::risk {

namespace {

/// Venues take an order off before the time that is written in it, by no more than this.
/// Source: docs/venue.md, placing orders (GTD: one minute).
constexpr Duration expiry_margin = std::chrono::minutes{2};

Refusal mismatch(std::string what) {
    return Refusal{RefusalCode::wire_mismatch, std::move(what)};
}

/// A market order's wanted amount is floored to what the venue can express, at its coarsest three
/// decimals: by less than this it may look worse than its limit. A limit order's are exact.
/// Source: docs/venue.md, amounts.
constexpr std::int64_t market_floor = 1'000;

/// What is given against what must come back for it at the limit price, without dividing.
bool passes_limit(const WireAmounts& wire, Price limit) {
    const bool market = wire.tif == TimeInForce::fok || wire.tif == TimeInForce::fak;
    const auto wanted = static_cast<Wide>(wire.taker) + (market ? market_floor : 0);
    constexpr Wide one = Price::micros_per_dollar;
    return wire.side == Side::buy ? wire.maker * one > wanted * limit.micros()
                                  : wanted * one < static_cast<Wide>(wire.maker) * limit.micros();
}

std::optional<Refusal> check_terms(const WireAmounts& wire, const OrderIntent& intent) {
    if (wire.token != intent.token) return mismatch("another token");
    if (wire.side != intent.side) return mismatch("another side");
    if (wire.tif != intent.tif) return mismatch("another order type");
    if (wire.post_only != intent.post_only) return mismatch("post-only differs");
    if (wire.expires.has_value() != intent.expires.has_value()) return mismatch("expiry differs");
    if (wire.expires &&
        (*wire.expires < *intent.expires || *wire.expires > *intent.expires + expiry_margin)) {
        return mismatch("another expiry");
    }
    if (wire.timestamp_ms <= 0) return mismatch("no timestamp");
    return std::nullopt;
}

}  // namespace

std::optional<Refusal> check_wire(const WireAmounts& wire, const OrderIntent& intent,
                                  const Limits& limits) {
    if (auto no = check_terms(wire, intent)) return no;
    if (wire.maker <= 0 || wire.taker <= 0) return mismatch("an amount that is not positive");
    const bool buys = intent.side == Side::buy;
    const auto dollars = buys ? wire.maker : wire.taker;
    const auto shares = buys ? wire.taker : wire.maker;
    if (intent.by_dollars()) {
        if (!buys) return mismatch("a sale by dollars");
        if (dollars > intent.spend.micros) return mismatch("spends more than approved");
    } else if (shares > intent.size.micros) {
        return mismatch("more shares than approved");
    }
    if (passes_limit(wire, intent.limit)) return mismatch("a price beyond the limit");
    if (!buys) return std::nullopt;
    const auto& fee = intent.terms.fee;
    const auto cost = intent.by_dollars()
                          ? spend_at_most(Money{dollars}, fee)
                          : Money{dollars} + taker_fee(fee, intent.limit, Size{shares});
    if (cost > limits.per_order) {
        return Refusal{RefusalCode::wire_limit,
                       "would be " + cost.text() + ", limit " + limits.per_order.text()};
    }
    return std::nullopt;
}

}  // namespace pm::risk
