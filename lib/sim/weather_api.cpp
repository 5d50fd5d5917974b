#include "sim/weather_api.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/json_writer.hpp"
#include "base/text.hpp"

namespace pm::sim {
namespace {

using std::chrono::days;

constexpr double near_degrees = 0.6;  // Requests that near a station get its forecast.
constexpr int forecast_days_default = 7;
constexpr int forecast_days_max = 16;
constexpr int past_days_max = 93;

struct EnsembleModel {
    std::string_view asked;
    std::string_view named;  ///< The suffix in replies. Source: docs/weather.md, ensemble.
    int members;             ///< With the control run.
};
constexpr std::array<EnsembleModel, 11> ensembles{{
    {"ecmwf_ifs025", "ecmwf_ifs025_ensemble", 51},
    {"ecmwf_aifs025", "ecmwf_aifs025_ensemble", 51},
    {"gfs_seamless", "ncep_gefs_seamless", 31},
    {"gfs025", "ncep_gefs025", 31},
    {"gfs05", "ncep_gefs05", 31},
    {"icon_seamless", "icon_seamless_eps", 40},
    {"icon_global", "icon_global_eps", 40},
    {"icon_eu", "icon_eu_eps", 40},
    {"icon_d2", "icon_d2_eps", 20},
    {"gem_global", "gem_global_ensemble", 21},
    {"bom_access_global_ensemble", "bom_access_global_ensemble", 18},
}};

/// One series of a reply: its key and where its numbers come from.
struct Series {
    std::string key;
    std::string model;
    int member = 0;
    int days_ago = 0;
    bool highest = true;  ///< Daily only.
};

net::HttpReply refused(std::string_view reason) {
    std::string out;
    JsonWriter{out}
        .begin_object()
        .key("error")
        .boolean(true)
        .key("reason")
        .string(reason)
        .end_object();
    return json_reply(std::move(out), 400);
}

std::string number_text(double value) {
    std::array<char, 32> out{};
    std::snprintf(out.data(), out.size(), "%g", value);
    return out.data();
}

const Station* nearest_station(const Scenario& scenario, double latitude, double longitude) {
    for (const auto& station : scenario.stations) {
        if (std::abs(station.latitude - latitude) < near_degrees &&
            std::abs(station.longitude - longitude) < near_degrees) {
            return &station;
        }
    }
    return nullptr;
}

/// Everything a request asks for one place, checked.
struct Asked {
    const Station* station = nullptr;
    double latitude = 0;
    double longitude = 0;
    std::string zone = "GMT";
    std::chrono::seconds offset{0};
    std::vector<CivilDate> dates;
    std::vector<Series> daily;
    std::vector<Series> hourly;
    bool fahrenheit = false;
    bool unix_times = false;
};

void add_value(JsonWriter& w, std::optional<double> celsius, bool fahrenheit) {
    if (!celsius) {
        w.null();
        return;
    }
    const double value = fahrenheit ? to_fahrenheit(Celsius{*celsius}).degrees : *celsius;
    w.real(std::round(value * 10) / 10, 1);
}

void add_time(JsonWriter& w, const Asked& asked, CivilDate date, std::optional<int> hour) {
    if (asked.unix_times) {
        const auto at =
            std::chrono::sys_days{date} - asked.offset + std::chrono::hours{hour.value_or(0)};
        w.integer(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
        return;
    }
    auto text = date_text(date);
    if (hour) {
        std::array<char, 8> tail{};
        std::snprintf(tail.data(), tail.size(), "T%02d:00", *hour);
        text += tail.data();
    }
    w.string(text);
}

class Reply {
public:
    Reply(const World& world, std::uint64_t seed, const Asked& asked)
        : world_{world}, seed_{seed}, asked_{asked} {}

    void append_to(std::string& out) const {
        JsonWriter w{out};
        w.begin_object();
        const ForecastSnapshot* snapshot = nullptr;
        if (asked_.station != nullptr) {
            snapshot = ForecastModel{world_, *asked_.station, seed_}.newest();
        }
        // A grid point near the place asked for. The first recorded snapshots were asked for the
        // city's centre, so their own grid point would be too far from the airport.
        w.key("latitude").real(std::round(asked_.latitude * 50) / 50, 2);
        w.key("longitude").real(std::round(asked_.longitude * 50) / 50, 2);
        w.key("generationtime_ms").real(0.0448, 4);
        w.key("utc_offset_seconds").integer(asked_.offset.count());
        w.key("timezone").string(asked_.zone);
        const auto hours = asked_.offset.count() / 3600;
        w.key("timezone_abbreviation")
            .string(hours == 0 ? "GMT" : (hours > 0 ? "GMT+" : "GMT") + std::to_string(hours));
        w.key("elevation").real(snapshot != nullptr ? snapshot->elevation : 0, 1);
        if (!asked_.hourly.empty()) block(w, "hourly", asked_.hourly, true);
        if (!asked_.daily.empty()) block(w, "daily", asked_.daily, false);
        w.end_object();
    }

private:
    [[nodiscard]] std::optional<DayRange> day(const Series& series, CivilDate date) const {
        if (asked_.station == nullptr) return std::nullopt;
        const ForecastModel model{world_, *asked_.station, seed_};
        if (series.days_ago > 0) return model.earlier(date, series.model, series.days_ago);
        return model.day(date, series.model, series.member);
    }

    void block(JsonWriter& w, std::string_view name, const std::vector<Series>& all,
               bool hourly) const {
        w.key(std::string{name} + "_units").begin_object();
        w.key("time").string(asked_.unix_times ? "unixtime" : "iso8601");
        for (const auto& series : all) w.key(series.key).string(asked_.fahrenheit ? "°F" : "°C");
        w.end_object().key(name).begin_object().key("time").begin_array();
        for (const auto& date : asked_.dates) {
            for (int hour = 0; hour < (hourly ? 24 : 1); ++hour) {
                add_time(w, asked_, date, hourly ? std::optional{hour} : std::nullopt);
            }
        }
        w.end_array();
        for (const auto& series : all) {
            w.key(series.key).begin_array();
            for (const auto& date : asked_.dates) values(w, series, date, hourly);
            w.end_array();
        }
        w.end_object();
    }

    void values(JsonWriter& w, const Series& series, CivilDate date, bool hourly) const {
        const auto range = day(series, date);
        if (!hourly) {
            std::optional<double> value;
            if (range) value = series.highest ? range->high_c : range->low_c;
            add_value(w, value, asked_.fahrenheit);
            return;
        }
        const auto next = day(series, next_day(date));
        for (int hour = 0; hour < 24; ++hour) {
            add_value(w, ForecastModel::hour(range, next, hour), asked_.fahrenheit);
        }
    }

    const World& world_;
    std::uint64_t seed_;
    const Asked& asked_;
};

/// Reads "temperature_2m_max": which series it asks for. Nothing: not a variable we know.
struct Variable {
    bool highest = true;
    int days_ago = 0;
};
std::optional<Variable> variable_of(std::string_view name, bool hourly) {
    if (!hourly) {
        if (name == "temperature_2m_max") return Variable{true, 0};
        if (name == "temperature_2m_min") return Variable{false, 0};
        return std::nullopt;
    }
    if (name == "temperature_2m") return Variable{};
    const auto rest = below(name, "temperature_2m_previous_day");
    if (rest && rest->size() == 1 && (*rest)[0] >= '1' && (*rest)[0] <= '7') {
        return Variable{true, (*rest)[0] - '0'};
    }
    return std::nullopt;
}

void add_members(std::vector<Series>& out, const std::string& variable, const Variable& what,
                 const std::string& asked, bool suffixed) {
    EnsembleModel model{asked, asked, 31};
    for (const auto& one : ensembles) {
        if (one.asked == asked || one.named == asked) model = one;
    }
    for (int member = 0; member < model.members; ++member) {
        std::array<char, 24> name{};
        if (member > 0) std::snprintf(name.data(), name.size(), "_member%02d", member);
        auto key = variable + name.data();
        if (suffixed) key += "_" + std::string{model.named};
        out.push_back({key, std::string{model.named}, member, what.days_ago, what.highest});
    }
}

/// The reason a list of variables is refused; "" when it is fine.
std::string read_series(const Query& query, std::string_view key, bool ensemble, bool previous,
                        std::vector<Series>& out) {
    auto models = query.all("models", true);
    const bool suffixed = models.size() > 1;
    if (models.empty()) models.emplace_back(ensemble ? "icon_seamless" : "");
    for (const auto& variable : query.all(key, true)) {
        const auto what = variable_of(variable, key == "hourly");
        if (!what || (what->days_ago > 0 && !previous)) {
            return "Data corrupted at path ''. Cannot initialize SurfacePressureAndHeightVariable"
                   "<VariableAndPreviousDay> from invalid String value " +
                   variable + ". for key " + std::string{key};
        }
        for (const auto& model : models) {
            if (ensemble) {
                add_members(out, variable, *what, model, suffixed);
            } else {
                out.push_back({suffixed ? variable + "_" + model : variable, model, 0,
                               what->days_ago, what->highest});
            }
        }
    }
    return {};
}

std::string read_dates(const Query& query, Asked& asked, Timestamp now) {
    const auto today = std::chrono::floor<days>(now + asked.offset);
    const auto start = query.first("start_date");
    const auto end = query.first("end_date");
    if (start || end) {
        const auto from = parse_date(start.value_or(""));
        const auto to = parse_date(end.value_or(""));
        if (!from || !to || *to < *from ||
            std::chrono::sys_days{*to} - std::chrono::sys_days{*from} > days{120}) {
            return "Parameter 'start_date' and 'end_date' must be valid dates in order";
        }
        for (auto at = std::chrono::sys_days{*from}; at <= std::chrono::sys_days{*to};
             at += days{1}) {
            asked.dates.emplace_back(at);
        }
        return {};
    }
    const auto ahead = query.number("forecast_days").value_or(forecast_days_default);
    const auto past = query.number("past_days").value_or(0);
    if (ahead < 0 || ahead > forecast_days_max) {
        return "Forecast days is invalid. Allowed range 0 to 16. Given " + number_text(ahead) + ".";
    }
    if (past < 0 || past > past_days_max) {
        return "Past days is invalid. Allowed range 0 to 93. Given " + number_text(past) + ".";
    }
    for (int i = -static_cast<int>(past); i < static_cast<int>(ahead); ++i) {
        asked.dates.emplace_back(today + days{i});
    }
    return {};
}

/// Zones of other places than the stations: none of the scenario's days needs them.
std::string read_zone(const Query& query, const Scenario& scenario, Asked& asked) {
    const auto zone = query.first("timezone");
    if (!zone || *zone == "GMT" || *zone == "UTC") return {};
    if (*zone == "auto" && asked.station == nullptr) return {};
    for (const auto& station : scenario.stations) {
        if (station.zone == *zone || (*zone == "auto" && &station == asked.station)) {
            asked.zone = station.zone;
            asked.offset = station.offset;
            return {};
        }
    }
    return "Invalid timezone";
}

std::optional<double> coordinate(std::string_view text) {
    Query query;
    query.parameters.emplace_back("v", text);
    return query.number("v");
}

}  // namespace

net::HttpReply WeatherApi::open_meteo(const Query& query, Service service) const {
    const auto latitudes = query.all("latitude", true);
    const auto longitudes = query.all("longitude", true);
    if (latitudes.empty() || latitudes.size() != longitudes.size()) {
        return refused(
            "Parameter 'latitude' and 'longitude' must have the same number of elements");
    }
    std::string out;
    for (std::size_t i = 0; i < latitudes.size(); ++i) {
        Asked asked;
        const auto latitude = coordinate(latitudes[i]);
        const auto longitude = coordinate(longitudes[i]);
        if (!latitude || std::abs(*latitude) > 90) {
            return refused("Latitude must be in range of -90 to 90°. Given: " + latitudes[i] + ".");
        }
        if (!longitude || std::abs(*longitude) > 180) {
            return refused("Longitude must be in range of -180 to 180°. Given: " + longitudes[i] +
                           ".");
        }
        asked.latitude = *latitude;
        asked.longitude = *longitude;
        asked.station = nearest_station(world_.scenario(), *latitude, *longitude);
        asked.fahrenheit = query.first("temperature_unit") == "fahrenheit";
        asked.unix_times = query.first("timeformat") == "unixtime";
        auto reason = read_zone(query, world_.scenario(), asked);
        if (reason.empty()) reason = read_dates(query, asked, world_.now());
        const bool members = service == Service::ensemble;
        const bool previous = service == Service::previous_runs;
        if (reason.empty()) reason = read_series(query, "daily", members, previous, asked.daily);
        if (reason.empty()) reason = read_series(query, "hourly", members, previous, asked.hourly);
        if (!reason.empty()) return refused(reason);
        if (!out.empty()) out += ',';
        Reply{world_, seed_, asked}.append_to(out);
    }
    return json_reply(latitudes.size() > 1 ? "[" + out + "]" : out);
}

net::HttpReply WeatherApi::handle(net::Method method, const Query& query) const {
    if (method != net::Method::get) return refused("only GET");
    const std::string_view path = query.path;
    if (path.starts_with("/open-meteo/") && path.ends_with("/forecast")) {
        return open_meteo(query, Service::forecast);
    }
    if (path.starts_with("/ensemble/") && path.ends_with("/ensemble")) {
        return open_meteo(query, Service::ensemble);
    }
    if (path.starts_with("/previous-runs/") && path.ends_with("/forecast")) {
        return open_meteo(query, Service::previous_runs);
    }
    if (path.starts_with("/metar/") && path.ends_with("/metar")) return metar(query);
    return json_reply(R"({"error":true,"reason":"Not Found"})", 404);
}

}  // namespace pm::sim
