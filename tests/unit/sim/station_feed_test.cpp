#include "sim/station_feed.hpp"

#include <string>

#include "fixture.hpp"

using namespace pm;

namespace {

/// The temperature of the report's own text, whole degrees Celsius: "... 21/11 Q1015".
int celsius_in(const std::string& raw) {
    const auto slash = raw.find('/');
    auto begin = raw.rfind(' ', slash) + 1;
    const bool minus = raw[begin] == 'M';
    const int value = std::stoi(raw.substr(begin + (minus ? 1 : 0), 2));
    return minus ? -value : value;
}

}  // namespace

// Goal: whatever the seed, the settled maximum of a day is the recorded winner's bucket.
// Method: take it from the texts of the reports, as a settlement page would, not from our fields.
TEST_CASE("the day's reports settle in the bucket that really won", "[sim][weather]") {
    for (const std::uint64_t seed : {1ULL, 2ULL, 77ULL}) {
        for (const auto& event : test::june().events) {
            const auto* station = test::june().station_of(event.city);
            if (station == nullptr) continue;
            const sim::StationFeed feed{*station, seed};
            int highest = -100;
            const auto begin = station->midnight(event.date);
            for (const auto& report : feed.reports()) {
                if (report.observed < begin || report.observed >= begin + std::chrono::hours{24}) {
                    continue;
                }
                highest = std::max(highest, celsius_in(report.raw));
            }
            for (const auto& market : event.markets) {
                INFO(event.slug << " seed " << seed << " highest " << highest);
                CHECK(market.bucket.contains(highest) == market.winner);
            }
        }
    }
}

TEST_CASE("reports come every half hour or more often, each some minutes late", "[sim][weather]") {
    const auto& station = test::june().stations.front();
    const sim::StationFeed feed{station, 1};
    REQUIRE(feed.reports().size() > 8 * 48 - 2);
    int specials = 0;
    for (std::size_t i = 1; i < feed.reports().size(); ++i) {
        const auto& report = feed.reports()[i];
        CHECK(report.observed - feed.reports()[i - 1].observed <= std::chrono::minutes{30});
        CHECK(report.received > report.observed);
        CHECK(report.received - report.observed < std::chrono::minutes{8});
        specials += report.special ? 1 : 0;
    }
    CHECK(specials > 5);
}

TEST_CASE("nothing is known before it is received", "[sim][weather]") {
    const auto& station = test::june().stations.front();
    const sim::StationFeed feed{station, 1};
    const auto date = station.days[2].date;
    const auto begin = station.midnight(date);
    CHECK(!feed.highest(date, begin));
    CHECK(feed.highest(date, begin + std::chrono::hours{30}) == station.days[2].degree);
}

TEST_CASE("a Fahrenheit station's tenths read back to the degree it settles at", "[sim][weather]") {
    sim::Station station = test::june().stations.front();
    station.icao = "KLGA";
    station.unit = TemperatureUnit::fahrenheit;
    station.minutes = {51};
    for (auto& day : station.days) day.degree = 94;
    const sim::StationFeed feed{station, 3};
    int highest = -100;
    for (const auto& report : feed.reports()) {
        const auto group = report.raw.find(" T");
        REQUIRE(group != std::string::npos);
        const int tenths =
            std::stoi(report.raw.substr(group + 3, 3)) * (report.raw[group + 2] == '1' ? -1 : 1);
        highest = std::max(highest, static_cast<int>(std::floor(tenths * 0.18 + 32.5)));
    }
    CHECK(highest == 94);
}
