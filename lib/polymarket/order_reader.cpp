#include "polymarket/order_reader.hpp"

#include "base/decimal.hpp"
#include "base/json.hpp"
#include "domain/names.hpp"
#include "polymarket/signing_facts.hpp"

namespace pm::polymarket {

namespace {

/// A whole number in a string, as the venue wants amounts and times.
Result<std::int64_t> text_number(const Json& json, std::string_view key) {
    const auto text = json.string(key);
    if (!text || text->empty() || text->find_first_not_of("0123456789") != std::string_view::npos) {
        return fail(Errc::malformed, "order body: " + std::string{key});
    }
    return parse_decimal(*text, 0);
}

Result<void> read_numbers(const Json& json, WireOrder& order) {
    const auto salt = json.integer("salt");
    if (!salt || *salt < 0 || static_cast<std::uint64_t>(*salt) > salt_max) {
        return fail(Errc::malformed, "order body: salt");
    }
    order.salt = static_cast<std::uint64_t>(*salt);
    const auto type = json.integer("signatureType");
    if (!type || *type < 0 || *type > 3) return fail(Errc::malformed, "order body: signatureType");
    order.type = static_cast<SignatureType>(*type);
    auto maker = text_number(json, "makerAmount");
    if (!maker) return pass(maker);
    order.maker_amount = *maker;
    auto taker = text_number(json, "takerAmount");
    if (!taker) return pass(taker);
    order.taker_amount = *taker;
    auto at = text_number(json, "timestamp");
    if (!at) return pass(at);
    order.timestamp_ms = *at;
    return {};
}

Result<void> read_names(const Json& json, WireOrder& order) {
    auto maker = crypto::Address::parse(json.string("maker").value_or(""));
    if (!maker) return pass(maker, "order body: maker");
    order.maker = *maker;
    auto signer = crypto::Address::parse(json.string("signer").value_or(""));
    if (!signer) return pass(signer, "order body: signer");
    order.signer = *signer;
    auto token = TokenId::parse(json.string("tokenId").value_or(""));
    if (!token) return pass(token, "order body: tokenId");
    order.token = *token;
    auto metadata = crypto::parse_hash(json.string("metadata").value_or(""));
    if (!metadata) return pass(metadata, "order body: metadata");
    order.metadata = *metadata;
    auto builder = crypto::parse_hash(json.string("builder").value_or(""));
    if (!builder) return pass(builder, "order body: builder");
    order.builder = *builder;
    const auto side = named<Side>(json.string("side").value_or(""));
    if (!side) return fail(Errc::malformed, "order body: side");
    order.side = *side;
    return {};
}

}  // namespace

Result<OrderOnWire> read_order_body(std::string_view body) {
    auto json = Json::parse(body);
    if (!json) return pass(json, "order body");
    const auto* order = json->find("order");
    if (order == nullptr || !order->is_object()) return fail(Errc::malformed, "order body: order");
    OrderOnWire out;
    if (auto names = read_names(*order, out.order); !names) return pass(names);
    if (auto numbers = read_numbers(*order, out.order); !numbers) return pass(numbers);
    out.signature = order->string("signature").value_or("");
    if (!out.signature.starts_with("0x")) return fail(Errc::malformed, "order body: signature");
    auto expiration = text_number(*order, "expiration");
    if (!expiration) return pass(expiration);
    out.terms.expiration_s = *expiration;
    const auto tif = named<TimeInForce>(json->string("orderType").value_or(""));
    if (!tif) return fail(Errc::malformed, "order body: orderType");
    out.terms.tif = *tif;
    if (const auto* post_only = json->find("postOnly"); post_only != nullptr) {
        if (!post_only->boolean()) return fail(Errc::malformed, "order body: postOnly");
        out.terms.post_only = *post_only->boolean();
    }
    out.terms.owner = json->string("owner").value_or("");
    if (out.terms.owner.empty()) return fail(Errc::malformed, "order body: owner");
    return out;
}

}  // namespace pm::polymarket
