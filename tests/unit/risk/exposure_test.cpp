#include "risk/exposure.hpp"

#include "support/catch.hpp"
#include "unit/risk/fixture.hpp"

using namespace pm;
using namespace pm::test;
using Kind = risk::Stake::Kind;

namespace {

risk::Stake stake(Kind kind, int market, Outcome outcome, Size size, Money cost,
                  bool exclusive = true) {
    return {.kind = kind,
            .event = "munich",
            .condition = condition(market),
            .outcome = outcome,
            .size = size,
            .cost = cost,
            .exclusive = exclusive};
}

Money worst(const std::vector<risk::Stake>& stakes) {
    return risk::worst_loss(stakes, "munich");
}

}  // namespace

TEST_CASE("a buy costs its notional and the fee at its limit", "[risk][exposure]") {
    // 100 shares at 0.50, 5%: 50 + 1.25. Source: docs/venue.md, fees.
    CHECK(risk::cost_at_limit(cents(50), shares(100), {50'000, 1}) == Money{51'250'000});
    CHECK(risk::cost_at_limit(cents(10), shares(100), {50'000, 1}) == Money{10'450'000});
}

TEST_CASE("one position can lose what it cost", "[risk][exposure]") {
    CHECK(worst({stake(Kind::position, 1, Outcome::yes, shares(10), dollars(4))}) == dollars(4));
    CHECK(worst({stake(Kind::position, 1, Outcome::no, shares(10), dollars(4))}) == dollars(4));
}

TEST_CASE("of exclusive outcomes at most one wins", "[risk][exposure]") {
    const auto a = stake(Kind::position, 1, Outcome::yes, shares(10), dollars(4));
    const auto b = stake(Kind::position, 2, Outcome::yes, shares(10), dollars(3));
    CHECK(worst({a, b}) == dollars(7));  // a third bucket wins
    // NO on both: one of the two can lose, the other then pays 10: 7 - 10 < 0 there, but
    const auto c = stake(Kind::position, 1, Outcome::no, shares(10), dollars(6));
    const auto d = stake(Kind::position, 2, Outcome::no, shares(10), dollars(7));
    CHECK(worst({c, d}) == dollars(3));  // bucket 1 wins: paid 13, got 10
}

TEST_CASE("a YES and a NO of one market are worth a dollar together", "[risk][exposure]") {
    const auto yes = stake(Kind::position, 1, Outcome::yes, shares(10), dollars(4));
    const auto no = stake(Kind::position, 1, Outcome::no, shares(10), dollars(5));
    CHECK(worst({yes, no}) == Money{});  // 9 paid, 10 back, whatever happens
}

TEST_CASE("a resting buy counts where it hurts and not where it helps", "[risk][exposure]") {
    const auto held = stake(Kind::position, 1, Outcome::yes, shares(10), dollars(4));
    // It would pay 10 if bucket 2 wins, but it need not be filled.
    const auto resting = stake(Kind::buy, 2, Outcome::yes, shares(10), dollars(1));
    CHECK(worst({held, resting}) == dollars(5));
    // NO of bucket 1 would hedge what is held. Unfilled, it hedges nothing; filled, it costs.
    const auto hedge = stake(Kind::buy, 1, Outcome::no, shares(10), dollars(5));
    CHECK(worst({held, hedge}) == dollars(4));
}

TEST_CASE("a resting sale counts as lost winnings", "[risk][exposure]") {
    const auto yes = stake(Kind::position, 1, Outcome::yes, shares(10), dollars(9));
    const auto no = stake(Kind::position, 1, Outcome::no, shares(10), dollars(9));
    CHECK(worst({yes, no}) == dollars(8));
    auto sale = stake(Kind::sell, 1, Outcome::yes, shares(10), Money{});
    sale.limit = cents(60);
    // Sold for 6 and then bucket 1 wins: 18 paid, 6 got.
    CHECK(worst({yes, no, sale}) == dollars(12));
    sale.fee = Money{120'000};
    CHECK(worst({yes, no, sale}) == Money{12'120'000});
}

TEST_CASE("independent markets each end at their worst", "[risk][exposure]") {
    const auto a = stake(Kind::position, 1, Outcome::no, shares(10), dollars(6), false);
    const auto b = stake(Kind::position, 2, Outcome::no, shares(10), dollars(7), false);
    CHECK(worst({a, b}) == dollars(13));
}

TEST_CASE("other events do not count", "[risk][exposure]") {
    const auto a = stake(Kind::position, 1, Outcome::yes, shares(10), dollars(4));
    CHECK(risk::worst_loss(std::vector{a}, "london") == Money{});
}

TEST_CASE("a buy by dollars costs at most what was allowed, to the cent", "[risk][exposure]") {
    for (const auto exponent : {1, 2}) {
        for (const auto rate : {0, 1, 30'000, 50'000, 70'000, 1'000'000}) {
            const FeeSchedule fee{rate, exponent};
            for (std::int64_t cost = 10'000; cost < 50'000'000; cost += 123'457) {
                const auto spend = risk::spend_within(Money{cost}, fee);
                REQUIRE(risk::spend_at_most(spend, fee).micros <= cost);
                // A cent more would not do, but for the rounding of the fee.
                REQUIRE(risk::spend_at_most(spend + Money{10'000}, fee).micros >= cost);
            }
        }
    }
}

// Goal: the bound holds at every price. Method: dollars spent at each price there is.
TEST_CASE("no price makes a buy by dollars dearer than its bound", "[risk][exposure]") {
    for (const auto exponent : {1, 2}) {
        const FeeSchedule fee{50'000, exponent};
        const auto bound = risk::spend_at_most(dollars(10), fee);
        for (int micros = 100; micros < 1'000'000; micros += 100) {
            const auto price = Price::from_micros(micros);
            const Size size{10'000'000LL * 1'000'000 / micros};
            // The venue rounds the fee half up, to hundred-thousandths.
            REQUIRE((notional_up(price, size) + taker_fee(fee, price, size)).micros <=
                    bound.micros + 5);
        }
    }
}
