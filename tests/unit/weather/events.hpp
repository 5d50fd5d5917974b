#pragma once

/// The recorded events as the catalogue would hand them over.

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "domain/market.hpp"
#include "support/catch.hpp"

namespace pm::test {

inline std::string file_text(const std::string& path) {
    std::ifstream in{std::string{PM_TEST_DATA} + "/" + path, std::ios::binary};
    REQUIRE(in.is_open());
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

inline Json file_json(const std::string& path) {
    auto json = Json::parse(file_text(path));
    REQUIRE(json.has_value());
    return std::move(*json);
}

inline Event event_of(const Json& json) {
    const auto text = [](const Json& of, std::string_view key) {
        return std::string{of.string(key).value_or("")};
    };
    Event event;
    event.id = text(json, "id");
    event.slug = text(json, "slug");
    event.title = text(json, "title");
    event.description = text(json, "description");
    event.resolution_source = text(json, "resolutionSource");
    if (const auto date = json.string("eventDate")) {
        if (auto parsed = parse_date(*date)) event.date = *parsed;
    }
    if (const auto* tags = json.find("tags"))
        for (const auto& tag : tags->items()) event.tags.emplace_back(tag.string().value_or(""));
    if (const auto* markets = json.find("markets")) {
        for (const auto& market : markets->items()) {
            Market m;
            m.event = event.slug;
            m.slug = text(market, "slug");
            m.question = text(market, "question");
            m.label = text(market, "groupItemTitle");
            event.markets.push_back(std::move(m));
        }
    }
    return event;
}

inline const std::vector<Event>& recorded_events() {
    static const std::vector<Event> all = [] {
        std::vector<Event> events;
        std::istringstream lines{file_text("settlement/events.ndjson")};
        for (std::string line; std::getline(lines, line);) {
            auto json = Json::parse(line);
            REQUIRE(json.has_value());
            events.push_back(event_of(*json));
        }
        return events;
    }();
    return all;
}

inline Event recorded_event(const std::string& slug) {
    for (const auto& event : recorded_events())
        if (event.slug == slug) return event;
    FAIL("no recorded event " << slug);
    return {};
}

}  // namespace pm::test
