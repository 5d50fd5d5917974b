#include "pm-monitor/pnl.hpp"

#include <map>
#include <optional>

#include "base/json_writer.hpp"
#include "base/time_text.hpp"
#include "monitor/pnl.hpp"
#include "pm-monitor/holdings.hpp"

namespace pm::guard {

namespace {

/// One row. A number that the grouping doesn't know is null.
struct PnlRow {
    std::string name;
    std::optional<Money> cost;
    std::optional<Money> value;
    Money realized;
    std::optional<Money> fees;
    std::optional<std::int64_t> fills;
};

void micros_or_null(JsonWriter& json, std::string_view key, std::optional<Money> money) {
    json.key(key);
    if (money) {
        json.decimal(money->micros, 6);
    } else {
        json.null();
    }
}

void append(std::string& out, Timestamp ts, std::string_view by, const PnlRow& row) {
    JsonWriter json{out};
    json.begin_object().key("type").string("pnl").key("v").integer(1);
    json.key("ts").string(time_text(ts)).key("by").string(by).key("name").string(row.name);
    micros_or_null(json, "cost", row.cost);
    micros_or_null(json, "value", row.value);
    std::optional<Money> unrealized;
    if (row.cost && row.value) unrealized = *row.value - *row.cost;
    micros_or_null(json, "unrealized", unrealized);
    json.key("realized").decimal(row.realized.micros, 6);
    micros_or_null(json, "fees", row.fees);
    json.key("fills");
    if (row.fills) {
        json.integer(*row.fills);
    } else {
        json.null();
    }
    json.end_object();
    out += '\n';
}

PnlRow row_of(std::string name, const monitor::Totals& totals) {
    // Without a single price there is no value to speak of; zero would look like a loss.
    const bool unknown = totals.positions > 0 && totals.unmarked == totals.positions;
    return {.name = std::move(name),
            .cost = totals.cost,
            .value = unknown ? std::nullopt : std::optional{totals.value},
            .realized = totals.realized,
            .fees = std::nullopt,
            .fills = std::nullopt};
}

std::vector<PnlRow> by_market(const monitor::Summary& summary) {
    std::map<std::pair<std::string, std::string>, monitor::Totals> markets;
    for (const auto& marked : summary.positions) {
        markets[{marked.position.event, marked.position.market}] += marked;
    }
    std::vector<PnlRow> rows;
    rows.reserve(markets.size());
    for (const auto& [names, totals] : markets) rows.push_back(row_of(names.second, totals));
    return rows;
}

Result<std::vector<PnlRow>> by_day(const store::Queries& queries, PnlRow& total) {
    auto days = queries.pnl_by_day();
    if (!days) return pass(days);
    std::vector<PnlRow> rows;
    total.fees = Money{};
    total.fills = 0;
    for (const auto& day : *days) {
        rows.push_back({.name = date_text(day.day),
                        .cost = std::nullopt,
                        .value = std::nullopt,
                        .realized = day.realized,
                        .fees = day.fees,
                        .fills = day.fills});
        *total.fees += day.fees;
        *total.fills += day.fills;
    }
    return rows;
}

}  // namespace

std::vector<cli::Example> PnlCommand::examples() const {
    return {{"pm-monitor pnl", "by event, with the venue's bids"},
            {"pm-monitor pnl --by day --offline", "what each day brought"},
            {"pm-monitor pnl --by market -o csv", "for a spreadsheet"}};
}

void PnlCommand::declare(cli::Options& options) {
    options.value("--by", by_, "One row for each")
        .choices({"event", "market", "day"})
        .default_text("event");
    options.argument("quotes", source_.argument, "- reads quotes from standard input, to its end");
    options.flag("--offline", source_.offline, "Do not ask the venue for prices");
}

net::Task<void> PnlCommand::run(cli::Env& env) {
    auto path = ledger_file(*env.settings);
    if (!path) co_return pass(path);
    auto reader = store::Reader::open(*path);
    if (!reader) co_return pass(reader);
    auto positions = (*reader)->queries().all_positions();
    if (!positions) co_return pass(positions);
    auto marks = co_await marks_of(env, *positions, source_);
    if (!marks) co_return pass(marks);

    const auto summary = monitor::summarise(*positions, *marks);
    auto total = row_of("total", summary.all);
    std::vector<PnlRow> rows;
    if (by_ == "day") {
        auto days = by_day((*reader)->queries(), total);
        if (!days) co_return pass(days);
        rows = std::move(*days);
    } else if (by_ == "market") {
        rows = by_market(summary);
    } else {
        for (const auto& event : summary.events) rows.push_back(row_of(event.event, event.totals));
    }
    rows.push_back(total);
    std::string out;
    const auto now = env.clock.now();
    for (const auto& row : rows) append(out, now, &row == &rows.back() ? "total" : by_, row);
    co_return env.out.write(out);
}

}  // namespace pm::guard
