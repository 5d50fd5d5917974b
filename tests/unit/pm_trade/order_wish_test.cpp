#include "pm-trade/order_wish.hpp"

#include <vector>

#include "support/amounts.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::test;
using namespace pm::trade;
using namespace std::chrono_literals;

namespace {

constexpr std::int32_t collar = 100'000;

/// Asks of 100 at 0.40, 50 at 0.42, 1,000 at 0.60; bids of 80 at 0.38, 500 at 0.20.
struct Shop {
    Shop() {
        market.slug = "munich-24";
        market.event = "munich";
        market.condition = ConditionId::parse("0x" + std::string(64, 'a')).value();
        market.yes = TokenId{U256{1}};
        market.no = TokenId{U256{2}};
        market.min_size = shares(5);
        market.accepting_orders = true;
    }
    [[nodiscard]] Offer offer(Side side) const {
        return {&market, Outcome::yes, side == Side::buy ? asks : bids, noon};
    }
    [[nodiscard]] Result<OrderIntent> order(const OrderWish& wish) const {
        return intent_of(wish, offer(wish.side), collar);
    }

    Market market;
    std::vector<Level> asks{
        {cents(40), shares(100)}, {cents(42), shares(50)}, {cents(60), shares(1'000)}};
    std::vector<Level> bids{{cents(38), shares(80)}, {cents(20), shares(500)}};
};

OrderWish buy() {
    return {};
}

OrderWish sell() {
    OrderWish wish;
    wish.side = Side::sell;
    return wish;
}

std::string refusal(const Result<OrderIntent>& order) {
    return order ? "none" : std::string{order.error().message};
}

}  // namespace

TEST_CASE("a wish that could mean two orders is refused", "[trade][wish]") {
    const Shop shop;
    auto wish = buy();
    CHECK(refusal(shop.order(wish)) == "how much? --shares N or --spend DOLLARS");
    wish.shares = shares(10);
    wish.spend = dollars(5);
    CHECK(refusal(shop.order(wish)) == "--shares and --spend contradict each other");
    wish.spend.reset();
    wish.post_only = true;
    CHECK(refusal(shop.order(wish)) == "an order that rests needs --price");
    wish.price = cents(30);
    wish.type = TimeInForce::fak;
    CHECK(refusal(shop.order(wish)) == "--post-only is for orders that rest");
    wish.type = TimeInForce::gtc;
    wish.expires = 30min;
    CHECK(refusal(shop.order(wish)) == "--expires and --type gtc contradict each other");
    auto sale = sell();
    sale.spend = dollars(5);
    CHECK(refusal(shop.order(sale)) == "--spend is for buying");
}

TEST_CASE("an order that rests is by shares, at the price that was named", "[trade][wish]") {
    const Shop shop;
    auto wish = buy();
    wish.price = cents(35);
    wish.spend = dollars(10);
    const auto order = shop.order(wish).value();
    CHECK(order.tif == TimeInForce::gtc);
    CHECK(order.limit == cents(35));
    CHECK(order.size == Size{28'570'000});  // 10 / 0.35 = 28.5714…, cut to hundredths
    CHECK(order.spend == Money{});
    CHECK(order.reason == "by_hand");

    wish.expires = 30min;
    const auto timed = shop.order(wish).value();
    CHECK(timed.tif == TimeInForce::gtd);
    CHECK(timed.expires == noon + 30min);
    wish.expires = 119s;
    CHECK(refusal(shop.order(wish)) == "--expires: the venue takes nothing shorter than 2 minutes");
}

TEST_CASE("a price off the grid names its neighbours", "[trade][wish]") {
    const Shop shop;
    auto wish = buy();
    wish.price = Price::from_micros(355'000);
    wish.shares = shares(10);
    const auto order = shop.order(wish);
    REQUIRE_FALSE(order);
    CHECK(order.error().code == Errc::tick_mismatch);
    CHECK(order.error().hint == "the nearest are 0.35 and 0.36");
}

TEST_CASE("a buy that takes is by dollars, at the level that completes it", "[trade][wish]") {
    const Shop shop;
    auto wish = buy();
    wish.spend = Money{50'005'000};  // 50.005: the half cent is cut
    const auto order = shop.order(wish).value();
    CHECK(order.tif == TimeInForce::fak);
    CHECK(order.limit == cents(42));  // 40 dollars at 0.40, the rest at 0.42
    CHECK(order.spend == Money{50'000'000});
    CHECK(order.size == Size{119'047'600});  // 50 / 0.42 = 119.047619…, cut at the fourth place

    wish.spend.reset();
    wish.shares = shares(120);
    const auto by_shares = shop.order(wish).value();
    CHECK(by_shares.limit == cents(42));
    CHECK(by_shares.spend == Money{50'400'000});  // 120 at 0.42
    CHECK(by_shares.size == shares(120));
}

TEST_CASE("without a worst price a taking order stays within the collar of the best level",
          "[trade][wish]") {
    const Shop shop;
    auto wish = buy();
    wish.spend = dollars(500);  // 61 dollars rest at 0.42 and better, the next level is 0.60
    const auto order = shop.order(wish).value();
    CHECK(order.limit == cents(42));
    wish.type = TimeInForce::fok;
    CHECK_FALSE(shop.order(wish));
    wish.worst = cents(60);
    CHECK(shop.order(wish).value().limit == cents(60));
}

TEST_CASE("a sale takes bids down to its worst price", "[trade][wish]") {
    const Shop shop;
    auto wish = sell();
    wish.shares = Size{100'456'000};
    const auto order = shop.order(wish).value();
    CHECK(order.limit == cents(38));
    CHECK(order.size == Size{100'450'000});
    CHECK(order.spend == Money{});
    wish.worst = cents(20);
    CHECK(shop.order(wish).value().limit == cents(20));
}

TEST_CASE("an empty side of the book has nothing to take", "[trade][wish]") {
    Shop shop;
    shop.asks.clear();
    auto wish = buy();
    wish.spend = dollars(5);
    const auto order = shop.order(wish);
    REQUIRE_FALSE(order);
    CHECK(order.error().code == Errc::refused);
}
