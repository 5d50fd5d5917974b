#include <rapidcheck.h>

#include "trader.hpp"

using namespace pm;
using namespace pm::test;
using net::Method;
using namespace std::chrono_literals;

namespace {

int in_cents(Price price) {
    return price.micros() / 10'000;
}

/// Clears one side of a market's book by buying or selling all of it for the crowd.
void empty_book(SimVenue& venue, const sim::MarketState& market) {
    const_cast<sim::MarketState&>(market).book.clear();
    venue.post("/sim/fault", R"({"kind":"freeze"})");
}

void give_shares(SimVenue& venue, const Trader& trader, const std::string& token,
                 std::string_view size) {
    const auto body = R"({"address":")" + trader.address().text() + R"(","shares":{")" + token +
                      R"(":")" + std::string{size} + "\"}}";
    REQUIRE(venue.post("/sim/account", body).status == 200);
}

Draft market_order(const std::string& token, Side side, std::int64_t maker, std::int64_t taker,
                   TimeInForce tif) {
    Draft out;
    out.token = token;
    out.side = side;
    out.maker = maker;
    out.taker = taker;
    out.tif = tif;
    return out;
}

}  // namespace

TEST_CASE("a taker pays the resting prices, best first and oldest first, and the fee on top",
          "[sim][matching]") {
    SimVenue venue;
    Trader first{venue, 21};
    Trader second{venue, 22};
    Trader taker{venue, 23};
    const auto& market = quiet_market(venue);
    empty_book(venue, market);
    for (auto* seller : {&first, &second}) give_shares(venue, *seller, market.yes, "100");
    first.placed(limit(market.yes, Side::sell, 52, 10));
    second.placed(limit(market.yes, Side::sell, 51, 10));
    const auto second_at_51 = second.last_id;
    first.placed(limit(market.yes, Side::sell, 51, 10));
    const auto first_at_51 = first.last_id;

    const auto reply = taker.placed(limit(market.yes, Side::buy, 52, 15));
    CHECK(reply.string("status") == "matched");
    CHECK(reply.string("makingAmount") == "7.65");  // 15 at 0.51, not at 0.52
    CHECK(reply.string("takingAmount") == "15");
    CHECK(reply.find("transactionsHashes") == nullptr);
    REQUIRE(reply.find("tradeIDs")->items().size() == 1);

    const auto trades = taker.get("/data/trades?next_cursor=MA==");
    REQUIRE(trades.find("data")->items().size() == 1);
    const auto& trade = trades.find("data")->items()[0];
    CHECK(trade.string("trader_side") == "TAKER");
    CHECK(trade.string("taker_order_id") == taker.last_id);
    CHECK(trade.string("price") == "0.51");
    CHECK(trade.string("status") == "MATCHED");
    CHECK(trade.string("transaction_hash") == "");
    const auto& legs = trade.find("maker_orders")->items();
    REQUIRE(legs.size() == 2);
    CHECK(legs[0].string("order_id") == second_at_51);
    CHECK(legs[0].string("matched_amount") == "10");
    CHECK(legs[1].string("order_id") == first_at_51);
    CHECK(legs[1].string("matched_amount") == "5");
    CHECK(first.get("/data/trades").find("data")->items()[0].string("trader_side") == "MAKER");
    CHECK(second.get("/data/order/" + second_at_51).string("status") == "MATCHED");
    CHECK(first.get("/data/order/" + first_at_51).string("size_matched") == "5");

    // 15 shares at 0.51, rate 0.05: 15 * 0.05 * 0.51 * 0.49 = 0.1874250, to five decimals.
    venue.run(10s);
    CHECK(taker.wallet().cash.balance == dollars(10'000).micros - 7'650'000 - 187'430);
    CHECK(taker.wallet().shares.find(market.yes)->second.balance == shares(15).micros);
    CHECK(second.wallet().cash.balance == dollars(10'000).micros + 5'100'000);
    CHECK(first.wallet().cash.balance == dollars(10'000).micros + 2'550'000);
    CHECK(first.wallet().shares.find(market.yes)->second.reserved == shares(15).micros);
}

TEST_CASE("buyers of both outcomes meet and make the pair", "[sim][matching]") {
    SimVenue venue;
    Trader yes{venue, 21};
    Trader no{venue, 22};
    const auto& market = quiet_market(venue);
    empty_book(venue, market);
    yes.placed(limit(market.yes, Side::buy, 35, 10));
    const auto reply = no.placed(limit(market.no, Side::buy, 65, 10));
    CHECK(reply.string("status") == "matched");
    CHECK(reply.string("makingAmount") == "6.5");
    const auto trade = no.get("/data/trades").find("data")->items()[0];
    CHECK(trade.string("asset_id") == market.no);
    CHECK(trade.string("price") == "0.65");
    const auto& leg = trade.find("maker_orders")->items()[0];
    CHECK(leg.string("asset_id") == market.yes);
    CHECK(leg.string("outcome") == "Yes");
    CHECK(leg.string("side") == "BUY");
    CHECK(leg.string("price") == "0.35");
    venue.run(10s);
    CHECK(yes.wallet().shares.find(market.yes)->second.balance == shares(10).micros);
    CHECK(no.wallet().shares.find(market.no)->second.balance == shares(10).micros);
    CHECK(yes.wallet().cash.balance == dollars(10'000).micros - 3'500'000);
}

TEST_CASE("sellers of both outcomes meet and merge the pair", "[sim][matching]") {
    SimVenue venue;
    Trader yes{venue, 21};
    Trader no{venue, 22};
    const auto& market = quiet_market(venue);
    empty_book(venue, market);
    give_shares(venue, yes, market.yes, "10");
    give_shares(venue, no, market.no, "10");
    yes.placed(limit(market.yes, Side::sell, 35, 10));
    CHECK(no.placed(limit(market.no, Side::sell, 65, 10)).string("takingAmount") == "6.5");
    venue.run(10s);
    CHECK(yes.wallet().cash.balance == dollars(10'000).micros + 3'500'000);
    CHECK(yes.wallet().shares.find(market.yes)->second.balance == 0);
}

TEST_CASE("an order that is all or nothing is killed in the venue's words", "[sim][matching]") {
    SimVenue venue;
    Trader seller{venue, 21};
    Trader taker{venue, 22};
    const auto& market = quiet_market(venue);
    empty_book(venue, market);
    give_shares(venue, seller, market.yes, "20");
    seller.placed(limit(market.yes, Side::sell, 50, 20));

    const auto fok =
        taker.post(market_order(market.yes, Side::buy, 10'010'000, 20'020'000, TimeInForce::fok));
    CHECK(fok.status == 400);
    const auto told = Trader::parsed(fok);
    CHECK(told.string("error") ==
          "order couldn't be fully filled. FOK orders are fully filled or killed.");
    CHECK(told.string("orderID") == taker.last_id);
    CHECK(taker.get("/data/order/" + taker.last_id).string("status") ==
          "CANCELED_order couldn't be fully filled. FOK orders are fully filled or killed.");

    const auto fak =
        taker.post(market_order(market.yes, Side::buy, 4'900'000, 10'000'000, TimeInForce::fak));
    CHECK(fak.status == 400);
    CHECK(Trader::parsed(fak).string("error") ==
          "no orders found to match with FAK order. FAK orders are partially filled or killed if "
          "no match is found.");

    // One more dollar than there are shares for: a FAK takes what there is.
    const auto part =
        taker.placed(market_order(market.yes, Side::buy, 11'000'000, 22'000'000, TimeInForce::fak));
    CHECK(part.string("status") == "matched");
    CHECK(part.string("makingAmount") == "10");
    CHECK(part.string("takingAmount") == "20");
    CHECK(taker.get("/data/orders").find("data")->items().empty());
    CHECK(taker.wallet().cash.reserved == 0);
}

TEST_CASE("a market buy spends its dollars and takes the better price in shares",
          "[sim][matching]") {
    SimVenue venue;
    Trader seller{venue, 21};
    Trader taker{venue, 22};
    const auto& market = quiet_market(venue);
    empty_book(venue, market);
    give_shares(venue, seller, market.yes, "100");
    seller.placed(limit(market.yes, Side::sell, 40, 100));
    // Ten dollars at 0.50 at most: 20 shares wanted, 25 got.
    const auto reply =
        taker.placed(market_order(market.yes, Side::buy, 10'000'000, 20'000'000, TimeInForce::fok));
    CHECK(reply.string("makingAmount") == "10");
    CHECK(reply.string("takingAmount") == "25");
    // Shares rounded up put the limit below the offer: nothing is met.
    const auto low =
        taker.post(market_order(market.yes, Side::buy, 4'000'000, 10'000'100, TimeInForce::fak));
    CHECK(low.status == 400);
}

TEST_CASE("the crowd meets accounts' orders and leaves those it does not meet", "[sim][matching]") {
    SimVenue venue;
    Trader trader{venue, 21};
    const auto& market = quiet_market(venue);
    const auto best = in_cents(market.book.best(Side::buy)->price);
    trader.placed(limit(market.yes, Side::buy, best - 5, 20));
    const auto deep = trader.last_id;
    trader.placed(limit(market.yes, Side::buy, best + 1, 20));
    const auto keen = trader.last_id;
    for (int i = 0; i < 600 && !trader.get("/data/orders?id=" + keen).find("data")->items().empty();
         ++i) {
        venue.run(1min);
    }
    const auto keen_now = trader.get("/data/order/" + keen);
    CHECK(keen_now.string("status") == "MATCHED");
    CHECK(keen_now.string("size_matched") == "20");
    const auto trade = trader.get("/data/trades").find("data")->items().back();
    CHECK(trade.string("trader_side") == "MAKER");
    CHECK(trade.string("owner") != trader.id);
    CHECK(trader.get("/data/order/" + deep).string("status") != "CANCELED");
}

// Goal: whatever two accounts do to each other, nothing is made or lost: shares of a pair come and
// go together, every order's matches are its trades, what is reserved is what rests, and when all
// is settled the dollars differ by fees and roundings only. Method: random orders and cancels in
// one empty market without a crowd, wallets summed by hand.
TEST_CASE("random trading between accounts conserves money and shares", "[sim][matching]") {
    rc::check("conservation", [] {
        SimVenue venue{{}, one_ladder()};
        venue.post("/sim/fault", R"({"kind":"limits","policy":"off"})");
        Trader a{venue, 31};
        Trader b{venue, 32};
        const auto& market = quiet_market(venue);
        empty_book(venue, market);
        for (auto* one : {&a, &b}) give_shares(venue, *one, market.yes, "1000");
        const auto steps =
            *rc::gen::container<std::vector<int>>(20, rc::gen::inRange(0, 1'000'000));
        for (const auto step : steps) {
            auto& who = step % 2 == 0 ? a : b;
            const auto side = step / 2 % 2 == 0 ? Side::buy : Side::sell;
            const auto& token = step / 4 % 3 == 0 ? market.no : market.yes;
            const int price = 40 + step / 12 % 20;
            const std::int64_t size = 5 + step / 240 % 40;
            if (step / 9'600 % 8 == 0) {
                who.send(Method::del, "/cancel-all");
            } else if (step / 9'600 % 8 == 1) {
                auto draft =
                    market_order(token, Side::buy, dollars(size).micros,
                                 dollars(size).micros * 100 / price / 100 * 100, TimeInForce::fak);
                who.post(draft);
            } else {
                who.post(limit(token, side, price, size));
            }
        }
        auto& floor = venue.router.floor();
        std::int64_t rests = 0;
        for (const auto& order : floor.exchange.orders()) {
            Size sum;
            for (const auto& id : order.trades) {
                const auto* trade = floor.house.find(id);
                RC_ASSERT(trade != nullptr);
                if (trade->taker.order_id == order.id) sum += trade->taker.size;
                for (const auto& maker : trade->makers) {
                    if (maker.order_id == order.id) sum += maker.size;
                }
            }
            RC_ASSERT(sum == order.matched);
            RC_ASSERT(order.open() == (order.number != 0));
            if (order.open() && order.side == Side::buy) {
                rests += notional_up(order.limit, order.left()).micros;
            }
        }
        RC_ASSERT(a.wallet().cash.reserved + b.wallet().cash.reserved == rests);
        std::int64_t fees = 0;
        std::int64_t pairs = 0;
        std::int64_t dust = 0;
        for (const auto& trade : floor.house.trades()) {
            fees += trade.taker.fee.micros;
            for (const auto& maker : trade.makers) {
                dust += 2;  // Each part may be rounded by less than one micro-dollar.
                if (maker.side != trade.taker.side) continue;
                pairs += maker.side == Side::buy ? maker.size.micros : -maker.size.micros;
            }
        }
        venue.run(30s);
        const auto cash = a.wallet().cash.balance + b.wallet().cash.balance;
        const auto gone = 2 * dollars(10'000).micros - cash - fees - pairs;
        RC_ASSERT(gone >= 0);
        RC_ASSERT(gone <= dust);
        std::int64_t of_no = 0;
        std::int64_t of_yes = 0;
        for (auto* one : {&a, &b}) {
            RC_ASSERT(one->wallet().cash.locked == 0);
            RC_ASSERT(one->wallet().cash.free() >= 0);
            for (const auto& [token, shares] : one->wallet().shares) {
                RC_ASSERT(shares.locked == 0);
                RC_ASSERT(shares.free() >= 0);
                (token == market.yes ? of_yes : of_no) += shares.balance;
            }
        }
        RC_ASSERT(of_no == pairs);
        RC_ASSERT(of_yes == shares(2'000).micros + pairs);
    });
}
