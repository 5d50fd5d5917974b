#include "paper/venue.hpp"

#include "base/random.hpp"
#include "support/catch.hpp"
#include "unit/paper/paper_floor.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {
using Fixture = PaperFloor;
}  // namespace

TEST_CASE("a taker walks the levels up to its limit and pays the fee of each", "[paper]") {
    Fixture f;
    f.send(Side::buy, 42, 25, TimeInForce::fak);
    CHECK(f.fills() == "10@0.4 15@0.42");
    CHECK(f.ear.fills[0].fee == Money{120'000});  // 10 * 0.05 * 0.4 * 0.6
    CHECK(f.ear.fills[1].fee == Money{182'700});  // 15 * 0.05 * 0.42 * 0.58
    CHECK(f.ear.fills[0].liquidity == Liquidity::taker);
    CHECK(f.ear.fills[0].settlement == Settlement::settled);
    CHECK(f.ear.fills[0].at == noon);
    CHECK(f.ear.updates.empty());  // whole: the fills say it all
}

TEST_CASE("a seller walks the bids downwards", "[paper]") {
    Fixture f;
    f.send(Side::sell, 37, 60, TimeInForce::fak);
    CHECK(f.fills() == "50@0.38 10@0.37");
}

TEST_CASE("fill and kill takes what there is and ends", "[paper]") {
    Fixture f;
    f.send(Side::buy, 42, 40, TimeInForce::fak);
    CHECK(f.fills() == "10@0.4 20@0.42");
    CHECK(f.last() == "cancelled rest");
    CHECK(f.ear.updates.back().filled == shares(30));
    CHECK(f.venue->working() == 0);
    f.send(Side::buy, 39, 10, TimeInForce::fak);
    CHECK(f.last() == "cancelled nothing_to_take");
}

TEST_CASE("fill or kill takes all or nothing", "[paper]") {
    Fixture f;
    f.send(Side::buy, 42, 31, TimeInForce::fok);
    CHECK(f.fills().empty());
    CHECK(f.last() == "cancelled not_all_at_once");
    f.send(Side::buy, 42, 30, TimeInForce::fok);
    CHECK(f.fills() == "10@0.4 20@0.42");
}

TEST_CASE("good till cancelled takes what there is and rests with the rest", "[paper]") {
    Fixture f;
    const auto id = f.send(Side::buy, 40, 25, TimeInForce::gtc);
    CHECK(f.fills() == "10@0.4");
    CHECK(f.venue->working() == 1);
    CHECK(f.venue->cancel(id).has_value());
    CHECK(f.last() == "cancelled asked");
    CHECK(f.ear.updates.back().filled == shares(10));
    CHECK(f.venue->cancel(id).error().code == Errc::not_found);
}

TEST_CASE("post only is rejected when it would cross and rests when not", "[paper]") {
    Fixture f;
    f.send(Side::buy, 40, 10, TimeInForce::gtc, true);
    CHECK(f.last() == "rejected post_only_crosses");
    CHECK(f.fills().empty());
    f.send(Side::buy, 39, 10, TimeInForce::gtc, true);
    CHECK(f.last() == "live");
}

TEST_CASE("liquidity once taken is gone until its level changes", "[paper]") {
    Fixture f;
    f.send(Side::buy, 40, 6, TimeInForce::fak);
    f.send(Side::buy, 40, 6, TimeInForce::fak);
    CHECK(f.fills() == "6@0.4 4@0.4");
    SECTION("the same book again brings nothing back") {
        f.show({{cents(38), shares(50)}}, {{cents(40), shares(10)}, {cents(42), shares(20)}});
        f.send(Side::buy, 40, 6, TimeInForce::fak);
        CHECK(f.fills() == "6@0.4 4@0.4");
    }
    SECTION("a change of another level brings nothing back") {
        f.show({{cents(38), shares(50)}}, {{cents(40), shares(10)}, {cents(42), shares(5)}});
        f.send(Side::buy, 40, 6, TimeInForce::fak);
        CHECK(f.fills() == "6@0.4 4@0.4");
    }
    SECTION("a change of this level does") {
        f.show({{cents(38), shares(50)}}, {{cents(40), shares(9)}});
        f.send(Side::buy, 40, 6, TimeInForce::fak);
        CHECK(f.fills() == "6@0.4 4@0.4 6@0.4");
    }
    SECTION("so does its going and coming back") {
        f.show({{cents(38), shares(50)}}, {{cents(42), shares(20)}});
        f.show({{cents(38), shares(50)}}, {{cents(40), shares(10)}});
        f.send(Side::buy, 40, 6, TimeInForce::fak);
        CHECK(f.fills() == "6@0.4 4@0.4 6@0.4");
    }
}

TEST_CASE("an order that rests fills only when the book trades through it", "[paper]") {
    Fixture f;
    f.send(Side::buy, 39, 20, TimeInForce::gtc);
    SECTION("a print at its own price may have been somebody else's") {
        f.print(39, 100);
        CHECK(f.fills().empty());
    }
    SECTION("an ask at its own price neither") {
        f.show({{cents(38), shares(50)}}, {{cents(39), shares(100)}});
        CHECK(f.fills().empty());
    }
    SECTION("a print strictly through fills it, at its own price, for nothing, in part") {
        f.print(38, 12);
        CHECK(f.fills() == "12@0.39");
        CHECK(f.ear.fills[0].liquidity == Liquidity::maker);
        CHECK(f.ear.fills[0].fee == Money{});
        f.print(38, 12);
        CHECK(f.fills() == "12@0.39 8@0.39");
        CHECK(f.venue->working() == 0);
    }
    SECTION("an ask strictly through fills it up to its size") {
        f.show({{cents(30), shares(50)}}, {{cents(37), shares(15)}, {cents(42), shares(20)}});
        CHECK(f.fills() == "15@0.39");
        CHECK(f.ear.fills[0].fee == Money{});
        // The same ask is not there a second time.
        f.show({{cents(30), shares(50)}}, {{cents(37), shares(15)}, {cents(42), shares(20)}});
        CHECK(f.fills() == "15@0.39");
    }
    SECTION("a print of another token is none of its business") {
        f.venue->on_print(
            Print{munich().no, munich().condition, cents(10), shares(99), Side::sell, std::nullopt},
            noon);
        CHECK(f.fills().empty());
    }
}

TEST_CASE("a resting sale fills when the book trades above it", "[paper]") {
    Fixture f;
    f.send(Side::sell, 39, 20, TimeInForce::gtc);
    f.print(39, 100, Side::buy);
    CHECK(f.fills().empty());
    f.print(40, 5, Side::buy);
    CHECK(f.fills() == "5@0.39");
}

TEST_CASE("one print is shared by our own orders, the older first", "[paper]") {
    Fixture f;
    const auto first = f.send(Side::buy, 39, 10, TimeInForce::gtc);
    const auto second = f.send(Side::buy, 39, 10, TimeInForce::gtc);
    f.print(38, 15);
    REQUIRE(f.ear.fills.size() == 2);
    CHECK(f.fills() == "10@0.39 5@0.39");
    CHECK(f.ear.fills[0].order_id == first);
    CHECK(f.ear.fills[1].order_id == second);
}

TEST_CASE("nothing fills from a book that is crossed, or not there", "[paper]") {
    Fixture f;
    SECTION("crossed") {
        f.books.book.change(Side::buy, {cents(41), shares(5)}, TickSize::from_micros(10'000));
    }
    SECTION("dropped after a gap") {
        f.books.book.drop();
    }
    f.send(Side::buy, 45, 10, TimeInForce::fak);
    CHECK(f.fills().empty());
    CHECK(f.last() == "cancelled nothing_to_take");
}

TEST_CASE("with latency an order meets the book of its arrival", "[paper]") {
    Fixture f{250ms};
    f.send(Side::buy, 42, 10, TimeInForce::fak);
    CHECK(f.last() == "sent");
    f.now = noon + 250ms - 1us;
    f.show({{cents(38), shares(50)}}, {{cents(41), shares(10)}});
    CHECK(f.fills().empty());
    f.now = noon + 250ms;
    f.venue->advance(f.now);
    CHECK(f.fills() == "10@0.41");
    CHECK(f.ear.fills[0].at == f.now);
}

TEST_CASE("orders on their way can be cancelled", "[paper]") {
    Fixture f{250ms};
    const auto id = f.send(Side::buy, 42, 10, TimeInForce::gtc);
    CHECK(f.venue->cancel(id).has_value());
    f.venue->advance(noon + 1s);
    CHECK(f.fills().empty());
    CHECK(f.last() == "cancelled asked");
}

TEST_CASE("ids go on where the counter stands", "[paper]") {
    Fixture f{{}, 41};
    CHECK(f.send(Side::buy, 40, 5, TimeInForce::fak) == "paper-41");
    CHECK(f.send(Side::buy, 40, 5, TimeInForce::fak) == "paper-42");
    CHECK(f.ear.fills[0].trade_id != f.ear.fills[1].trade_id);
}

TEST_CASE("without a number there is no order", "[paper]") {
    Fixture f;
    f.options.next_number = []() -> Result<std::int64_t> {
        return fail(Errc::storage, "disk full");
    };
    paper::Venue venue{f.books, f.options};
    const auto market = munich();
    const auto approved = risk::Gate{risk::Limits{}, TradingMode::paper}.review(
        wish(Side::buy, cents(40), shares(5)), world_of(market, noon));
    REQUIRE(approved.has_value());
    CHECK(venue.prepare(*approved).error().code == Errc::storage);
}

TEST_CASE("after a restart resting orders go on, others are over", "[paper]") {
    Fixture f;
    Order resting;
    resting.order_id = "paper-7";
    resting.intent = wish(Side::buy, cents(39), shares(20));
    resting.filled = shares(12);
    resting.status = OrderStatus::partly_filled;
    auto taker = resting;
    taker.order_id = "paper-8";
    taker.intent.tif = TimeInForce::fak;
    auto unsent = resting;
    unsent.order_id = "paper-9";
    unsent.status = OrderStatus::intent;
    f.venue->restore({resting, taker, unsent}, noon);
    CHECK(f.ear.updates.size() == 2);
    CHECK(f.last() == "cancelled restart");
    CHECK(f.venue->working() == 1);
    f.print(38, 100);
    CHECK(f.fills() == "8@0.39");
    // The trade's name tells it apart from all that came before the restart.
    CHECK(f.ear.fills[0].trade_id == "paper-7/20");
}

// Goal: the venue never gives more than the book shows, nor fills beyond an order or its limit.
// Method: random books and orders; a naive ledger of each level's shares since it last changed.
TEST_CASE("random orders never take more than was shown", "[paper]") {
    SeededRandom random{99};
    Fixture f;
    std::map<int, std::int64_t> shown;  // ask price in cents -> shares left
    std::map<std::string, OrderIntent> orders;
    std::map<std::string, std::int64_t> filled;
    std::size_t seen = 0;
    for (const auto& level : f.books.book.asks()) {
        shown[level.price.micros() / 10'000] = level.size.micros / 1'000'000;
    }
    for (int step = 0; step < 5'000; ++step) {
        if (random.below(4) == 0) {
            std::vector<Level> asks;
            std::map<int, std::int64_t> fresh;
            for (int price = 40; price < 46; ++price) {
                const auto size = static_cast<std::int64_t>(random.below(4)) * 10;
                if (size == 0) continue;
                asks.push_back({cents(price), shares(size)});
                fresh[price] = size;
            }
            std::map<int, std::int64_t> left;
            for (const auto& [price, size] : fresh) {
                std::int64_t before = 0;
                for (const auto& level : f.books.book.asks()) {
                    if (level.price == cents(price)) before = level.size.micros / 1'000'000;
                }
                left[price] = before == size ? shown[price] : size;
            }
            f.show({{cents(30), shares(1)}}, asks);
            shown = left;
        } else {
            const auto size = static_cast<std::int64_t>(random.below(40)) + 5;
            auto intent =
                wish(Side::buy, cents(39 + static_cast<int>(random.below(8))), shares(size));
            intent.tif = random.below(2) == 0 ? TimeInForce::fak : TimeInForce::fok;
            orders[f.send(intent)] = intent;
        }
        for (; seen < f.ear.fills.size(); ++seen) {
            const auto& fill = f.ear.fills[seen];
            const auto& intent = orders.at(fill.order_id);
            REQUIRE(fill.price <= intent.limit);
            auto& left = shown[fill.price.micros() / 10'000];
            left -= fill.size.micros / 1'000'000;
            REQUIRE(left >= 0);
            REQUIRE((filled[fill.order_id] += fill.size.micros) <= intent.size.micros);
        }
    }
    CHECK(seen > 500);
    for (const auto& [id, intent] : orders) {
        if (intent.tif != TimeInForce::fok || !filled.contains(id)) continue;
        REQUIRE(filled[id] == intent.size.micros);
    }
}
