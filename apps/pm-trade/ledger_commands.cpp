#include "pm-trade/ledger_commands.hpp"

#include "pm-trade/account.hpp"
#include "records/write.hpp"
#include "store/reader.hpp"

namespace pm::trade {

namespace {

Result<std::unique_ptr<store::Reader>> open_reader(const cli::Settings& settings) {
    auto path = ledger_file(settings);
    if (!path) return pass(path);
    return store::Reader::open(*path);
}

}  // namespace

void PositionsCommand::declare(cli::Options& options) {
    options.flag("--all", all_, "Closed positions, too");
}

net::Task<void> PositionsCommand::run(cli::Env& env) {
    auto reader = open_reader(*env.settings);
    if (!reader) co_return pass(reader);
    auto rows = all_ ? (*reader)->queries().all_positions() : (*reader)->queries().held();
    if (!rows) co_return pass(rows);
    std::string out;
    const auto now = env.clock.now();
    for (auto& row : *rows) records::append(out, now, MarkedPosition{std::move(row), {}});
    co_return env.out.write(out);
}

void OrdersCommand::declare(cli::Options& options) {
    options.value("--limit", limit_, "At most this many").value_name("N").default_text("50");
    options.flag("--open", open_, "Open ones only, oldest first");
    options.flag("--fills", fills_, "The newest fills, too");
}

net::Task<void> OrdersCommand::run(cli::Env& env) {
    if (limit_ <= 0) co_return fail(Errc::bad_input, "--limit: must be above zero");
    auto reader = open_reader(*env.settings);
    if (!reader) co_return pass(reader);
    const auto queries = (*reader)->queries();
    std::string out;
    if (open_) {
        auto rows = queries.open_orders();
        if (!rows) co_return pass(rows);
        for (const auto& row : *rows) records::append(out, row.updated, row);
    } else {
        auto page = queries.orders({limit_, {}});
        if (!page) co_return pass(page);
        for (const auto& row : page->rows) records::append(out, row.updated, row);
    }
    if (fills_) {
        auto page = queries.fills({limit_, {}});
        if (!page) co_return pass(page);
        for (const auto& row : page->rows) records::append(out, row.at, row);
    }
    co_return env.out.write(out);
}

}  // namespace pm::trade
