#include "sim/order_rules.hpp"

#include "base/json.hpp"
#include "support/amounts.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"

using namespace pm;
using pm::test::cents;
using pm::test::dollars;
using pm::test::shares;

namespace {

sim::AmountRules rules(std::string_view tick = "0.01", std::int64_t least = 5) {
    return {*TickSize::parse(tick), shares(least)};
}

std::string refusal(Side side, TimeInForce tif, std::int64_t maker, std::int64_t taker,
                    std::string_view tick = "0.01") {
    return sim::read_amounts({side, tif, maker, taker}, rules(tick), "0xid").refusal;
}

}  // namespace

// Goal: orders the real venue refused are refused here, in its words. Method: the amounts and
// texts of public production reports; see tests/data/vectors/SOURCES.md.
TEST_CASE("what production refused is refused in the same words (vector)", "[sim][rules]") {
    const auto file = Json::parse(test::data_file("vectors/observed-server-validation.json"));
    REQUIRE(file.has_value());
    int judged = 0;
    for (const auto& one : file->find("cases")->items()) {
        const auto& input = *one.find("input");
        const auto& expected = *one.find("expected");
        if (!input.string("makerAmount") || !input.string("takerAmount")) continue;
        const auto id = one.string("id").value_or("");
        // Before the change of April 2026 decimals were judged first, since then the price.
        if (id == "market-shaped-posted-as-GTC" || id == "gtc-buy-accuracy-0.001") continue;
        const auto type = input.string("orderType").value_or("GTC").substr(0, 3);
        sim::OrderAmounts amounts;
        amounts.side = input.string("side") == "SELL" ? Side::sell : Side::buy;
        amounts.tif = type == "FOK"   ? TimeInForce::fok
                      : type == "FAK" ? TimeInForce::fak
                                      : TimeInForce::gtc;
        amounts.maker = std::stoll(std::string{*input.string("makerAmount")});
        amounts.taker = std::stoll(std::string{*input.string("takerAmount")});
        const auto read =
            sim::read_amounts(amounts, rules(input.string("tickSize").value_or("0.01")), "0xid");
        INFO(id);
        ++judged;
        if (expected.boolean("precisionAccepted").value_or(false)) {
            CHECK(read.refusal.empty());
            continue;
        }
        const auto want = expected.string("error") ? *expected.string("error")
                                                   : expected.string("errorContains").value_or("");
        CHECK_FALSE(want.empty());
        CHECK(read.refusal.find(want) != std::string::npos);
    }
    CHECK(judged >= 4);
}

TEST_CASE("an inexact product of a sale names the right one", "[sim][rules]") {
    // Reported 2026-02-09: 19.69 shares at 0.22.
    CHECK(
        refusal(Side::sell, TimeInForce::gtc, 19'690'000, 4'330'000) ==
        "invalid amounts, the taker amount for a $0.22 order of size 19.69 should be '4.3318' but "
        "the value submited is '4.33'.");
    CHECK(refusal(Side::sell, TimeInForce::gtc, 19'690'000, 4'331'800).empty());
}

TEST_CASE("a price between two ticks is refused although its decimals fit", "[sim][rules]") {
    // 0.0025: 0.253 has three decimals and is no multiple.
    CHECK(refusal(Side::buy, TimeInForce::gtc, 2'530'000, 10'000'000, "0.0025") ==
          "order 0xid is invalid. Price (0.253) breaks minimum tick size rule: 0.0025");
    CHECK(refusal(Side::buy, TimeInForce::gtc, 2'525'000, 10'000'000, "0.0025").empty());
    CHECK(refusal(Side::buy, TimeInForce::gtc, 10'000'000, 10'000'000) ==
          "order 0xid is invalid. Price (1) breaks minimum tick size rule: 0.01");
}

TEST_CASE("sizes have two decimals and a minimum, judged at the edge", "[sim][rules]") {
    CHECK(refusal(Side::buy, TimeInForce::gtc, 2'500'000, 5'000'000).empty());
    CHECK(refusal(Side::buy, TimeInForce::gtc, 2'495'000, 4'990'000) ==
          "order 0xid is invalid. Size (4.99) lower than the minimum: 5");
    CHECK(refusal(Side::buy, TimeInForce::gtc, 2'562'500, 5'125'000) ==
          "invalid amounts, the buy orders maker amount supports a max accuracy of 4 decimals, "
          "taker amount a max of 2 decimals");
    CHECK(refusal(Side::sell, TimeInForce::gtd, 5'125'000, 2'562'500) ==
          "invalid amounts, the sell orders maker amount supports a max accuracy of 2 decimals, "
          "taker amount a max of 4 decimals");
}

TEST_CASE("market orders have their caps on every tick and a dollar to spend", "[sim][rules]") {
    for (const std::string_view tick : {"0.1", "0.01", "0.005", "0.0025", "0.001", "0.0001"}) {
        INFO(tick);
        CHECK(refusal(Side::buy, TimeInForce::fak, 10'000'000, 19'230'700, tick).empty());
        CHECK(refusal(Side::buy, TimeInForce::fak, 10'000'000, 19'230'760, tick) ==
              "invalid amounts, the market buy orders maker amount supports a max accuracy of 2 "
              "decimals, taker amount a max of 4 decimals");
    }
    CHECK(refusal(Side::buy, TimeInForce::fok, 1'000'000, 2'000'000).empty());
    CHECK(refusal(Side::buy, TimeInForce::fok, 990'000, 1'980'000) ==
          "invalid amount for a marketable BUY order ($0.99), min size: 1");
    CHECK(*sim::too_cheap(Money{997'500}) ==
          "invalid amount for a marketable BUY order ($0.9975), min size: 1");
    CHECK_FALSE(sim::too_cheap(dollars(1)).has_value());
}

TEST_CASE("a market buy's limit is the highest price its amounts allow", "[sim][rules]") {
    // Rounded up (14.29 shares for a dollar) it lies below 0.07 and never meets an offer there.
    const auto up =
        sim::read_amounts({Side::buy, TimeInForce::fak, 1'000'000, 14'290'000}, rules(), "0xid");
    CHECK(up.limit < cents(7));
    const auto down =
        sim::read_amounts({Side::buy, TimeInForce::fak, 1'000'000, 14'285'700}, rules(), "0xid");
    CHECK(down.limit >= cents(7));
    CHECK(down.spend == dollars(1));
    // A sale's limit is the lowest.
    const auto sale =
        sim::read_amounts({Side::sell, TimeInForce::fak, 10'000'000, 5'200'000}, rules(), "0xid");
    CHECK(sale.limit == cents(52));
    CHECK(sale.size == shares(10));
}
