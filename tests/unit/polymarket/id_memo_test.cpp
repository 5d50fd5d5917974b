#include "polymarket/id_memo.hpp"

#include "domain/ids.hpp"
#include "support/catch.hpp"

using namespace pm;
using polymarket::IdMemo;

TEST_CASE("a remembered token is the one its text says", "[polymarket][ids]") {
    IdMemo<TokenId, 78> memo;
    const std::string tail = "12345678";  // they all fall on one row
    for (int round = 0; round < 2; ++round) {
        for (const auto* head :
             {"1", "2", "21", "115792089237316195423570985008687907853269984665640564039457584"}) {
            const auto text = head + tail;
            const auto* read = memo.read(text);
            REQUIRE(read != nullptr);
            CHECK(*read == *TokenId::parse(text));
            CHECK(memo.read(text) == read);
        }
    }
}

TEST_CASE("what is no token is none, before and after one on its row", "[polymarket][ids]") {
    IdMemo<TokenId, 78> memo;
    const auto check = [&memo] {
        CHECK(memo.read("") == nullptr);
        CHECK(memo.read("0") == nullptr);
        CHECK(memo.read("x12345678") == nullptr);
        CHECK(memo.read("-112345678") == nullptr);
        CHECK(memo.read(std::string(79, '1')) == nullptr);
        CHECK(memo.read(std::string(78, '9')) == nullptr);
    };
    check();
    REQUIRE(memo.read("112345678") != nullptr);
    check();
    CHECK(*memo.read("7") == *TokenId::parse("7"));  // too short for a row
}
