#include <algorithm>
#include <set>
#include <utility>

#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "polymarket/signing_facts.hpp"
#include "sim/trading_api.hpp"

namespace pm::sim {
namespace {

constexpr std::size_t batch_max = 15;
constexpr std::size_t cancels_max = 1'000;
constexpr std::string_view not_the_owner = "the order owner has to be the owner of the API KEY";
constexpr std::string_view not_the_signer =
    "the order signer address has to be the address of the API KEY";
constexpr std::string_view bad_signature = "invalid signature";

void amounts(JsonWriter& w, Side side, const Placement& placed) {
    const bool met = placed.shares.micros > 0;
    const auto dollars = met ? placed.dollars.text() : std::string{};
    const auto shares = met ? placed.shares.text() : std::string{};
    w.key("makingAmount").string(side == Side::buy ? dollars : shares);
    w.key("takingAmount").string(side == Side::buy ? shares : dollars);
}

void accepted_leg(JsonWriter& w, Side side, const Placement& placed) {
    w.begin_object().key("success").boolean(true).key("errorMsg").string("");
    w.key("orderID").string(placed.id).key("status").string(placed.state);
    amounts(w, side, placed);
    // A match carries no hashes any more: they come with the trades.
    if (placed.trades.empty()) w.key("transactionsHashes").begin_array().end_array();
    w.key("tradeIDs").begin_array();
    for (const auto& trade : placed.trades) w.string(trade);
    w.end_array().end_object();
}

void refused_leg(JsonWriter& w, std::string_view reason) {
    w.begin_object().key("success").boolean(true).key("errorMsg").string(reason);
    w.key("orderID").string("").key("status").string("");
    w.key("makingAmount").string("").key("takingAmount").string("").end_object();
}

/// The venue rewrites some statuses by what its own text says.
int status_for(std::string_view text) {
    if (text.find("not found") != text.npos) return 404;
    return 400;
}

Side side_of(const ReadOrder& read) {
    const auto* sent = std::get_if<SentOrder>(&read);
    return sent != nullptr ? sent->wire.side : Side::buy;
}

bool is_order_id(std::string_view text) {
    return crypto::parse_hash(text).has_value();
}

}  // namespace

std::optional<net::HttpReply> TradingApi::too_many(const SignerLimits::Verdict& verdict) {
    if (verdict.admitted) return std::nullopt;
    return clob_error(429, "Too Many Requests");
}

std::string TradingApi::check_standing(const Call& call, const SentOrder& sent) const {
    if (sent.owner != call.key.key) return std::string{not_the_owner};
    for (const auto& address : {call.key.address, sent.wire.maker}) {
        const auto standing = floor_.standing(address);
        const auto who = "'" + address.text() + "' address ";
        if (standing.banned) return who + "banned";
        if (standing.closed_only && sent.wire.side == Side::buy) return who + "in closed only mode";
    }
    return {};
}

std::string TradingApi::check_signature(const Call& call, const SentOrder& sent,
                                        std::string& id) const {
    const auto& wire = sent.wire;
    const auto place = floor_.world.find_token(wire.token.text());
    if (!place) return "Invalid token id";
    const int chain = floor_.options.chain_id;
    const bool neg_risk = floor_.world.markets()[place->market].neg_risk;
    const auto domain = polymarket::order_domain(chain, neg_risk);
    id = polymarket::hash_text(polymarket::order_hash(wire, domain));
    const bool wallet_signs = wire.type == polymarket::SignatureType::deposit_wallet;
    const bool own_account = wire.type == polymarket::SignatureType::eoa;
    if (wallet_signs ? wire.signer != wire.maker : wire.signer != call.key.address) {
        return std::string{not_the_signer};
    }
    if (own_account && wire.maker != wire.signer) return std::string{bad_signature};
    const auto signer = polymarket::order_signer(wire, domain, sent.signature);
    if (signer == call.key.address) return {};
    // Signed for another version of the exchange?
    for (const std::string_view version : {"1", "3"}) {
        const auto other = polymarket::make_domain(chain, domain.contract, version);
        if (polymarket::order_signer(wire, other, sent.signature) == call.key.address) {
            return std::string{version_mismatch};
        }
    }
    const auto positions = polymarket::position_domain(chain);
    if (positions &&
        polymarket::order_signer(wire, *positions, sent.signature) == call.key.address) {
        return std::string{version_mismatch};
    }
    return std::string{bad_signature};
}

TradingApi::Checked TradingApi::check(const Call& call, const ReadOrder& read) {
    if (const auto* refusal = std::get_if<std::string>(&read)) return *refusal;
    const auto& sent = std::get<SentOrder>(read);
    GenuineOrder out;
    auto refusal = check_standing(call, sent);
    if (refusal.empty()) refusal = check_signature(call, sent, out.id);
    if (!refusal.empty()) {
        floor_.truth.refused(sent, out.id, call.key.address.text(), refusal);
        return refusal;
    }
    out.sent = sent;
    out.address = call.key.address;
    floor_.funders[{call.key.address, static_cast<int>(sent.wire.type)}] = sent.wire.maker;
    return out;
}

Placement TradingApi::place(const Call& call, const ReadOrder& read) {
    auto checked = check(call, read);
    if (auto* refusal = std::get_if<std::string>(&checked)) {
        Placement out;
        out.refusal = std::move(*refusal);
        return out;
    }
    const auto& order = std::get<GenuineOrder>(checked);
    auto out = floor_.exchange.place(order);
    if (!out.refusal.empty()) {
        floor_.truth.refused(order.sent, order.id, order.address.text(), out.refusal);
    }
    return out;
}

net::HttpReply TradingApi::post_order(const Call& call) {
    const auto now = floor_.real.steady();
    if (floor_.mode.at(now) == ModeState::restarting) return *floor_.mode.refuses_order(now, false);
    auto verdict = floor_.limits.orders(call.key.address, 1, now, floor_.world.now());
    const auto with_limits = [&](net::HttpReply reply) {
        for (auto& header : verdict.headers) reply.headers.push_back(std::move(header));
        return reply;
    };
    if (auto refused = too_many(verdict)) return with_limits(*std::move(refused));
    const auto json = Json::parse(call.raw.body);
    if (!json || !json->is_object()) return with_limits(clob_error(400, bad_payload));
    const auto read = sim::read_order(*json);
    const auto* sent = std::get_if<SentOrder>(&read);
    const bool post_only = sent != nullptr && sent->post_only;
    if (auto closed = floor_.mode.refuses_order(now, post_only)) {
        return with_limits(*std::move(closed));
    }
    const auto placed = place(call, read);
    std::string out;
    JsonWriter w{out};
    if (placed.refusal.empty()) {
        accepted_leg(w, side_of(read), placed);
        return with_limits(json_reply(std::move(out)));
    }
    w.begin_object().key("error").string(placed.refusal);
    if (placed.placed) w.key("orderID").string(placed.id);
    w.end_object();
    return with_limits(json_reply(std::move(out), status_for(placed.refusal)));
}

net::HttpReply TradingApi::post_orders(const Call& call) {
    const auto now = floor_.real.steady();
    if (floor_.mode.at(now) == ModeState::restarting) return *floor_.mode.refuses_order(now, false);
    const auto json = Json::parse(call.raw.body);
    if (!json || !json->is_array() || json->items().empty()) return clob_error(400, bad_payload);
    const auto count = json->items().size();
    if (count > batch_max) {
        return clob_error(400, "Too many orders in payload: " + std::to_string(count) +
                                   ", max allowed: " + std::to_string(batch_max));
    }
    auto verdict = floor_.limits.orders(call.key.address, static_cast<std::int64_t>(count), now,
                                        floor_.world.now());
    const auto with_limits = [&](net::HttpReply reply) {
        for (auto& header : verdict.headers) reply.headers.push_back(std::move(header));
        return reply;
    };
    if (auto refused = too_many(verdict)) return with_limits(*std::move(refused));
    const auto mode = floor_.mode.at(now);
    if (mode != ModeState::normal && mode != ModeState::post_only) {
        return with_limits(*floor_.mode.refuses_order(now, false));
    }
    std::vector<ReadOrder> legs;
    for (const auto& item : json->items()) {
        legs.push_back(sim::read_order(item));
        const auto* sent = std::get_if<SentOrder>(&legs.back());
        if (sent == nullptr) continue;
        // Whose order it is counts for the request as a whole.
        if (auto refusal = check_standing(call, *sent); !refusal.empty()) {
            return with_limits(clob_error(400, refusal));
        }
    }
    std::string out;
    JsonWriter w{out};
    w.begin_array();
    for (const auto& leg : legs) {
        const auto* sent = std::get_if<SentOrder>(&leg);
        if (mode == ModeState::post_only && (sent == nullptr || !sent->post_only)) {
            refused_leg(w, VenueMode::post_only_text());
            continue;
        }
        const auto placed = place(call, leg);
        if (placed.refusal.empty()) {
            accepted_leg(w, side_of(leg), placed);
        } else {
            refused_leg(w, placed.refusal);
        }
    }
    w.end_array();
    return with_limits(json_reply(std::move(out)));
}

net::HttpReply TradingApi::cancel_ids(const Call& call, const std::vector<std::string>& ids) {
    std::vector<std::string> done;
    std::vector<std::pair<std::string, std::string>> left;
    std::set<std::string> seen;
    for (const auto& id : ids) {
        if (!seen.insert(id).second) continue;
        const auto* order = floor_.exchange.find(id);
        const bool mine = order != nullptr && order->owner == call.key.key;
        auto refusal =
            mine ? floor_.exchange.cancel(id) : std::string{"Order not found or already canceled"};
        if (refusal.empty()) {
            done.push_back(id);
        } else {
            left.emplace_back(id, std::move(refusal));
        }
    }
    std::string out;
    JsonWriter w{out};
    w.begin_object().key("canceled").begin_array();
    for (const auto& id : done) w.string(id);
    w.end_array().key("not_canceled").begin_object();
    for (const auto& [id, reason] : left) w.key(id).string(reason);
    w.end_object().end_object();
    return json_reply(std::move(out));
}

net::HttpReply TradingApi::cancel_counted(const Call& call, const std::vector<std::string>& ids) {
    const auto now = floor_.real.steady();
    if (auto closed = floor_.mode.refuses_cancel(now)) return *std::move(closed);
    auto verdict = floor_.limits.cancels(call.key.address, static_cast<std::int64_t>(ids.size()),
                                         now, floor_.world.now());
    auto refused = too_many(verdict);
    auto reply = refused ? *std::move(refused) : cancel_ids(call, ids);
    for (auto& header : verdict.headers) reply.headers.push_back(std::move(header));
    return reply;
}

net::HttpReply TradingApi::cancel_order(const Call& call) {
    const auto json = Json::parse(call.raw.body);
    if (!json || !json->is_object()) return clob_error(400, bad_payload);
    const auto id = json->string("orderID").value_or("");
    if (!is_order_id(id)) return clob_error(400, "Invalid orderID");
    return cancel_counted(call, {std::string{id}});
}

net::HttpReply TradingApi::cancel_orders(const Call& call) {
    const auto json = Json::parse(call.raw.body);
    if (!json || !json->is_array() || json->items().empty()) return clob_error(400, bad_payload);
    if (json->items().size() > cancels_max) {
        return clob_error(400, "Too many orders in payload, max allowed: 1000");
    }
    std::vector<std::string> ids;
    for (const auto& item : json->items()) {
        const auto id = item.string().value_or("");
        if (!is_order_id(id)) return clob_error(400, "Invalid orderID");
        ids.emplace_back(id);
    }
    return cancel_counted(call, ids);
}

}  // namespace pm::sim
