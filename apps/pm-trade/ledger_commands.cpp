#include "pm-trade/ledger_commands.hpp"

#include <algorithm>

#include "pm-trade/account.hpp"
#include "pm-trade/venue_view.hpp"
#include "records/write.hpp"
#include "store/reader.hpp"
#include "wiring/account_session.hpp"

namespace pm::trade {

namespace {

/// The connection to the venue that a look needs: credentials, no key.
struct VenueLook {
    VenueLook() = default;
    std::unique_ptr<wiring::Session> session;
    std::unique_ptr<wiring::AccountSession> account;

    [[nodiscard]] live::AccountClient& client() const { return account->client(); }
    [[nodiscard]] Timestamp now() const { return session->clock().now(); }
};

net::Task<VenueLook> look_at_venue(cli::Env& env) {
    VenueLook look;
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    look.session = std::move(*session);
    auto account =
        co_await wiring::AccountSession::open(env, *look.session, wiring::AccountUse::requests);
    if (!account) co_return pass(account);
    look.account = std::move(*account);
    co_return std::move(look);
}

Result<std::unique_ptr<store::Reader>> open_reader(const cli::Settings& settings,
                                                   const LedgerView& view) {
    auto path = view.file(settings);
    if (!path) return pass(path);
    return store::Reader::open(*path);
}

Result<void> check_limit(std::int64_t limit) {
    if (limit <= 0) return fail(Errc::bad_input, "--limit: must be above zero");
    return {};
}

void declare_limit(cli::Options& options, std::int64_t& limit) {
    options.value("--limit", limit, "At most this many").value_name("N").default_text("50");
}

/// The first `limit`, newest first.
template <class Row>
std::string written(std::vector<Row> rows, std::int64_t limit, Timestamp Row::*at) {
    std::stable_sort(rows.begin(), rows.end(),
                     [at](const Row& a, const Row& b) { return a.*at > b.*at; });
    rows.resize(std::min(rows.size(), static_cast<std::size_t>(limit)));
    std::string out;
    for (const auto& row : rows) records::append(out, row.*at, row);
    return out;
}

net::Task<std::string> venue_positions(cli::Env& env) {
    auto look = co_await look_at_venue(env);
    if (!look) co_return pass(look);
    auto rows = co_await look->client().positions();
    if (!rows) co_return pass(rows);
    std::string out;
    for (const auto& row : *rows) records::append(out, look->now(), position_of(row));
    co_return out;
}

net::Task<std::string> venue_orders(cli::Env& env, std::int64_t limit) {
    auto look = co_await look_at_venue(env);
    if (!look) co_return pass(look);
    auto rows = co_await look->client().open_orders(ConditionId{});
    if (!rows) co_return pass(rows);
    std::vector<Order> orders;
    for (const auto& row : *rows) {
        auto order = order_of(row, look->now());
        if (!order) co_return pass(order);
        orders.push_back(std::move(*order));
    }
    co_return written(std::move(orders), limit, &Order::updated);
}

net::Task<std::string> venue_trades(cli::Env& env, std::int64_t limit) {
    auto look = co_await look_at_venue(env);
    if (!look) co_return pass(look);
    auto rows = co_await look->client().trades(std::nullopt);
    if (!rows) co_return pass(rows);
    std::vector<Fill> fills;
    for (const auto& row : *rows) {
        for (auto& fill : fills_of(row, look->account->api().key, look->now())) {
            fills.push_back(std::move(fill));
        }
    }
    co_return written(std::move(fills), limit, &Fill::at);
}

}  // namespace

void LedgerView::declare(cli::Options& options) {
    options.flag("--live", live_, "The real-money account's ledger, not the paper one");
    options.value("--source", source_, "Whose word: our ledger's, or the venue's own")
        .choices({"ledger", "venue"})
        .default_text("ledger");
}

Result<std::string> LedgerView::file(const cli::Settings& settings) const {
    return live_ ? live_ledger_file(settings) : ledger_file(settings);
}

std::vector<cli::Example> PositionsCommand::examples() const {
    return {{"pm-trade positions --all -o csv", "closed ones too, for a spreadsheet"},
            {"pm-trade positions --source venue", "what the venue says the wallet holds"}};
}

void PositionsCommand::declare(cli::Options& options) {
    view_.declare(options);
    options.flag("--all", all_, "Closed positions, too");
}

net::Task<void> PositionsCommand::run(cli::Env& env) {
    if (view_.of_venue()) {
        auto text = co_await venue_positions(env);
        if (!text) co_return pass(text);
        co_return env.out.write(*text);
    }
    auto reader = open_reader(*env.settings, view_);
    if (!reader) co_return pass(reader);
    auto rows = all_ ? (*reader)->queries().all_positions() : (*reader)->queries().held();
    if (!rows) co_return pass(rows);
    std::string out;
    const auto now = env.clock.now();
    for (auto& row : *rows) records::append(out, now, MarkedPosition{std::move(row), {}});
    co_return env.out.write(out);
}

std::vector<cli::Example> OrdersCommand::examples() const {
    return {{"pm-trade orders --limit 5 --fills", "the last orders and fills"},
            {"pm-trade orders --source venue", "what is open at the venue, whoever placed it"}};
}

void OrdersCommand::declare(cli::Options& options) {
    view_.declare(options);
    declare_limit(options, limit_);
    options.flag("--open", open_, "Open ones only, oldest first");
    options.flag("--fills", fills_, "The newest fills, too");
}

net::Task<void> OrdersCommand::run(cli::Env& env) {
    if (auto ok = check_limit(limit_); !ok) co_return ok;
    if (view_.of_venue()) {
        auto text = co_await venue_orders(env, limit_);
        if (!text) co_return pass(text);
        co_return env.out.write(*text);
    }
    auto reader = open_reader(*env.settings, view_);
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

std::vector<cli::Example> TradesCommand::examples() const {
    return {
        {"pm-trade trades --live --limit 20", "the last fills of the real account"},
        {"pm-trade trades --source venue", "as the venue tells them, of this API key's orders"}};
}

void TradesCommand::declare(cli::Options& options) {
    view_.declare(options);
    declare_limit(options, limit_);
}

net::Task<void> TradesCommand::run(cli::Env& env) {
    if (auto ok = check_limit(limit_); !ok) co_return ok;
    if (view_.of_venue()) {
        auto text = co_await venue_trades(env, limit_);
        if (!text) co_return pass(text);
        co_return env.out.write(*text);
    }
    auto reader = open_reader(*env.settings, view_);
    if (!reader) co_return pass(reader);
    auto page = (*reader)->queries().fills({limit_, {}});
    if (!page) co_return pass(page);
    std::string out;
    for (const auto& row : page->rows) records::append(out, row.at, row);
    co_return env.out.write(out);
}

}  // namespace pm::trade
