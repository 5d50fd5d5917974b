// The reconciler, one question at a time: the driver is the test itself.

#include "trading/reconciler.hpp"

#include "support/catch.hpp"
#include "trading/order_times.hpp"
#include "unit/trading/fixture.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;
using namespace pm::trading;

namespace {

struct Words {
    std::string operator()(const ReadOrder& a) const { return "order " + a.order_id; }
    std::string operator()(const ReadOpenOrders&) const { return "orders"; }
    std::string operator()(const ReadTrades&) const { return "trades"; }
    std::string operator()(const CancelByHash& a) const { return "cancel " + a.order_id; }
    std::string operator()(const Repost& a) const { return "repost " + a.order_id; }
    std::string operator()(const Conclude& a) const {
        return "conclude " + a.report.order_id + " " +
               (a.report.status == OrderStatus::rejected    ? "rejected"
                : a.report.status == OrderStatus::cancelled ? "cancelled"
                                                            : "unknown");
    }
    std::string operator()(const Escalate& a) const { return a.alert.code + " " + a.alert.subject; }
    std::string operator()(const Wake&) const { return ""; }
};

/// One buy, in whatever state; the venue answers what the test wants it to.
struct ReconcilerFixture {
    ReconcilerFixture() { hear(reconciler.on_connected()); }
    void add(OrderStatus status, const std::string& id = "o-1") {
        Order order;
        order.order_id = id;
        order.intent = wish(Side::buy, cents(40), shares(10));
        order.status = status;
        order.created = order.updated = clock.now();
        tracker.add(order);
    }
    void tell(OrderStatus status, Proof proof = Proof::stream, const std::string& id = "o-1") {
        OrderReport report;
        report.order_id = id;
        report.status = status;
        report.at = clock.now();
        report.proof = proof;
        take(report);
    }
    void take(const OrderReport& report) {
        if (const auto order = tracker.after(report)) tracker.commit(*order);
    }
    void hear(const ReconcileActions& actions) {
        for (const auto& action : actions) {
            if (const auto* wake = std::get_if<Wake>(&action)) {
                wake_at = wake->at;
                continue;
            }
            said.push_back(std::visit(Words{}, action));
            if (const auto* verdict = std::get_if<Conclude>(&action)) take(verdict->report);
        }
    }
    /// Answers everything that was asked: nothing is known of any order.
    void answer_nothing() {
        const auto asked = std::exchange(said, {});
        for (const auto& question : asked) {
            if (question == "trades") {
                hear(reconciler.on_trades(ListRead::done));
            } else if (question == "orders") {
                hear(reconciler.on_open_orders(ListRead::done, listed));
            } else if (question.starts_with("order ")) {
                hear(reconciler.on_order_read(question.substr(6), found));
            } else if (question.starts_with("cancel ")) {
                hear(reconciler.on_cancel(question.substr(7), cancel));
            } else {
                story.push_back(question);
            }
        }
    }
    /// Lets the time pass until `until`, answering all the way.
    void live_until(Duration until) {
        while (true) {
            while (!said.empty()) answer_nothing();
            const auto next = wake_at.value_or(Instant::max());
            if (next > Instant{until}) break;
            wake_at.reset();
            if (next > clock.steady()) clock.advance(next - clock.steady());
            hear(reconciler.on_wake());
        }
        clock.advance(Instant{until} - clock.steady());
    }
    [[nodiscard]] std::vector<std::string> take_story() { return std::exchange(story, {}); }

    ManualClock clock{noon};
    Tracker tracker;
    bool wanted = false;
    Reconciler reconciler{tracker, clock, {}, [this](const Order&) { return wanted; }};
    std::set<std::string> listed;
    OrderRead found = OrderRead::absent;
    CancelAnswer cancel = CancelAnswer::not_open;
    std::vector<std::string> said;
    std::vector<std::string> story;
    std::optional<Instant> wake_at;
};

}  // namespace

TEST_CASE("nothing is in sync before orders and trades were read", "[trading][reconciler]") {
    ReconcilerFixture f;
    CHECK(f.said == std::vector<std::string>{"trades", "orders"});
    CHECK_FALSE(f.reconciler.synced());
    f.hear(f.reconciler.on_open_orders(ListRead::done, {}));
    CHECK_FALSE(f.reconciler.synced());
    f.hear(f.reconciler.on_trades(ListRead::done));
    CHECK(f.reconciler.synced());
    CHECK(f.reconciler.trades_read_at() == noon);
    f.reconciler.on_lost();
    CHECK_FALSE(f.reconciler.synced());
}

TEST_CASE("a read that fails is no sync, and is tried again", "[trading][reconciler]") {
    ReconcilerFixture f;
    f.hear(f.reconciler.on_open_orders(ListRead::failed, {}));
    f.hear(f.reconciler.on_trades(ListRead::done));
    CHECK_FALSE(f.reconciler.synced());
    f.said.clear();
    f.clock.advance(1s);
    f.hear(f.reconciler.on_wake());
    CHECK(f.said == std::vector<std::string>{"trades", "orders"});
    f.answer_nothing();
    CHECK(f.reconciler.synced());
}

TEST_CASE("what was asked before a reconnect does not count for it", "[trading][reconciler]") {
    ReconcilerFixture f;
    f.reconciler.on_lost();
    f.hear(f.reconciler.on_connected());
    f.answer_nothing();  // the questions of the first connection
    CHECK_FALSE(f.reconciler.synced());
    CHECK(f.said == std::vector<std::string>{"trades", "orders"});
    f.answer_nothing();
    CHECK(f.reconciler.synced());
}

TEST_CASE("an order that nobody knows is given up by the negative verdict alone",
          "[trading][reconciler]") {
    ReconcilerFixture f;
    f.live_until(10s);
    f.add(OrderStatus::sent);
    f.hear(f.reconciler.on_sent("o-1"));
    f.live_until(15s - 1us);
    CHECK(f.take_story().empty());
    CHECK(f.tracker.find("o-1")->status == OrderStatus::sent);
    f.live_until(15s);
    CHECK(f.take_story() == std::vector<std::string>{"conclude o-1 unknown"});
    CHECK(f.tracker.find("o-1")->status == OrderStatus::unknown);
    SECTION("90 seconds after it was sent") {
        f.live_until(100s - 1us);
        CHECK(f.take_story().empty());
        CHECK_FALSE(f.tracker.open().empty());
        f.live_until(116s);  // at the first poll from then on
        CHECK(f.take_story() == std::vector<std::string>{"conclude o-1 rejected"});
        CHECK(f.tracker.find("o-1")->proof == Proof::negative);
        CHECK(f.reconciler.in_doubt() == 0);
    }
    SECTION("not while its cancel is without an answer") {
        f.cancel = CancelAnswer::failed;
        f.live_until(600s);
        CHECK_FALSE(f.tracker.open().empty());
        f.cancel = CancelAnswer::not_open;
        f.live_until(700s);
        CHECK(f.tracker.open().empty());
    }
    SECTION("not while lookups fail") {
        f.found = OrderRead::failed;
        f.live_until(600s);
        CHECK_FALSE(f.tracker.open().empty());
    }
    SECTION("never when it is listed after all") {
        f.live_until(80s);
        f.tell(OrderStatus::live, Proof::open_orders);
        f.listed.insert("o-1");
        f.found = OrderRead::found;
        f.cancel = CancelAnswer::refused;
        f.live_until(600s);
        CHECK(f.tracker.find("o-1")->status == OrderStatus::live);
        // It was given up when it came: it is to go all the same.
        CHECK(f.reconciler.cancelling("o-1"));
    }
}

TEST_CASE("the wait for proof goes on where the last run stopped", "[trading][reconciler]") {
    ReconcilerFixture f;
    f.add(OrderStatus::unknown);  // written down by the run before the last
    f.clock.advance(80s);
    f.reconciler.on_lost();
    f.hear(f.reconciler.on_connected());
    SECTION("nothing is known of it, and what is left of the 90 seconds is less than two polls") {
        f.live_until(110s - 1us);
        CHECK(f.take_story().empty());
        f.live_until(126s);
        CHECK(f.take_story() == std::vector<std::string>{"conclude o-1 rejected"});
    }
    SECTION("a copy that left later begins it anew") {
        f.hear(f.reconciler.on_sent("o-1"));
        f.live_until(170s - 1us);
        CHECK(f.take_story().empty());
        f.live_until(186s);
        CHECK(f.take_story() == std::vector<std::string>{"conclude o-1 rejected"});
    }
}

TEST_CASE("while it is wanted the same bytes may be sent again, twice", "[trading][reconciler]") {
    ReconcilerFixture f;
    f.wanted = true;
    f.live_until(1s);
    f.add(OrderStatus::unknown);
    f.hear(f.reconciler.on_unknown("o-1"));
    int reposts = 0;
    for (int second = 2; second < 200; ++second) {
        f.live_until(std::chrono::seconds{second});
        for (const auto& word : f.take_story()) {
            if (word != "repost o-1") continue;
            ++reposts;
            f.tracker.sent_again("o-1");
            f.hear(f.reconciler.on_sent("o-1"));
        }
        if (!f.tracker.open().empty() && second > 90) CHECK(reposts == 2);
    }
    CHECK(reposts == 2);
    CHECK(f.tracker.find("o-1")->proof == Proof::negative);
}

TEST_CASE("an order that is no longer listed is looked up, then asked back",
          "[trading][reconciler]") {
    ReconcilerFixture f;
    f.add(OrderStatus::live);
    f.clock.advance(1s);
    f.said.clear();
    f.hear(f.reconciler.on_trades(ListRead::done));
    f.hear(f.reconciler.on_open_orders(ListRead::done, {}));
    // Made after the question left: it could not be listed.
    CHECK(f.said.empty());
    CHECK(f.reconciler.synced());
    f.live_until(200s);
    CHECK(f.tracker.open().empty());
    CHECK(f.tracker.find("o-1")->status == OrderStatus::cancelled);
    CHECK(f.tracker.find("o-1")->reason == "gone");
}

TEST_CASE("an order that the listing forgot once is left alone", "[trading][reconciler]") {
    ReconcilerFixture f;
    f.add(OrderStatus::live);
    f.live_until(1s);
    f.found = OrderRead::found;
    f.live_until(600s);
    CHECK(f.tracker.find("o-1")->status == OrderStatus::live);
    CHECK(f.take_story().empty());
    CHECK_FALSE(f.reconciler.cancelling("o-1"));
}

TEST_CASE("a cancel is repeated until there is proof", "[trading][reconciler]") {
    ReconcilerFixture f;
    f.listed.insert("o-1");
    f.live_until(1s);
    f.add(OrderStatus::live);
    f.cancel = CancelAnswer::failed;
    f.found = OrderRead::found;
    f.hear(f.reconciler.on_cancel_wanted("o-1"));
    CHECK(f.said == std::vector<std::string>{"cancel o-1"});
    CHECK(f.reconciler.cancelling("o-1"));
    SECTION("a person hears of it after 30 seconds, once") {
        f.live_until(31s - 1us);
        CHECK(f.take_story().empty());
        f.live_until(300s);
        CHECK(f.take_story() == std::vector<std::string>{"cancel_unproven o-1"});
    }
    SECTION("cannot be cancelled now is no answer") {
        f.cancel = CancelAnswer::refused;
        f.live_until(20s);
        CHECK(f.reconciler.cancelling("o-1"));
    }
    SECTION("proof ends it") {
        f.answer_nothing();
        f.tell(OrderStatus::cancelled);
        f.hear(f.reconciler.on_wake());
        CHECK_FALSE(f.reconciler.cancelling("o-1"));
        f.live_until(300s);
        CHECK(f.take_story().empty());
    }
}

TEST_CASE("after a cancel trades are read once more", "[trading][reconciler]") {
    ReconcilerFixture f;
    f.live_until(1s);
    f.add(OrderStatus::live);
    f.hear(f.reconciler.on_cancel_wanted("o-1"));
    f.said.clear();
    f.tell(OrderStatus::cancelled, Proof::reply);
    f.hear(f.reconciler.on_cancel("o-1", CancelAnswer::cancelled));
    // A match just before it may not have been told yet.
    CHECK(f.said == std::vector<std::string>{"trades", "orders"});
    f.answer_nothing();
    f.live_until(600s);
    CHECK(f.take_story().empty());
}

TEST_CASE("a trade that does not settle is watched, and told to a person",
          "[trading][reconciler]") {
    ReconcilerFixture f;
    f.live_until(1s);
    f.add(OrderStatus::live);
    auto fill = fill_of(wish(Side::buy, cents(40), shares(10)), "t-1", cents(40), shares(10));
    fill.settlement = Settlement::provisional;
    fill.at = f.clock.now();
    f.tracker.commit(*f.tracker.after(fill), fill);
    f.hear(f.reconciler.on_wake());
    f.live_until(121s - 1us);
    CHECK(f.take_story().empty());
    f.live_until(600s);
    CHECK(f.take_story() == std::vector<std::string>{"trade_unsettled t-1"});
}

TEST_CASE("trades are read from before anything that may not be known", "[trading][reconciler]") {
    ManualClock clock{noon};
    Tracker tracker;
    const auto since = [&](std::optional<Timestamp> known) {
        Reconciler reconciler{tracker, clock};
        for (const auto& action : reconciler.on_connected(known)) {
            if (const auto* read = std::get_if<ReadTrades>(&action)) return read->since;
        }
        return Timestamp{};
    };
    CHECK(since({}) == noon);  // a new account: its past is not ours
    CHECK(since(noon - 1h) == noon - 1h - 60s);
    Order order;
    order.order_id = "o-1";
    order.intent = wish(Side::buy, cents(40), shares(10));
    order.status = OrderStatus::unknown;
    order.created = order.updated = noon - 2h;
    tracker.add(order);
    CHECK(since(noon - 1h) == noon - 2h - 60s);
    CHECK(since({}) == noon - 2h - 60s);
}

TEST_CASE("the milliseconds of orders only rise, whatever the clock does", "[trading][times]") {
    OrderTimes times{1'000};
    CHECK(times.next(Timestamp{500ms}) == 1'001);
    CHECK(times.next(Timestamp{500ms}) == 1'002);
    CHECK(times.next(Timestamp{2'000ms + 999us}) == 2'000);
    CHECK(times.next(Timestamp{2'000ms + 999us}) == 2'001);
    CHECK(times.next(Timestamp{1ms}) == 2'002);
}
