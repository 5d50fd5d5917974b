#include "weather/bucket_label.hpp"

#include "events.hpp"

namespace pm::weather {
namespace {
constexpr auto C = TemperatureUnit::celsius;
constexpr auto F = TemperatureUnit::fahrenheit;
void reads(std::string_view text, Bucket bucket, std::optional<TemperatureUnit> unit) {
    CAPTURE(text);
    const auto label = parse_bucket_label(text);
    REQUIRE(label.has_value());
    CHECK(label->bucket == bucket);
    CHECK(label->unit == unit);
}
}  // namespace

TEST_CASE("labels of every known shape", "[weather][label]") {
    reads("12°C", {12, 12}, C);
    reads("94-95°F", {94, 95}, F);
    reads("11°C or below", {{}, 11}, C);
    reads("21°C or higher", {21, {}}, C);
    reads("-1°C or below", {{}, -1}, C);
    reads("-3°C", {-3, -3}, C);
    reads("−3°C", {-3, -3}, C);
    reads("-3--2°C", {-3, -2}, C);
    reads("-3°C–-2°C", {-3, -2}, C);
    reads("0°C", {0, 0}, C);
    reads("≤35°F", {{}, 35}, F);
    reads("≥46°F", {46, {}}, F);
    reads("<36°F", {{}, 35}, F);
    reads("> 45 °F", {46, {}}, F);
    reads("<= 35F", {{}, 35}, F);
    reads("35F or lower", {{}, 35}, F);
    reads("46°F or above", {46, {}}, F);
    reads("46°F or warmer", {46, {}}, F);
    reads("46+", {46, {}}, std::nullopt);
    reads("46°F+", {46, {}}, F);
    reads("36 or less", {{}, 36}, std::nullopt);
    reads("between 36 and 37°F", {36, 37}, F);
    reads("between 94-95°F", {94, 95}, F);
    reads("36°F–37°F", {36, 37}, F);
    reads("36 to 37 °F", {36, 37}, F);
    reads("12 º C", {12, 12}, C);
    reads("12℃", {12, 12}, C);
    reads("100-101°F", {100, 101}, F);
    reads("  12°C ", {12, 12}, C);
    reads("under 36°F", {{}, 35}, F);
}

TEST_CASE("what is not one bucket is refused", "[weather][label]") {
    for (const auto* text : {"",
                             "°C",
                             "12",
                             "12°",
                             "12°K",
                             "94-95",
                             "95-94°F",
                             "94-94°F",
                             "94°F-95°C",
                             "1.10–1.14ºC",
                             "<1.10ºC",
                             "6 or lower rank",
                             "12°C or",
                             "or 12°C",
                             "12 13°C",
                             "between 12°C",
                             "between 12°C or higher",
                             "12-13-14°C",
                             "12°C or below or higher",
                             "999°C",
                             "12°C extra",
                             "1e1°C",
                             "12,5°C",
                             "twelve°C",
                             "+12°C",
                             "12°Celsius",
                             "94-95°F or higher",
                             "--3°C",
                             "\xFF"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_bucket_label(text).has_value());
    }
}

TEST_CASE("the survey's distinct labels have their bounds", "[weather][label]") {
    const auto vectors = test::file_json("settlement/bucket_labels.json");
    int cases = 0;
    for (const auto* list : {"markets", "labels"}) {
        for (const auto& row : vectors.find(list)->items()) {
            const auto text =
                row.string("label") ? *row.string("label") : *row.string("groupItemTitle");
            CAPTURE(std::string{text});
            const auto label = parse_bucket_label(text);
            REQUIRE(label.has_value());
            CHECK(label->bucket.low.value_or(-999) == row.integer("lo").value_or(-999));
            CHECK(label->bucket.high.value_or(-999) == row.integer("hi").value_or(-999));
            CHECK(label->unit == (*row.string("unit") == "C" ? C : F));
            ++cases;
        }
    }
    WARN(cases << " labels");
    CHECK(cases >= 500);
    // Forms that other events use: tenths of a degree, ranks.
    for (const auto& row : vectors.find("other_real_forms")->items()) {
        const auto label = parse_bucket_label(*row.string("label"));
        CHECK((!label || !label->unit));
    }
}

}  // namespace pm::weather
