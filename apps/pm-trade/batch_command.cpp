#include "pm-trade/batch_command.hpp"

#include "records/read.hpp"

namespace pm::trade {

namespace {

constexpr std::size_t orders_max = 300;

}  // namespace

std::vector<cli::Example> BatchCommand::examples() const {
    return {{"pm-trade batch - < orders.ndjson", "order records: token_id, side, price, size, …"}};
}

void BatchCommand::declare(cli::Options& options) {
    options.argument("source", source_, "Order records on standard input: -")
        .required()
        .choices({"-"});
    options.flag("--dry-run", plan_.dry_run, "Show what each order would be");
    options.value("--patience", patience_, cli::parse_duration, "Wait this long for answers")
        .value_name("TIME")
        .default_text("15s");
    plan_.live.declare(options);
}

/// Everything is read before anything is sent: half a line at the end means no order at all.
net::Task<std::vector<OrderIntent>> BatchCommand::read(cli::Env& env) const {
    std::vector<OrderIntent> out;
    for (std::size_t number = 1;; ++number) {
        auto line = co_await env.in.next();
        const auto where = "line " + std::to_string(number);
        if (!line) co_return pass(line, where);
        if (!*line) break;
        auto record = records::read(**line);
        if (!record) co_return pass(record, where);
        const auto* order = std::get_if<Order>(&record->body);
        if (order == nullptr) co_return fail(Errc::bad_input, where + ": not an order record");
        if (out.size() == orders_max) {
            co_return fail(Errc::bad_input, "more than " + std::to_string(orders_max) + " orders");
        }
        out.push_back(order->intent);
    }
    if (out.empty()) co_return fail(Errc::bad_input, "no orders on standard input");
    co_return out;
}

net::Task<void> BatchCommand::trade(HandDesk& desk, std::vector<OrderIntent> wishes) {
    std::vector<Seen> markets;
    for (const auto& wish : wishes) {
        auto seen = co_await desk.look(wish.token.text(), {});
        if (!seen) co_return pass(seen, wish.token.text());
        markets.push_back(std::move(*seen));
    }
    Result<void> outcome;
    std::vector<std::string> ids;
    desk.begin_batch();
    for (std::size_t i = 0; i < wishes.size(); ++i) {
        const auto& seen = markets[i];
        auto& intent = wishes[i];
        intent.client_id.clear();
        intent.event = seen.market.event;
        intent.market = seen.market.slug;
        intent.condition = seen.market.condition;
        intent.outcome = seen.outcome;
        intent.reason = "batch";
        if (plan_.dry_run) {
            auto shown = desk.preview(intent, seen);
            if (!shown) co_return shown;
            continue;
        }
        auto id = desk.place(std::move(intent), seen);
        if (id) {
            ids.push_back(std::move(*id));
        } else if (outcome) {
            outcome = pass(id, "order " + std::to_string(i + 1));
        }
    }
    desk.end_batch();
    for (auto& id : ids) {
        auto known = co_await desk.wait(std::move(id), patience_);
        if (known) continue;
        if (outcome || known.error().code == Errc::outcome_unknown) outcome = std::move(known);
    }
    co_return outcome;
}

net::Task<void> BatchCommand::run(cli::Env& env) {
    auto wishes = co_await read(env);
    if (!wishes) co_return pass(wishes);
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    auto desk = co_await HandDesk::open(env, **session, plan_);
    if (!desk) co_return pass(desk);
    auto done = co_await trade(**desk, std::move(*wishes));
    co_return co_await (*desk)->close(std::move(done));
}

}  // namespace pm::trade
