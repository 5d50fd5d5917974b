#include "polymarket/fee_adjust.hpp"

#include <rapidcheck.h>

#include "base/wide.hpp"
#include "support/amounts.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;
using test::cents;
using test::dollars;

namespace {

const FeeSchedule weather{.rate_micros = 50'000, .exponent = 1};

}  // namespace

TEST_CASE("a full balance buys what it and the fee come to", "[signing][fees]") {
    // By hand: at 0.50 a dollar's fee is 0.05 * 0.5 = 0.025; 102.5 / 1.025 is 100.
    CHECK(spendable(Money{102'500'000}, cents(50), {.fee = weather}) == Money{99'999'995});
    // With a builder's share of one percent: 103.5 / 1.035.
    CHECK(spendable(Money{103'500'000}, cents(50), {.fee = weather, .builder_micros = 10'000}) ==
          Money{99'999'995});
    CHECK(spendable(dollars(100), cents(50), {}) == dollars(100));
    CHECK(spendable(dollars(0), cents(50), {.fee = weather}) == dollars(0));
}

TEST_CASE("what may be spent fits into the balance with its fee, and leaves little",
          "[signing][fees]") {
    CHECK(rc::check("spendable", [] {
        const auto price = Price::from_micros(*rc::gen::inRange(100, 999'901));
        const Money balance{*rc::gen::inRange<std::int64_t>(1'000'000, 1'000'000'000'000)};
        const FeeSchedule fee{.rate_micros = *rc::gen::inRange(0, 100'001),
                              .exponent = *rc::gen::inRange(1, 3)};
        const auto spent = spendable(balance, price, {.fee = fee});
        const Size bought{static_cast<std::int64_t>(static_cast<Wide>(spent.micros) * 1'000'000 /
                                                    price.micros())};
        const auto cost = spent + taker_fee(fee, price, bought);
        RC_ASSERT(cost <= balance);
        RC_ASSERT((balance - cost).micros <= 20);
    }));
}

TEST_CASE("the other client's way reserves more, never less", "[signing][fees]") {
    CHECK(rc::check("both ways", [] {
        const auto price = Price::from_micros(*rc::gen::inRange(100, 999'901));
        const Money balance{*rc::gen::inRange<std::int64_t>(1'000'000, 1'000'000'000'000)};
        const BuyCharges charges{.fee = {.rate_micros = *rc::gen::inRange(1, 100'001),
                                         .exponent = *rc::gen::inRange(1, 3)},
                                 .builder_micros = *rc::gen::inRange(0, 10'001)};
        const auto theirs = reserve_fee(balance, balance, price, charges);
        RC_ASSERT(theirs <= spendable(balance, price, charges) + Money{6});
    }));
}

TEST_CASE("an amount that the balance covers is left alone", "[signing][fees]") {
    CHECK(reserve_fee(dollars(10), dollars(100), cents(50), {.fee = weather}) == dollars(10));
    // 10 and its fee of 0.25 fit exactly: the client shrinks at equality.
    CHECK(reserve_fee(dollars(10), Money{10'250'001}, cents(50), {.fee = weather}) == dollars(10));
    CHECK(reserve_fee(dollars(10), Money{10'250'000}, cents(50), {.fee = weather}) == dollars(10));
    CHECK(reserve_fee(dollars(10), Money{10'249'999}, cents(50), {.fee = weather}) ==
          Money{9'999'999});
}
