#include "live/selection.hpp"

#include "base/time_text.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::live;

namespace {

Market market(const std::string& slug, int liquidity) {
    Market out;
    out.slug = slug;
    out.liquidity = Money{liquidity * 1'000'000LL};
    return out;
}

/// The recorded kind of event: Tokyo's maximum of June 10.
Event tokyo() {
    Event out;
    out.slug = "highest-temperature-in-tokyo-on-june-10-2026";
    out.tags = {"weather", "daily-temperature"};
    TemperatureRule rule;
    rule.city = "tokyo";
    rule.station = "RJTT";
    rule.date = *parse_date("2026-06-10");
    for (int i = 0; i < 3; ++i) {
        auto one = market("m" + std::to_string(i), 100 * i);
        one.temperature = TemperatureMarket{rule, Bucket{20 + i, 20 + i}};
        out.markets.push_back(std::move(one));
    }
    return out;
}

Timestamp at(const char* text) {
    return *parse_time(text);
}

}  // namespace

TEST_CASE("today and tomorrow are the station's, not ours", "[live][selection]") {
    Selection wish;
    const auto event = tokyo();
    // Tokyo is nine hours ahead: June 10 begins there at 15:00 UTC on June 9.
    wish.date = "today";
    CHECK(!fits(wish, event, at("2026-06-09T14:59:59Z")));
    CHECK(fits(wish, event, at("2026-06-09T15:00:00Z")));
    CHECK(fits(wish, event, at("2026-06-10T14:59:59Z")));
    CHECK(!fits(wish, event, at("2026-06-10T15:00:00Z")));
    wish.date = "tomorrow";
    CHECK(fits(wish, event, at("2026-06-09T14:59:59Z")));
    CHECK(!fits(wish, event, at("2026-06-09T15:00:00Z")));
    wish.date = "2026-06-10";
    CHECK(fits(wish, event, at("2020-01-01T00:00:00Z")));
    wish.date = "2026-06-11";
    CHECK(!fits(wish, event, at("2026-06-10T00:00:00Z")));
}

TEST_CASE("all wishes must hold, any of several cities may", "[live][selection]") {
    const auto event = tokyo();
    const auto now = at("2026-06-10T00:00:00Z");
    Selection wish;
    wish.cities = {"london", "tokyo"};
    wish.kind = TemperatureKind::highest;
    wish.tags = {"weather"};
    CHECK(fits(wish, event, now));
    wish.kind = TemperatureKind::lowest;
    CHECK(!fits(wish, event, now));
    wish.kind.reset();
    wish.cities = {"london"};
    CHECK(!fits(wish, event, now));
    wish.cities.clear();
    wish.tags = {"sports"};
    CHECK(!fits(wish, event, now));
}

TEST_CASE("an event without a rule fits by its slug and the venue's date", "[live][selection]") {
    auto event = tokyo();
    for (auto& one : event.markets) one.temperature.reset();
    event.date = parse_date("2026-06-10").value();
    const auto now = at("2026-06-10T00:00:00Z");
    Selection wish;
    wish.cities = {"tokyo"};
    wish.date = "2026-06-10";
    CHECK(fits(wish, event, now));
    wish.kind = TemperatureKind::highest;
    CHECK(!fits(wish, event, now));
}

TEST_CASE("narrowing drops markets, then empty events", "[live][selection]") {
    std::vector<Event> events{tokyo()};
    Selection wish;
    wish.min_liquidity = Money{150'000'000};
    narrow(wish, events, at("2026-06-10T00:00:00Z"));
    REQUIRE(events.size() == 1);
    REQUIRE(events[0].markets.size() == 1);
    CHECK(events[0].markets[0].slug == "m2");
    wish.min_liquidity = Money{900'000'000};
    narrow(wish, events, at("2026-06-10T00:00:00Z"));
    CHECK(events.empty());
}

TEST_CASE("a date is today, tomorrow or a day of the calendar", "[live][selection]") {
    CHECK(check_date(""));
    CHECK(check_date("today"));
    CHECK(check_date("2026-02-28"));
    CHECK(!check_date("2026-02-30"));
    CHECK(!check_date("yesterday"));
    CHECK(check_date("soon").error().code == Errc::bad_input);
}
