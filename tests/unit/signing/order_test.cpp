#include <set>

#include "base/json.hpp"
#include "sample.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;
using test::sample_key;
using test::sample_order;

namespace {

const auto domain = order_domain(polygon_chain, false);

}  // namespace

TEST_CASE("every member of an order and of its domain changes the order's id", "[signing][order]") {
    auto order = sample_order(SignatureType::safe);
    std::set<std::string> ids{hash_text(order_hash(order, domain))};
    const auto changed = [&](auto change) {
        auto other = order;
        change(other);
        ids.insert(hash_text(order_hash(other, domain)));
    };
    changed([](WireOrder& o) { ++o.salt; });
    changed([](WireOrder& o) { o.maker.bytes[19] ^= 1; });
    changed([](WireOrder& o) { o.signer.bytes[0] ^= 1; });
    changed([](WireOrder& o) { o.token = *TokenId::parse("1"); });
    changed([](WireOrder& o) { ++o.maker_amount; });
    changed([](WireOrder& o) { ++o.taker_amount; });
    changed([](WireOrder& o) { std::swap(o.maker_amount, o.taker_amount); });
    changed([](WireOrder& o) { o.side = Side::sell; });
    changed([](WireOrder& o) { o.type = SignatureType::proxy; });
    changed([](WireOrder& o) { ++o.timestamp_ms; });
    changed([](WireOrder& o) { o.metadata[0] = 1; });
    changed([](WireOrder& o) { o.builder[31] = 1; });
    for (const auto& other :
         {order_domain(polygon_chain, true), order_domain(amoy_chain, false),
          order_domain(amoy_chain, true), *position_domain(polygon_chain),
          *position_domain(amoy_chain), make_domain(polygon_chain, exchange_contract, "3")}) {
        ids.insert(hash_text(order_hash(order, other)));
    }
    CHECK(ids.size() == 1 + 12 + 6);
    CHECK_FALSE(position_domain(1));
}

TEST_CASE("a signature is of its order, its domain and its key", "[signing][order]") {
    for (const auto type : test::all_types) {
        const auto order = sample_order(type);
        const auto key = sample_key();
        const auto signature = sign_order(order, domain, key);
        CAPTURE(static_cast<int>(type));
        CHECK(signature.size() == (type == SignatureType::deposit_wallet ? 2 + 634 : 2 + 130));
        CHECK(order_signer(order, domain, signature) == key.address());
        CHECK(order_signer(order, domain, sign_order(order, domain, sample_key('2'))) ==
              sample_key('2').address());

        auto other = order;
        ++other.taker_amount;
        CHECK(order_signer(other, domain, signature) != key.address());
        CHECK(order_signer(order, order_domain(polygon_chain, true), signature) != key.address());
        CHECK(order_signer(order, order_domain(amoy_chain, false), signature) != key.address());
        other = order;
        other.type = type == SignatureType::deposit_wallet ? SignatureType::safe
                                                           : SignatureType::deposit_wallet;
        CHECK_FALSE(order_signer(other, domain, signature));
    }
}

TEST_CASE("a deposit wallet's wrapper must be whole and right", "[signing][order]") {
    const auto order = sample_order(SignatureType::deposit_wallet);
    const auto key = sample_key();
    const auto signature = sign_order(order, domain, key);
    REQUIRE(order_signer(order, domain, signature) == key.address());
    // A digit of each part: the domain, the order, the type's text, its length.
    for (const std::size_t at : {2 + 130U, 2 + 130 + 64U, 2 + 130 + 128U, 2 + 634 - 1U}) {
        auto spoiled = signature;
        spoiled[at] = spoiled[at] == '0' ? '1' : '0';
        CHECK_FALSE(order_signer(order, domain, spoiled));
    }
    // The key's part: somebody else signed, or nobody.
    auto spoiled = signature;
    spoiled[10] = spoiled[10] == '0' ? '1' : '0';
    CHECK(order_signer(order, domain, spoiled) != key.address());
    // Another wallet of the same key needs a signature of its own.
    auto other = order;
    other.maker.bytes[0] = 0x22;
    other.signer = other.maker;
    CHECK(order_signer(other, domain, signature) != key.address());
    CHECK_FALSE(order_signer(order, domain, signature.substr(0, 2 + 130)));
    // The plain signature of the order itself is no signature of the wallet.
    auto plain = order;
    plain.type = SignatureType::eoa;
    const auto raw = sign_order(plain, domain, key);
    CHECK(order_signer(order, domain, raw + signature.substr(2 + 130)) != key.address());
}

TEST_CASE("what is no signature has no signer", "[signing][order]") {
    const auto order = sample_order(SignatureType::eoa);
    const auto signature = sign_order(order, domain, sample_key());
    CHECK_FALSE(order_signer(order, domain, ""));
    CHECK_FALSE(order_signer(order, domain, "0x"));
    CHECK_FALSE(order_signer(order, domain, signature.substr(2)));
    CHECK_FALSE(order_signer(order, domain, signature + "00"));
    CHECK_FALSE(order_signer(order, domain, signature.substr(0, signature.size() - 2) + "00"));
    CHECK_FALSE(order_signer(order, domain, "0x" + std::string(130, '0')));
    CHECK_FALSE(order_signer(order, domain, "0x" + std::string(130, 'g')));
}

TEST_CASE("a body is JSON that says what was signed", "[signing][order]") {
    const auto order = sample_order(SignatureType::deposit_wallet);
    const OrderTerms terms{.tif = TimeInForce::fak,
                           .post_only = false,
                           .expiration_s = 0,
                           .owner = "7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2"};
    const auto signature = sign_order(order, domain, sample_key());
    const auto body = order_body(order, signature, terms);
    CHECK(body.size() < 2048);
    const auto json = Json::parse(body);
    REQUIRE(json);
    CHECK(json->string("orderType") == "FAK");
    CHECK(json->string("owner") == terms.owner);
    CHECK(json->boolean("postOnly") == false);
    const auto& sent = *json->find("order");
    CHECK(sent.integer("salt") == 479'249'096'354);
    CHECK(sent.find("salt")->is_number());
    CHECK(sent.find("signatureType")->is_number());
    CHECK(sent.string("maker") == sent.string("signer"));
    CHECK(sent.string("tokenId") == order.token.text());
    CHECK(sent.string("side") == "BUY");
    CHECK(sent.string("expiration") == "0");
    CHECK(sent.string("signature") == signature);
    std::string appended = "[";
    append_order_body(appended, order, signature, terms);
    CHECK(appended == "[" + body);
}
