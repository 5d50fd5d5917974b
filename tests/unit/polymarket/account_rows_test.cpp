#include "polymarket/account_rows.hpp"

#include "support/catch.hpp"
#include "support/data.hpp"

using namespace pm;
using namespace pm::polymarket;

namespace {

const std::string maker = "0x" + std::string(64, 'a');
const std::string taker = "0x" + std::string(64, 'b');
const std::string market_hash = "0x" + std::string(64, 'c');

std::string order_text() {
    return R"({"id":")" + maker + R"(","status":"LIVE","owner":"u","market":")" + market_hash +
           R"(","asset_id":"11","side":"BUY","original_size":"10","size_matched":"2.5",)"
           R"("price":"0.35","associate_trades":["t1"],"created_at":1791800123,)"
           R"("expiration":"0","order_type":"GTC"})";
}

/// A buy of 30 YES at 0.40 at most: 10 sold at 0.38, 20 minted with a NO buyer at 0.65.
std::string trade_text() {
    return R"({"id":"T-1","taker_order_id":")" + taker + R"(","market":")" + market_hash +
           R"(","asset_id":"11","side":"BUY","size":"30","price":"0.4","status":"MATCHED",)"
           R"("match_time":"1791800124","last_update":"1791800139","trader_side":"TAKER",)"
           R"("transaction_hash":null,"bucket_index":1,"owner":"u","maker_orders":[)"
           R"({"order_id":")" +
           maker +
           R"(","owner":"m","matched_amount":"10","price":"0.38","asset_id":"11","side":"SELL"},)"
           R"({"order_id":"0xEE","owner":"m","matched_amount":"20","price":"0.65","asset_id":"22"}]})";
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

Result<UserOrder> order(const std::string& text) {
    auto json = Json::parse(text);
    REQUIRE(json);
    return decode_user_order(*json);
}
Result<UserTrade> trade(const std::string& text) {
    auto json = Json::parse(text);
    REQUIRE(json);
    return decode_user_trade(*json);
}

}  // namespace

TEST_CASE("an order's row is read field by field", "[polymarket][account]") {
    const auto row = order(order_text());
    REQUIRE(row);
    CHECK(row->order_id == maker);
    CHECK(row->status == RowStatus::live);
    CHECK(row->condition.text() == market_hash);
    CHECK(row->token.text() == "11");
    CHECK(row->side == Side::buy);
    CHECK(row->price->micros() == 350'000);
    CHECK(row->original->micros == 10'000'000);
    CHECK(row->matched->micros == 2'500'000);
    CHECK(row->tif == TimeInForce::gtc);
    CHECK(row->created == Timestamp{std::chrono::seconds{1791800123}});
    CHECK(!row->expiration);
    CHECK(row->trades == std::vector<std::string>{"t1"});
}

TEST_CASE("what the venue leaves out of an order is absent", "[polymarket][account]") {
    auto text =
        replaced(order_text(), R"("associate_trades":["t1"])", R"("associate_trades":null)");
    text = replaced(text, R"("size_matched":"2.5")", R"("size_matched":"")");
    text = replaced(text, R"("created_at":1791800123)", R"("created_at":"")");
    text = replaced(text, R"("expiration":"0")", R"("expiration":null)");
    text = replaced(text, R"("side":"BUY")", R"("side":"")");
    const auto row = order(text);
    REQUIRE(row);
    CHECK(!row->matched);
    CHECK(!row->created);
    CHECK(!row->expiration);
    CHECK(!row->side);
    CHECK(row->trades.empty());
}

TEST_CASE("a market order's ratio price is cut, not refused", "[polymarket][account]") {
    const auto row =
        order(replaced(order_text(), R"("price":"0.35")", R"("price":"0.5100011220024684")"));
    REQUIRE(row);
    CHECK(row->price->micros() == 510'001);
}

TEST_CASE("order and trade statuses are read with and without prefix", "[polymarket][account]") {
    struct Row {
        std::string text;
        RowStatus status;
        std::string reason;
    };
    const std::vector<Row> rows{
        {"LIVE", RowStatus::live, ""},
        {"ORDER_STATUS_LIVE", RowStatus::live, ""},
        {"MATCHED", RowStatus::matched, ""},
        {"ORDER_STATUS_INVALID", RowStatus::invalid, "invalid"},
        {"CANCELED", RowStatus::cancelled, ""},
        {"ORDER_STATUS_CANCELED_MARKET_RESOLVED", RowStatus::cancelled, "MARKET_RESOLVED"},
        {"CANCELED_order couldn't be fully filled. FOK orders are fully filled or killed.",
         RowStatus::cancelled,
         "order couldn't be fully filled. FOK orders are fully filled or killed."},
        {"DELAYED", RowStatus::delayed, ""},
        {"UNMATCHED", RowStatus::unmatched, ""},
        {"SOMETHING_NEW", RowStatus::other, "SOMETHING_NEW"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        std::string reason;
        CHECK(row_status(row.text, reason) == row.status);
        CHECK(reason == row.reason);
    }
    CHECK(row_trade_status("TRADE_STATUS_MATCHED_NOT_BROADCASTED") == RowTradeStatus::matched);
    CHECK(row_trade_status("TRADE_STATUS_CONFIRMED") == RowTradeStatus::confirmed);
    CHECK(row_trade_status("RETRYING") == RowTradeStatus::retrying);
    CHECK(row_trade_status("FAILED") == RowTradeStatus::failed);
    CHECK(row_trade_status("MINED") == RowTradeStatus::mined);
    CHECK(row_trade_status("LOST") == RowTradeStatus::other);
}

// The price of a taker's row is documented as its limit. What it paid is in the makers' rows:
// 10 at 0.38 and 20 at 1 - 0.65 are 10.80 dollars for 30 shares, 0.36 each.
TEST_CASE("a taker pays what its makers ask, in either outcome's terms", "[polymarket][account]") {
    const auto row = trade(trade_text());
    REQUIRE(row);
    CHECK(row->trade_id == "T-1");
    CHECK(row->status == RowTradeStatus::matched);
    CHECK(row->bucket == 1);
    REQUIRE(row->legs.size() == 3);
    CHECK(row->legs[0].taker);
    CHECK(row->legs[0].order_id == taker);
    CHECK(row->legs[0].price.micros() == 360'000);
    CHECK(row->legs[0].size.micros == 30'000'000);
    CHECK(row->legs[1].price.micros() == 380'000);
    CHECK(row->legs[1].side == Side::sell);
    CHECK(row->legs[2].order_id == "0xee");
    CHECK(row->legs[2].token.text() == "22");
    CHECK(row->legs[2].price.micros() == 650'000);
    CHECK(!row->legs[2].side);
    CHECK(row->matched_at == Timestamp{std::chrono::seconds{1791800124}});
}

TEST_CASE("an average price is rounded against the taker", "[polymarket][account]") {
    // 10 at 0.38 and 20 at 0.36: 11.00 / 30 = 0.366666…
    const auto buy = trade(replaced(trade_text(), R"("price":"0.65")", R"("price":"0.64")"));
    REQUIRE(buy);
    CHECK(buy->legs[0].price.micros() == 366'667);
    auto text = replaced(trade_text(), R"("price":"0.65")", R"("price":"0.64")");
    const auto sell = trade(replaced(text, R"("side":"BUY")", R"("side":"SELL")"));
    REQUIRE(sell);
    CHECK(sell->legs[0].price.micros() == 366'666);
}

TEST_CASE("without makers that cover it a taker's own price counts", "[polymarket][account]") {
    const auto short_of = trade(replaced(trade_text(), R"("size":"30")", R"("size":"31")"));
    REQUIRE(short_of);
    CHECK(short_of->legs[0].price.micros() == 400'000);
    const auto too_much = trade(replaced(trade_text(), R"("size":"30")", R"("size":"29")"));
    REQUIRE(too_much);
    CHECK(too_much->legs[0].price.micros() == 400'000);
    auto text = trade_text();
    text = text.substr(0, text.find(R"("maker_orders")")) + R"("maker_orders":null})";
    const auto none = trade(text);
    REQUIRE(none);
    CHECK(none->legs.size() == 1);
    CHECK(none->legs[0].price.micros() == 400'000);
}

TEST_CASE("a row with a senseless id, price or size is refused whole", "[polymarket][account]") {
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {maker, ""},
             {R"("asset_id":"11")", R"("asset_id":"x")"},
             {R"("asset_id":"11",)", ""},
             {market_hash, "0x12"},
             {R"("original_size":"10")", R"("original_size":"-10")"},
             {R"("original_size":"10")", R"("original_size":"10.1234567")"},
             {R"("size_matched":"2.5")", R"("size_matched":true)"},
             {R"("price":"0.35")", R"("price":"1.35")"},
             {R"("created_at":1791800123)", R"("created_at":123)"},
             {R"("created_at":1791800123)", R"("created_at":"yesterday")"},
         }) {
        CAPTURE(from, to);
        CHECK(!order(replaced(order_text(), from, to)));
    }
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {R"("id":"T-1",)", ""},
             {taker, ""},
             {R"("status":"MATCHED",)", ""},
             {R"("size":"30")", R"("size":"")"},
             {R"("price":"0.4")", R"("price":"")"},
             {R"("matched_amount":"10")", R"("matched_amount":"")"},
             {R"("price":"0.38")", R"("price":"0.3800001")"},
             {R"("order_id":"0xEE")", R"("order_id":null)"},
             {R"("maker_orders":[)", R"("maker_orders":"x","y":[)"},
         }) {
        CAPTURE(from, to);
        CHECK(!trade(replaced(trade_text(), from, to)));
    }
}

TEST_CASE("times come in seconds, milliseconds, finer, and as ISO text", "[polymarket][account]") {
    const auto read = [](const char* text) {
        auto json = Json::parse(text);
        REQUIRE(json);
        return decode_venue_time(&*json);
    };
    const Timestamp at{std::chrono::seconds{1725868859}};
    CHECK(*read("1725868859") == at);
    CHECK(*read("\"1725868859\"") == at);
    CHECK(*read("\"1725868859087\"") == at + std::chrono::milliseconds{87});
    CHECK(*read("\"1725868859087000123\"") == at + std::chrono::milliseconds{87});
    CHECK(*read("\"2024-09-09T08:00:59Z\"") == at);
    for (const auto* absent : {"\"\"", "null", "0", "\"0\""}) CHECK(!*read(absent));
    for (const auto* bad : {"1725", "\"172586885\"", "true", "\"soon\"", "9999999999", "1.5"}) {
        CAPTURE(bad);
        CHECK(!read(bad));
    }
}

TEST_CASE("recorded messages of the user channel are read", "[polymarket][account]") {
    const auto placed = order(test::data_file("ws/nautilus_it_order_placement.json"));
    REQUIRE(placed);
    CHECK(placed->status == RowStatus::live);
    CHECK(placed->price->text() == "0.513");
    const auto cancelled = order(test::data_file("ws/nautilus_it_order_cancel.json"));
    REQUIRE(cancelled);
    CHECK(cancelled->status == RowStatus::cancelled);
    CHECK(cancelled->matched->text() == "5");
    const auto in_ms = order(test::data_file("ws/nautilus_ws_user_order_msg.json"));
    REQUIRE(in_ms);
    CHECK(in_ms->created == Timestamp{std::chrono::seconds{1703875200}});
    const auto mined = trade(test::data_file("ws/nautilus_it_user_trade1.json"));
    REQUIRE(mined);
    CHECK(mined->status == RowTradeStatus::mined);
    REQUIRE(mined->legs.size() == 7);
    CHECK(mined->legs[0].price.text() == "0.518");  // 1 - 0.482 is 0.518 too
    CHECK(mined->legs[1].price.text() == "0.482");
    const auto iso = trade(test::data_file("ws/nautilus_ws_user_trade_msg.json"));
    REQUIRE(iso);
    CHECK(iso->status == RowTradeStatus::confirmed);
    CHECK(iso->legs.size() == 1);
}
