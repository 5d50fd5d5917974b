#include "polymarket/auth.hpp"

#include "base/hex.hpp"
#include "sample.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;

namespace {

std::vector<std::string> names_of(const Headers& headers) {
    std::vector<std::string> out;
    for (const auto& [name, value] : headers) out.push_back(name);
    return out;
}

ApiKey api() {
    return {.key = "7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2",
            .secret = *SecretBytes::copy_of("glaNOvQgpoYsZCoQlmGluK7EqK6qf4F8SArWCSwe26Y="),
            .passphrase = *SecretBytes::copy_of("c0ffee")};
}

std::string signature_of(std::string_view method, std::string_view path, std::string_view body) {
    return l2_headers(api(), {}, 1'000'000, method, path, body).at(1).second;
}

}  // namespace

TEST_CASE("level 1 names the key's own address and proves it", "[signing][auth]") {
    const auto key = test::sample_key();
    const auto headers = l1_headers(key, polygon_chain, 1'791'800'123, 7);
    CHECK(names_of(headers) == std::vector<std::string>{"POLY_ADDRESS", "POLY_SIGNATURE",
                                                        "POLY_TIMESTAMP", "POLY_NONCE"});
    CHECK(headers[0].second == key.address().text());
    CHECK(headers[2].second == "1791800123");
    CHECK(headers[3].second == "7");
    const auto& proof = headers[1].second;
    const auto proves = [&](const crypto::Address& who, int chain, std::string_view when,
                            std::uint64_t nonce) {
        return l1_proves(who, chain, when, nonce, proof);
    };
    CHECK(proves(key.address(), polygon_chain, "1791800123", 7));
    CHECK_FALSE(proves(test::sample_key('2').address(), polygon_chain, "1791800123", 7));
    CHECK_FALSE(proves(key.address(), amoy_chain, "1791800123", 7));
    CHECK_FALSE(proves(key.address(), polygon_chain, "1791800124", 7));
    CHECK_FALSE(proves(key.address(), polygon_chain, "1791800123", 8));
    CHECK_FALSE(l1_proves(key.address(), polygon_chain, "1791800123", 7, proof.substr(2)));
    CHECK_FALSE(l1_proves(key.address(), polygon_chain, "1791800123", 7, proof + "00"));
}

TEST_CASE("level 2 has its five headers", "[signing][auth]") {
    const auto key = test::sample_key();
    const auto headers = l2_headers(api(), key.address(), 1'000'000, "GET", "/data/orders", "");
    CHECK(names_of(headers) == std::vector<std::string>{"POLY_ADDRESS", "POLY_SIGNATURE",
                                                        "POLY_TIMESTAMP", "POLY_API_KEY",
                                                        "POLY_PASSPHRASE"});
    CHECK(headers[0].second == key.address().text());
    CHECK(headers[1].second.size() == 44);
    CHECK(headers[1].second.back() == '=');
    CHECK(headers[2].second == "1000000");
    CHECK(headers[3].second == api().key);
    CHECK(headers[4].second == "c0ffee");
}

TEST_CASE("level 2 signs method, path and body, to the byte", "[signing][auth]") {
    const auto right = signature_of("POST", "/order", R"({"a":1})");
    CHECK(right != signature_of("POST", "/order", R"({"a": 1})"));
    CHECK(right != signature_of("DELETE", "/order", R"({"a":1})"));
    CHECK(right != signature_of("POST", "/orders", R"({"a":1})"));
    CHECK(right == signature_of("POST", "/order", R"({"a":1})"));
}

TEST_CASE("a secret is usable when it is base64 of any form", "[signing][auth]") {
    const auto usable = [](std::string_view text) {
        return usable_secret(*SecretBytes::copy_of(text));
    };
    CHECK(usable("AAAA"));
    CHECK(usable("-_+/AA"));
    CHECK(usable("AAAAAA=="));
    CHECK_FALSE(usable(""));
    CHECK_FALSE(usable("not base64!"));
    CHECK_FALSE(usable(std::string(400, 'A')));
}
