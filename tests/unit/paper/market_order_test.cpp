// Orders by dollars and orders with a date.

#include "support/catch.hpp"
#include "unit/paper/paper_floor.hpp"

using namespace pm;
using namespace pm::test;

TEST_CASE("a buy by dollars gets what they buy at the prices there are", "[paper][venue]") {
    PaperFloor f;  // asks: 10 at 0.40, 20 at 0.42, 100 at 0.45
    auto intent = wish(Side::buy, cents(45), shares(20));
    intent.tif = TimeInForce::fak;
    intent.spend = dollars(10);
    SECTION("over two levels") {
        f.send(intent);
        // 4 dollars at 0.40, and 6 at 0.42: 14.2857 shares.
        CHECK(f.fills() == "10@0.4 14.2857@0.42");
        CHECK(f.last() == "filled");
    }
    SECTION("what the book does not take is left") {
        intent.limit = cents(40);
        f.send(intent);
        CHECK(f.fills() == "10@0.4");
        CHECK(f.last() == "cancelled rest");
    }
    SECTION("all or nothing") {
        intent.tif = TimeInForce::fok;
        intent.limit = cents(40);
        f.send(intent);
        CHECK(f.fills() == "");
        CHECK(f.last() == "cancelled not_all_at_once");
    }
}

TEST_CASE("an order leaves the book at its date", "[paper][venue]") {
    PaperFloor f;
    auto intent = wish(Side::buy, cents(30), shares(10));
    intent.tif = TimeInForce::gtd;
    intent.expires = f.now + std::chrono::minutes{5};
    f.send(intent);
    f.venue->advance(f.now + std::chrono::minutes{5} - std::chrono::microseconds{1});
    CHECK(f.last() == "live");
    f.venue->advance(f.now + std::chrono::minutes{5});
    CHECK(f.last() == "expired expired");
    CHECK(f.venue->working() == 0);
}
