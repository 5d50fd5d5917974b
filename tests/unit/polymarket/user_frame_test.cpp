#include "polymarket/user_frame.hpp"

#include "base/json.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"

using namespace pm;
using namespace pm::polymarket;

namespace {

const std::string order = test::data_file("ws/nautilus_it_order_placement.json");
const std::string trade = test::data_file("ws/nautilus_it_user_trade1.json");

}  // namespace

TEST_CASE("a frame is one message or a list of them", "[polymarket][user]") {
    const auto one = decode_user_frame(order);
    REQUIRE(one);
    REQUIRE(one->events.size() == 1);
    CHECK(std::holds_alternative<UserOrder>(one->events[0]));
    const auto list = decode_user_frame("[" + trade + "," + order + R"(,{"event_type":"news"}])");
    REQUIRE(list);
    REQUIRE(list->events.size() == 2);
    CHECK(std::holds_alternative<UserTrade>(list->events[0]));
    CHECK(list->skipped == 1);
    CHECK(decode_user_frame("[]")->events.empty());
}

TEST_CASE("a frame of which a known part makes no sense is refused whole", "[polymarket][user]") {
    const auto bad = [](std::string text) { return !decode_user_frame(text).has_value(); };
    CHECK(bad(""));
    CHECK(bad("INVALID OPERATION"));
    CHECK(bad("<html>"));
    CHECK(bad("7"));
    CHECK(bad("[" + order + ",7]"));
    CHECK(bad("[" + order + R"(,{"event_type":"trade","id":"t"}])"));
    CHECK(bad(R"({"event_type":"order"})"));
    for (std::size_t size = 1; size + 2 < trade.size(); size += 7) {
        CHECK(bad(trade.substr(0, size)));
    }
}

TEST_CASE("a cancellation without a known status is one all the same", "[polymarket][user]") {
    auto text = test::data_file("ws/nautilus_it_order_cancel.json");
    const std::string from = R"("status": "CANCELED")";
    text.replace(text.find(from), from.size(), R"("status": "")");
    const auto frame = decode_user_frame(text);
    REQUIRE(frame);
    CHECK(std::get<UserOrder>(frame->events.at(0)).status == RowStatus::cancelled);
}

TEST_CASE("the first frame holds the credentials as the documents say", "[polymarket][user]") {
    ApiKey key;
    key.key = "7b1e";
    key.secret = *SecretBytes::copy_of("Rnl2");
    key.passphrase = *SecretBytes::copy_of("9fH3");
    CHECK(user_subscription_text(key) ==
          R"({"type":"user","auth":{"apiKey":"7b1e","secret":"Rnl2","passphrase":"9fH3"}})");
}
