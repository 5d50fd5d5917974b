#include "pm-monitor/positions.hpp"

#include "pm-monitor/holdings.hpp"
#include "records/write.hpp"

namespace pm::guard {

std::vector<cli::Example> PositionsCommand::examples() const {
    return {{"pm-monitor positions", "with the venue's bids"},
            {"pm-monitor positions --offline -o csv", "without prices, for a spreadsheet"},
            {"pm-stream --replay day.ndjson --speed max | pm-monitor positions -",
             "with the last recorded bids"}};
}

void PositionsCommand::declare(cli::Options& options) {
    options.argument("quotes", source_.argument, "- reads quotes from standard input, to its end");
    options.flag("--offline", source_.offline, "Do not ask the venue for prices");
    options.flag("--all", all_, "Closed positions, too");
}

net::Task<void> PositionsCommand::run(cli::Env& env) {
    auto path = ledger_file(*env.settings);
    if (!path) co_return pass(path);
    auto reader = store::Reader::open(*path);
    if (!reader) co_return pass(reader);
    auto positions = all_ ? (*reader)->queries().all_positions() : (*reader)->queries().held();
    if (!positions) co_return pass(positions);
    auto marks = co_await marks_of(env, *positions, source_);
    if (!marks) co_return pass(marks);
    std::string out;
    const auto now = env.clock.now();
    for (auto& position : *positions) {
        records::append(out, now, marks->marked(std::move(position)));
    }
    co_return env.out.write(out);
}

}  // namespace pm::guard
