#include "sim/fault_plan.hpp"

#include <map>

#include "trader.hpp"

using namespace pm;
using namespace pm::test;
using net::Method;
using namespace std::chrono_literals;

namespace {

std::map<std::string, std::int64_t> fired(SimVenue& venue) {
    std::map<std::string, std::int64_t> out;
    const auto report = venue.get_json("/sim/faults");
    for (const auto& one : report.find("plan")->items()) {
        out[std::string{one.string("kind").value_or("")}] += one.integer("fired").value_or(0);
    }
    return out;
}

}  // namespace

TEST_CASE("a request can be lost before, after, late, and half", "[sim][faults]") {
    SimVenue venue;
    Trader trader{venue, 21};
    const auto& market = quiet_market(venue);
    const auto post = [&](std::string_view fault) {
        REQUIRE(venue.post("/sim/fault", fault).status == 200);
        return venue.router.answer(trader.signed_request(
            Method::post, "/order", trader.body(limit(market.yes, Side::buy, 10, 20))));
    };
    const auto there = [&] {
        return trader.send(Method::get, "/data/order/" + trader.last_id).status == 200;
    };
    SECTION("before") {
        CHECK(post(R"({"kind":"drop_request","path":"POST /order"})").reset);
        CHECK_FALSE(there());
    }
    SECTION("after") {
        CHECK(post(R"({"kind":"apply_then_cut","path":"POST /order"})").reset);
        CHECK(there());
    }
    SECTION("late, with nobody waiting") {
        CHECK(post(R"({"kind":"delay_apply","path":"POST /order","ms":5000})").reset);
        venue.run(4999ms);
        CHECK_FALSE(there());
        venue.run(1ms);
        CHECK(there());
    }
    SECTION("late, behind a gateway's answer") {
        const auto answer =
            post(R"({"kind":"delay_apply","path":"POST /order","ms":[5000,5000],"status":504,)"
                 R"("body":"html"})");
        CHECK_FALSE(answer.reset);
        CHECK(answer.reply.status == 504);
        CHECK(net::header(answer.reply.headers, "content-type") == "text/html; charset=UTF-8");
        CHECK_FALSE(there());
        venue.run(5s);
        CHECK(there());
    }
    SECTION("queued while the client waits") {
        const auto answer =
            post(R"({"kind":"delay_apply","path":"POST /order","ms":45000,"reply":"hold"})");
        REQUIRE(answer.hold.has_value());
        CHECK(*answer.hold == 45s);
        CHECK_FALSE(there());
    }
    SECTION("answered late") {
        const auto answer = post(R"({"kind":"delay_reply","path":"POST /order","ms":700})");
        CHECK(answer.wait == 700ms);
        CHECK(answer.reply.status == 200);
    }
    SECTION("a server error instead") {
        const auto answer =
            post(R"({"kind":"reply","path":"POST /order","status":500,"when":"before",)"
                 R"("text":"{\"error\":\"order timed out\"}"})");
        CHECK(answer.reply.status == 500);
        CHECK(answer.reply.body == R"({"error":"order timed out"})");
        CHECK_FALSE(there());
    }
    SECTION("a server error although it was applied") {
        const auto answer =
            post(R"({"kind":"reply","path":"POST /order","status":502,"when":"after"})");
        CHECK(answer.reply.status == 502);
        CHECK(there());
    }
    SECTION("cut at every byte") {
        const auto whole =
            post(R"({"kind":"truncate_reply","path":"POST /order","byte":100000})").reply;
        CHECK(whole.status == 0);
        CHECK(there());
        venue.post("/sim/fault", R"({"kind":"clear"})");
        const auto cut = post(R"({"kind":"truncate_reply","path":"POST /order","byte":17})").reply;
        CHECK(cut.body == whole.body.substr(0, 17));
    }
    SECTION("not this path") {
        CHECK_FALSE(post(R"({"kind":"drop_request","path":"DELETE /order"})").reset);
        CHECK(there());
    }
}

TEST_CASE("faults fire by number, by chance, and as often as they may", "[sim][faults]") {
    sim::FaultPlan plan{7};
    const auto add = [&](std::string_view text) {
        const auto done = plan.add(*Json::parse(text), Instant{});
        INFO((done ? "" : done.error().message));
        return done.has_value();
    };
    const auto drops = [&](int times) {
        int count = 0;
        for (int i = 0; i < times; ++i) {
            count += plan.on_request(Method::post, "/order", Instant{1s}).drop ? 1 : 0;
        }
        return count;
    };
    SECTION("the third and the fifth") {
        REQUIRE(add(R"({"kind":"drop_request","path":"POST /order","nth":[3,5]})"));
        CHECK(drops(2) == 0);
        CHECK(drops(1) == 1);
        CHECK(drops(1) == 0);
        CHECK(drops(1) == 1);
        CHECK(drops(50) == 0);
    }
    SECTION("every fourth, twice at most") {
        REQUIRE(add(R"({"kind":"drop_request","path":"/order","every":4,"count":2})"));
        CHECK(drops(100) == 2);
    }
    SECTION("a third of the time, the same third for the same seed") {
        REQUIRE(add(R"({"seed":5,"faults":[{"kind":"drop_request","path":"/ord*",)"
                    R"("probability":0.3333}]})"));
        const auto first = drops(3'000);
        CHECK(first > 900);
        CHECK(first < 1'100);
        sim::FaultPlan same{99};
        plan = std::move(same);
        REQUIRE(add(R"({"seed":5,"faults":[{"kind":"drop_request","path":"/ord*",)"
                    R"("probability":0.3333}]})"));
        CHECK(drops(3'000) == first);
    }
    SECTION("for a while") {
        REQUIRE(add(R"({"kind":"drop_request","path":"/order","seconds":1})"));
        CHECK(plan.on_request(Method::post, "/order", Instant{999ms}).drop);
        CHECK_FALSE(plan.on_request(Method::post, "/order", Instant{1s}).drop);
    }
    SECTION("nonsense is refused whole") {
        CHECK_FALSE(add(R"({"kind":"gremlins"})"));
        CHECK_FALSE(add(R"({"kind":"drop_request","probability":1.5})"));
        CHECK_FALSE(add(R"({"faults":[{"kind":"drop_request"},{"kind":"gremlins"}]})"));
        CHECK(drops(10) == 0);
    }
}

// Goal: a mix of outcomes has the shares it was given. Method: one draw decides between the cases;
// 10,000 requests, five standard deviations either way.
TEST_CASE("one of several happens, each by its share", "[sim][faults]") {
    SimVenue venue;
    REQUIRE(venue
                .post("/sim/fault",
                      R"({"seed":3,"faults":[{"kind":"one_of","path":"POST /order","cases":[
                        {"share":0.35,"kind":"drop_request"},{"share":0.25,"kind":"apply_then_cut"},
                        {"share":0.1,"kind":"delay_apply","ms":[5000,60000]},
                        {"share":0.15,"kind":"reply","status":502,"when":"after"},
                        {"share":0.15,"kind":"none"}]}]})")
                .status == 200);
    int clean = 0;
    for (int i = 0; i < 10'000; ++i) {
        const auto answer = venue.router.answer(Method::post, "/order", "{}");
        clean += !answer.reset && answer.reply.status == 401 ? 1 : 0;
    }
    auto counts = fired(venue);
    CHECK(std::abs(counts["drop_request"] - 3'500) < 240);
    CHECK(std::abs(counts["apply_then_cut"] - 2'500) < 220);
    CHECK(std::abs(counts["delay_apply"] - 1'000) < 150);
    CHECK(std::abs(counts["reply"] - 1'500) < 180);
    CHECK(std::abs(clean - 1'500) < 180);
    CHECK(counts["drop_request"] + counts["apply_then_cut"] + counts["delay_apply"] +
              counts["reply"] + clean ==
          10'000);
}

TEST_CASE("a request may set off what happens to the venue", "[sim][faults]") {
    SimVenue venue;
    Trader trader{venue, 21};
    const auto& market = quiet_market(venue);
    REQUIRE(
        venue
            .post("/sim/fault", R"({"kind":"restart","path":"POST /order","nth":[2],"seconds":10})")
            .status == 200);
    CHECK(trader.post(limit(market.yes, Side::buy, 10, 20)).status == 200);
    CHECK(trader.post(limit(market.yes, Side::buy, 10, 20)).status == 425);
    CHECK(fired(venue)["restart"] == 1);
    CHECK(venue.post("/sim/fault", R"({"kind":"mode","mode":"party"})").status == 400);
    venue.post("/sim/fault", R"({"kind":"clear"})");
    CHECK(venue.get_json("/sim/faults").find("plan")->items().empty());
}
