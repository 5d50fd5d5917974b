#include "trading/tracker.hpp"

#include <algorithm>
#include <map>

#include "base/random.hpp"
#include "support/catch.hpp"
#include "unit/trading/fixture.hpp"

using namespace pm;
using namespace pm::test;
using trading::OrderUpdate;

namespace {

Order order_of(const OrderIntent& intent, const std::string& id = "o-1") {
    Order order;
    order.order_id = id;
    order.intent = intent;
    order.created = order.updated = noon;
    return order;
}

/// A tracker with one buy of 10, fed and committed like the executor does.
struct TrackerFixture {
    TrackerFixture() { tracker.add(order_of(intent)); }
    void update(OrderStatus status, Size filled = {}, const std::string& reason = "") {
        if (const auto order = tracker.after(OrderUpdate{"o-1", status, filled, reason, noon})) {
            tracker.commit(*order);
        }
    }
    bool fill(const std::string& trade, Size size) {
        const auto fill = fill_of(intent, trade, cents(40), size);
        const auto order = tracker.after(fill);
        if (order) tracker.commit(*order, fill);
        return order.has_value();
    }
    [[nodiscard]] const Order& order() const { return *tracker.find("o-1"); }

    trading::Tracker tracker;
    OrderIntent intent = wish(Side::buy, cents(40), shares(10));
};

}  // namespace

TEST_CASE("an order goes from intent to filled", "[trading][tracker]") {
    TrackerFixture f;
    f.update(OrderStatus::live);
    CHECK(f.order().status == OrderStatus::live);
    CHECK(f.fill("t-1", shares(4)));
    CHECK(f.order().status == OrderStatus::partly_filled);
    CHECK(f.tracker.open().size() == 1);
    CHECK(f.fill("t-2", shares(6)));
    CHECK(f.order().status == OrderStatus::filled);
    CHECK(f.tracker.open().empty());
}

TEST_CASE("a fill may come before its order is acknowledged", "[trading][tracker]") {
    TrackerFixture f;
    CHECK(f.fill("t-1", shares(4)));
    f.update(OrderStatus::live);
    CHECK(f.order().status == OrderStatus::partly_filled);
    CHECK(f.order().filled == shares(4));
}

TEST_CASE("a fill that comes again counts once", "[trading][tracker]") {
    TrackerFixture f;
    CHECK(f.fill("t-1", shares(4)));
    CHECK_FALSE(f.fill("t-1", shares(4)));
    CHECK(f.order().filled == shares(4));
}

TEST_CASE("a fill beyond what was ordered is told as it is", "[trading][tracker]") {
    TrackerFixture f;
    CHECK(f.fill("t-1", Size{10'000'001}));  // the executor halts; books must not lie
    CHECK_FALSE(f.fill("t-2", Size{}));
    CHECK(f.order().filled == Size{10'000'001});
    CHECK(f.order().status == OrderStatus::filled);
}

TEST_CASE("an end that knows of more fills waits for them", "[trading][tracker]") {
    TrackerFixture f;
    f.update(OrderStatus::cancelled, shares(4), "asked");
    CHECK(f.order().status == OrderStatus::intent);
    CHECK(f.tracker.open().size() == 1);
    CHECK(f.fill("t-1", shares(4)));
    CHECK(f.order().status == OrderStatus::cancelled);
    CHECK(f.order().reason == "asked");
    CHECK(f.tracker.open().empty());
}

TEST_CASE("an end stays, and a late fill is still counted", "[trading][tracker]") {
    TrackerFixture f;
    f.update(OrderStatus::cancelled);
    f.update(OrderStatus::live);
    CHECK(f.order().status == OrderStatus::cancelled);
    CHECK(f.fill("t-1", shares(4)));
    CHECK(f.order().status == OrderStatus::cancelled);
    CHECK(f.order().filled == shares(4));
}

TEST_CASE("an update cannot fill what no fill has filled", "[trading][tracker]") {
    TrackerFixture f;
    f.update(OrderStatus::filled, shares(10));
    CHECK_FALSE(is_final(f.order().status));
    CHECK(f.fill("t-1", shares(10)));
    CHECK(f.order().status == OrderStatus::filled);
}

TEST_CASE("orders of others are left alone", "[trading][tracker]") {
    TrackerFixture f;
    CHECK_FALSE(f.tracker.after(OrderUpdate{"o-9", OrderStatus::live, {}, "", noon}));
    CHECK_FALSE(f.tracker.after(fill_of(f.intent, "t-1", cents(40), shares(1), {}, "o-9")));
}

TEST_CASE("open sales promise their open shares", "[trading][tracker]") {
    TrackerFixture f;
    const auto sale = wish(Side::sell, cents(50), shares(8));
    f.tracker.add(order_of(sale, "o-2"));
    CHECK(f.tracker.reserved(sale.token) == shares(8));
    const auto part = fill_of(sale, "t-1", cents(50), shares(3), {}, "o-2");
    f.tracker.commit(*f.tracker.after(part), part);
    CHECK(f.tracker.reserved(sale.token) == shares(5));
    CHECK(f.tracker.any_open(sale.condition));
}

TEST_CASE("ended orders can be forgotten, open ones cannot", "[trading][tracker]") {
    TrackerFixture f;
    f.tracker.forget_ended_before(noon + std::chrono::hours{1});
    CHECK(f.tracker.find("o-1") != nullptr);
    f.update(OrderStatus::rejected);
    f.tracker.forget_ended_before(noon + std::chrono::hours{1});
    CHECK(f.tracker.find("o-1") == nullptr);
}

// Goal: the order of arrival does not matter. Method: the true story of an order is three fills
// and a cancel of the rest; each message is sent one to three times, in random order.
TEST_CASE("any order of arrival, with repeats, ends the same", "[trading][tracker]") {
    SeededRandom random{7};
    for (int round = 0; round < 2'000; ++round) {
        TrackerFixture f;
        std::vector<int> messages;
        for (int kind = 0; kind < 5; ++kind) {
            for (auto n = random.below(3) + 1; n > 0; --n) messages.push_back(kind);
        }
        for (std::size_t i = messages.size(); i > 1; --i) {
            std::swap(messages[i - 1], messages[random.below(i)]);
        }
        for (const auto kind : messages) {
            if (kind == 0) f.update(OrderStatus::live);
            if (kind == 1) f.fill("t-1", shares(1));
            if (kind == 2) f.fill("t-2", shares(2));
            if (kind == 3) f.fill("t-3", shares(3));
            if (kind == 4) f.update(OrderStatus::cancelled, shares(6), "asked");
        }
        REQUIRE(f.order().filled == shares(6));
        REQUIRE(f.order().status == OrderStatus::cancelled);
        REQUIRE(f.order().reason == "asked");
        REQUIRE(f.tracker.open().empty());
    }
}
