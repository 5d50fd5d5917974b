#include "domain/market.hpp"

#include "domain/order.hpp"
#include "support/catch.hpp"

using namespace pm;

TEST_CASE("a share of the winner pays 1, of the loser nothing, of a split one half",
          "[domain][market]") {
    const auto pays = [](Winner winner, Outcome outcome) {
        return Resolution{.condition = {}, .winner = winner}.payout(outcome).micros();
    };
    CHECK(pays(Winner::yes, Outcome::yes) == 1'000'000);
    CHECK(pays(Winner::yes, Outcome::no) == 0);
    CHECK(pays(Winner::no, Outcome::yes) == 0);
    CHECK(pays(Winner::no, Outcome::no) == 1'000'000);
    CHECK(pays(Winner::split, Outcome::yes) == 500'000);
    CHECK(pays(Winner::split, Outcome::no) == 500'000);
}

TEST_CASE("a market names its token by outcome, and is ready without a refusal",
          "[domain][market]") {
    Market market;
    market.yes = *TokenId::parse("1");
    market.no = *TokenId::parse("2");
    CHECK(market.token(Outcome::yes) == market.yes);
    CHECK(market.token(Outcome::no) == market.no);
    CHECK(market.trade_ready());
    market.refusal = "no station";
    CHECK_FALSE(market.trade_ready());
}

TEST_CASE("a bucket holds both its ends, and everything beyond an open one", "[domain][bucket]") {
    const Bucket closed{.low = 20, .high = 21};
    CHECK_FALSE(closed.contains(19));
    CHECK(closed.contains(20));
    CHECK(closed.contains(21));
    CHECK_FALSE(closed.contains(22));
    const Bucket below{.low = std::nullopt, .high = -3};
    CHECK(below.contains(-100));
    CHECK(below.contains(-3));
    CHECK_FALSE(below.contains(-2));
    const Bucket above{.low = 30, .high = std::nullopt};
    CHECK_FALSE(above.contains(29));
    CHECK(above.contains(1'000));
}

TEST_CASE("degrees change scale as physics says", "[domain][temperature]") {
    CHECK(to_fahrenheit({0}).degrees == Approx(32));
    CHECK(to_fahrenheit({100}).degrees == Approx(212));
    CHECK(to_celsius({-40}).degrees == Approx(-40));
    CHECK(degrees_in(TemperatureUnit::celsius, {21.5}) == Approx(21.5));
    CHECK(degrees_in(TemperatureUnit::fahrenheit, {21.5}) == Approx(70.7));
}

TEST_CASE("an order is open until it ends", "[domain][order]") {
    Order order;
    order.intent.size = Size{10};
    order.filled = Size{4};
    for (const auto status :
         {OrderStatus::intent, OrderStatus::sent, OrderStatus::unknown, OrderStatus::live,
          OrderStatus::delayed, OrderStatus::partly_filled}) {
        order.status = status;
        CHECK(order.open_size() == Size{6});
    }
    for (const auto status : {OrderStatus::filled, OrderStatus::cancelled, OrderStatus::expired,
                              OrderStatus::rejected}) {
        order.status = status;
        CHECK(is_final(status));
        CHECK(order.open_size() == Size{});
    }
}
