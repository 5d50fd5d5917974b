#include "pm-trade/forecast_file.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "records/read.hpp"

namespace pm::trade {

Result<ForecastFile> ForecastFile::read(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    if (!in) return fail(Errc::not_found, "cannot read '" + path + "'");
    std::ostringstream text;
    text << in.rdbuf();
    if (in.bad()) return fail(Errc::storage, "cannot read '" + path + "'");
    auto parsed = parse(text.str());
    if (!parsed) return pass(parsed, path);
    return parsed;
}

Result<ForecastFile> ForecastFile::parse(std::string_view text) {
    ForecastFile out;
    for (int number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        const auto where = "line " + std::to_string(number);
        if (end == std::string_view::npos) {
            return fail(Errc::malformed, where + " is cut off: it has no line end");
        }
        auto record = records::read(text.substr(0, end));
        if (!record) return pass(record, where);
        text.remove_prefix(end + 1);
        if (auto* forecast = std::get_if<Forecast>(&record->body)) {
            out.rows_.push_back({record->ts, std::move(*forecast)});
        }
    }
    std::stable_sort(out.rows_.begin(), out.rows_.end(),
                     [](const Row& a, const Row& b) { return a.ts < b.ts; });
    std::set<std::string> seen;
    std::set<const Row*> first;
    for (const auto& row : out.rows_) {
        if (seen.insert(row.forecast.event).second) first.insert(&row);
    }
    std::vector<Row> ordered;
    for (const bool wanted : {true, false}) {
        for (auto& row : out.rows_) {
            if (first.contains(&row) == wanted) ordered.push_back(row);
        }
    }
    out.firsts_ = first.size();
    out.rows_ = std::move(ordered);
    return out;
}

void ForecastFile::give(Desk& desk, Timestamp now) {
    while (next_ < rows_.size() && (next_ < firsts_ || rows_[next_].ts <= now)) {
        desk.on_forecast(now, rows_[next_++].forecast);
    }
}

}  // namespace pm::trade
