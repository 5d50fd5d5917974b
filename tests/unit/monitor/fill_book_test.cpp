#include "monitor/fill_book.hpp"

#include <rapidcheck.h>

#include "monitor_fixture.hpp"

using namespace pm;
using namespace pm::monitor;
using namespace pm::test;

namespace {

Fill fill(int n, Side side, int price, std::int64_t shares,
          Settlement settlement = Settlement::settled) {
    Fill f;
    f.order_id = "o" + std::to_string(n);
    f.trade_id = "t" + std::to_string(n);
    f.token = token();
    f.side = side;
    f.price = Price::from_micros(price);
    f.size = Size{shares * 1'000'000};
    f.fee = Money{10'000};
    f.settlement = settlement;
    return f;
}

Position only(const FillBook& book) {
    const auto all = book.positions();
    for (const auto& p : all) {
        if (p.token == token()) return p;
    }
    return {};
}

}  // namespace

TEST_CASE("buys add up, sales take their share of the cost", "[monitor][fills]") {
    FillBook book;
    book.apply(fill(1, Side::buy, 400'000, 100));
    book.apply(fill(2, Side::buy, 500'000, 100));
    CHECK(only(book).settled == Size{200'000'000});
    CHECK(only(book).cost == Money{90'020'000});
    book.apply(fill(3, Side::sell, 600'000, 50));
    CHECK(only(book).settled == Size{150'000'000});
    CHECK(only(book).cost == Money{67'515'000});
    CHECK(only(book).realized == Money{30'000'000 - 10'000 - 22'505'000});
    book.apply(fill(4, Side::sell, 600'000, 150));
    CHECK(only(book).held() == Size{});
    CHECK(only(book).cost == Money{0});
    CHECK(only(book).realized == Money{120'000'000 - 90'020'000 - 20'000});
}

TEST_CASE("a repeat changes nothing, a provisional fill settles or fails", "[monitor][fills]") {
    FillBook book;
    book.apply(fill(1, Side::buy, 400'000, 100, Settlement::provisional));
    book.apply(fill(1, Side::buy, 400'000, 100, Settlement::provisional));
    CHECK(only(book).provisional == Size{100'000'000});
    CHECK(only(book).settled == Size{});
    SECTION("settles") {
        book.apply(fill(1, Side::buy, 400'000, 100));
        book.apply(fill(1, Side::buy, 400'000, 100));
        CHECK(only(book).settled == Size{100'000'000});
        CHECK(only(book).provisional == Size{});
        CHECK(only(book).cost == Money{40'010'000});
    }
    SECTION("fails") {
        book.apply(fill(1, Side::buy, 400'000, 100, Settlement::failed));
        CHECK(only(book).held() == Size{});
        CHECK(only(book).cost == Money{});
    }
}

TEST_CASE("a resolution pays each outcome and names come from the market", "[monitor][fills]") {
    FillBook book;
    Market market;
    market.condition = condition(7);
    market.event = "london";
    market.slug = "london-21c";
    market.yes = token(8);
    market.no = token(7);
    book.apply(market);
    book.apply(fill(1, Side::buy, 400'000, 100));
    CHECK(only(book).market == "london-21c");
    CHECK(only(book).outcome == Outcome::no);
    book.apply(Resolution{.condition = condition(7), .winner = Winner::no});
    CHECK(only(book).held() == Size{});
    CHECK(only(book).realized == Money{100'000'000 - 40'010'000});
}

TEST_CASE("cost and profit always add up to the money that moved", "[monitor][fills]") {
    CHECK(rc::check("conservation", [] {
        FillBook book;
        Money paid;
        std::int64_t held = 0;
        for (int n = 0; n < 30; ++n) {
            const bool buys = held == 0 || *rc::gen::arbitrary<bool>();
            const auto shares = buys ? *rc::gen::inRange<std::int64_t>(1, 1'000)
                                     : *rc::gen::inRange<std::int64_t>(1, held + 1);
            const auto f =
                fill(n, buys ? Side::buy : Side::sell, *rc::gen::inRange(1, 1'000'000), shares);
            book.apply(f);
            held += buys ? shares : -shares;
            // Whole shares: the products are exact.
            const Money amount{f.price.micros() * shares};
            paid += buys ? amount + f.fee : f.fee - amount;
        }
        RC_ASSERT(only(book).cost - only(book).realized == paid);
        RC_ASSERT(only(book).settled.micros == held * 1'000'000);
    }));
}
