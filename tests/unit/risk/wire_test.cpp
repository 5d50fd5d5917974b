#include "risk/wire.hpp"

#include "support/catch.hpp"
#include "unit/risk/fixture.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;
using risk::RefusalCode;

namespace {

/// 10 shares at 0.35: 3.5 dollars for 10 shares. Source: docs/venue.md, placing orders.
struct WireFixture {
    Market subject = market(1);
    OrderIntent intent = buy_of(subject, cents(35), shares(10));
    risk::Limits limits;
    risk::WireAmounts wire{.token = intent.token,
                           .side = Side::buy,
                           .maker = 3'500'000,
                           .taker = 10'000'000,
                           .tif = TimeInForce::gtc,
                           .post_only = false,
                           .expires = std::nullopt,
                           .timestamp_ms = 1'791'800'123'456};
    [[nodiscard]] std::string verdict() const {
        const auto no = risk::check_wire(wire, intent, limits);
        return no ? std::string{name_of(no->code)} : "well";
    }
};

}  // namespace

TEST_CASE("a request that says what was approved is well", "[risk][wire]") {
    CHECK(WireFixture{}.verdict() == "well");
}

TEST_CASE("a request that says anything else is not sent", "[risk][wire]") {
    WireFixture f;
    SECTION("another token") {
        f.wire.token = f.subject.no;
    }
    SECTION("another side") {
        f.wire.side = Side::sell;
    }
    SECTION("a micro-dollar more for the same shares") {
        f.wire.maker += 1;
    }
    SECTION("a micro-share less for the same dollars") {
        f.wire.taker -= 1;
    }
    SECTION("more of both") {
        f.wire.maker = 3'850'000;
        f.wire.taker = 11'000'000;
    }
    SECTION("nothing") {
        f.wire.maker = 0;
    }
    SECTION("another order type") {
        f.wire.tif = TimeInForce::fok;
    }
    SECTION("not post-only") {
        f.intent.post_only = true;
    }
    SECTION("an expiry that nobody asked for") {
        f.wire.expires = noon;
    }
    SECTION("no timestamp") {
        f.wire.timestamp_ms = 0;
    }
    CHECK(f.verdict() == "wire_mismatch");
}

TEST_CASE("fewer shares for no more money are well", "[risk][wire]") {
    WireFixture f;
    f.wire.maker = 1'750'000;
    f.wire.taker = 5'000'000;
    CHECK(f.verdict() == "well");
}

TEST_CASE("an expiry may be written later by the venue's margin, never earlier", "[risk][wire]") {
    WireFixture f;
    f.intent.tif = f.wire.tif = TimeInForce::gtd;
    f.intent.expires = noon;
    f.wire.expires = noon + 1min;
    CHECK(f.verdict() == "well");
    f.wire.expires = noon - 1s;
    CHECK(f.verdict() == "wire_mismatch");
    f.wire.expires = noon + 3min;
    CHECK(f.verdict() == "wire_mismatch");
    f.wire.expires.reset();
    CHECK(f.verdict() == "wire_mismatch");
}

TEST_CASE("a market buy's shares are floored, and it never spends more", "[risk][wire]") {
    WireFixture f;
    f.intent.tif = f.wire.tif = TimeInForce::fak;
    f.intent.spend = dollars(10);
    f.intent.limit = cents(52);
    f.wire.maker = 10'000'000;
    f.wire.taker = 19'230'700;  // 10 / 0.52 = 19.23076…, floored to four decimals
    CHECK(f.verdict() == "well");
    SECTION("rounded up it would not match at 0.52, which is the venue's business") {
        f.wire.taker = 19'230'800;
        CHECK(f.verdict() == "well");
    }
    SECTION("a whole decimal less is no rounding") {
        f.wire.taker = 19'229'000;
        CHECK(f.verdict() == "wire_mismatch");
    }
    SECTION("a cent more") {
        f.wire.maker = 10'010'000;
        f.wire.taker = 19'250'000;
        CHECK(f.verdict() == "wire_mismatch");
    }
}

TEST_CASE("a sale gives no more shares and takes no less money", "[risk][wire]") {
    WireFixture f;
    f.intent = sale_of(f.subject, cents(35), shares(10));
    f.wire.side = Side::sell;
    f.wire.maker = 10'000'000;
    f.wire.taker = 3'500'000;
    CHECK(f.verdict() == "well");
    SECTION("a micro-dollar less") {
        f.wire.taker -= 1;
    }
    SECTION("a share more") {
        f.wire.maker += 1'000'000;
    }
    CHECK(
        (f.wire.maker == 10'000'000 && f.wire.taker == 3'500'000 ? "wire_mismatch" : f.verdict()) ==
        "wire_mismatch");
}

TEST_CASE("limits are looked at again on the finished amounts", "[risk][wire]") {
    WireFixture f;
    // 3.5 dollars and 10 * 0.07 * 0.35 * 0.65 = 0.15925 of the highest known fee.
    f.limits.per_order = Money{3'659'250};
    CHECK(f.verdict() == "well");
    f.limits.per_order.micros -= 1;
    CHECK(f.verdict() == "wire_limit");
}
