#include "sim/order_book.hpp"

#include <map>
#include <tuple>
#include <vector>

#include "base/random.hpp"
#include "support/amounts.hpp"
#include "support/catch.hpp"

using namespace pm;
using pm::test::cents;
using pm::test::shares;

TEST_CASE("a taker meets the best price first and the oldest order first", "[sim][book]") {
    sim::OrderBook book;
    const auto old = book.rest(Side::sell, cents(40), shares(10), 1);
    const auto young = book.rest(Side::sell, cents(40), shares(10), 2);
    const auto better = book.rest(Side::sell, cents(39), shares(5), 3);

    const auto matches = book.take(Side::buy, cents(40), shares(20));

    REQUIRE(matches.size() == 3);
    CHECK(matches[0].resting == better);
    CHECK(matches[1].resting == old);
    CHECK(matches[2].resting == young);
    CHECK(matches[2].size == shares(5));
    CHECK(book.total_at(Side::sell, cents(40)) == shares(5));
    CHECK(!book.cancel(old));
    CHECK(book.cancel(young));
    CHECK(!book.best(Side::sell));
}

TEST_CASE("a taker never trades beyond its limit", "[sim][book]") {
    sim::OrderBook book;
    book.rest(Side::buy, cents(30), shares(10), 1);
    book.rest(Side::buy, cents(29), shares(10), 1);
    CHECK(book.take(Side::sell, cents(31), shares(5)).empty());
    const auto matches = book.take(Side::sell, cents(30), shares(15));
    REQUIRE(matches.size() == 1);
    CHECK(matches[0].price == cents(30));
    CHECK(book.best(Side::buy)->price == cents(29));
}

// Goal: the book agrees with the plainest model there is. Method: random rests, cancels and takes;
// the model is a map from price to total.
TEST_CASE("levels are the sums of what rests at them", "[sim][book]") {
    SeededRandom random{7};
    sim::OrderBook book;
    std::map<int, std::int64_t> bids;
    std::map<int, std::int64_t> asks;
    std::vector<std::tuple<sim::OrderNumber, Side, int, std::int64_t>> resting;
    for (int step = 0; step < 2000; ++step) {
        const auto choice = random.below(10);
        const bool buy = random.below(2) == 0;
        auto& mine = buy ? bids : asks;
        auto& other = buy ? asks : bids;
        const auto side = buy ? Side::buy : Side::sell;
        if (choice < 7) {
            const int price_cents =
                static_cast<int>(buy ? 1 + random.below(49) : 50 + random.below(49));
            const int count = static_cast<int>(1 + random.below(9));
            const bool crosses = !other.empty() && (buy ? price_cents >= other.begin()->first
                                                        : price_cents <= other.rbegin()->first);
            if (crosses) continue;
            book.rest(side, cents(price_cents), shares(count), 1);
            mine[price_cents] += count * 1'000'000LL;
        } else {
            auto left = static_cast<std::int64_t>(1 + random.below(20)) * 1'000'000;
            const auto limit = buy ? cents(99) : cents(1);
            for (const auto& match : book.take(side, limit, Size{left})) {
                const int price_cents = match.price.micros() / 10'000;
                const bool best = buy ? price_cents == other.begin()->first
                                      : price_cents == other.rbegin()->first;
                REQUIRE(best);
                other[price_cents] -= match.size.micros;
                if (other[price_cents] == 0) other.erase(price_cents);
            }
        }
        for (const auto& [model, real] :
             {std::pair{&bids, Side::buy}, std::pair{&asks, Side::sell}}) {
            REQUIRE(model->size() == book.side(real).size());
            for (const auto& [price_cents, total] : *model) {
                REQUIRE(book.total_at(real, cents(price_cents)).micros == total);
            }
        }
    }
}
