#include "sim/order_wire.hpp"

#include <charconv>

#include "domain/names.hpp"
#include "polymarket/signing_facts.hpp"

namespace pm::sim {
namespace {

/// Plain digits only, no sign, fraction or exponent: as the venue's integers are written.
template <class Integer>
bool read_integer(std::optional<std::string_view> digits, Integer& out) {
    if (!digits || digits->empty()) return false;
    if (digits->find_first_not_of("0123456789") != std::string_view::npos) return false;
    const auto [end, error] = std::from_chars(digits->data(), digits->data() + digits->size(), out);
    return error == std::errc{} && end == digits->data() + digits->size();
}

bool read_hash(std::optional<std::string_view> text, crypto::Hash& out) {
    if (!text) return false;
    const auto hash = crypto::parse_hash(*text);
    if (hash) out = *hash;
    return hash.has_value();
}

bool read_address(std::optional<std::string_view> text, crypto::Address& out) {
    if (!text) return false;
    const auto address = crypto::Address::parse(*text);
    if (address) out = *address;
    return address.has_value();
}

bool read_wire(const Json& order, polymarket::WireOrder& out) {
    if (!read_integer(order.digits("salt"), out.salt)) return false;
    if (out.salt > polymarket::salt_max) return false;
    if (!read_address(order.string("maker"), out.maker)) return false;
    if (!read_address(order.string("signer"), out.signer)) return false;
    const auto token = TokenId::parse(order.string("tokenId").value_or(""));
    if (!token) return false;
    out.token = *token;
    if (!read_integer(order.string("makerAmount"), out.maker_amount)) return false;
    if (!read_integer(order.string("takerAmount"), out.taker_amount)) return false;
    const auto side = named<Side>(order.string("side").value_or(""));
    if (!side) return false;
    out.side = *side;
    const auto type = order.integer("signatureType").value_or(-1);
    if (type < 0 || type > 3) return false;
    out.type = static_cast<polymarket::SignatureType>(type);
    if (!read_integer(order.string("timestamp"), out.timestamp_ms)) return false;
    return read_hash(order.string("metadata"), out.metadata) &&
           read_hash(order.string("builder"), out.builder);
}

bool of_version_one(const Json& order) {
    return order.find("timestamp") == nullptr &&
           (order.find("nonce") != nullptr || order.find("feeRateBps") != nullptr);
}

}  // namespace

ReadOrder read_order(const Json& json) {
    const std::string refused{bad_payload};
    const auto* order = json.find("order");
    if (order == nullptr || !order->is_object()) return refused;
    if (of_version_one(*order)) return std::string{version_mismatch};
    SentOrder out;
    if (!read_wire(*order, out.wire)) return refused;
    out.signature = order->string("signature").value_or("");
    out.owner = json.string("owner").value_or("");
    const auto tif = named<TimeInForce>(json.string("orderType").value_or(""));
    if (!tif || out.signature.empty() || out.owner.empty()) return refused;
    out.tif = *tif;
    out.post_only = json.boolean("postOnly").value_or(false);
    out.defer = json.boolean("deferExec").value_or(false);
    if (const auto* until = order->find("expiration"); until != nullptr && !until->is_null()) {
        if (!read_integer(until->digits(), out.expiration_s)) return refused;
    }
    return out;
}

}  // namespace pm::sim
