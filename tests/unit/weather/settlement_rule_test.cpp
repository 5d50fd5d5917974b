#include "weather/settlement_rule.hpp"

#include <map>
#include <set>
#include <sstream>

#include "base/text.hpp"
#include "domain/names.hpp"
#include "events.hpp"

namespace pm::weather {
namespace {

/// "76:77", ":75", "94:", "24" of the table written by hand.
Bucket expected_bucket(const std::string& text) {
    const auto colon = text.find(':');
    if (colon == std::string::npos) return {std::stoi(text), std::stoi(text)};
    Bucket bucket;
    if (colon > 0) bucket.low = std::stoi(text.substr(0, colon));
    if (colon + 1 < text.size()) bucket.high = std::stoi(text.substr(colon + 1));
    return bucket;
}

std::vector<std::vector<std::string>> expected_rows() {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines{test::file_text("settlement/expected.csv")};
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.front() == '#' || line.starts_with("event,")) continue;
        std::vector<std::string> cells;
        for (const auto cell : split(line, ',')) cells.emplace_back(cell);
        REQUIRE(cells.size() == 9);
        rows.push_back(std::move(cells));
    }
    return rows;
}

bool is_daily(const Event& event) {
    return event.slug.starts_with("highest-temperature-in-") ||
           event.slug.starts_with("lowest-temperature-in-");
}

Event munich() {
    return test::recorded_event("highest-temperature-in-munich-on-june-16-2026");
}

void replace(std::string& text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
}

std::string refusal_of(const Event& event) {
    const auto settlement = read_settlement(event);
    return settlement ? std::string{"accepted"} : settlement.error().message;
}

}  // namespace

TEST_CASE("events read as the table written by hand says", "[weather][settlement]") {
    std::map<std::string, Event> events;
    for (const auto& event : test::recorded_events()) events[event.slug] = event;
    const auto rows = expected_rows();
    CHECK(rows.size() >= 25);
    int markets = 0;
    for (const auto& row : rows) {
        CAPTURE(row[0]);
        REQUIRE(events.contains(row[0]));
        auto event = events[row[0]];
        annotate(event);
        std::istringstream buckets{row[8]};
        for (const auto& market : event.markets) {
            CAPTURE(market.question, market.refusal);
            REQUIRE(market.temperature.has_value());
            CHECK(market.refusal.empty());
            const auto& rule = market.temperature->rule;
            CHECK(name_of(rule.kind) == row[1]);
            CHECK(rule.city == row[2]);
            CHECK(rule.station == row[3]);
            CHECK(rule.source == row[4]);
            CHECK(date_text(rule.date) == row[5]);
            CHECK(name_of(rule.unit) == row[6]);
            CHECK((rule.rounding == Rounding::floor ? "floor" : "half_up") == row[7]);
            CHECK(rule.rule_hash.size() == 32);
            std::string bucket;
            REQUIRE(buckets >> bucket);
            CHECK(market.temperature->bucket == expected_bucket(bucket));
            ++markets;
        }
        std::string more;
        CHECK_FALSE(buckets >> more);
    }
    WARN(rows.size() << " events with " << markets << " markets agree with the hand table");
}

TEST_CASE("every recorded event tiles the line or is refused with a reason",
          "[weather][settlement]") {
    int daily = 0;
    int monthly = 0;
    int other = 0;
    std::map<std::string, int> refused;
    for (auto event : test::recorded_events()) {
        CAPTURE(event.slug);
        annotate(event);
        REQUIRE_FALSE(event.markets.empty());
        const bool accepted = event.markets.front().temperature.has_value();
        std::vector<Bucket> buckets;
        for (const auto& market : event.markets) {
            CHECK(market.temperature.has_value() == accepted);
            CHECK(market.refusal.empty() == accepted);
            if (accepted) buckets.push_back(market.temperature->bucket);
        }
        if (accepted) {
            CHECK(is_daily(event));
            CHECK(check_tiling(buckets).has_value());
        }
        if (is_daily(event))
            ++daily;
        else if (event.slug.find("temperature") != std::string::npos)
            ++monthly;
        else
            ++other;
        if (!accepted && is_daily(event)) ++refused[event.markets.front().refusal];
        if (!accepted && event.slug.find("temperature-increase") != std::string::npos)
            CHECK(event.markets.front().refusal == "not a daily station temperature");
    }
    int share = 0;
    for (const auto& [reason, count] : refused) {
        share += count;
        WARN("refused " << count << ": " << reason);
    }
    WARN("temperature events: " << daily << " daily, " << monthly << " monthly (refused), " << other
                                << " others (refused); refused among the daily: " << share << " = "
                                << 100.0 * share / daily << " %, with the monthly: "
                                << 100.0 * (share + monthly) / (daily + monthly) << " %");
    CHECK(daily >= 100);
    CHECK((share + monthly) * 10 < daily + monthly);
}

TEST_CASE("every real label of the survey has its bounds", "[weather][settlement]") {
    const auto vectors = test::file_json("settlement/bucket_labels.json");
    std::map<std::string, Event> events;
    for (auto event : test::recorded_events()) {
        annotate(event);
        events[event.slug] = event;
    }
    int seen = 0;
    for (const auto& row : vectors.find("markets")->items()) {
        CAPTURE(*row.string("slug"));
        const auto found = events.find(std::string{*row.string("eventSlug")});
        if (found == events.end()) continue;
        for (const auto& market : found->second.markets) {
            if (market.slug != *row.string("slug")) continue;
            ++seen;
            REQUIRE(market.temperature.has_value());
            const auto& bucket = market.temperature->bucket;
            CHECK(bucket.low.value_or(-999) == row.integer("lo").value_or(-999));
            CHECK(bucket.high.value_or(-999) == row.integer("hi").value_or(-999));
            CHECK(name_of(market.temperature->rule.unit) == *row.string("unit"));
        }
    }
    CHECK(seen == 409);
}

TEST_CASE("annotating twice changes nothing", "[weather][settlement]") {
    auto event = munich();
    annotate(event);
    const auto hash = event.markets[0].temperature->rule.rule_hash;
    annotate(event);
    CHECK(event.markets[0].temperature->rule.rule_hash == hash);
    event.description += " It may also resolve by a coin.";
    annotate(event);
    CHECK_FALSE(event.markets[0].temperature.has_value());
    CHECK(event.markets[0].refusal == "unknown rule wording: 'it may also resolve by a coin.'");
}

TEST_CASE("contradictions and unknown wordings are refused with the reason",
          "[weather][settlement]") {
    auto event = munich();
    REQUIRE(refusal_of(event) == "accepted");
    SECTION("kind in the rule text") {
        replace(event.description, "contains the highest", "contains the lowest");
        CHECK(refusal_of(event) == "contradiction in the rule text: kind 'highest'");
    }
    SECTION("kind in the title") {
        replace(event.title, "Highest", "Lowest");
        CHECK(refusal_of(event) == "the title says another kind than the rule text");
    }
    SECTION("unit in the rule text") {
        replace(event.description, "in degrees Celsius", "in degrees Fahrenheit");
        CHECK(refusal_of(event) == "contradiction in the rule text: unit 'celsius'");
    }
    SECTION("unit of one label") {
        replace(event.markets[3].label, "°C", "°F");
        CHECK(refusal_of(event) == "label '21°F' and question differ");
    }
    SECTION("date in the rule text") {
        replace(event.description, "16 Jun '26", "17 Jun '26");
        CHECK(refusal_of(event) == "the slug says another day than the rule text, 2026-06-17");
    }
    SECTION("year") {
        replace(event.description, "16 Jun '26", "16 Jun '25");
        CHECK(refusal_of(event) == "the slug says another day than the rule text, 2025-06-16");
    }
    SECTION("the venue's date") {
        event.date = next_day(*event.date);
        CHECK(refusal_of(event) == "the event's date is not 2026-06-16");
    }
    SECTION("date in a question") {
        replace(event.markets[5].question, "June 16", "June 15");
        CHECK(refusal_of(event) == "a question says another day than the rule text, 2026-06-16");
    }
    SECTION("no date in the rule text") {
        replace(event.description, " on 16 Jun '26", "");
        CHECK(refusal_of(event).starts_with("unknown rule wording: 'this market will resolve"));
    }
    SECTION("station code") {
        replace(event.description, "EDDM", "EDDF");
        CHECK(refusal_of(event) == "unknown station EDDF");
    }
    SECTION("station of another city") {
        replace(event.description, "EDDM", "EGLC");
        CHECK(refusal_of(event) == "EGLC is not a station of 'munich'");
    }
    SECTION("station name") {
        replace(event.description, "Munich Airport", "Frankfurt Airport");
        CHECK(refusal_of(event) ==
              "contradiction in the rule text: station 'munich airport station'");
    }
    SECTION("unknown source") {
        replace(event.description, "information from Wunderground", "information from AccuWeather");
        CHECK(refusal_of(event).starts_with("unknown rule wording: 'the resolution source"));
    }
    SECTION("unknown address") {
        replace(event.description, "wunderground.com/history", "wunderground.com/hourly");
        CHECK(refusal_of(event).starts_with("contradiction in the rule text: url"));
    }
    SECTION("resolution source of another station") {
        replace(event.resolution_source, "EDDM", "EDDF");
        CHECK(refusal_of(event) == "the resolution source is not the one of the rule text");
    }
    SECTION("precision") {
        replace(event.description, "to whole degrees Celsius", "to half degrees Celsius");
        CHECK(refusal_of(event).starts_with("unknown rule wording: 'the resolution source"));
    }
    SECTION("tenths where they are not known") {
        replace(event.description, "to whole degrees Celsius (eg, 9°C)",
                "in Celsius to one decimal place (eg, 9.1°C)");
        CHECK(refusal_of(event) == "this precision is not known for wunderground.com");
    }
    SECTION("a missing market") {
        event.markets.erase(event.markets.begin() + 4);
        CHECK(refusal_of(event) == "buckets 21 to 21 and 23 to 23 leave a gap or overlap");
    }
    SECTION("a missing tail") {
        event.markets.erase(event.markets.begin());
        CHECK(refusal_of(event) == "no bucket is open below");
    }
    SECTION("a repeated market") {
        event.markets.push_back(event.markets[4]);
        CHECK(refusal_of(event) == "buckets 22 to 22 and 22 to 22 leave a gap or overlap");
    }
    SECTION("the slug of a market") {
        replace(event.markets[4].slug, "-22c", "-23c");
        CHECK(refusal_of(event).starts_with("market slug "));
    }
    SECTION("a city that is asked about") {
        replace(event.markets[4].question, "in Munich", "in Berlin");
        CHECK(refusal_of(event) == "a question asks about 'berlin'");
    }
    SECTION("no markets at all") {
        event.markets.clear();
        CHECK(refusal_of(event) == "fewer than two buckets");
    }
    SECTION("a slug and an event without a year") {
        replace(event.slug, "-2026", "");
        event.date.reset();
        CHECK(refusal_of(event) == "only the rule text names a year");
    }
    SECTION("nothing to do with temperature") {
        event.slug = "fed-decision-in-june";
        event.title = "Fed decision in June?";
        CHECK(refusal_of(event) == "not about a temperature");
    }
}

TEST_CASE("negative ladders read through label, question and unsigned slugs",
          "[weather][settlement]") {
    auto event = munich();
    event.markets.clear();
    const std::vector<std::pair<std::string, std::string>> ladder{
        {"-2°C or below", "neg-2corbelow"},
        {"-1°C", "1c"},
        {"0°C", "0c"},
        {"1°C or higher", "1corhigher"}};
    for (const auto& [label, slug] : ladder) {
        Market market;
        market.slug = event.slug + "-" + slug;
        market.label = label;
        market.question = "Will the highest temperature in Munich be " + label + " on June 16?";
        event.markets.push_back(market);
    }
    const auto settlement = read_settlement(event);
    REQUIRE(settlement.has_value());
    CHECK(settlement->buckets == std::vector<Bucket>{{{}, -2}, {-1, -1}, {0, 0}, {1, {}}});
}

}  // namespace pm::weather
