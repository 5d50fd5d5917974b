// What a live gate asks for beyond a paper one.

#include "risk/gate.hpp"
#include "risk/limits_file.hpp"
#include "risk/venue_state.hpp"
#include "support/catch.hpp"
#include "unit/risk/fixture.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;
using risk::RefusalCode;
using risk::VenueState;

namespace {

struct LiveFixture {
    LiveFixture() {
        limits.book_age = 10s;
        limits.balance_age = 20s;
        limits.clock_offset = 500ms;
        limits.canary_order = dollars(5);
        limits.canary_total = dollars(8);
        limits.tags = {"weather"};
        world.tags = tags;
        world.book_at = noon - 10s;
        world.balance_at = noon - 20s;
        world.clock_offset = -500ms;
    }
    [[nodiscard]] std::string verdict() {
        world.stakes = stakes;
        const auto answer = risk::Gate{limits, TradingMode::live}.review(intent, world);
        return std::string{answer ? "approved" : name_of(answer.error().code)};
    }
    Market subject = market(1);
    risk::Limits limits;
    OrderIntent intent = buy_of(subject, cents(40), shares(10));  // 4.12 dollars with the fee
    std::vector<std::string> tags{"uk", "weather"};
    std::vector<risk::Stake> stakes;
    risk::World world{.market = &subject,
                      .mode = TradingMode::live,
                      .now = noon,
                      .quoted_at = noon,
                      .forecast_at = noon,
                      .bid = cents(38),
                      .ask = cents(40),
                      .stakes = {},
                      .cash = dollars(100),
                      .sellable = shares(10),
                      .realized_today = {},
                      .open_orders = 0,
                      .orders_last_minute = 0};
};

}  // namespace

TEST_CASE("a live gate approves exactly at each edge", "[risk][gate][live]") {
    CHECK(LiveFixture{}.verdict() == "approved");
}

TEST_CASE("a live gate refuses one step beyond, and what it does not know", "[risk][gate][live]") {
    LiveFixture f;
    SECTION("book age") {
        f.world.book_at = noon - 10s - 1us;
        CHECK(f.verdict() == "stale_book");
        f.world.book_at.reset();
        CHECK(f.verdict() == "stale_book");
    }
    SECTION("balance age") {
        f.world.balance_at = noon - 20s - 1us;
        CHECK(f.verdict() == "stale_balance");
        f.world.balance_at.reset();
        CHECK(f.verdict() == "stale_balance");
    }
    SECTION("clock offset, either way") {
        f.world.clock_offset = -500ms - 1us;
        CHECK(f.verdict() == "clock_offset");
        f.world.clock_offset = 500ms + 1us;
        CHECK(f.verdict() == "clock_offset");
        f.world.clock_offset.reset();
        CHECK(f.verdict() == "clock_offset");
    }
    SECTION("tags") {
        f.limits.tags = {"sports"};
        CHECK(f.verdict() == "tag_not_allowed");
        f.limits.tags = {"*"};
        CHECK(f.verdict() == "approved");
    }
    SECTION("before anything has settled: one order") {
        f.world.proven = false;
        CHECK(f.verdict() == "approved");
        f.limits.canary_order = Money{4'119'999};
        CHECK(f.verdict() == "canary_limit");
        f.world.proven = true;
        CHECK(f.verdict() == "approved");
    }
    SECTION("before anything has settled: all together") {
        f.world.proven = false;
        f.stakes.push_back({.kind = risk::Stake::Kind::position,
                            .event = "london",
                            .condition = condition(3),
                            .size = shares(10),
                            .cost = Money{3'880'000}});
        CHECK(f.verdict() == "approved");
        f.stakes[0].cost.micros += 1;
        CHECK(f.verdict() == "canary_limit");
    }
    SECTION("an unknown outcome in the slot") {
        f.world.slot_unknown = true;
        CHECK(f.verdict() == "unknown_slot");
    }
    SECTION("a cancel without proof in the slot") {
        f.world.slot_busy = true;
        CHECK(f.verdict() == "unknown_slot");
    }
    SECTION("orders that are not ours") {
        f.world.foreign_orders = 1;
        CHECK(f.verdict() == "foreign_orders");
    }
    SECTION("not in sync") {
        f.world.synced = false;
        CHECK(f.verdict() == "not_synced");
    }
    SECTION("our own order on the other side") {
        f.world.crosses_own = true;
        CHECK(f.verdict() == "self_match");
    }
    SECTION("no forecast, unless a person wants it") {
        f.world.forecast_at.reset();
        CHECK(f.verdict() == "stale_forecast");
        f.world.by_hand = true;
        CHECK(f.verdict() == "approved");
    }
}

TEST_CASE("each state of the venue refuses by its own name", "[risk][gate][live]") {
    LiveFixture f;
    const std::vector<std::pair<VenueState, std::string>> rows{
        {VenueState::open, "approved"},
        {VenueState::restarting, "venue_restarting"},
        {VenueState::post_only, "venue_post_only"},
        {VenueState::cancel_only, "venue_cancel_only"},
        {VenueState::disabled, "venue_disabled"},
        {VenueState::throttled, "venue_throttled"}};
    for (const auto& [state, code] : rows) {
        f.world.venue = state;
        CHECK(f.verdict() == code);
    }
    f.world.venue = VenueState::post_only;
    f.intent.post_only = true;
    CHECK(f.verdict() == "approved");
}

TEST_CASE("terms that do not go together are refused", "[risk][gate][live]") {
    LiveFixture f;
    SECTION("good till a date, without one") {
        f.intent.tif = TimeInForce::gtd;
    }
    SECTION("a date without good till") {
        f.intent.expires = noon + 1h;
    }
    SECTION("a date that has passed") {
        f.intent.tif = TimeInForce::gtd;
        f.intent.expires = noon;
    }
    SECTION("dollars for an order that rests") {
        f.intent.spend = dollars(4);
    }
    SECTION("a sale by dollars") {
        f.intent = sale_of(f.subject, cents(38), shares(10));
        f.intent.tif = TimeInForce::fak;
        f.intent.spend = dollars(4);
    }
    SECTION("post-only at once") {
        f.intent.tif = TimeInForce::fok;
        f.intent.post_only = true;
    }
    CHECK(f.verdict() == "bad_terms");
}

TEST_CASE("a buy by dollars costs its dollars and the dearest fee", "[risk][gate][live]") {
    LiveFixture f;
    f.intent.tif = TimeInForce::fak;
    f.intent.spend = dollars(10);
    // 5% of it, were the shares as good as free.
    f.limits.per_order = Money{10'500'000};
    CHECK(f.verdict() == "approved");
    f.limits.per_order.micros -= 1;
    CHECK(f.verdict() == "order_limit");
    f.intent.spend = Money{999'999};
    CHECK(f.verdict() == "below_minimum");
}

TEST_CASE("ordinary cancels leave a part of the minute for emergencies", "[risk][gate][live]") {
    risk::Limits limits;
    limits.cancels_a_minute = 100;
    const risk::Gate gate{limits, TradingMode::live};
    CHECK_FALSE(gate.review_cancel(69, false).has_value());
    CHECK(gate.review_cancel(70, false)->code == RefusalCode::cancel_rate);
    CHECK_FALSE(gate.review_cancel(1'000, true).has_value());
    limits.cancels_a_minute = 1;
    CHECK_FALSE(risk::Gate(limits, TradingMode::live).review_cancel(0, false).has_value());
}

TEST_CASE("a review tells which limits it looked at", "[risk][gate][live]") {
    LiveFixture f;
    std::vector<risk::Measure> seen;
    f.world.stakes = f.stakes;
    REQUIRE(risk::Gate{f.limits, TradingMode::live}.review(f.intent, f.world, &seen).has_value());
    std::map<std::string, std::pair<std::int64_t, std::int64_t>, std::less<>> by_name;
    for (const auto& one : seen) by_name[std::string{one.limit}] = {one.value, one.bound};
    CHECK(by_name.at("per_order") == std::pair<std::int64_t, std::int64_t>{4'120'000, 25'000'000});
    CHECK(by_name.at("book_age") == std::pair<std::int64_t, std::int64_t>{10'000'000, 10'000'000});
    CHECK(by_name.at("clock_offset") == std::pair<std::int64_t, std::int64_t>{-500'000, 500'000});
    CHECK(by_name.size() == seen.size());
    CHECK(by_name.size() >= 12);
}

TEST_CASE("a restart is waited for longer each time, then only makers are let in",
          "[risk][venue]") {
    risk::VenueWatch watch;
    Instant now{};
    CHECK(watch.at(now) == VenueState::open);
    // 1, 2, 4, 8, 16, 30, 30 seconds. Source: docs/venue.md, venue states.
    for (const auto wait : {1s, 2s, 4s, 8s, 16s, 30s, 30s}) {
        watch.saw(VenueState::restarting, std::nullopt, now);
        CHECK(watch.at(now + wait - 1us) == VenueState::restarting);
        CHECK(watch.until(now) == now + wait);
        now += wait;
        CHECK(watch.at(now) == VenueState::open);
    }
    watch.saw_success(now);
    CHECK(watch.at(now) == VenueState::post_only);
    CHECK(watch.at(now + 2min - 1us) == VenueState::post_only);
    watch.saw_success(now + 1s);  // a post-only order was taken: that is no news
    CHECK(watch.at(now + 1min) == VenueState::post_only);
    CHECK(watch.at(now + 2min) == VenueState::open);
    CHECK_FALSE(watch.until(now + 2min).has_value());
}

TEST_CASE("the venue's own wish counts", "[risk][venue]") {
    risk::VenueWatch watch;
    watch.saw(VenueState::post_only, Duration{79s}, Instant{});
    CHECK(watch.at(Instant{79s} - 1us) == VenueState::post_only);
    CHECK(watch.at(Instant{79s}) == VenueState::open);
    watch.saw(VenueState::throttled, Duration{3s}, Instant{100s});
    CHECK(watch.at(Instant{102s}) == VenueState::throttled);
    watch.saw_success(Instant{102s});
    CHECK(watch.at(Instant{102s}) == VenueState::open);
}

namespace {

const std::string whole = R"(# real money
[limits]
per_order = 25
per_market = 50
per_event = "100"   # dollars
limits.total = 500
daily_loss = 100
open_orders = 50
orders_a_minute = 60
quote_age = 30
forecast_age = 21600
collar = 0.1
cancels_a_minute = 120
book_age = 120
balance_age = 120
clock_offset = 2
canary_order = 5
canary_total = 25
tags = "daily-temperature, weather"
)";

std::string without(const std::string& text, const std::string& word) {
    auto out = text;
    const auto at = out.find(word);
    const auto begin = out.rfind('\n', at) + 1;
    return out.erase(begin, out.find('\n', at) + 1 - begin);
}

}  // namespace

TEST_CASE("a limits file names every limit", "[risk][limits]") {
    const auto limits = risk::parse_limits(whole);
    REQUIRE(limits.has_value());
    CHECK(limits->per_event == dollars(100));
    CHECK(limits->total == dollars(500));
    CHECK(limits->clock_offset == 2s);
    CHECK(limits->tags == std::vector<std::string>{"daily-temperature", "weather"});
    for (const auto* word : {"per_order", "total", "tags", "canary_order", "clock_offset"}) {
        const auto missing = risk::parse_limits(without(whole, word));
        REQUIRE_FALSE(missing.has_value());
        CHECK(missing.error().code == Errc::bad_config);
        CHECK(missing.error().message.find(word) != std::string::npos);
    }
}

TEST_CASE("a limits file with a fault is void as a whole", "[risk][limits]") {
    const auto message = [](const std::string& extra) {
        const auto read = risk::parse_limits(whole + extra);
        return read ? std::string{"read"} : read.error().message;
    };
    CHECK(message("# a comment\n\n") == "read");
    CHECK(message("per_order = 30\n") == "limits file, line 20: limit per_order is there twice");
    CHECK(message("per_ordr = 30\n") == "limits file, line 20: unknown limit 'per_ordr'");
    CHECK(message("nonsense\n") == "limits file, line 20: no 'name = value'");
    CHECK(message("total = \"5\n") == "limits file, line 20: a quote that does not end");
    CHECK_FALSE(risk::parse_limits(std::string(100'000, '\n')).has_value());
    CHECK(risk::parse_limits(whole + "per_ordr = 30\n").error().hint == "did you mean per_order?");
    auto negative = whole;
    negative.replace(negative.find("per_order = 25"), 14, "per_order = -5");
    CHECK_FALSE(risk::parse_limits(negative).has_value());
}
