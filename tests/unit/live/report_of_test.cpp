#include "live/report_of.hpp"

#include "support/amounts.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::live;
using namespace pm::polymarket;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

UserOrder row(RowStatus status, std::optional<Size> matched = shares(0)) {
    UserOrder out;
    out.order_id = "0xa";
    out.status = status;
    out.original = shares(10);
    out.matched = matched;
    out.tif = TimeInForce::gtc;
    return out;
}

std::optional<OrderStatus> status(const UserOrder& order) {
    return report_of(order, trading::Proof::stream, noon).status;
}

OrderIntent intent(TimeInForce tif, Side side = Side::buy) {
    OrderIntent out;
    out.side = side;
    out.size = shares(10);
    out.limit = cents(50);
    out.tif = tif;
    return out;
}

PostVerdict answer(const std::string& text) {
    return post_verdict(200, text, "0xa", std::nullopt);
}

}  // namespace

TEST_CASE("an order's row says whether it rests or how it ended", "[live][report]") {
    CHECK(status(row(RowStatus::live)) == OrderStatus::live);
    CHECK(status(row(RowStatus::live, shares(4))) == OrderStatus::live);
    CHECK(status(row(RowStatus::unmatched)) == OrderStatus::live);
    CHECK(status(row(RowStatus::delayed)) == OrderStatus::delayed);
    CHECK(status(row(RowStatus::cancelled, shares(4))) == OrderStatus::cancelled);
    CHECK(status(row(RowStatus::invalid)) == OrderStatus::cancelled);
    CHECK(status(row(RowStatus::other)) == std::nullopt);
    CHECK(status(row(RowStatus::matched, shares(10))) == OrderStatus::filled);
    const auto report =
        report_of(row(RowStatus::cancelled, shares(4)), trading::Proof::order_lookup, noon);
    CHECK(report.matched == shares(4));
    CHECK(report.original == shares(10));
    CHECK(report.at == noon);
    CHECK(report.proof == trading::Proof::order_lookup);
}

TEST_CASE("MATCHED is the end of an order only when nothing is left of it", "[live][report]") {
    CHECK(status(row(RowStatus::matched, shares(4))) == OrderStatus::live);
    CHECK(status(row(RowStatus::matched, Size{9'995'000})) == OrderStatus::filled);  // dust
    CHECK(status(row(RowStatus::matched, std::nullopt)) == OrderStatus::filled);
    auto at_once = row(RowStatus::matched, shares(4));
    at_once.tif = TimeInForce::fak;  // the rest was killed
    CHECK(status(at_once) == OrderStatus::filled);
    CHECK(report_of(at_once, trading::Proof::stream, noon).matched == shares(4));
}

TEST_CASE("an expiry is told as a cancellation, a minute early", "[live][report]") {
    auto order = row(RowStatus::cancelled);
    order.tif = TimeInForce::gtd;
    order.expiration = noon + 60s;
    CHECK(status(order) == OrderStatus::expired);
    order.expiration = noon + 65s;
    CHECK(status(order) == OrderStatus::cancelled);
}

TEST_CASE("a trade's legs keep their own token, price and side", "[live][report]") {
    UserTrade trade;
    trade.trade_id = "t";
    trade.status = RowTradeStatus::mined;
    UserLeg taker;
    taker.order_id = "0xb";
    taker.token = *TokenId::parse("11");
    taker.price = cents(36);
    taker.size = shares(30);
    taker.side = Side::buy;
    taker.taker = true;
    UserLeg maker;
    maker.order_id = "0xa";
    maker.token = *TokenId::parse("22");
    maker.price = cents(65);
    maker.size = shares(20);
    trade.legs = {taker, maker};
    const auto report = report_of(trade, trading::Proof::trade, noon);
    REQUIRE(report);
    CHECK(report->stage == trading::TradeStage::mined);
    REQUIRE(report->legs.size() == 2);
    CHECK(report->legs[0].liquidity == Liquidity::taker);
    CHECK(report->legs[1].liquidity == Liquidity::maker);
    CHECK(report->legs[1].token.text() == "22");
    CHECK(report->legs[1].price == cents(65));
    CHECK(!report->legs[1].side);
    CHECK(report->at == noon);
    trade.status = RowTradeStatus::other;
    CHECK(!report_of(trade, trading::Proof::trade, noon));
}

TEST_CASE("the answer to a POST is reported as what it proves", "[live][report]") {
    const auto said = [](const std::string& text, TimeInForce tif, Side side = Side::buy) {
        return report_of(answer(text), "0xa", intent(tif, side), noon);
    };
    const auto ok = [](const std::string& rest) {
        return R"({"success":true,"errorMsg":"","orderID":"0xa",)" + rest + "}";
    };
    CHECK(said(ok(R"("status":"live")"), TimeInForce::gtc).status == OrderStatus::live);
    CHECK(said(ok(R"("status":"delayed")"), TimeInForce::gtc).status == OrderStatus::delayed);
    CHECK(said(ok(R"("status":"unmatched")"), TimeInForce::gtc).status == OrderStatus::live);
    const auto buys = ok(R"("status":"matched","makingAmount":"2","takingAmount":"4")");
    CHECK(said(buys, TimeInForce::gtc).status == OrderStatus::live);
    CHECK(said(buys, TimeInForce::gtc).matched == shares(4));
    CHECK(said(buys, TimeInForce::fak).status == OrderStatus::filled);
    CHECK(said(buys, TimeInForce::fak, Side::sell).matched == shares(2));
    const auto all = ok(R"("status":"matched","makingAmount":"5","takingAmount":"10")");
    CHECK(said(all, TimeInForce::gtc).status == OrderStatus::filled);
    // millionths, as one specification has it, are not believed
    const auto odd = ok(R"("status":"matched","makingAmount":"2000000","takingAmount":"4000000")");
    CHECK(!said(odd, TimeInForce::fak).matched);
    CHECK(said(odd, TimeInForce::fak).status == OrderStatus::live);
    CHECK(said(odd, TimeInForce::fok).status == OrderStatus::filled);
    const auto refused =
        said(R"({"success":false,"errorMsg":"not enough balance / allowance"})", TimeInForce::gtc);
    CHECK(refused.status == OrderStatus::rejected);
    CHECK(refused.reason == "balance: not enough balance / allowance");
    CHECK(said("<html>", TimeInForce::gtc).status == OrderStatus::unknown);
    const auto twice = said(R"({"error":"order 0xa is invalid. Duplicated."})", TimeInForce::gtc);
    CHECK(twice.proof == trading::Proof::duplicated);
    CHECK(!twice.status);
}
