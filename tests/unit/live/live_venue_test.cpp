#include "live/live_venue.hpp"

#include <algorithm>

#include "account_fixture.hpp"
#include "base/json.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::live;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

struct Recorder final : trading::ReportSink, VenueDesk {
    void on_report(const trading::OrderReport& report) override { reports.push_back(report); }
    void on_report(const trading::TradeReport&) override {}
    void on_sent(const std::string& order_id) override { sent.push_back(order_id); }
    void on_unknown(const std::string& order_id) override { unknown.push_back(order_id); }
    void on_cancel_wanted(const std::string& order_id) override { cancels.push_back(order_id); }
    void on_impossible(const Error& why) override { impossible.push_back(why.message); }

    [[nodiscard]] std::vector<OrderStatus> statuses(const std::string& order_id) const {
        std::vector<OrderStatus> out;
        for (const auto& report : reports) {
            if (report.order_id == order_id && report.status) out.push_back(*report.status);
        }
        return out;
    }

    std::vector<trading::OrderReport> reports;
    std::vector<std::string> sent, unknown, cancels, impossible;
};

struct World {
    World() { venue.connect(recorder, recorder); }
    ~World() { CHECK(f.run(venue.close())); }
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    void open() { REQUIRE(f.run(venue.open())); }

    /// A limit buy of 10 at 0.35, approved.
    risk::Approved<OrderIntent> approved(bool post_only = false) {
        Market market;
        market.event = "e";
        market.slug = "m";
        market.condition = *ConditionId::parse("0x" + std::string(64, 'c'));
        market.yes = *TokenId::parse("11");
        market.no = *TokenId::parse("22");
        market.min_size = shares(5);
        market.accepting_orders = true;
        OrderIntent intent;
        intent.client_id = "c";
        intent.event = "e";
        intent.market = "m";
        intent.condition = market.condition;
        intent.token = market.yes;
        intent.limit = cents(35);
        intent.size = shares(10);
        intent.post_only = post_only;
        risk::World world;
        world.market = &market;
        world.now = f.clock.now();
        world.quoted_at = world.now;
        world.forecast_at = world.now;
        world.bid = cents(34);
        world.ask = cents(36);
        world.cash = dollars(1'000);
        auto review = gate.review(intent, world);
        REQUIRE(review);
        return *review;
    }

    /// Prepares and submits one; its id.
    std::string place(bool post_only = false) {
        const auto order = approved(post_only);
        auto prepared = venue.prepare(order);
        REQUIRE(prepared);
        REQUIRE(venue.submit(*prepared, order));
        return prepared->order_id;
    }
    /// Places one and waits for its answer; what was last said of it.
    trading::OrderReport answer() {
        const auto id = place();
        f.until([&] { return recorder.statuses(id).size() > 1; });
        return recorder.reports.back();
    }
    /// Accepts every order with the id that it really has.
    void accept() {
        f.venue.on("POST /order", [this](const net::ServerRequest&) {
            return http_reply(200, R"({"success":true,"errorMsg":"","orderID":")" +
                                       recorder.sent.back() + R"(","status":"live"})");
        });
    }

    AccountFixture f;
    risk::Limits limits{};
    risk::Gate gate{limits, TradingMode::paper};
    Recorder recorder;
    SignerBuckets buckets;
    Trader trader = [this] {
        Trader out;
        out.chain_id = 137;
        out.wallet = f.key.address();
        out.api_key = f.api.key;
        return out;
    }();
    OrderMaker maker{{f.key, f.random, limits}, trader};
    LiveVenue venue{{*f.client, maker, buckets, f.clock, f.loop.executor()}};
};

}  // namespace

TEST_CASE("nothing is signed before the venue's version is known", "[live][venue]") {
    World w;
    CHECK(w.venue.prepare(w.approved()).error().code == Errc::rejected);
    w.f.venue.on("GET /version", 200, R"({"version":3})");
    const auto opened = w.f.run(w.venue.open());
    REQUIRE(!opened);
    CHECK(opened.error().message.find("version 3") != std::string::npos);
    CHECK(!w.venue.prepare(w.approved()));
    w.f.venue.on("GET /version", 200, R"({"version":2})");
    w.open();
    CHECK(w.venue.prepare(w.approved()));
    CHECK(w.f.venue.count("POST /order") == 0);
}

TEST_CASE("an order leaves once, exactly as prepared, and is reported", "[live][venue]") {
    World w;
    w.open();
    w.accept();
    const auto order = w.approved();
    const auto prepared = w.venue.prepare(order);
    REQUIRE(prepared);
    CHECK(w.f.venue.count("POST /order") == 0);  // journalled first
    REQUIRE(w.venue.submit(*prepared, order));
    CHECK(w.recorder.statuses(prepared->order_id) == std::vector{OrderStatus::sent});
    CHECK(w.recorder.sent == std::vector{prepared->order_id});
    w.f.until([&] { return w.venue.in_flight() == 0; });
    CHECK(w.recorder.statuses(prepared->order_id) ==
          std::vector{OrderStatus::sent, OrderStatus::live});
    CHECK(w.f.venue.count("POST /order") == 1);
    CHECK(w.f.venue.last("POST /order").body == prepared->body);
    CHECK(w.recorder.unknown.empty());
}

TEST_CASE("what an answer leaves open is unknown and followed", "[live][venue]") {
    World w;
    w.open();
    w.f.venue.on("POST /order", 500, R"({"error":"could not insert order"})");
    CHECK(w.answer().status == OrderStatus::unknown);
    w.f.venue.dies("POST /order");
    CHECK(w.answer().status == OrderStatus::unknown);
    w.f.venue.on("POST /order", 200, "<html>");
    const auto last = w.answer();
    CHECK(last.status == OrderStatus::unknown);
    CHECK(w.recorder.unknown.size() == 3);
    CHECK(w.recorder.unknown.back() == last.order_id);
    w.f.venue.on("POST /order", 400, R"({"error":"not enough balance / allowance"})");
    const auto refused = w.answer();
    CHECK(refused.status == OrderStatus::rejected);
    CHECK(refused.reason == "balance: not enough balance / allowance");
    CHECK(w.recorder.unknown.size() == 3);
}

TEST_CASE("an answer that names another order is an alarm", "[live][venue]") {
    World w;
    w.open();
    w.f.venue.on("POST /order", 200,
                 R"({"success":true,"errorMsg":"","orderID":"0xdead","status":"live"})");
    CHECK(w.answer().status == OrderStatus::unknown);
    REQUIRE(w.recorder.impossible.size() == 1);
    CHECK(w.recorder.impossible.front().find("0xdead") != std::string::npos);
}

TEST_CASE("an order that certainly did not leave is rejected", "[live][venue]") {
    World w;
    w.open();
    w.f.server.stop();
    w.f.loop.drain(10ms);
    const auto report = w.answer();
    CHECK(report.status == OrderStatus::rejected);
    CHECK(report.proof == trading::Proof::own);
    CHECK(w.recorder.unknown.empty());
}

TEST_CASE("the venue's pauses are states of ours", "[live][venue]") {
    World w;
    w.open();
    CHECK(w.venue.state() == risk::VenueState::open);
    w.f.venue.on("POST /order", 503,
                 R"({"error":"post-only mode: only post-only orders","retry_after_seconds":79})");
    CHECK(w.answer().status == OrderStatus::rejected);
    CHECK(w.venue.state() == risk::VenueState::post_only);
    const auto order = w.approved();
    CHECK(w.venue.submit(*w.venue.prepare(order), order).error().code == Errc::restricted);
    w.accept();
    const auto id = w.place(true);
    w.f.until([&] { return w.recorder.statuses(id).size() == 2; });
    CHECK(w.recorder.statuses(id).back() == OrderStatus::live);
    CHECK(w.venue.state() == risk::VenueState::post_only);
}

TEST_CASE("each kind of pause is recognised from its answer", "[live][venue]") {
    struct Row {
        int status;
        std::string body;
        risk::VenueState state;
    };
    const std::vector<Row> rows{
        {425, "", risk::VenueState::restarting},
        {503, R"({"error":"Trading is currently cancel-only. New orders are not accepted"})",
         risk::VenueState::cancel_only},
        {503, R"({"error":"Trading is currently disabled."})", risk::VenueState::disabled},
        {429, "Too Many Requests", risk::VenueState::throttled},
        {403, "<html>blocked", risk::VenueState::disabled},
    };
    for (const auto& row : rows) {
        CAPTURE(row.status, row.body);
        World w;
        w.open();
        w.f.venue.on("POST /order", row.status, row.body);
        (void)w.answer();
        CHECK(w.venue.state() == row.state);
        CHECK(w.venue.blocked() == (row.status == 403));
    }
}

TEST_CASE("a version the venue refuses is asked about once and then left to a person",
          "[live][venue]") {
    World w;
    w.open();
    const auto asked = w.f.venue.count("GET /version");
    w.f.venue.on("POST /order", 400, R"({"error":"order_version_mismatch"})");
    CHECK(w.answer().status == OrderStatus::rejected);
    w.f.until([&] { return w.f.venue.count("GET /version") == asked + 1; });
    w.f.until([&] { return w.venue.in_flight() == 0; });
    CHECK(w.venue.prepare(w.approved()));  // it says 2, as we do: once more
    CHECK(w.answer().status == OrderStatus::rejected);
    w.f.until([&] { return w.venue.in_flight() == 0; });
    CHECK(!w.venue.prepare(w.approved()));
}

TEST_CASE("orders of a batch leave together and are matched by hash", "[live][venue]") {
    World w;
    w.open();
    std::vector<std::string> ids;
    w.f.venue.on("POST /orders", [&](const net::ServerRequest& request) {
        const auto json = Json::parse(request.body);
        std::string out = "[";
        // the answers come in reverse
        const auto first = ids.begin() + (json->items().size() == 15 ? 0 : 15);
        for (std::size_t i = json->items().size(); i-- > 0;) {
            if (out.size() > 1) out += ',';
            out += R"({"success":true,"errorMsg":"","orderID":")" +
                   *(first + static_cast<std::ptrdiff_t>(i)) + R"(","status":"live"})";
        }
        return http_reply(200, out + "]");
    });
    w.venue.begin_batch();
    for (int i = 0; i < 20; ++i) ids.push_back(w.place());
    CHECK(w.recorder.sent.empty());
    w.venue.end_batch();
    w.f.until([&] { return w.venue.in_flight() == 0; });
    CHECK(w.f.venue.count("POST /orders") == 2);
    for (const auto& id : ids) {
        CHECK(w.recorder.statuses(id) == std::vector{OrderStatus::sent, OrderStatus::live});
    }
}

TEST_CASE("our signer's bucket stops us before the venue does", "[live][venue]") {
    World w;
    w.open();
    w.accept();
    for (int i = 0; i < 30; ++i)
        REQUIRE(w.buckets.take(SignerBuckets::Kind::orders, 1, SignerBuckets::Urgency::ordinary,
                               w.f.clock.steady()));
    const auto refused = w.venue.prepare(w.approved());
    REQUIRE(!refused);
    CHECK(refused.error().code == Errc::throttled);
    REQUIRE(refused.error().retry_after);
    CHECK(*refused.error().retry_after <= 50ms);
}

TEST_CASE("closing leaves what was under way unknown", "[live][venue]") {
    World w;
    w.open();
    w.f.venue.delay = 10s;
    const auto id = w.place();
    w.f.until([&] { return w.f.venue.count("POST /order") == 1; });
    REQUIRE(w.f.run(w.venue.close()));
    CHECK(w.recorder.statuses(id) == std::vector{OrderStatus::sent, OrderStatus::unknown});
}

TEST_CASE("a cancel is the desk's, unless the order has not left", "[live][venue]") {
    World w;
    w.open();
    REQUIRE(w.venue.cancel("0xabc"));
    CHECK(w.recorder.cancels == std::vector<std::string>{"0xabc"});
    w.venue.begin_batch();
    const auto id = w.place();
    REQUIRE(w.venue.cancel(id));
    w.venue.end_batch();
    CHECK(w.recorder.statuses(id) == std::vector{OrderStatus::cancelled});
    CHECK(w.f.venue.count("POST /orders") == 0);
    CHECK(w.f.venue.count("POST /order") == 0);
}
