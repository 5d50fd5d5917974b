#include "live/order_maker.hpp"

#include <algorithm>

#include "polymarket/amounts.hpp"
#include "polymarket/facts.hpp"
#include "polymarket/order_reader.hpp"
#include "polymarket/signing_facts.hpp"
#include "risk/wire.hpp"

namespace pm::live {

namespace {

/// The way to the venue takes time: an expiration that is only just far enough is moved on by so
/// much, and one that is short by so much is taken for "as near as possible".
constexpr Duration expiration_slack = std::chrono::seconds{5};
constexpr std::size_t body_room = 2'048;

bool at_once(TimeInForce tif) {
    return tif == TimeInForce::fok || tif == TimeInForce::fak;
}

Result<polymarket::Amounts> amounts_of(const OrderIntent& intent) {
    const auto tick = intent.terms.tick;
    if (!at_once(intent.tif)) {
        return polymarket::limit_amounts(intent.side, intent.limit, intent.size, tick);
    }
    auto gives = intent.size.micros;
    if (intent.side == Side::buy) {
        gives = intent.by_dollars() ? intent.spend.micros
                                    : notional_down(intent.limit, intent.size).micros;
    }
    return polymarket::market_amounts(intent.side, intent.limit, gives, tick);
}

std::int64_t milliseconds(Timestamp at) {
    return std::chrono::floor<std::chrono::milliseconds>(at).time_since_epoch().count();
}

}  // namespace

Result<std::int64_t> wire_expiration(Timestamp expires, Timestamp now) {
    const auto least = now + polymarket::gtd_ahead_min + expiration_slack;
    const auto wanted = expires + polymarket::gtd_margin;
    if (wanted + 2 * expiration_slack < least) {
        return fail(Errc::refused, "an order with an expiry must stay at least two minutes",
                    "the venue takes orders off a minute before, and refuses three minutes");
    }
    return std::chrono::ceil<std::chrono::seconds>(std::max(wanted, least))
        .time_since_epoch()
        .count();
}

OrderMaker::OrderMaker(Parts parts, Trader trader, std::int64_t last_timestamp_ms)
    : parts_{parts},
      trader_{std::move(trader)},
      domain_{polymarket::order_domain(trader_.chain_id, false)},
      neg_risk_domain_{polymarket::order_domain(trader_.chain_id, true)},
      position_domain_{polymarket::position_domain(trader_.chain_id)},
      last_timestamp_ms_{last_timestamp_ms} {}

Result<trading::Prepared> OrderMaker::make(const OrderIntent& intent, Timestamp now) {
    if (intent.post_only && at_once(intent.tif)) {
        return fail(Errc::refused, "post-only is for orders that rest");
    }
    auto amounts = amounts_of(intent);
    auto exchange = domain(intent);
    if (!exchange) return pass(exchange);
    if (!amounts && amounts.error().code == Errc::bad_input) amounts.error().code = Errc::refused;
    if (!amounts) return pass(amounts);
    polymarket::OrderTerms terms;
    terms.tif = intent.tif;
    terms.post_only = intent.post_only;
    terms.owner = trader_.api_key;
    if (intent.tif == TimeInForce::gtd) {
        if (!intent.expires) return fail(Errc::refused, "a GTD order without an expiry");
        auto expiration = wire_expiration(*intent.expires, now);
        if (!expiration) return pass(expiration);
        terms.expiration_s = *expiration;
    }
    polymarket::WireOrder order;
    order.salt = parts_.random.next() & polymarket::salt_max;
    order.maker = trader_.wallet;
    const bool wallet_signs = trader_.type == polymarket::SignatureType::deposit_wallet;
    order.signer = wallet_signs ? trader_.wallet : parts_.key.address();
    order.token = intent.token;
    order.maker_amount = amounts->maker;
    order.taker_amount = amounts->taker;
    order.side = intent.side;
    order.type = trader_.type;
    order.timestamp_ms = std::max(last_timestamp_ms_ + 1, milliseconds(now));
    trading::Prepared prepared;
    prepared.body.reserve(body_room);
    const auto hash =
        polymarket::append_signed_order(prepared.body, order, **exchange, parts_.key, terms);
    prepared.order_id = crypto::hash_text(hash);
    prepared.timestamp_ms = order.timestamp_ms;
    if (auto looked = look_again(prepared, intent, **exchange); !looked) return pass(looked);
    last_timestamp_ms_ = order.timestamp_ms;
    return prepared;
}

/// Which exchange the order is for: the market says so, by its condition's length (31 bytes for
/// protocol version 2) and by being one of an exclusive group or not.
Result<const polymarket::OrderDomain*> OrderMaker::domain(const OrderIntent& intent) const {
    constexpr std::size_t v2_digits = 2 + 62;
    if (intent.condition.text().size() == v2_digits) {
        if (!position_domain_) return fail(Errc::refused, "no exchange for this kind of market");
        return &*position_domain_;
    }
    return intent.terms.neg_risk ? &neg_risk_domain_ : &domain_;
}

Result<void> OrderMaker::look_again(const trading::Prepared& prepared, const OrderIntent& intent,
                                    const polymarket::OrderDomain& domain) const {
    auto read = polymarket::read_order_body(prepared.body);
    if (!read) {
        return fail(Errc::refused, "the finished request: " + read.error().message);
    }
    const auto& order = read->order;
    const auto hash = polymarket::order_hash(order, domain);
    if (crypto::hash_text(hash) != prepared.order_id) {
        return fail(Errc::refused, "the finished request is of another order");
    }
    if (order.maker != trader_.wallet || read->terms.owner != trader_.api_key) {
        return fail(Errc::refused, "the finished request is of another account");
    }
    const polymarket::Amounts amounts{order.maker_amount, order.taker_amount};
    const auto fault =
        polymarket::check_amounts(order.side, amounts, intent.terms.tick, at_once(read->terms.tif));
    if (fault != polymarket::AmountFault::none) {
        return fail(Errc::refused, "the finished request breaks the venue's rules for amounts");
    }
    risk::WireAmounts wire;
    wire.token = order.token;
    wire.side = order.side;
    wire.maker = order.maker_amount;
    wire.taker = order.taker_amount;
    wire.tif = read->terms.tif;
    wire.post_only = read->terms.post_only;
    if (read->terms.expiration_s != 0) {
        wire.expires = Timestamp{std::chrono::seconds{read->terms.expiration_s}};
    }
    wire.timestamp_ms = order.timestamp_ms;
    if (auto refusal = risk::check_wire(wire, intent, parts_.limits)) {
        return fail(Errc::refused, refusal->detail);
    }
    return {};
}

}  // namespace pm::live
