#include "live/account_sync.hpp"

#include <algorithm>

#include "account_fixture.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::live;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

const std::string a = "0x" + std::string(64, 'a');
const std::string b = "0x" + std::string(64, 'b');
const std::string condition = "0x" + std::string(64, 'c');

std::string row(const std::string& id, const std::string& status, const std::string& matched) {
    return R"({"id":")" + id + R"(","status":")" + status + R"(","market":")" + condition +
           R"(","asset_id":"11","original_size":"10","order_type":"GTC","size_matched":")" +
           matched + "\"}";
}
std::string page(const std::string& rows) {
    return R"({"next_cursor":"LTE=","data":[)" + rows + "]}";
}
std::string trade(const std::string& id, const std::string& order, const std::string& status) {
    return R"({"id":")" + id + R"(","taker_order_id":")" + order + R"(","market":")" + condition +
           R"(","asset_id":"11","side":"BUY","size":"4","price":"0.35","status":")" + status +
           R"(","match_time":"1791800124","maker_orders":[]})";
}

/// The reconciler's times, a hundred times as fast.
trading::ReconcileRules quick() {
    trading::ReconcileRules rules;
    rules.reply_after = 50ms;
    rules.poll_first = 10ms;
    rules.poll_max = 40ms;
    rules.polls_apart = 60ms;
    rules.since_send = 150ms;
    rules.give_up_after = 30ms;
    rules.repost_after = 10ms;
    rules.reposts = 0;
    rules.cancel_first = 5ms;
    rules.cancel_max = 20ms;
    rules.escalate_after = 60ms;
    return rules;
}

/// Feeds a tracker as the executor does, and writes everything down.
struct Books final : trading::ReportSink {
    void on_report(const trading::OrderReport& report) override {
        orders.push_back(report);
        if (auto after = tracker.after(report)) tracker.commit(*after);
    }
    void on_report(const trading::TradeReport& report) override { trades.push_back(report); }

    void add(const std::string& id, OrderStatus status) {
        Order order;
        order.order_id = id;
        order.intent.token = *TokenId::parse("11");
        order.intent.size = shares(10);
        order.intent.limit = cents(35);
        order.status = status;
        order.mode = TradingMode::live;
        order.created = order.updated = noon;
        tracker.add(order);
    }
    [[nodiscard]] OrderStatus status(const std::string& id) const {
        return tracker.find(id)->status;
    }
    [[nodiscard]] Proof proof(const std::string& id) const { return tracker.find(id)->proof; }

    trading::Tracker tracker;
    std::vector<trading::OrderReport> orders;
    std::vector<trading::TradeReport> trades;
};

struct SyncWorld {
    SyncWorld() {
        f.venue.on("GET /data/orders", 200, page(""));
        f.venue.on("GET /data/trades", 200, page(""));
        SyncHooks hooks;
        hooks.alarm = [this](const Alert& alert) {
            alarms.push_back(alert.code + " " + alert.subject);
        };
        hooks.trades_read = [this] { places.push_back(*sync->trades_known()); };
        sync = std::make_unique<AccountSync>(
            AccountSync::Parts{*f.client, reconciler, books, buckets, f.clock, f.loop.executor()},
            std::move(hooks));
        REQUIRE(group.start(sync->run()));
    }
    ~SyncWorld() {
        CHECK(f.run(group.stop()));
        CHECK(f.run(sync->close()));
    }
    SyncWorld(const SyncWorld&) = delete;
    SyncWorld& operator=(const SyncWorld&) = delete;

    AccountFixture f;
    Books books;
    trading::Reconciler reconciler{books.tracker, f.clock, quick()};
    SignerBuckets buckets;
    std::vector<std::string> alarms;
    std::vector<Timestamp> places;
    std::unique_ptr<AccountSync> sync;
    net::TaskGroup group{f.loop.executor()};
};

}  // namespace

TEST_CASE("a resync reads every page of orders and trades and reports them", "[live][sync]") {
    SyncWorld w;
    w.books.add(a, OrderStatus::live);
    w.f.venue.on("GET /data/orders", 200, page(row(a, "LIVE", "4") + "," + row(b, "LIVE", "0")));
    w.f.venue.on("GET /data/trades", 200,
                 page(trade("t1", a, "TRADE_STATUS_MINED") + "," + trade("t2", b, "FAILED")));
    REQUIRE(w.f.run(w.sync->resync(false)));
    CHECK(w.reconciler.synced());
    CHECK(w.sync->trades_known());
    REQUIRE(w.books.orders.size() >= 2);
    CHECK(w.books.orders[0].proof == Proof::open_orders);
    REQUIRE(w.books.trades.size() >= 2);
    CHECK(w.books.trades[0].stage == trading::TradeStage::mined);
    CHECK(w.books.trades[1].stage == trading::TradeStage::failed);
}

TEST_CASE("a resync in which anything was not read whole has failed", "[live][sync]") {
    SyncWorld w;
    w.f.venue.on("GET /data/trades", 200, page(trade("t1", a, "STATUS_OF_TOMORROW")));
    CHECK(!w.f.run(w.sync->resync(false)));
    CHECK(!w.reconciler.synced());
    w.f.venue.on("GET /data/trades", 200, page(R"({"id":"t1"})"));
    CHECK(!w.f.run(w.sync->resync(false)));
    w.f.venue.on("GET /data/trades", 200, page(trade("t1", a, "MATCHED")));
    CHECK(w.f.run(w.sync->resync(false)));
    CHECK(w.reconciler.synced());
}

TEST_CASE("a check finds what the channel did not tell, without doubting what is known",
          "[live][sync]") {
    SyncWorld w;
    REQUIRE(w.f.run(w.sync->resync(false)));
    const auto before = w.books.trades.size();
    w.f.venue.on("GET /data/trades", 200, page(trade("t9", a, "MATCHED")));
    REQUIRE(w.f.run(w.sync->resync(true)));
    CHECK(w.reconciler.synced());
    REQUIRE(w.books.trades.size() == before + 1);
    CHECK(w.books.trades.back().trade_id == "t9");
}

TEST_CASE("an unknown order that the venue has is found by its hash", "[live][sync]") {
    SyncWorld w;
    REQUIRE(w.f.run(w.sync->resync(false)));
    w.books.add(a, OrderStatus::unknown);
    w.f.venue.on("GET /data/order/" + a, 200, row(a, "LIVE", "0"));
    w.sync->on_unknown(a);
    w.f.until([&] { return w.reconciler.in_doubt() == 0; });
    CHECK(w.books.status(a) == OrderStatus::live);
    CHECK(w.books.proof(a) == Proof::order_lookup);
}

// Goal: an order is said not to exist only after a cancel by hash was answered and two clean polls
// lie apart; the venue is asked in all its ways meanwhile.
TEST_CASE("an order that nobody knows of ends with the negative verdict", "[live][sync]") {
    SyncWorld w;
    REQUIRE(w.f.run(w.sync->resync(false)));
    w.f.venue.on("DELETE /order", 200,
                 R"({"canceled":[],"not_canceled":{")" + a + R"(":"Order not found"}})");
    w.books.add(a, OrderStatus::sent);
    w.sync->on_sent(a);
    w.sync->on_unknown(a);
    w.books.on_report(trading::OrderReport{a, OrderStatus::unknown, {}, {}, "", noon, Proof::own});
    CHECK(w.books.status(a) == OrderStatus::unknown);
    w.f.until([&] { return is_final(w.books.status(a)); });
    CHECK(w.books.proof(a) == Proof::negative);
    CHECK(w.f.venue.count("DELETE /order") >= 1);
    CHECK(w.f.venue.count("GET /data/order/" + a) >= 2);
    CHECK(w.reconciler.in_doubt() == 0);
}

TEST_CASE("while the venue does not answer an unknown order stays one", "[live][sync]") {
    SyncWorld w;
    REQUIRE(w.f.run(w.sync->resync(false)));
    w.f.venue.dies("GET /data/orders");
    w.f.venue.on("DELETE /order", 500, "");
    w.books.add(a, OrderStatus::unknown);
    w.sync->on_unknown(a);
    w.f.until([&] { return w.f.venue.count("DELETE /order") >= 3; });
    w.f.loop.drain(400ms);
    CHECK(w.books.status(a) == OrderStatus::unknown);
    CHECK(w.reconciler.in_doubt() == 1);
}

TEST_CASE("a cancel is asked for until there is proof", "[live][sync]") {
    SyncWorld w;
    REQUIRE(w.f.run(w.sync->resync(false)));
    w.books.add(a, OrderStatus::live);
    w.f.venue.on("GET /data/orders", 200, page(row(a, "LIVE", "0")));
    w.f.venue.on("GET /data/order/" + a, 200, row(a, "LIVE", "0"));
    int calls = 0;
    w.f.venue.on("DELETE /order", [&](const net::ServerRequest&) {
        if (++calls < 4)
            return http_reply(
                200, R"({"canceled":[],"not_canceled":{")" + a + R"(":"order is delayed"}})");
        return http_reply(200, R"({"canceled":[")" + a + R"("],"not_canceled":{}})");
    });
    w.sync->on_cancel_wanted(a);
    w.f.until([&] { return w.books.status(a) == OrderStatus::cancelled; });
    CHECK(calls == 4);
    CHECK(w.books.proof(a) == Proof::reply);
    CHECK(!w.reconciler.cancelling(a));
}

TEST_CASE("a cancel without proof is a matter for a person", "[live][sync]") {
    SyncWorld w;
    REQUIRE(w.f.run(w.sync->resync(false)));
    w.books.add(a, OrderStatus::live);
    w.f.venue.on("GET /data/orders", 200, page(row(a, "LIVE", "0")));
    w.f.venue.on("DELETE /order", 500, "");
    w.sync->on_cancel_wanted(a);
    w.f.until([&] { return !w.alarms.empty(); });
    CHECK(w.alarms.front() == "cancel_unproven " + a);
    CHECK(w.books.status(a) == OrderStatus::live);
}

TEST_CASE("events of the channel go to the books as they are", "[live][sync]") {
    SyncWorld w;
    auto json = Json::parse(trade("t5", a, "CONFIRMED"));
    w.sync->on_event(*polymarket::decode_user_trade(*json));
    json = Json::parse(row(b, "CANCELED", "3"));
    w.sync->on_event(*polymarket::decode_user_order(*json));
    CHECK(w.books.trades.back().stage == trading::TradeStage::confirmed);
    CHECK(w.books.trades.back().proof == Proof::stream);
    CHECK(w.books.orders.back().status == OrderStatus::cancelled);
    CHECK(w.books.orders.back().matched == shares(3));
}

TEST_CASE("a command reads the account once and in time", "[live][sync]") {
    SyncWorld w;
    REQUIRE(w.f.run(w.sync->sync_once(2s)));
    w.f.venue.dies("GET /data/orders");
    w.sync->on_lost();
    const auto late = w.f.run(w.sync->sync_once(100ms));
    REQUIRE(!late);
    CHECK(late.error().code == Errc::unavailable);
}

TEST_CASE("a start asks about every order in doubt and does not wait for the last proof",
          "[live][sync]") {
    SyncWorld w;
    w.books.add(a, OrderStatus::unknown);
    w.f.venue.on("GET /data/order/" + a, 404, R"({"error":"not found"})");
    REQUIRE(w.f.run(w.sync->read_once(2s)));
    CHECK(w.reconciler.synced());
    CHECK(w.reconciler.in_doubt() == 1);
    CHECK(w.books.status(a) == OrderStatus::unknown);
    CHECK(w.f.venue.count("GET /data/order/" + a) >= 1);
}

TEST_CASE("how far trades are read is told each time, for a kill asks nobody", "[live][sync]") {
    SyncWorld w;
    REQUIRE(w.f.run(w.sync->read_once(2s)));
    const auto first = w.places;
    CHECK(first.size() == 1);
    w.sync->on_lost();
    REQUIRE(w.f.run(w.sync->read_once(2s)));
    REQUIRE(w.places.size() == 2);
    CHECK(w.places[0] < w.places[1]);
}
