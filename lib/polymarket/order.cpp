#include "polymarket/order.hpp"

#include <array>

#include "base/decimal.hpp"
#include "base/hex.hpp"
#include "base/text.hpp"
#include "crypto/eip712.hpp"
#include "domain/names.hpp"
#include "polymarket/signing_facts.hpp"

namespace pm::polymarket {

namespace {

using crypto::Hash;
using crypto::keccak256;
using crypto::Words;

/// Hashes of constant texts, taken once.
struct Constants {
    Hash order_type_hash = keccak256(order_type);
    Hash domain_type_hash = keccak256(domain_type);
    Hash exchange_name_hash = keccak256(exchange_name);
    Hash wrapped_type_hash = keccak256(std::string{wrapped_order_type} + std::string{order_type});
    Hash wallet_name_hash = keccak256(wallet_domain_name);
    Hash wallet_version_hash = keccak256(wallet_domain_version);
};

const Constants& constants() {
    static const Constants made;
    return made;
}

std::uint64_t word_of(std::int64_t value) {
    return static_cast<std::uint64_t>(value);
}

/// What the key signs for a deposit wallet: the order inside the wallet's own typed data, under
/// the exchange's domain. Source: docs/venue.md, signing, type 3.
Hash wrapped_digest(const WireOrder& order, const OrderDomain& domain, const Hash& contents) {
    const auto& fixed = constants();
    Words<7> words;
    words.add(fixed.wrapped_type_hash).add(contents).add(fixed.wallet_name_hash);
    words.add(fixed.wallet_version_hash).add(static_cast<std::uint64_t>(domain.chain_id));
    words.add(order.signer).add(Hash{});
    return crypto::typed_digest(domain.separator, words.hash());
}

/// A signature on the wire: 65 bytes, or for a deposit wallet those and what they were made over:
/// the domain's separator, the order's hash, its type's text and that text's length in two bytes.
constexpr std::size_t plain_size = std::tuple_size_v<crypto::Signature>;
constexpr std::size_t wrapped_size = plain_size + 32 + 32 + order_type.size() + 2;
static_assert(wrapped_size == 317);

/// The type's text and its length as hex digits: the same at the end of every wrapper.
constexpr auto wrapper_end = [] {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<char, 2 * (order_type.size() + 2)> out{};
    std::size_t at = 0;
    const auto add = [&](unsigned byte) {
        out[at++] = digits[byte >> 4U];
        out[at++] = digits[byte & 15U];
    };
    for (const char c : order_type) add(static_cast<unsigned char>(c));
    add(order_type.size() >> 8U);
    add(order_type.size() & 255U);
    return out;
}();

void append_wrapper(std::string& out, const OrderDomain& domain, const Hash& contents) {
    append_hex(out, domain.separator);
    append_hex(out, contents);
    out.append(wrapper_end.data(), wrapper_end.size());
}

/// "0x" and the digits. `digest` is the order's, `contents` what it was made from.
void append_signature(std::string& out, const WireOrder& order, const OrderDomain& domain,
                      const crypto::SigningKey& key, const Hash& contents, const Hash& digest) {
    out += "0x";
    if (order.type != SignatureType::deposit_wallet) {
        append_hex(out, key.sign(digest));
        return;
    }
    append_hex(out, key.sign(wrapped_digest(order, domain, contents)));
    append_wrapper(out, domain, contents);
}

void append_text_member(std::string& out, std::string_view key, std::string_view text) {
    out += key;
    out += text;
}

/// The texts of an order's two addresses: their checksums cost a hash each.
struct AddressTexts {
    std::string_view maker;
    std::string_view signer;
};

/// Everything up to the signature's own digits.
void append_head(std::string& out, const WireOrder& order, const AddressTexts& texts,
                 const OrderTerms& terms) {
    out += R"({"deferExec":false,"postOnly":)";
    out += terms.post_only ? "true" : "false";
    out += R"(,"order":{"salt":)";
    append_integer(out, static_cast<std::int64_t>(order.salt));
    append_text_member(out, R"(,"maker":")", texts.maker);
    append_text_member(out, R"(","signer":")", texts.signer);
    out += R"(","tokenId":")";
    order.token.append_to(out);
    out += R"(","makerAmount":")";
    append_integer(out, order.maker_amount);
    out += R"(","takerAmount":")";
    append_integer(out, order.taker_amount);
    append_text_member(out, R"(","side":")", name_of(order.side));
    out += R"(","signatureType":)";
    append_integer(out, static_cast<std::int64_t>(order.type));
    out += R"(,"timestamp":")";
    append_integer(out, order.timestamp_ms);
    out += R"(","expiration":")";
    append_integer(out, terms.expiration_s);
    out += R"(","metadata":")";
    crypto::append_hash(out, order.metadata);
    out += R"(","builder":")";
    crypto::append_hash(out, order.builder);
    out += R"(","signature":")";
}

void append_tail(std::string& out, const OrderTerms& terms) {
    append_text_member(out, R"("},"owner":")", terms.owner);
    append_text_member(out, R"(","orderType":")", name_of(terms.tif));
    out += R"("})";
}

}  // namespace

OrderDomain make_domain(int chain_id, const crypto::Address& contract, std::string_view version) {
    const auto& fixed = constants();
    Words<5> words;
    words.add(fixed.domain_type_hash).add(fixed.exchange_name_hash).add(keccak256(version));
    words.add(static_cast<std::uint64_t>(chain_id)).add(contract);
    return {
        .chain_id = chain_id, .contract = contract, .version = version, .separator = words.hash()};
}

OrderDomain order_domain(int chain_id, bool neg_risk) {
    return make_domain(chain_id, neg_risk ? neg_risk_exchange_contract : exchange_contract,
                       exchange_version);
}

std::optional<OrderDomain> position_domain(int chain_id) {
    if (chain_id == polygon_chain) {
        return make_domain(chain_id, position_exchange_contract, position_exchange_version);
    }
    if (chain_id == amoy_chain) {
        return make_domain(chain_id, amoy_position_exchange_contract, position_exchange_version);
    }
    return std::nullopt;
}

Hash order_struct_hash(const WireOrder& order) {
    Words<12> words;
    words.add(constants().order_type_hash).add(order.salt).add(order.maker).add(order.signer);
    words.add(order.token.value().bytes());
    words.add(word_of(order.maker_amount)).add(word_of(order.taker_amount));
    words.add(static_cast<std::uint64_t>(order.side)).add(static_cast<std::uint64_t>(order.type));
    words.add(word_of(order.timestamp_ms)).add(order.metadata).add(order.builder);
    return words.hash();
}

Hash order_hash(const WireOrder& order, const OrderDomain& domain) {
    return crypto::typed_digest(domain.separator, order_struct_hash(order));
}

std::string sign_order(const WireOrder& order, const OrderDomain& domain,
                       const crypto::SigningKey& key) {
    const auto contents = order_struct_hash(order);
    const auto digest = crypto::typed_digest(domain.separator, contents);
    std::string out;
    append_signature(out, order, domain, key, contents, digest);
    return out;
}

std::optional<crypto::Address> order_signer(const WireOrder& order, const OrderDomain& domain,
                                            std::string_view signature_text) {
    const bool wrapped = order.type == SignatureType::deposit_wallet;
    constexpr std::size_t plain_digits = 2 + 2 * plain_size;
    constexpr std::size_t wrapped_digits = 2 + 2 * wrapped_size;
    if (signature_text.size() != (wrapped ? wrapped_digits : plain_digits)) return std::nullopt;
    crypto::Signature inner{};
    if (!signature_text.starts_with("0x") ||
        !parse_hex(signature_text.substr(2, 2 * plain_size), inner)) {
        return std::nullopt;
    }
    const auto contents = order_struct_hash(order);
    if (!wrapped) {
        return crypto::recover(crypto::typed_digest(domain.separator, contents), inner);
    }
    std::string wrapper;
    append_wrapper(wrapper, domain, contents);
    if (lower_case(signature_text.substr(plain_digits)) != wrapper) return std::nullopt;
    return crypto::recover(wrapped_digest(order, domain, contents), inner);
}

void append_order_body(std::string& out, const WireOrder& order, std::string_view signature,
                       const OrderTerms& terms) {
    const auto maker = order.maker.text();
    const auto signer = order.signer.text();
    append_head(out, order, {.maker = maker, .signer = signer}, terms);
    out += signature;
    append_tail(out, terms);
}

std::string order_body(const WireOrder& order, std::string_view signature,
                       const OrderTerms& terms) {
    std::string out;
    out.reserve(2048);
    append_order_body(out, order, signature, terms);
    return out;
}

OrderSigner::OrderSigner(const crypto::SigningKey& key, SignatureType type,
                         const crypto::Address& maker, const crypto::Address& signer)
    : key_{key},
      type_{type},
      maker_{maker},
      signer_{signer},
      maker_text_{maker.text()},
      signer_text_{signer.text()} {}

Hash OrderSigner::append(std::string& out, WireOrder& order, const OrderDomain& domain,
                         const OrderTerms& terms) const {
    order.type = type_;
    order.maker = maker_;
    order.signer = signer_;
    const auto contents = order_struct_hash(order);
    const auto digest = crypto::typed_digest(domain.separator, contents);
    append_head(out, order, {.maker = maker_text_, .signer = signer_text_}, terms);
    append_signature(out, order, domain, key_, contents, digest);
    append_tail(out, terms);
    return digest;
}

Hash append_signed_order(std::string& out, const WireOrder& order, const OrderDomain& domain,
                         const crypto::SigningKey& key, const OrderTerms& terms) {
    auto copy = order;
    const OrderSigner signer{key, order.type, order.maker, order.signer};
    return signer.append(out, copy, domain, terms);
}

}  // namespace pm::polymarket
