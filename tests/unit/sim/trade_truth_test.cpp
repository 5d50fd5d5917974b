#include "trader.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;

// Goal: the truth log alone tells what became of every order. Method: one of each kind, and the
// log's lines read back.
TEST_CASE("the truth log tells orders, cancels, matches, settlements and wallets", "[sim][truth]") {
    SimVenue venue;
    std::vector<Json> lines;
    venue.router.floor().truth.write_to([&](std::string_view line) {
        CHECK(line.ends_with("\n"));
        auto json = Json::parse(line);
        REQUIRE(json.has_value());
        lines.push_back(*std::move(json));
    });
    Trader maker{venue, 21};
    Trader taker{venue, 22};
    const auto& market = quiet_market(venue);
    const_cast<sim::MarketState&>(market).book.clear();
    venue.post("/sim/fault", R"({"kind":"freeze"})");
    maker.placed(limit(market.yes, Side::buy, 40, 20));
    CHECK(taker.refusal(limit(market.yes, Side::buy, 40, 1)).find("minimum") != std::string::npos);
    taker.placed(limit(market.no, Side::buy, 60, 10));
    venue.run(10s);
    maker.send(net::Method::del, "/cancel-all");

    std::map<std::string, int> kinds;
    std::int64_t last_ns = 0;
    for (const auto& line : lines) {
        ++kinds[std::string{line.string("kind").value_or("")}];
        CHECK(line.integer("mono_ns").value_or(-1) >= last_ns);
        last_ns = line.integer("mono_ns").value_or(-1);
        CHECK(line.integer("ms").value_or(0) > 1'700'000'000'000);
    }
    CHECK(kinds == std::map<std::string, int>{
                       {"order", 3}, {"cancel", 1}, {"match", 2}, {"settle", 2}, {"wallet", 2}});
    CHECK(lines[0].string("verdict") == "accepted");
    CHECK(lines[0].string("owner") == maker.id);
    CHECK(lines[0].string("maker_amount") == "8000000");
    CHECK(lines[0].string("price") == "0.4");
    CHECK(lines[1].string("verdict") == "refused");
    const auto& cancel = lines.back();
    CHECK(cancel.string("kind") == "cancel");
    CHECK(cancel.string("left") == "10");
    for (const auto& line : lines) {
        if (line.string("kind") != "match") continue;
        const bool made = line.string("role") == "maker";
        CHECK(line.string("order") == (made ? lines[0].string("id") : taker.last_id));
        CHECK(line.string("token") == (made ? market.yes : market.no));
        CHECK(line.string("money") == (made ? "4" : "6"));
        CHECK(line.string("fee") == (made ? "0" : "0.12"));  // 10 * 0.05 * 0.6 * 0.4
    }
}
