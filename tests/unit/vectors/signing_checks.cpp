/// Hashes, signatures, bodies and headers against values made by others.

#include "base/hex.hpp"
#include "crypto/eip712.hpp"
#include "polymarket/amounts.hpp"
#include "polymarket/auth.hpp"
#include "polymarket/order.hpp"
#include "polymarket/wallet.hpp"
#include "vector_case.hpp"

namespace pm::test {

using namespace polymarket;

namespace {

WireOrder order_of(const Json& json) {
    WireOrder out;
    out.salt = std::stoull(text_of(json, "salt"));
    out.maker = address_of(json, "maker");
    out.signer = address_of(json, "signer");
    out.token = *TokenId::parse(text_of(json, "tokenId"));
    out.maker_amount = whole_of(json, "makerAmount");
    out.taker_amount = whole_of(json, "takerAmount");
    out.side = side_of(json);
    out.type = static_cast<SignatureType>(whole_of(json, "signatureType"));
    out.timestamp_ms = whole_of(json, "timestamp");
    out.metadata = *crypto::parse_hash(text_of(json, "metadata"));
    out.builder = *crypto::parse_hash(text_of(json, "builder"));
    return out;
}

OrderDomain domain_of(const Json& input) {
    const auto chain = static_cast<int>(whole_of(input, "chainId"));
    if (text_of(input, "exchangeVersion") == "3") {
        const auto domain = position_domain(chain);
        expect(domain.has_value(), "no exchange for position ids");
        return *domain;
    }
    return order_domain(chain, flag_of(input, "negRisk", false));
}

TimeInForce tif_of(const std::string& name) {
    if (name == "GTC") return TimeInForce::gtc;
    if (name == "GTD") return TimeInForce::gtd;
    if (name == "FOK") return TimeInForce::fok;
    if (name == "FAK") return TimeInForce::fak;
    throw Mismatch{"order type " + name};
}

/// The accounts our own rules would name, from the signer, the type and the funder.
void check_accounts(const Json& input, const WireOrder& order, const crypto::SigningKey& key) {
    std::optional<crypto::Address> funder;
    if (input.find("funder") != nullptr) funder = address_of(input, "funder");
    if (order.type == SignatureType::eoa) funder.reset();
    const auto account = account_of(order.type, key.address(), funder);
    expect(account.has_value(), "the account is refused");
    expect(account->funder == order.maker, "maker");
    expect(account->order_signer() == order.signer, "signer");
}

/// @return whether the venue's cap cuts what the client made.
bool check_order_amounts(const Json& input, const WireOrder& order) {
    const auto price = price_of(input);
    const auto tick = tick_of(input);
    const bool market = text_of(input, "kind") == "market";
    const auto ours = market
                          ? market_amounts(order.side, price, micros_of(input, "amount"), tick)
                          : limit_amounts(order.side, price, Size{micros_of(input, "size")}, tick);
    expect(ours.has_value(), "the amounts are refused");
    expect_equal(std::to_string(ours->maker), std::to_string(order.maker_amount), "maker amount");
    const auto theirs = order.taker_amount;
    const bool cut = market && theirs % 100 != 0;
    expect_equal(std::to_string(ours->taker), std::to_string(cut ? theirs / 100 * 100 : theirs),
                 "taker amount");
    return cut;
}

/// The client hands the funder's text on as it got it; we always write the checksum.
std::string with_checksum(std::string body, const Json& input) {
    if (input.find("funder") == nullptr) return body;
    const auto given = "\"" + text_of(input, "funder") + "\"";
    const auto ours = "\"" + address_of(input, "funder").text() + "\"";
    for (auto at = body.find(given); at != std::string::npos; at = body.find(given, at + 1)) {
        body.replace(at, given.size(), ours);
    }
    return body;
}

void check_body(const Json& input, const Json& expected, const WireOrder& order,
                const OrderDomain& domain, const crypto::SigningKey& key) {
    const auto body = with_checksum(text_of(expected, "postBodyJson"), input);
    const auto sent = Json::parse(body);
    expect(sent.has_value(), "body is no JSON");
    const OrderTerms terms{.tif = tif_of(text_of(input, "orderType")),
                           .post_only = flag_of(input, "postOnly", false),
                           .expiration_s = whole_of(input, "expiration"),
                           .owner = text_of(*sent, "owner")};
    expect_equal(order_body(order, text_of(expected, "signature"), terms), body, "body");
    std::string in_one_go = "before ";
    const OrderSigner signer{key, order.type, order.maker, order.signer};
    auto unsigned_order = order;
    unsigned_order.maker = unsigned_order.signer = {};
    const auto id = signer.append(in_one_go, unsigned_order, domain, terms);
    expect_equal(in_one_go, "before " + body, "body in one go");
    expect_equal(hash_text(id), text_of(expected, "orderHash"), "id in one go");
}

}  // namespace

Verdict check_signed_order(const Json& item) {
    const auto& input = member(item, "input");
    const auto& expected = member(item, "expected");
    const auto order = order_of(member(expected, "order"));
    const auto domain = domain_of(input);
    const auto key = key_of(input);
    expect_equal(key.address().text(), text_of(expected, "signerAddress"), "address");
    expect_equal(domain.contract.text(), text_of(expected, "verifyingContract"), "contract");
    expect_equal(hash_text(domain.separator), text_of(expected, "domainSeparator"), "domain");
    expect_equal(hash_text(order_struct_hash(order)), text_of(expected, "structHash"), "struct");
    expect_equal(hash_text(order_hash(order, domain)), text_of(expected, "orderHash"), "order id");
    const auto signature = sign_order(order, domain, key);
    expect_equal(signature, text_of(expected, "signature"), "signature");
    if (expected.find("innerSignature") != nullptr) {
        expect_equal(signature.substr(0, 132), text_of(expected, "innerSignature"), "inner");
    }
    expect(order_signer(order, domain, signature) == key.address(), "the signer is not found");
    check_body(input, expected, order, domain, key);
    check_accounts(input, order, key);
    return check_order_amounts(input, order) ? Verdict::server_wins : Verdict::passed;
}

Verdict check_wrapped_order(const Json& item) {
    const auto& input = member(item, "input");
    const auto& expected = member(item, "expected");
    const auto order = order_of(member(input, "order"));
    const auto version = text_of(input, "domainVersion");
    const auto domain = make_domain(static_cast<int>(whole_of(input, "chainId")),
                                    address_of(input, "verifyingContract"), version);
    const auto key = key_of(input);
    const auto signature = sign_order(order, domain, key);
    expect_equal(signature, text_of(expected, "signature"), "signature");
    expect_equal(std::to_string(signature.size() / 2 - 1), text_of(expected, "signatureBytes"),
                 "bytes");
    expect(order_signer(order, domain, signature) == key.address(), "the signer is not found");
    return Verdict::passed;
}

// The old protocol's order, written out here because nothing else of ours signs it any more: an
// independent check of typed data and of the curve.
Verdict check_old_order(const Json& item) {
    using crypto::keccak256;
    constexpr std::string_view type =
        "Order(uint256 salt,address maker,address signer,address taker,uint256 tokenId,"
        "uint256 makerAmount,uint256 takerAmount,uint256 expiration,uint256 nonce,"
        "uint256 feeRateBps,uint8 side,uint8 signatureType)";
    const auto& input = member(item, "input");
    const auto& expected = member(item, "expected");
    const auto& order = member(input, "order");
    const auto number = [&](std::string_view key) {
        return static_cast<std::uint64_t>(whole_of(order, key));
    };
    crypto::Words<13> words;
    words.add(keccak256(type)).add(number("salt")).add(address_of(order, "maker"));
    words.add(address_of(order, "signer")).add(address_of(order, "taker"));
    words.add(number("tokenId")).add(number("makerAmount")).add(number("takerAmount"));
    words.add(number("expiration")).add(number("nonce")).add(number("feeRateBps"));
    words.add(static_cast<std::uint64_t>(side_of(order))).add(number("signatureType"));
    const auto version = text_of(input, "domainVersion");
    const auto domain = make_domain(static_cast<int>(whole_of(input, "chainId")),
                                    address_of(input, "verifyingContract"), version);
    const auto digest = crypto::typed_digest(domain.separator, words.hash());
    if (expected.find("orderHash") != nullptr) {
        expect_equal(hash_text(digest), text_of(expected, "orderHash"), "order hash");
    }
    const auto key = key_of(input);
    const auto signature = key.sign(digest);
    expect_equal("0x" + hex_text(signature), text_of(expected, "signature"), "signature");
    expect(crypto::recover(digest, signature) == key.address(), "the signer is not found");
    return Verdict::passed;
}

Verdict check_clob_auth(const Json& item) {
    const auto& input = member(item, "input");
    const auto& expected = member(item, "expected");
    const auto key = key_of(input);
    const auto chain = static_cast<int>(whole_of(input, "chainId"));
    const auto seconds = whole_of(input, "timestamp");
    const auto nonce =
        input.find("nonce") == nullptr ? 0U : static_cast<std::uint64_t>(whole_of(input, "nonce"));
    const auto headers = l1_headers(key, chain, seconds, nonce);
    const auto signature = text_of(expected, "signature");
    const auto& named = input.find("address") != nullptr ? input : expected;
    expect_equal(headers.at(0).second, address_of(named, "address").text(), "address");
    expect_equal(headers.at(1).second, signature, "signature");
    if (expected.find("digest") != nullptr) {
        const auto digest = clob_auth_hash(key.address(), chain, std::to_string(seconds), nonce);
        expect_equal(hash_text(digest), text_of(expected, "digest"), "digest");
    }
    if (const auto* listed = expected.find("headers")) {
        expect(listed->members().size() == headers.size(), "number of headers");
        for (const auto& [name, value] : headers) {
            expect_equal(value, text_of(*listed, name), name.c_str());
        }
    }
    expect(l1_proves(key.address(), chain, std::to_string(seconds), nonce, signature),
           "the proof is not taken");
    expect(!l1_proves(key.address(), chain, std::to_string(seconds + 1), nonce, signature),
           "the proof holds for another second");
    return Verdict::passed;
}

Verdict check_hmac(const Json& item) {
    const auto& input = member(item, "input");
    const auto& expected = member(item, "expected");
    const auto timestamp = text_of(input, "timestamp");
    const auto method = text_of(input, "method");
    const auto path = text_of(input, "requestPath");
    const auto* body = input.find("body");
    const auto sent = body == nullptr || body->is_null() ? "" : text_of(input, "body");
    if (expected.find("message") != nullptr) {
        expect_equal(timestamp + method + path + sent, text_of(expected, "message"), "message");
    }
    std::string signature;
    append_l2_signature(signature, text_of(input, "secret"), timestamp,
                        {.method = method, .path = path, .body = sent});
    expect_equal(signature, text_of(expected, "signature"), "signature");
    const ApiKey api{.key = "id",
                     .secret = *SecretBytes::copy_of(text_of(input, "secret")),
                     .passphrase = *SecretBytes::copy_of("pass")};
    expect(usable_secret(api.secret), "the secret is not usable");
    const auto headers = l2_headers(api, {}, std::stoll(timestamp), method, path, sent);
    expect_equal(headers.at(1).second, signature, "header");
    return Verdict::passed;
}

Verdict check_wallets(const Json& item) {
    const auto signer = address_of(member(item, "input"), "signer");
    const auto& expected = member(item, "expected");
    int seen = 0;
    const auto compare = [&](std::string_view key, const crypto::Address& wallet) {
        if (expected.find(key) == nullptr) return;
        expect(address_of(expected, key) == wallet, std::string{key}.c_str());
        ++seen;
    };
    compare("depositWalletUups", uups_deposit_wallet(signer));
    compare("depositWallet", uups_deposit_wallet(signer));  // pinned before the beacon came
    compare("depositWalletBeacon", beacon_deposit_wallet(signer));
    compare("proxyWallet", proxy_wallet(signer));
    compare("safeWallet", safe_wallet(signer));
    expect(seen >= 3, "fewer than three wallets");
    return Verdict::passed;
}

}  // namespace pm::test
