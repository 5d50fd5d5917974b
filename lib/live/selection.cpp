#include "live/selection.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/time_text.hpp"
#include "weather/station_day.hpp"
#include "weather/stations.hpp"

namespace pm::live {

namespace {

/// The rule that all markets of a temperature event share, or null.
const TemperatureRule* rule_of(const Event& event) {
    for (const auto& market : event.markets) {
        if (market.temperature) return &market.temperature->rule;
    }
    return nullptr;
}

/// The date at the event's station now; UTC when its station is not known.
CivilDate local_today(const TemperatureRule* rule, Timestamp now) {
    if (rule != nullptr) {
        const auto* station = weather::find_station(rule->station);
        if (station != nullptr) {
            if (auto date = weather::local_date(station->zone, now)) return *date;
        }
    }
    return CivilDate{std::chrono::floor<std::chrono::days>(now)};
}

bool date_fits(const std::string& wanted, const Event& event, Timestamp now) {
    const auto* rule = rule_of(event);
    const auto date = rule ? std::optional{rule->date} : event.date;
    if (!date) return false;
    if (wanted == "today") return *date == local_today(rule, now);
    if (wanted == "tomorrow") return *date == next_day(local_today(rule, now));
    const auto parsed = parse_date(wanted);
    return parsed && *date == *parsed;
}

bool city_fits(const std::string& wanted, const Event& event) {
    const auto* rule = rule_of(event);
    if (rule != nullptr) return rule->city == wanted;
    return event.slug.find("-in-" + wanted + "-on-") != std::string::npos;
}

bool kind_fits(TemperatureKind wanted, const Event& event) {
    const auto* rule = rule_of(event);
    return rule != nullptr && rule->kind == wanted;
}

}  // namespace

Result<void> check_date(const std::string& text) {
    if (text.empty() || text == "today" || text == "tomorrow") return {};
    auto date = parse_date(text);
    if (!date) {
        return fail(Errc::bad_input, "'" + sanitised(text) + "' is no date",
                    "today, tomorrow or YYYY-MM-DD");
    }
    return {};
}

bool fits(const Selection& selection, const Event& event, Timestamp now) {
    const auto any = [](const std::vector<std::string>& wishes, const auto& holds) {
        return wishes.empty() || std::any_of(wishes.begin(), wishes.end(), holds);
    };
    const auto tagged = [&](const std::string& tag) {
        return std::find(event.tags.begin(), event.tags.end(), tag) != event.tags.end();
    };
    const auto in_city = [&](const std::string& city) { return city_fits(city, event); };
    return any(selection.tags, tagged) && any(selection.cities, in_city) &&
           (!selection.kind || kind_fits(*selection.kind, event)) &&
           (selection.date.empty() || date_fits(selection.date, event, now));
}

bool fits(const Selection& selection, const Market& market) {
    return (!selection.closed || market.closed == *selection.closed) &&
           (!selection.min_liquidity || market.liquidity >= *selection.min_liquidity) &&
           (!selection.min_volume || market.volume >= *selection.min_volume);
}

void narrow(const Selection& selection, std::vector<Event>& events, Timestamp now) {
    std::erase_if(events, [&](Event& event) {
        if (!fits(selection, event, now)) return true;
        std::erase_if(event.markets,
                      [&](const Market& market) { return !fits(selection, market); });
        return event.markets.empty();
    });
}

}  // namespace pm::live
