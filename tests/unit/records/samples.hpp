#pragma once

/// One value of every record type, and the line it must become: written by hand from the contract.

#include <string>

#include "records/read.hpp"
#include "records/write.hpp"

namespace pm::records::sample {

inline const std::string condition_text =
    "0x2f2a4dd4b9e6f3b1c0a9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e9f8a7";
inline const std::string yes_text =
    "71321045679252212594626385532706912750332728571942532289631379312455583992563";
inline const std::string no_text =
    "52114319501245915516055106046884209969926127482827954674443846427813813222426";

inline ConditionId condition() {
    return *ConditionId::parse(condition_text);
}
inline TokenId yes() {
    return *TokenId::parse(yes_text);
}
inline TokenId no() {
    return *TokenId::parse(no_text);
}

/// 2026-06-16 09:08:07.000123 UTC: 20620 days after the epoch.
inline Timestamp moment() {
    using namespace std::chrono;
    return Timestamp{sys_days{year{2026} / 6 / 16}} + 9h + 8min + 7s + 123us;
}
inline const std::string moment_text = "2026-06-16T09:08:07.000123Z";

inline std::string start(const std::string& type) {
    return R"({"type":")" + type + R"(","v":1,"ts":")" + moment_text + "\",";
}

inline Market market() {
    using namespace std::chrono;
    Market m;
    m.event = "highest-temperature-in-nyc-on-june-16-2026";
    m.slug = "highest-temperature-in-nyc-on-june-16-2026-84-85f";
    m.condition = condition();
    m.question = "Will the highest temperature in \"NYC\" be 84-85°F?";
    m.yes = yes();
    m.no = no();
    m.tick = TickSize::from_micros(1'000);
    m.min_size = Size{5'000'000};
    m.neg_risk = true;
    m.fee = {50'000, 1};
    m.accepting_orders = true;
    m.end = Timestamp{sys_days{year{2026} / 6 / 16}} + 12h;
    m.volume = Money{40'058'787'585};
    m.liquidity = Money{1'500'000};
    TemperatureMarket t;
    t.rule.city = "nyc";
    t.rule.station = "KLGA";
    t.rule.source = "wunderground.com";
    t.rule.date = year{2026} / 6 / 16;
    t.rule.unit = TemperatureUnit::fahrenheit;
    t.rule.rule_hash = "9f86d081";
    t.bucket = {84, std::nullopt};
    m.temperature = t;
    return m;
}

inline const std::string market_line =
    start("market") +
    R"("event":"highest-temperature-in-nyc-on-june-16-2026",)"
    R"("market":"highest-temperature-in-nyc-on-june-16-2026-84-85f",)"
    R"("condition_id":")" +
    condition_text +
    R"(","question":"Will the highest temperature in \"NYC\" be 84-85°F?","yes_token":")" +
    yes_text + R"(","no_token":")" + no_text +
    R"(","tick":0.001,"min_size":5,"neg_risk":true,"fee_rate":0.05,"fee_exponent":1,)"
    R"("accepting_orders":true,"closed":false,"end":"2026-06-16T12:00:00.000000Z",)"
    R"("volume":40058.787585,"liquidity":1.5,"temperature":{"kind":"highest","city":"nyc",)"
    R"("station":"KLGA","source":"wunderground.com","date":"2026-06-16","unit":"F","low":84,)"
    R"("high":null,"rule_hash":"9f86d081"},"trade_ready":true})"
    "\n";

inline Quote quote() {
    Quote q;
    q.token = yes();
    q.condition = condition();
    q.bid = Level{Price::from_micros(410'000), Size{120'500'000}};
    q.last = Price::from_micros(425'000);
    q.tick = TickSize::from_micros(10'000);
    q.venue_ms = 1'781'600'887'000;
    q.seq = 17;
    return q;
}

inline const std::string quote_line =
    start("quote") + R"("token_id":")" + yes_text + R"(","condition_id":")" + condition_text +
    R"(","outcome":"yes","bid":0.41,"bid_size":120.5,"ask":null,"ask_size":null,"last":0.425,)"
    R"("tick":0.01,"venue_ms":1781600887000,"src":"ws","seq":17})"
    "\n";

inline Forecast forecast() {
    using namespace std::chrono;
    Forecast f;
    f.event = "highest-temperature-in-nyc-on-june-16-2026";
    f.station = "KLGA";
    f.date = year{2026} / 6 / 16;
    f.unit = TemperatureUnit::fahrenheit;
    f.mean = 84.25;
    f.sd = 1.5;
    f.method = "ensemble";
    f.sources = {{"open-meteo/ecmwf_ifs025", std::nullopt, 51, moment()}};
    f.observed = 79;
    f.buckets = {{condition(), yes(), {std::nullopt, 83}, 0.3333333333},
                 {ConditionId{}, TokenId{}, {84, 85}, 0.6666666667}};
    return f;
}

inline const std::string forecast_line =
    start("forecast") +
    R"("event":"highest-temperature-in-nyc-on-june-16-2026","station":"KLGA","date":"2026-06-16",)"
    R"("unit":"F","mean":84.25,"sd":1.5,"method":"ensemble",)"
    R"("sources":[{"name":"open-meteo/ecmwf_ifs025","run":null,"members":51,"issued":")" +
    moment_text + R"("}],"observed":79,"buckets":[{"condition_id":")" + condition_text +
    R"(","yes_token":")" + yes_text +
    R"(","low":null,"high":83,"p":0.333333333},{"condition_id":null,"yes_token":null,"low":84,)"
    R"("high":85,"p":0.666666667}]})"
    "\n";

inline Order order() {
    Order o;
    o.order_id = "paper-7";
    o.intent.client_id = "c-1";
    o.intent.token = yes();
    o.intent.side = Side::buy;
    o.intent.limit = Price::from_micros(430'000);
    o.intent.size = Size{100'000'000};
    o.intent.tif = TimeInForce::fak;
    o.filled = Size{33'333'333};
    o.status = OrderStatus::partly_filled;
    return o;
}

inline const std::string order_line =
    start("order") + R"("order_id":"paper-7","client_id":"c-1","token_id":")" + yes_text +
    R"(","side":"BUY","price":0.43,"size":100,"filled":33.333333,"order_type":"FAK",)"
    R"("status":"partly_filled","reason":"","mode":"paper"})"
    "\n";

inline MarkedPosition position() {
    MarkedPosition m;
    m.position.token = no();
    m.position.market = "m";
    m.position.outcome = Outcome::no;
    m.position.settled = Size{10'000'000};
    m.position.provisional = Size{5'000'000};
    m.position.reserved = Size{1'000'000};
    m.position.cost = Money{6'000'000};  // 6 dollars for 15 shares: 0.40 each
    m.position.realized = Money{-250'000};
    m.mark = Price::from_micros(300'000);  // 15 * 0.30 = 4.50, a loss of 1.50
    return m;
}

inline const std::string position_line =
    start("position") + R"("token_id":")" + no_text +
    R"(","market":"m","outcome":"no","settled":10,"provisional":5,"reserved":1,"avg_price":0.4,)"
    R"("mark":0.3,"value":4.5,"unrealized":-1.5,"realized":-0.25})"
    "\n";

}  // namespace pm::records::sample
