#include "monitor/marks.hpp"

#include "monitor/pnl.hpp"
#include "monitor_fixture.hpp"

using namespace pm;
using namespace pm::monitor;
using namespace pm::test;
using namespace std::chrono_literals;

TEST_CASE("a position is marked at the bid, never at ask, middle or last", "[monitor][marks]") {
    Marks marks;
    auto q = quote(450'000);
    q.ask = level(900'000);
    q.last = Price::from_micros(800'000);
    marks.apply(q, at(0));
    const auto marked = marks.marked(position());
    CHECK(marked.mark == Price::from_micros(450'000));
    CHECK(marked.value() == Money{45'000'000});
    CHECK(marked.unrealized() == Money{5'000'000});
}

TEST_CASE("no bid, no quote and a crossed quote are no price", "[monitor][marks]") {
    Marks marks;
    CHECK_FALSE(marks.marked(position()).mark);
    auto q = quote(450'000);
    marks.apply(q, at(0));
    q.ask = q.bid;
    marks.apply(q, at(1));
    CHECK_FALSE(marks.marked(position()).mark);
    q.ask.reset();
    marks.apply(q, at(2));
    CHECK(marks.marked(position()).mark);
    q.bid.reset();
    marks.apply(q, at(3));
    CHECK_FALSE(marks.marked(position()).mark);
    CHECK(marks.marked(position()).value() == Money{0});
}

TEST_CASE("a polled book marks like a quote", "[monitor][marks]") {
    Marks marks;
    BookSnapshot book;
    book.token = token();
    book.bids = {*level(300'000), *level(290'000)};
    book.asks = {*level(310'000)};
    marks.apply(book, at(0));
    CHECK(marks.marked(position()).mark == Price::from_micros(300'000));
    book.asks = {*level(300'000)};
    marks.apply(book, at(1));
    CHECK_FALSE(marks.marked(position()).mark);
}

TEST_CASE("old quotes are named, and tokens that never had one", "[monitor][marks]") {
    Marks marks;
    marks.apply(quote(450'000, 7), at(0));
    marks.apply(quote(450'000, 8), at(50));
    const std::vector held{position(7), position(8), position(9)};
    CHECK(marks.stale(held, at(60), 60s) == std::vector{token(9)});
    CHECK(marks.stale(held, at(60.000001), 60s) == std::vector{token(7), token(9)});
    marks.forget(token(8));
    CHECK(marks.stale(held, at(51), 60s) == std::vector{token(8), token(9)});
}

TEST_CASE("sums by event and altogether are those of the positions", "[monitor][pnl]") {
    Marks marks;
    marks.apply(quote(450'000, 1), at(0));
    marks.apply(quote(200'000, 2), at(0));
    auto paris = position(2);
    paris.event = "paris";
    auto unmarked = position(3);
    auto closed = position(4);
    closed.settled = Size{};
    closed.cost = Money{};
    closed.realized = Money{-3'000'000};
    const auto summary = summarise({position(1), paris, unmarked, closed}, marks);
    REQUIRE(summary.positions.size() == 4);
    REQUIRE(summary.events.size() == 2);
    // london: 100 at 0.45 and 100 without a bid, both cost 40; the closed one lost 3.
    CHECK(summary.events[0].event == "london");
    CHECK(summary.events[0].totals.cost == Money{80'000'000});
    CHECK(summary.events[0].totals.value == Money{45'000'000});
    CHECK(summary.events[0].totals.unrealized() == Money{-35'000'000});
    CHECK(summary.events[0].totals.realized == Money{-3'000'000});
    CHECK(summary.events[0].totals.profit() == Money{-38'000'000});
    CHECK(summary.events[0].totals.positions == 2);
    CHECK(summary.events[0].totals.unmarked == 1);
    CHECK(summary.events[1].event == "paris");
    CHECK(summary.events[1].totals.unrealized() == Money{-20'000'000});
    CHECK(summary.all.profit() == Money{-58'000'000});
    CHECK(summary.all.positions == 3);
}
