#include "sim/user_hub.hpp"

#include "trader.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

struct Listener {
    explicit Listener(SimVenue& venue) : hub{*venue.router.floor().users}, client{hub.join()} {}
    ~Listener() { hub.leave(client); }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    void prove(const Trader& trader, std::string_view rest = "") {
        hub.on_text(client, R"({"type":"user","auth":{"apiKey":")" + trader.id + R"(","secret":")" +
                                trader.secret + R"(","passphrase":")" + trader.passphrase + "\"}" +
                                std::string{rest} + "}");
    }
    /// What came in since the last call: "order PLACEMENT LIVE", "trade MATCHED", "PONG".
    std::vector<std::string> heard() {
        std::vector<std::string> out;
        for (; !client.outbox.empty(); client.outbox.pop_front()) {
            const auto json = Json::parse(*client.outbox.front());
            if (!json) {
                out.push_back(*client.outbox.front());
                continue;
            }
            std::string line{json->string("event_type").value_or("")};
            if (line == "order") line += " " + std::string{*json->string("type")};
            out.push_back(line + " " + std::string{*json->string("status")});
        }
        return out;
    }

    sim::UserHub& hub;
    sim::UserClient& client;
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("the user channel tells a key its own orders and trades", "[sim][user]") {
    SimVenue venue;
    Trader maker{venue, 21};
    Trader taker{venue, 22};
    const auto& market = quiet_market(venue);
    const_cast<sim::MarketState&>(market).book.clear();
    venue.post("/sim/fault", R"({"kind":"freeze"})");
    Listener of_maker{venue};
    Listener of_taker{venue};
    of_maker.prove(maker);
    of_taker.prove(taker);
    maker.placed(limit(market.yes, Side::buy, 40, 20));
    CHECK(of_maker.heard() == Lines{"order PLACEMENT LIVE"});
    CHECK(of_taker.heard().empty());
    taker.placed(limit(market.no, Side::buy, 60, 10));
    CHECK(of_maker.heard() == Lines{"trade MATCHED", "order UPDATE LIVE"});
    CHECK(of_taker.heard() == Lines{"order PLACEMENT LIVE", "trade MATCHED", "order UPDATE LIVE"});
    venue.run(10s);
    CHECK(of_maker.heard() == Lines{"trade MINED", "trade CONFIRMED"});
    maker.send(net::Method::del, "/cancel-all");
    CHECK(of_maker.heard() == Lines{"order CANCELLATION CANCELED"});
}

TEST_CASE("an event carries the fields of the recorded messages", "[sim][user]") {
    SimVenue venue;
    Trader trader{venue, 21};
    const auto& market = quiet_market(venue);
    Listener listener{venue};
    listener.prove(trader);
    trader.placed(limit(market.yes, Side::buy, 10, 20));
    REQUIRE(listener.client.outbox.size() == 1);
    const auto event = *Json::parse(*listener.client.outbox.front());
    // The keys of a recorded order event (third-party fixture; see tests/data/ws/SOURCES.md).
    for (const std::string_view key :
         {"asset_id", "associate_trades", "created_at", "event_type", "expiration", "id",
          "maker_address", "market", "order_owner", "order_type", "original_size", "outcome",
          "owner", "price", "side", "size_matched", "status", "timestamp", "type"}) {
        INFO(key);
        CHECK(event.find(key) != nullptr);
    }
    CHECK(event.string("timestamp")->size() == 13);
    CHECK(event.string("created_at")->size() == 10);
}

TEST_CASE("without proof the line is hung up, with it PING is answered", "[sim][user]") {
    SimVenue venue;
    Trader trader{venue, 21};
    Listener listener{venue};
    listener.hub.on_text(listener.client, "PING");
    CHECK(listener.heard() == Lines{"PONG"});
    SECTION("a wrong secret") {
        trader.secret = "wrong";
        listener.prove(trader);
    }
    SECTION("no credentials") {
        listener.hub.on_text(listener.client, R"({"type":"user"})");
    }
    SECTION("no JSON") {
        listener.hub.on_text(listener.client, "hello");
    }
    CHECK(listener.client.drop);
    CHECK(listener.heard().empty());
}

TEST_CASE("a key hears of the markets it asked for", "[sim][user]") {
    SimVenue venue;
    Trader trader{venue, 21};
    const auto& market = quiet_market(venue);
    Listener listener{venue};
    const auto other = "0x" + std::string(64, '1');
    listener.prove(trader, R"(,"markets":[")" + other + "\"]");
    trader.placed(limit(market.yes, Side::buy, 10, 20));
    CHECK(listener.heard().empty());
    listener.hub.on_text(listener.client,
                         R"({"operation":"subscribe","markets":[")" + market.condition + "\"]}");
    trader.placed(limit(market.yes, Side::buy, 10, 20));
    CHECK(listener.heard() == Lines{"order PLACEMENT LIVE"});
    listener.hub.on_text(listener.client,
                         R"({"operation":"unsubscribe","markets":[")" + market.condition + "\"]}");
    trader.placed(limit(market.yes, Side::buy, 10, 20));
    CHECK(listener.heard().empty());
    listener.hub.on_text(listener.client, R"({"operation":"dance"})");
    CHECK(listener.heard() == Lines{"INVALID OPERATION"});
}

TEST_CASE("user events can be lost, doubled, swapped and broken off", "[sim][user][faults]") {
    SimVenue venue;
    Trader trader{venue, 21};
    const auto& market = quiet_market(venue);
    Listener listener{venue};
    listener.prove(trader);
    const auto place_and_cancel = [&] {
        trader.placed(limit(market.yes, Side::buy, 10, 20));
        trader.send(net::Method::del, "/cancel-all");
        return listener.heard();
    };
    const auto set = [&](std::string_view fault) {
        REQUIRE(venue.post("/sim/fault", fault).status == 200);
    };
    SECTION("lost") {
        set(R"({"kind":"user_drop","event":"order","nth":[1]})");
        CHECK(place_and_cancel() == Lines{"order CANCELLATION CANCELED"});
    }
    SECTION("doubled") {
        set(R"({"kind":"user_duplicate","count":1})");
        CHECK(place_and_cancel() ==
              Lines{"order PLACEMENT LIVE", "order PLACEMENT LIVE", "order CANCELLATION CANCELED"});
    }
    SECTION("swapped") {
        set(R"({"kind":"user_permute","nth":[1]})");
        CHECK(place_and_cancel() == Lines{"order CANCELLATION CANCELED", "order PLACEMENT LIVE"});
    }
    SECTION("silent for a while") {
        set(R"({"kind":"user_mute","seconds":5})");
        CHECK(place_and_cancel().empty());
        venue.run(5s);
        CHECK(place_and_cancel().size() == 2);
    }
    SECTION("broken off inside a frame") {
        set(R"({"kind":"user_half_frame","nth":[2]})");
        place_and_cancel();
        CHECK(listener.client.drop);
        CHECK(listener.client.half_frame);
    }
    SECTION("closed") {
        set(R"({"kind":"user_close","code":1012})");
        CHECK(listener.client.drop);
        CHECK(listener.client.close_code == 1012);
    }
    const auto report = venue.get_json("/sim/faults");
    CHECK(report.find("plan")->items()[0].integer("fired") ==
          1 + (report.find("plan")->items()[0].string("kind") == "user_mute" ? 1 : 0));
}
