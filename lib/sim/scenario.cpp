#include "sim/scenario.hpp"

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <utility>
#include <zlib.h>

#include "base/decimal.hpp"

extern "C" {
extern const char pm_sim_scenario_begin[];  // NOLINT(readability-identifier-naming)
extern const char pm_sim_scenario_end[];    // NOLINT(readability-identifier-naming)
}

namespace pm::sim {
namespace {

constexpr std::size_t unpacked_max = 64U << 20U;

Result<std::string> inflate_all(std::string_view packed) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) return fail(Errc::internal, "zlib does not start");
    std::string out;
    std::string block(std::size_t{1} << 16U, '\0');
    std::string input{packed};
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    int state = Z_OK;
    while (state == Z_OK && out.size() < unpacked_max) {
        stream.next_out = reinterpret_cast<Bytef*>(block.data());
        stream.avail_out = static_cast<uInt>(block.size());
        state = inflate(&stream, Z_NO_FLUSH);
        out.append(block, 0, block.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    if (state != Z_STREAM_END) return fail(Errc::malformed, "not a packed scenario");
    return out;
}

Timestamp seconds_in(const Json& json, std::string_view key) {
    return Timestamp{std::chrono::seconds{json.integer(key).value_or(0)}};
}

Timestamp seconds_of(const Json& json) {
    return Timestamp{std::chrono::seconds{json.integer().value_or(0)}};
}

const Json::Array& list_in(const Json& json, std::string_view key) {
    static const Json nothing;
    const auto* found = json.find(key);
    return found != nullptr ? found->items() : nothing.items();
}

std::string text_in(const Json& json, std::string_view key) {
    return std::string{json.string(key).value_or("")};
}

std::vector<DayRange> read_ranges(const Json* json) {
    std::vector<DayRange> out;
    if (json == nullptr) return out;
    for (const auto& [name, pair] : json->members()) {
        const auto date = parse_date(name);
        if (!date || pair.items().size() != 2) continue;
        const auto high = pair.items()[0].real();
        const auto low = pair.items()[1].real();
        if (high && low) out.push_back({*date, *high, *low});
    }
    std::sort(out.begin(), out.end(), [](auto& a, auto& b) { return a.date < b.date; });
    return out;
}

Result<StationDay> read_day(const Json& json) {
    StationDay day;
    auto date = parse_date(text_in(json, "date"));
    if (!date) return pass(date);
    day.date = *date;
    day.degree = static_cast<int>(json.integer("degree").value_or(0));
    day.low_c = json.real("low_c").value_or(0);
    day.true_c = json.real("true_c").value_or(0);
    for (const auto& step : list_in(json, "ceiling")) {
        if (step.items().size() != 2) return fail(Errc::malformed, "a ceiling has two values");
        day.ceilings.push_back(
            {seconds_of(step.items()[0]), static_cast<int>(step.items()[1].integer().value_or(0))});
    }
    return day;
}

ForecastSnapshot read_snapshot(const Json& json) {
    ForecastSnapshot out;
    out.fetched = seconds_in(json, "fetched");
    out.simulated = json.boolean("simulated").value_or(true);
    out.latitude = json.real("latitude").value_or(0);
    out.longitude = json.real("longitude").value_or(0);
    out.elevation = json.real("elevation").value_or(0);
    out.days = read_ranges(json.find("days"));
    return out;
}

Result<Station> read_station(const Json& json) {
    Station out;
    out.icao = text_in(json, "icao");
    out.name = text_in(json, "name");
    out.city = text_in(json, "city");
    out.latitude = json.real("lat").value_or(0);
    out.longitude = json.real("lon").value_or(0);
    out.elevation = static_cast<int>(json.integer("elev").value_or(0));
    out.zone = text_in(json, "zone");
    out.offset = std::chrono::seconds{json.integer("offset").value_or(0)};
    const bool fahrenheit = json.string("unit") == "F";
    out.unit = fahrenheit ? TemperatureUnit::fahrenheit : TemperatureUnit::celsius;
    for (const auto& minute : list_in(json, "minutes")) {
        out.minutes.push_back(static_cast<int>(minute.integer().value_or(0)));
    }
    if (out.icao.empty() || out.minutes.empty()) return fail(Errc::malformed, "a bad station");
    for (const auto& item : list_in(json, "days")) {
        auto day = read_day(item);
        if (!day) return pass(day, "station " + out.icao);
        out.days.push_back(*std::move(day));
    }
    for (const auto& item : list_in(json, "forecasts")) {
        out.forecasts.push_back(read_snapshot(item));
    }
    out.archive = read_ranges(json.find("archive"));
    return out;
}

std::optional<int> bound_in(const Json& json, std::string_view key) {
    const auto value = json.integer(key);
    if (!value) return std::nullopt;
    return static_cast<int>(*value);
}

Result<ScenarioMarket> read_market(const Json& json, const Json& gamma) {
    ScenarioMarket out;
    out.bucket = {bound_in(json, "low"), bound_in(json, "high")};
    out.winner = json.boolean("winner").value_or(false);
    for (const auto& point : list_in(json, "history")) {
        if (point.items().size() != 2) return fail(Errc::malformed, "a price has two values");
        const auto micros = point.items()[1].integer().value_or(-1);
        if (micros < 0 || micros > 1'000'000) return fail(Errc::malformed, "a price out of range");
        out.history.push_back({seconds_of(point.items()[0]), static_cast<std::int32_t>(micros)});
    }
    out.gamma = gamma;
    return out;
}

Result<ScenarioEvent> read_event(const Json& json) {
    ScenarioEvent out;
    out.slug = text_in(json, "slug");
    out.city = text_in(json, "city");
    auto date = parse_date(text_in(json, "date"));
    if (!date) return pass(date, out.slug);
    out.date = *date;
    out.appears = seconds_in(json, "appears");
    out.resolves = seconds_in(json, "resolves");
    const auto* gamma = json.find("gamma");
    if (gamma == nullptr) return fail(Errc::malformed, out.slug + ": no gamma object");
    out.closed = gamma->boolean("closed").value_or(false);
    const auto& markets = list_in(json, "markets");
    const auto& objects = list_in(*gamma, "markets");
    if (markets.size() != objects.size() || markets.empty()) {
        return fail(Errc::malformed, out.slug + ": markets do not match");
    }
    for (std::size_t i = 0; i < markets.size(); ++i) {
        auto market = read_market(markets[i], objects[i]);
        if (!market) return pass(market, out.slug);
        out.markets.push_back(*std::move(market));
    }
    Json::Object rest;
    for (const auto& member : gamma->members()) {
        if (member.first != "markets") rest.push_back(member);
    }
    out.gamma = Json{std::move(rest)};
    return out;
}

std::vector<ShapeLevel> read_shape(const Json* book, std::string_view side) {
    std::vector<ShapeLevel> out;
    if (book == nullptr) return out;
    for (const auto& level : list_in(*book, side)) {
        if (level.items().size() != 2) continue;
        out.push_back({static_cast<std::int32_t>(level.items()[0].integer().value_or(0)),
                       level.items()[1].integer().value_or(0)});
    }
    return out;
}

}  // namespace

const StationDay* Station::day(CivilDate date) const {
    for (const auto& day : days) {
        if (day.date == date) return &day;
    }
    return nullptr;
}

Result<Scenario> Scenario::decode(std::string_view packed) {
    auto text = inflate_all(packed);
    if (!text) return pass(text);
    auto json = Json::parse(*text);
    if (!json) return pass(json, "scenario");
    if (json->integer("format") != 1) return fail(Errc::malformed, "unknown scenario format");
    Scenario out;
    out.name = text_in(*json, "name");
    out.begin = seconds_in(*json, "begin");
    out.end = seconds_in(*json, "end");
    for (const auto& item : list_in(*json, "stations")) {
        auto station = read_station(item);
        if (!station) return pass(station);
        out.stations.push_back(*std::move(station));
    }
    for (const auto& item : list_in(*json, "events")) {
        auto event = read_event(item);
        if (!event) return pass(event);
        out.events.push_back(*std::move(event));
    }
    out.bids = read_shape(json->find("book"), "bids");
    out.asks = read_shape(json->find("book"), "asks");
    for (const auto& item : list_in(*json, "accounts")) out.accounts.push_back(item);
    if (const auto balance = json->digits("default_balance")) {
        const auto amount = parse_decimal(*balance, 6);
        if (!amount) return fail(Errc::malformed, "default_balance is no amount");
        out.default_balance = *amount;
    }
    if (out.events.empty() || out.bids.empty() || out.asks.empty() || out.end <= out.begin) {
        return fail(Errc::malformed, "scenario has no events, book or time");
    }
    return out;
}

Result<Scenario> Scenario::load(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    if (!in) return fail(Errc::not_found, "cannot read scenario '" + path + "'");
    const std::string packed{std::istreambuf_iterator<char>{in}, {}};
    auto out = decode(packed);
    if (!out) return pass(out, path);
    return out;
}

Result<Scenario> Scenario::embedded() {
    return decode({pm_sim_scenario_begin,
                   static_cast<std::size_t>(pm_sim_scenario_end - pm_sim_scenario_begin)});
}

const Station* Scenario::station_of(std::string_view city) const {
    for (const auto& station : stations) {
        if (station.city == city) return &station;
    }
    return nullptr;
}

}  // namespace pm::sim
