#include "sim/order_book.hpp"

#include <map>
#include <tuple>
#include <vector>

#include "base/random.hpp"
#include "support/catch.hpp"

using namespace pm;

namespace {
Price at(int cents) {
    return Price::from_micros(cents * 10'000);
}
Size shares(int count) {
    return Size{count * 1'000'000LL};
}
}  // namespace

TEST_CASE("a taker meets the best price first and the oldest order first", "[sim][book]") {
    sim::OrderBook book;
    const auto old = book.rest(Side::sell, at(40), shares(10), 1);
    const auto young = book.rest(Side::sell, at(40), shares(10), 2);
    const auto better = book.rest(Side::sell, at(39), shares(5), 3);

    const auto matches = book.take(Side::buy, at(40), shares(20));

    REQUIRE(matches.size() == 3);
    CHECK(matches[0].resting == better);
    CHECK(matches[1].resting == old);
    CHECK(matches[2].resting == young);
    CHECK(matches[2].size == shares(5));
    CHECK(book.total_at(Side::sell, at(40)) == shares(5));
    CHECK(!book.cancel(old));
    CHECK(book.cancel(young));
    CHECK(!book.best(Side::sell));
}

TEST_CASE("a taker never trades beyond its limit", "[sim][book]") {
    sim::OrderBook book;
    book.rest(Side::buy, at(30), shares(10), 1);
    book.rest(Side::buy, at(29), shares(10), 1);
    CHECK(book.take(Side::sell, at(31), shares(5)).empty());
    const auto matches = book.take(Side::sell, at(30), shares(15));
    REQUIRE(matches.size() == 1);
    CHECK(matches[0].price == at(30));
    CHECK(book.best(Side::buy)->price == at(29));
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
            const int cents = static_cast<int>(buy ? 1 + random.below(49) : 50 + random.below(49));
            const int count = static_cast<int>(1 + random.below(9));
            const bool crosses = !other.empty() && (buy ? cents >= other.begin()->first
                                                        : cents <= other.rbegin()->first);
            if (crosses) continue;
            book.rest(side, at(cents), shares(count), 1);
            mine[cents] += count * 1'000'000LL;
        } else {
            auto left = static_cast<std::int64_t>(1 + random.below(20)) * 1'000'000;
            const auto limit = buy ? at(99) : at(1);
            for (const auto& match : book.take(side, limit, Size{left})) {
                const int cents = match.price.micros() / 10'000;
                const bool best =
                    buy ? cents == other.begin()->first : cents == other.rbegin()->first;
                REQUIRE(best);
                other[cents] -= match.size.micros;
                if (other[cents] == 0) other.erase(cents);
            }
        }
        for (const auto& [model, real] :
             {std::pair{&bids, Side::buy}, std::pair{&asks, Side::sell}}) {
            REQUIRE(model->size() == book.side(real).size());
            for (const auto& [cents, total] : *model) {
                REQUIRE(book.total_at(real, at(cents)).micros == total);
            }
        }
    }
}
