#include "book/book.hpp"

#include "level.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::book;
using pm::test::level;

namespace {

const auto cent = TickSize::from_micros(10'000);

const std::vector<Level> some_bids{level(35, 80), level(34, 120), level(1, 2'500)};
const std::vector<Level> some_asks{level(36, 45), level(37, 60), level(99, 3'000)};

Book ready_book() {
    Book book;
    REQUIRE(book.replace(some_bids, some_asks, cent) == Verdict::applied);
    return book;
}

}  // namespace

TEST_CASE("a snapshot is sorted whatever its order", "[book]") {
    auto bids = some_bids;
    auto asks = some_asks;
    for (int i = 0; i < 6; ++i) {
        std::next_permutation(bids.begin(), bids.end(),
                              [](const Level& a, const Level& b) { return a.price < b.price; });
        std::next_permutation(asks.begin(), asks.end(),
                              [](const Level& a, const Level& b) { return a.price < b.price; });
        Book book;
        REQUIRE(book.replace(bids, asks, cent) == Verdict::applied);
        CHECK(book.best_bid() == level(35, 80));
        CHECK(book.best_ask() == level(36, 45));
        CHECK(book.bids().front() == level(1, 2'500));
        CHECK(book.asks().front() == level(99, 3'000));
    }
}

TEST_CASE("a change before a snapshot is refused", "[book]") {
    Book book;
    CHECK(book.change(Side::buy, level(35, 1), cent) == Verdict::no_snapshot);
    CHECK(!book.ready());
    CHECK(book.replace({}, {}, cent) == Verdict::applied);  // an empty book is a book
    CHECK(book.ready());
    CHECK(book.change(Side::buy, level(35, 1), cent) == Verdict::applied);
    book.drop();
    CHECK(book.change(Side::buy, level(35, 1), cent) == Verdict::no_snapshot);
    CHECK(!book.best_bid());
}

TEST_CASE("a change sets a level's total and zero removes it", "[book]") {
    auto book = ready_book();
    CHECK(book.change(Side::buy, level(35, 7), cent) == Verdict::applied);
    CHECK(book.best_bid() == level(35, 7));
    CHECK(book.change(Side::buy, level(35, 0), cent) == Verdict::applied);
    CHECK(book.best_bid() == level(34, 120));
    CHECK(book.change(Side::sell, level(35, 5), cent) == Verdict::applied);
    CHECK(book.best_ask() == level(35, 5));
    CHECK(book.change(Side::sell, level(50, 0), cent) == Verdict::applied);  // not there: fine
    CHECK(book.asks().size() == 4);
}

TEST_CASE("what breaks an invariant is refused and changes nothing", "[book]") {
    auto book = ready_book();
    const auto half_cent = Level{Price::from_micros(355'000), Size{1}};
    CHECK(book.change(Side::buy, half_cent, cent) == Verdict::off_grid);
    CHECK(book.change(Side::buy, level(0, 1), cent) == Verdict::off_grid);
    CHECK(book.change(Side::sell, level(100, 1), cent) == Verdict::off_grid);
    CHECK(book.change(Side::buy, Level{Price::from_micros(350'000), Size{-1}}, cent) ==
          Verdict::absurd_size);
    CHECK(book.change(Side::buy, Level{Price::from_micros(350'000), Size{size_max.micros + 1}},
                      cent) == Verdict::absurd_size);
    CHECK(book.replace(std::vector{level(36, 1)}, std::vector{level(36, 1)}, cent) ==
          Verdict::crossed);
    CHECK(book.replace(std::vector{level(3, 1), level(3, 2)}, {}, cent) == Verdict::duplicate);
    CHECK(book.replace(std::vector{half_cent}, {}, cent) == Verdict::off_grid);
    CHECK(book.best_bid() == level(35, 80));
    CHECK(book.best_ask() == level(36, 45));
    CHECK(book.bids().size() == 3);
    CHECK(book.asks().size() == 3);
}

TEST_CASE("a book crossed by a change says so", "[book]") {
    auto book = ready_book();
    CHECK(!book.crossed());
    CHECK(book.change(Side::buy, level(36, 1), cent) == Verdict::applied);
    CHECK(book.crossed());
    CHECK(book.change(Side::sell, level(36, 0), cent) == Verdict::applied);
    CHECK(!book.crossed());
}

TEST_CASE("walking the asks pays the sum of the levels taken", "[book][walk]") {
    const auto book = ready_book();
    // By hand: 45 * 0.36 = 16.20, 15 * 0.37 = 5.55.
    const auto bought = walk(book.asks(), Side::buy, Size{60'000'000});
    CHECK(bought.filled.text() == "60");
    CHECK(bought.notional.text() == "21.75");
    CHECK(bought.worst.text() == "0.37");
    CHECK(bought.levels == 2);
    CHECK(bought.average().text() == "0.3625");
    const auto capped = walk(book.asks(), Side::buy, Size{60'000'000}, Price::from_micros(360'000));
    CHECK(capped.filled.text() == "45");
    const auto all = walk(book.asks(), Side::buy, Size{9'000'000'000'000});
    CHECK(all.filled.text() == "3105");
    CHECK(all.worst.text() == "0.99");
}

TEST_CASE("walking the bids stops at a limit below", "[book][walk]") {
    const auto book = ready_book();
    const auto sold = walk(book.bids(), Side::sell, Size{100'000'000}, Price::from_micros(350'000));
    CHECK(sold.filled.text() == "80");
    CHECK(sold.notional.text() == "28");
    const auto none = walk(book.bids(), Side::sell, Size{1}, Price::from_micros(900'000));
    CHECK(none.filled.micros == 0);
    CHECK(none.levels == 0);
    CHECK(walk({}, Side::buy, Size{1}).filled.micros == 0);
}
