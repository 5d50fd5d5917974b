#include "strategy/edge.hpp"

#include <cmath>
#include <limits>
#include <rapidcheck.h>
#include <vector>

#include "fees.hpp"
#include "support/amounts.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::test;
using namespace pm::strategy;

TEST_CASE("the edge of one share is p less price less fee", "[strategy][edge]") {
    // p 0.50, price 0.40: fee 0.05 * 0.4 * 0.6 = 0.012, edge 0.088.
    CHECK(edge_atto(500'000, cents(40), Side::buy, weather) == 88'000'000'000'000'000);
    // The same from the other side: 0.40 - 0.012 - 0.50.
    CHECK(edge_atto(500'000, cents(40), Side::sell, weather) == -112'000'000'000'000'000);
    CHECK(edge_atto(500'000, cents(40), Side::buy, {}) == 100'000'000'000'000'000);
    // Exponent 2: fee 0.05 * 0.24^2 = 0.00288.
    CHECK(edge_atto(500'000, cents(40), Side::buy, {50'000, 2}) == 97'120'000'000'000'000);
}

TEST_CASE("an edge of exactly what was asked for is enough, one millionth less is not",
          "[strategy][edge]") {
    CHECK(has_edge(500'000, cents(40), Side::buy, weather, 88'000));
    CHECK_FALSE(has_edge(500'000, cents(40), Side::buy, weather, 88'001));
    CHECK_FALSE(has_edge(499'999, cents(40), Side::buy, weather, 88'000));
}

TEST_CASE("probabilities outside [0, 1] and none at all are clamped", "[strategy][edge]") {
    CHECK(probability_micros(0.5) == 500'000);
    CHECK(probability_micros(0.1234565) == 123'457);
    CHECK(probability_micros(-0.1) == 0);
    CHECK(probability_micros(1.1) == 1'000'000);
    CHECK(probability_micros(std::numeric_limits<double>::quiet_NaN()) == 0);
    CHECK(probability_micros(std::numeric_limits<double>::infinity()) == 1'000'000);
}

TEST_CASE("shrinking goes from our probability to the market's", "[strategy][edge]") {
    CHECK(shrunk(0.6, 0.4, 0) == Approx(0.6));
    CHECK(shrunk(0.6, 0.4, 0.5) == Approx(0.5));
    CHECK(shrunk(0.6, 0.4, 1) == Approx(0.4));
}

TEST_CASE("terms walk the book from the best level and count each level's fee",
          "[strategy][edge]") {
    // Best at the back: 10 at 0.40, then 20 at 0.42.
    const std::vector<Level> asks{{cents(42), Size{20'000'000}}, {cents(40), Size{10'000'000}}};
    const auto terms = terms_for(asks, Side::buy, Size{15'000'000}, weather);
    CHECK(terms.size == Size{15'000'000});
    CHECK(terms.worst == cents(42));
    CHECK(terms.notional == Money{6'100'000});            // 10 * 0.40 + 5 * 0.42
    CHECK(terms.fee == Money{180'900});                   // 0.12 + 5 * 0.05 * 0.42 * 0.58 = 0.0609
    CHECK(terms.net_price(Side::buy) == Money{418'727});  // 6.2809 / 15 = 0.418726...
    CHECK(terms.edge(0.5, Side::buy) == Approx(0.5 - 6.2809 / 15));

    const auto more = terms_for(asks, Side::buy, Size{99'000'000}, weather);
    CHECK(more.size == Size{30'000'000});  // no more than there is
    CHECK(terms_for({}, Side::buy, Size{1}, weather).size == Size{});
}

TEST_CASE("terms agree with a naive walk in real numbers", "[strategy][edge]") {
    const auto holds = rc::check([] {
        const auto levels = *rc::gen::inRange(1, 6);
        std::vector<Level> asks;
        for (int i = levels; i > 0; --i) {  // worst first
            asks.push_back(
                {cents(40 + 3 * i), Size{*rc::gen::inRange<std::int64_t>(1, 50'000'000)}});
        }
        const auto want = *rc::gen::inRange<std::int64_t>(1, 200'000'000);
        const auto terms = terms_for(asks, Side::buy, Size{want}, weather);
        long double left = static_cast<long double>(want) / 1e6L;
        long double paid = 0;
        for (auto at = asks.rbegin(); at != asks.rend() && left > 0; ++at) {
            const auto part = std::min(left, static_cast<long double>(at->size.micros) / 1e6L);
            const auto p = static_cast<long double>(at->price.micros()) / 1e6L;
            paid += part * (p + 0.05L * p * (1 - p));
            left -= part;
        }
        const auto total = static_cast<long double>((terms.notional + terms.fee).micros) / 1e6L;
        RC_ASSERT(std::abs(total - paid) < 6e-6L * static_cast<long double>(levels));
    });
    CHECK(holds);
}
