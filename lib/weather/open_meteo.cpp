#include "weather/open_meteo.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/json.hpp"
#include "base/text.hpp"

namespace pm::weather {

namespace {

constexpr double grid_tolerance = 1.0;  ///< Degrees; the coarsest grids are half of it.
constexpr double coldest = -90;
constexpr double hottest = 60;

bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

std::optional<int> take_number(std::string_view& text) {
    std::size_t size = 0;
    int value = 0;
    while (size < text.size() && size < 3 && text[size] >= '0' && text[size] <= '9')
        value = value * 10 + (text[size++] - '0');
    if (size == 0) return std::nullopt;
    text.remove_prefix(size);
    return value;
}

std::string fixed(double degrees) {
    std::array<char, 32> text{};
    const auto size = std::snprintf(text.data(), text.size(), "%.4f", degrees);
    return std::string{text.data(), static_cast<std::size_t>(size)};
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ",") + word;
    return text;
}

std::string place(const Station& station) {
    return "latitude=" + fixed(station.latitude) + "&longitude=" + fixed(station.longitude) +
           "&timezone=" + station.zone;
}

std::string days(CivilDate first, CivilDate last) {
    return "&start_date=" + date_text(first) + "&end_date=" + date_text(last);
}

/// The one result in a reply, after its errors, place and zone were checked.
Result<Json> checked_reply(std::string_view body, const Station& station) {
    auto json = Json::parse(body);
    if (!json) return fail(Errc::malformed, "Open-Meteo: " + json.error().message);
    if (json->is_array()) {
        if (json->items().size() != 1) return fail(Errc::malformed, "Open-Meteo: several places");
        Json only = json->items().front();
        json = std::move(only);
    }
    if (json->boolean("error").value_or(false)) {
        const auto reason = sanitised(json->string("reason").value_or("no reason given"));
        const bool limit = reason.find("limit exceeded") != std::string::npos ||
                           reason.find("Too many concurrent") != std::string::npos;
        return fail(limit ? Errc::throttled : Errc::rejected, "Open-Meteo: " + reason);
    }
    const auto latitude = json->real("latitude");
    const auto longitude = json->real("longitude");
    if (!latitude || !longitude) return fail(Errc::malformed, "Open-Meteo: no coordinates");
    if (std::abs(*latitude - station.latitude) > grid_tolerance ||
        std::abs(*longitude - station.longitude) > grid_tolerance)
        return fail(Errc::malformed, "Open-Meteo: a reply for another place than " + station.id);
    if (json->string("timezone") != station.zone)
        return fail(Errc::malformed, "Open-Meteo: a reply for another zone than " + station.zone);
    return json;
}

/// The unit of one series, or an error: a number without its unit is not a temperature.
Result<TemperatureUnit> unit_of(const Json& reply, std::string_view units, std::string_view key) {
    const auto* table = reply.find(units);
    const auto unit = table ? table->string(key) : std::nullopt;
    if (unit == "°C") return TemperatureUnit::celsius;
    if (unit == "°F") return TemperatureUnit::fahrenheit;
    return fail(Errc::malformed, "Open-Meteo: no known unit for " + sanitised(key));
}

/// A value, or nothing for null and fill values such as -999.
std::optional<Celsius> value_of(const Json& json, TemperatureUnit unit) {
    const auto number = json.real();
    if (!number) return std::nullopt;
    const auto celsius =
        unit == TemperatureUnit::celsius ? Celsius{*number} : to_celsius(Fahrenheit{*number});
    if (!(celsius.degrees >= coldest && celsius.degrees <= hottest)) return std::nullopt;
    return celsius;
}

std::string model_name(const SeriesKey& key, std::string_view asked) {
    return key.model.empty() ? std::string{asked} : key.model;
}

/// Whether the reply's offset is one that the zone has around these days.
bool offset_fits(const Station& station, CivilDate first, CivilDate last, std::int64_t offset) {
    for (const auto date : {first, last}) {
        const auto window = day_window(station.zone, date);
        if (!window) return false;
        for (const auto at : {window->begin - std::chrono::days{1}, window->end})
            if (utc_offset_s(station.zone, at).value_or(-1) == offset) return true;
    }
    return false;
}

/// "2026-06-10T00:00" with the reply's offset, as UTC.
std::optional<Timestamp> hour_of(const Json& json, std::int64_t offset) {
    if (const auto seconds = json.integer()) {  // timeformat=unixtime
        if (*seconds < 0 || *seconds > 4'102'444'800) return std::nullopt;
        return Timestamp{std::chrono::seconds{*seconds}};
    }
    const auto text = json.string();
    if (!text || text->size() != 16) return std::nullopt;
    const auto local = parse_time(std::string{*text} + ":00Z");
    if (!local) return std::nullopt;
    return *local - std::chrono::seconds{offset};
}

}  // namespace

std::optional<SeriesKey> parse_series_key(std::string_view key) {
    SeriesKey parsed;
    if (!take(key, "temperature_2m")) return std::nullopt;
    parsed.is_max = take(key, "_max");
    parsed.is_min = !parsed.is_max && take(key, "_min");
    if (take(key, "_previous_day")) {
        parsed.previous_day = take_number(key);
        if (!parsed.previous_day) return std::nullopt;
    }
    if (take(key, "_member")) {
        parsed.member = take_number(key);
        if (!parsed.member) return std::nullopt;
    }
    if (key.empty()) return parsed;
    if (key.size() < 2 || key.front() != '_' || key[1] < 'a' || key[1] > 'z') return std::nullopt;
    parsed.model = key.substr(1);
    return parsed;
}

const std::vector<std::string>& default_models() {
    static const std::vector<std::string> models{
        "ecmwf_ifs025",         "gfs_seamless",  "icon_seamless", "gem_seamless",
        "meteofrance_seamless", "ukmo_seamless", "jma_seamless"};
    return models;
}

const std::vector<std::string>& default_ensembles() {
    static const std::vector<std::string> models{"ecmwf_ifs025", "gfs025", "icon_seamless"};
    return models;
}

std::string daily_url(std::string_view base, const Station& station, TemperatureKind kind,
                      CivilDate date) {
    const auto* variable =
        kind == TemperatureKind::highest ? "temperature_2m_max" : "temperature_2m_min";
    return std::string{base} + "/v1/forecast?" + place(station) + "&daily=" + variable +
           "&models=" + joined(default_models()) + days(date, date);
}

std::string ensemble_url(std::string_view base, const Station& station, CivilDate date) {
    return std::string{base} + "/v1/ensemble?" + place(station) +
           "&hourly=temperature_2m&models=" + joined(default_ensembles()) +
           days(date, next_day(date));
}

Result<std::vector<ModelValue>> decode_daily(std::string_view body, const Station& station,
                                             TemperatureKind kind, CivilDate date,
                                             std::string_view asked) {
    auto reply = checked_reply(body, station);
    if (!reply) return pass(reply);
    const auto* daily = reply->find("daily");
    const auto* times = daily ? daily->find("time") : nullptr;
    if (!times || times->items().empty()) return fail(Errc::malformed, "Open-Meteo: no days");
    const auto& list = times->items();
    const auto wanted = date_text(date);
    const auto day =
        std::find_if(list.begin(), list.end(), [&](const Json& t) { return t.string() == wanted; });
    if (day == list.end()) return fail(Errc::not_found, "Open-Meteo: no forecast for " + wanted);
    const auto index = static_cast<std::size_t>(day - list.begin());
    const auto first = parse_date(list.front().string().value_or(""));
    const auto last = parse_date(list.back().string().value_or(""));
    const auto offset = reply->integer("utc_offset_seconds");
    if (!first || !last || !offset || !offset_fits(station, *first, *last, *offset))
        return fail(Errc::malformed, "Open-Meteo: days with another offset than " + station.zone);

    std::vector<ModelValue> values;
    for (const auto& [key, series] : daily->members()) {
        const auto parsed = parse_series_key(key);
        const bool of_kind =
            parsed && (kind == TemperatureKind::highest ? parsed->is_max : parsed->is_min);
        if (!of_kind || parsed->previous_day) continue;
        if (series.items().size() != list.size())
            return fail(Errc::malformed, "Open-Meteo: " + sanitised(key) + " has another length");
        const auto unit = unit_of(*reply, "daily_units", key);
        if (!unit) return fail(unit.error().code, unit.error().message);
        if (const auto value = value_of(series.items()[index], *unit))
            values.push_back({model_name(*parsed, asked), parsed->member, *value});
    }
    if (values.empty()) return fail(Errc::not_found, "Open-Meteo: no values for " + wanted);
    return values;
}

Result<HourlyForecast> decode_hourly(std::string_view body, const Station& station,
                                     std::string_view asked) {
    auto reply = checked_reply(body, station);
    if (!reply) return pass(reply);
    const auto* hourly = reply->find("hourly");
    const auto* times = hourly ? hourly->find("time") : nullptr;
    const auto offset = reply->integer("utc_offset_seconds");
    if (!times || times->items().empty() || !offset)
        return fail(Errc::malformed, "Open-Meteo: no hours");
    HourlyForecast hours;
    for (const auto& item : times->items()) {
        const auto at = hour_of(item, *offset);
        if (!at || (!hours.times.empty() && *at - hours.times.back() != std::chrono::hours{1}))
            return fail(Errc::malformed, "Open-Meteo: the hours are not an hour apart");
        hours.times.push_back(*at);
    }
    const auto first = local_date(station.zone, hours.times.front());
    const auto last = local_date(station.zone, hours.times.back());
    if (!first || !last || !offset_fits(station, *first, *last, *offset))
        return fail(Errc::malformed, "Open-Meteo: hours with another offset than " + station.zone);
    for (const auto& [key, series] : hourly->members()) {
        const auto parsed = parse_series_key(key);
        if (!parsed || parsed->is_max || parsed->is_min || parsed->previous_day) continue;
        if (series.items().size() != hours.times.size())
            return fail(Errc::malformed, "Open-Meteo: " + sanitised(key) + " has another length");
        const auto unit = unit_of(*reply, "hourly_units", key);
        if (!unit) return fail(unit.error().code, unit.error().message);
        HourlySeries member{model_name(*parsed, asked), parsed->member, {}};
        for (const auto& item : series.items()) member.values.push_back(value_of(item, *unit));
        const bool any = std::any_of(member.values.begin(), member.values.end(),
                                     [](const auto& v) { return v.has_value(); });
        if (any) hours.series.push_back(std::move(member));
    }
    if (hours.series.empty()) return fail(Errc::not_found, "Open-Meteo: no hourly values");
    return hours;
}

std::vector<ModelValue> daily_extremes(const HourlyForecast& hours, DayWindow window,
                                       TemperatureKind kind) {
    std::vector<ModelValue> extremes;
    const auto wanted = (window.end - window.begin) / std::chrono::hours{1};
    for (const auto& member : hours.series) {
        std::optional<Celsius> extreme;
        std::int64_t seen = 0;
        for (std::size_t i = 0; i < hours.times.size(); ++i) {
            if (!window.contains(hours.times[i]) || !member.values[i]) continue;
            ++seen;
            const auto value = *member.values[i];
            const bool beats = !extreme || (kind == TemperatureKind::highest ? value > *extreme
                                                                             : value < *extreme);
            if (beats) extreme = value;
        }
        if (extreme && seen == wanted) extremes.push_back({member.model, member.member, *extreme});
    }
    return extremes;
}

}  // namespace pm::weather
