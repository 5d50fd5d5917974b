#include "domain/position.hpp"

#include "support/catch.hpp"

using namespace pm;

TEST_CASE("a position is worth its mark, all that is held of it", "[domain][position]") {
    MarkedPosition marked;
    marked.position.settled = Size{7'000'000};
    marked.position.provisional = Size{3'000'000};
    marked.position.cost = Money{4'010'000};
    CHECK(marked.position.held() == Size{10'000'000});
    SECTION("with a bid") {
        marked.mark = Price::from_micros(450'000);
        CHECK(marked.value() == Money{4'500'000});
        CHECK(marked.unrealized() == Money{490'000});
    }
    SECTION("rounded down, never up") {
        marked.mark = Price::from_micros(333'333);
        marked.position.settled = Size{1};
        marked.position.provisional = Size{1};
        CHECK(marked.value() == Money{0});
    }
    SECTION("nobody bids: it is worth nothing now") {
        CHECK(marked.value() == Money{0});
        CHECK(marked.unrealized() == Money{-4'010'000});
    }
}
