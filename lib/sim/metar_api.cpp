#include <algorithm>
#include <cmath>

#include "base/json_writer.hpp"
#include "sim/weather_api.hpp"

namespace pm::sim {
namespace {

constexpr double hours_max = 360;  // About two weeks, as the service keeps.

std::string iso_milliseconds(Timestamp at) {
    return time_text(at).substr(0, 23) + "Z";  // "2026-06-16T10:24:03.118Z"
}

void append_report(std::string& out, const Station& station, const Report& report) {
    const auto seconds =
        std::chrono::floor<std::chrono::seconds>(report.observed).time_since_epoch().count();
    // The service rounds `reportTime` to the hour for hourly reports; consumers must use obsTime.
    const auto rounded = std::chrono::round<std::chrono::hours>(report.observed);
    JsonWriter w{out};
    w.begin_object().key("icaoId").string(station.icao);
    w.key("receiptTime").string(iso_milliseconds(report.received));
    w.key("obsTime").integer(seconds);
    w.key("reportTime").string(iso_milliseconds(rounded));
    w.key("temp").real(report.celsius, 1).key("dewp").real(report.dew_point, 1);
    w.key("wdir").integer(report.wind_from).key("wspd").integer(report.wind_knots);
    w.key("visib").string(station.icao.starts_with('K') ? "10+" : "6+");
    w.key("altim").integer(report.pressure_hpa).key("qcField").integer(0);
    w.key("metarType").string(report.special ? "SPECI" : "METAR");
    w.key("rawOb").string(report.raw);
    w.key("lat").real(station.latitude, 3).key("lon").real(station.longitude, 3);
    w.key("elev").integer(station.elevation).key("name").string(station.name);
    w.key("cover").string("SCT").key("clouds").begin_array().end_array();
    w.key("fltCat").string("VFR").end_object();
}

}  // namespace

net::HttpReply WeatherApi::metar(const Query& query) const {
    const double hours = std::clamp(query.number("hours").value_or(1.5), 0.0, hours_max);
    const auto now = world_.now();
    const auto since = now - Duration{std::llround(hours * 3'600'000'000.0)};
    struct Found {
        const Station* station;
        const Report* report;
    };
    std::vector<Found> found;
    const bool latest_only = !query.has("hours");
    for (const auto& id : query.all("ids", true)) {
        const auto* feed = world_.feed(id);
        if (feed == nullptr) continue;
        std::vector<Found> own;
        for (const auto& report : feed->reports()) {
            if (report.observed < since || report.received > now) continue;
            own.push_back({&feed->station(), &report});
        }
        if (latest_only && own.size() > 1) own.erase(own.begin(), own.end() - 1);
        found.insert(found.end(), own.begin(), own.end());
    }
    std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
        return a.report->observed > b.report->observed;
    });
    if (query.first("format") == "raw") {
        std::string text;
        for (const auto& one : found) text += one.report->raw + "\n";
        net::HttpReply reply = json_reply(std::move(text));
        reply.headers.front().second = "text/plain";
        return reply;
    }
    if (found.empty()) {
        auto nothing = json_reply("", 204);  // The service says nothing when it has nothing.
        return nothing;
    }
    std::string out = "[";
    for (const auto& [station, report] : found) {
        if (out.size() > 1) out += ',';
        append_report(out, *station, *report);
    }
    return json_reply(out + "]");
}

}  // namespace pm::sim
