/// Goal: what we sign, send and believe agrees with a venue that checks like the real one.
/// Method: whole orders against the simulator, with faults; its own log is the judge.

#include <algorithm>
#include <set>

#include "sim_account.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

/// One tick below the best bid: rests, unless the market moves a lot.
OrderIntent resting(SimAccount& account) {
    const auto tick = account.market.tick.micros();
    const auto bid = account.occasion().bid;
    REQUIRE(bid);
    const auto limit = Price::from_micros(std::max(tick, bid->micros() - 5 * tick));
    return account.intent(Side::buy, limit, shares(10));
}

/// Crosses the best ask, with some ticks to spare.
OrderIntent crossing(SimAccount& account, TimeInForce tif = TimeInForce::fak) {
    const auto ask = account.occasion().ask;
    REQUIRE(ask);
    const auto limit = Price::from_micros(ask->micros() + 3 * account.market.tick.micros());
    return account.intent(Side::buy, limit, shares(10), tif);
}

}  // namespace

TEST_CASE("a resting order is taken, listed and cancelled", "[live][sim]") {
    SimAccount account;
    const auto id = account.place(resting(account));
    REQUIRE(account.until([&] { return account.status(id) == OrderStatus::live; }));
    const auto listed = account.loop.run(account.client->open_orders());
    REQUIRE(listed);
    REQUIRE(listed->size() == 1);
    CHECK(listed->front().order_id == id);  // the venue computes the same hash
    REQUIRE(account.executor->cancel(id, account.clock().now()));
    REQUIRE(account.until([&] { return account.status(id) == OrderStatus::cancelled; }));
    CHECK(account.loop.run(account.client->open_orders())->empty());
    CHECK(account.heard.halts.empty());
}

TEST_CASE("a market buy is filled, provisional first, then settled", "[live][sim]") {
    SimAccount account;
    const auto id = account.place(crossing(account));
    REQUIRE(account.until([&] { return account.status(id) == OrderStatus::filled; }));
    REQUIRE(!account.heard.fills.empty());
    CHECK(account.heard.fills.front().settlement == Settlement::provisional);
    REQUIRE(account.until([&] { return account.journal.settlements > 0; }));
    const auto* position = account.portfolio.find(account.market.yes);
    REQUIRE(position != nullptr);
    CHECK(position->settled >= account.order(id).intent.size - Size{10'000});
    CHECK(account.order(id).paid <= account.order(id).intent.spend);
    CHECK(account.heard.halts.empty());
    // what the venue says of the wallet is what our books say
    const auto held = account.loop.run(account.client->balance(account.market.yes, true));
    REQUIRE(held);
    CHECK(held->micros == position->settled.micros);
}

TEST_CASE("an order whose answer was lost is found by its hash and sent once", "[live][sim]") {
    SimAccount account;
    account.fault(R"({"kind":"apply_then_cut","path":"POST /order","count":1})");
    const auto id = account.place(resting(account));
    // The user channel may tell of it before the loss of the answer is even noticed.
    REQUIRE(account.until([&] { return account.status(id) == OrderStatus::live; }));
    CHECK(account.order(id).proof != Proof::own);
    CHECK(account.order(id).proof != Proof::reply);
    CHECK(account.loop.run(account.client->open_orders())->size() == 1);
}

TEST_CASE("an order that never arrived ends with the negative verdict", "[live][sim]") {
    SimAccount account;
    account.fault(R"({"kind":"drop_request","path":"POST /order","count":1})");
    const auto id = account.place(resting(account));
    REQUIRE(account.until([&] { return is_final(account.status(id)); }));
    CHECK(account.order(id).proof == Proof::negative);
    CHECK(account.loop.run(account.client->open_orders())->empty());
}

TEST_CASE("fills are found although the user channel is mute", "[live][sim]") {
    SimAccount account;
    account.fault(R"({"kind":"user_mute","seconds":60})");
    const auto id = account.place(crossing(account));
    // It may be confirmed by the time it is found: then it was never provisional for us.
    const auto settled = [&] {
        const auto& fills = account.journal.fills;
        return !fills.empty() && fills.begin()->second.settlement == Settlement::settled;
    };
    CHECK(account.until(settled));
    CHECK(account.status(id) == OrderStatus::filled);
    CHECK(account.journal.fills.size() == 1);
}

// Goal: whatever is lost on the way, one wish is one order at the venue, and our books end up as
// the venue's. Method: two dozen orders while most requests go wrong in some way.
TEST_CASE("orders survive a venue that fights back", "[live][sim]") {
    SimAccount account;
    account.fault(
        R"({"seed":5,"faults":[{"kind":"one_of","path":"POST /order","cases":[)"
        R"({"share":0.15,"kind":"drop_request"},{"share":0.2,"kind":"apply_then_cut"},)"
        R"({"share":0.1,"kind":"reply","status":502,"when":"after","body":"html"},)"
        R"({"share":0.1,"kind":"reply","status":500,"when":"instead"},)"
        R"({"share":0.1,"kind":"truncate_reply","byte":40},{"share":0.35,"kind":"none"}]}]})");
    std::vector<std::string> ids;
    for (int i = 0; i < 24; ++i) {
        const auto wish = resting(account);
        auto placed = account.executor->place(wish, account.occasion());
        REQUIRE(placed);
        // Nothing new goes into a slot with an unknown order: wait for its proof.
        if (placed->refusal) {
            account.until([&] { return account.reconciler->in_doubt() == 0; });
            continue;
        }
        ids.push_back(*placed->order_id);
        account.until([&] {
            const auto status = account.status(ids.back());
            return status != OrderStatus::intent && status != OrderStatus::sent;
        });
    }
    REQUIRE(ids.size() >= 12);
    REQUIRE(account.until([&] { return account.reconciler->in_doubt() == 0; }));
    const auto listed = account.loop.run(account.client->open_orders());
    REQUIRE(listed);
    std::set<std::string> theirs;
    for (const auto& order : *listed) theirs.insert(order.order_id);
    std::set<std::string> ours;
    int unknowns = 0;
    for (const auto& id : ids) {
        if (!is_final(account.status(id))) ours.insert(id);
        const auto& orders = account.heard.orders;
        unknowns += std::any_of(orders.begin(), orders.end(), [&](const auto& order) {
            return order.order_id == id && order.status == OrderStatus::unknown;
        });
    }
    CHECK(ours == theirs);
    CHECK(unknowns >= 3);  // otherwise nothing was shown
    CHECK(account.heard.foreign.empty());
    CHECK(account.heard.halts.empty());
}

TEST_CASE("a trade that fails on the chain is undone once", "[live][sim]") {
    SimAccount account;
    account.fault(
        R"({"kind":"trade_script","count":1,"steps":[{"status":"RETRYING","after_ms":2000},)"
        R"({"status":"FAILED","after_ms":4000}]})");
    const auto id = account.place(crossing(account));
    REQUIRE(account.until([&] { return account.journal.settlements > 0; }));
    const auto* position = account.portfolio.find(account.market.yes);
    REQUIRE(position != nullptr);
    CHECK(position->settled.micros == 0);
    CHECK(position->provisional.micros == 0);
    CHECK(account.portfolio.cash() == dollars(10'000));
    CHECK(account.journal.settlements == 1);
    CHECK(account.heard.fills.back().settlement == Settlement::failed);
    CHECK(account.journal.fills.begin()->first.first == id);
}
