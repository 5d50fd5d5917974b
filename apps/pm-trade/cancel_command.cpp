#include "pm-trade/cancel_command.hpp"

#include <algorithm>

namespace pm::trade {

namespace {

void declare_patience(cli::Options& options, Duration& patience) {
    options.value("--patience", patience, cli::parse_duration, "Wait this long for proof")
        .value_name("TIME")
        .default_text("15s");
}

/// Cancels one after the other; goes on after a failure and returns the worst of them.
net::Task<void> cancel_each(HandDesk& desk, std::vector<std::string> ids, Duration patience) {
    Result<void> outcome;
    for (auto& id : ids) {
        auto done = co_await desk.cancel(std::move(id), patience);
        if (done) continue;
        const bool worse = outcome || done.error().code == Errc::outcome_unknown;
        if (worse) outcome = std::move(done);
    }
    co_return outcome;
}

}  // namespace

std::vector<cli::Example> CancelCommand::examples() const {
    return {{"pm-trade cancel 0x2f…e1", "one order"},
            {"pm-trade orders --open -o ids | xargs pm-trade cancel", "all that are ours"}};
}

void CancelCommand::declare(cli::Options& options) {
    options.argument("order", ids_, "Order ids").required();
    declare_patience(options, patience_);
    plan_.live.declare(options);
}

net::Task<void> CancelCommand::run(cli::Env& env) {
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    auto desk = co_await HandDesk::open(env, **session, plan_);
    if (!desk) co_return pass(desk);
    auto outcome = co_await cancel_each(**desk, ids_, patience_);
    co_return co_await (*desk)->close(std::move(outcome));
}

void CancelAllCommand::declare(cli::Options& options) {
    options.value("--market", market_, "Only orders of this market").value_name("SLUG");
    declare_patience(options, patience_);
    plan_.live.declare(options);
}

net::Task<void> CancelAllCommand::run(cli::Env& env) {
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    auto desk = co_await HandDesk::open(env, **session, plan_);
    if (!desk) co_return pass(desk);
    std::vector<std::string> ids;
    for (const auto& order : (*desk)->open_orders()) {
        if (market_.empty() || order.intent.market == market_) ids.push_back(order.order_id);
    }
    auto outcome = co_await cancel_each(**desk, std::move(ids), patience_);
    co_return co_await (*desk)->close(std::move(outcome));
}

std::vector<cli::Example> ReplaceCommand::examples() const {
    return {{"pm-trade replace 0x2f…e1 --price 0.36", "the same order a cent higher"}};
}

void ReplaceCommand::declare(cli::Options& options) {
    options.argument("order", id_, "Order id").required();
    options.value("--price", price_, Price::parse, "New limit").value_name("P");
    options.value("--shares", shares_, Size::parse, "New size; default: what is left")
        .value_name("N");
    declare_patience(options, patience_);
    plan_.live.declare(options);
}

/// Never both at once: the new order leaves only when the old one is gone for certain.
net::Task<void> ReplaceCommand::replace(HandDesk& desk) {
    const auto* order = desk.find_order(id_);
    if (order == nullptr || is_final(order->status)) {
        co_return fail(Errc::not_found, "no open order " + id_);
    }
    const auto old = *order;
    auto seen = co_await desk.look(old.intent.token.text(), {});
    if (!seen) co_return pass(seen);
    auto cancelled = co_await desk.cancel(id_, patience_);
    if (!cancelled) co_return cancelled;
    const auto* ended = desk.find_order(id_);
    const auto left = old.intent.size - (ended == nullptr ? old.filled : ended->filled);
    auto intent = old.intent;
    intent.client_id.clear();
    if (price_) intent.limit = *price_;
    intent.size = shares_.value_or(left);
    intent.reason = "replace";
    if (intent.size.micros <= 0) {
        co_return fail(Errc::refused, "nothing left to replace: the order has been filled");
    }
    if (!seen->market.tick.admits(intent.limit)) {
        co_return fail(Errc::tick_mismatch, intent.limit.text() + " is not on the grid of " +
                                                seen->market.tick.text() +
                                                "; the old order is cancelled");
    }
    auto id = desk.place(std::move(intent), *seen);
    if (!id) co_return pass(id, "the old order is cancelled");
    co_return co_await desk.wait(std::move(*id), patience_);
}

net::Task<void> ReplaceCommand::run(cli::Env& env) {
    if (!price_ && !shares_) co_return fail(Errc::bad_input, "what changes? --price or --shares");
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    auto desk = co_await HandDesk::open(env, **session, plan_);
    if (!desk) co_return pass(desk);
    auto outcome = co_await replace(**desk);
    co_return co_await (*desk)->close(std::move(outcome));
}

}  // namespace pm::trade
