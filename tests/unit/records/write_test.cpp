#include "records/write.hpp"

#include "samples.hpp"
#include "support/catch.hpp"

namespace {

using namespace pm;
using namespace pm::records;

std::string written(const auto& value) {
    std::string out;
    append(out, sample::moment(), value);
    return out;
}

}  // namespace

TEST_CASE("records are the contract's lines, key for key", "[records][write]") {
    CHECK(written(sample::market()) == sample::market_line);
    CHECK(written(sample::quote()) == sample::quote_line);
    CHECK(written(sample::forecast()) == sample::forecast_line);
    CHECK(written(sample::order()) == sample::order_line);
    CHECK(written(sample::position()) == sample::position_line);
}

TEST_CASE("small records are the contract's lines", "[records][write]") {
    const auto token = "\"token_id\":\"" + sample::yes_text + "\",";

    BookSnapshot book;
    book.token = sample::yes();
    book.bids = {{Price::from_micros(410'000), Size{100'000'000}},
                 {Price::from_micros(1'000), Size{1}}};
    book.hash = "abc";
    CHECK(written(book) == sample::start("book") + token +
                               R"("bids":[[0.41,100],[0.001,0.000001]],"asks":[],"hash":"abc"})"
                               "\n");

    const Print print{sample::yes(),   {},         Price::from_micros(1'000'000),
                      Size{2'500'000}, Side::sell, 5};
    CHECK(written(print) == sample::start("print") + token +
                                R"("price":1,"size":2.5,"side":"SELL","venue_ms":5})"
                                "\n");

    TickChange tick;
    tick.token = sample::yes();
    tick.new_tick = TickSize::from_micros(1'000);
    CHECK(written(tick) == sample::start("tick") + token + "\"old\":0.01,\"new\":0.001}\n");

    CHECK(written(Resolution{sample::condition(), Winner::split}) ==
          sample::start("resolved") + "\"condition_id\":\"" + sample::condition_text +
              "\",\"winner\":\"split\",\"payout\":0.5}\n");
    CHECK(written(Resolution{sample::condition(), Winner::no}) ==
          sample::start("resolved") + "\"condition_id\":\"" + sample::condition_text +
              "\",\"winner\":\"no\",\"payout\":0}\n");

    CHECK(written(Alert{1, "halted", "daily loss reached", ""}) ==
          sample::start("alert") +
              R"("severity":1,"code":"halted","message":"daily loss reached","subject":""})"
              "\n");

    CHECK(written(PricePoint{sample::yes(), sample::moment(), Price::from_micros(70'000)}) ==
          sample::start("price_point") + token + "\"at\":\"" + sample::moment_text +
              "\",\"price\":0.07}\n");
}

TEST_CASE("a status says how many tokens, or which", "[records][write]") {
    StreamStatus status{StreamState::gap, 12, {}, "connection lost"};
    CHECK(written(status) == sample::start("status") +
                                 R"("state":"gap","tokens":12,"reason":"connection lost"})"
                                 "\n");
    status.tokens = {sample::yes()};
    CHECK(written(status) == sample::start("status") + R"("state":"gap","tokens":[")" +
                                 sample::yes_text +
                                 R"("],"reason":"connection lost"})"
                                 "\n");
}

TEST_CASE("a signal has nine decimals of p and six of edge", "[records][write]") {
    Signal signal;
    signal.token = sample::yes();
    signal.p = 0.1234567894;
    signal.edge = -0.00000049;
    signal.price = Price::from_micros(100'000);
    signal.size = Size{5'000'000};
    signal.fee = Money{2'250};
    signal.decision = Decision::hold;
    signal.reason = "edge_small";
    CHECK(written(signal) ==
          sample::start("signal") + "\"token_id\":\"" + sample::yes_text +
              R"(","side":"BUY","p":0.123456789,"price":0.1,"size":5,"fee":0.00225,"edge":0,)"
              R"("decision":"hold","reason":"edge_small"})"
              "\n");
}

TEST_CASE("a fill and an observation are the contract's lines", "[records][write]") {
    Fill fill;
    fill.order_id = "0xaa";
    fill.trade_id = "t-1";
    fill.token = sample::no();
    fill.side = Side::sell;
    fill.price = Price::from_micros(999'900);
    fill.size = Size{12'345'678};
    fill.settlement = Settlement::failed;
    CHECK(written(fill) == sample::start("fill") +
                               R"("order_id":"0xaa","trade_id":"t-1","token_id":")" +
                               sample::no_text +
                               R"(","side":"SELL","price":0.9999,"size":12.345678,"fee":0,)"
                               R"("settlement":"failed"})"
                               "\n");

    Observation seen;
    seen.station = "EGLC";
    seen.date = sample::forecast().date;
    seen.highest = -3;
    seen.reports = 14;
    seen.latest = sample::moment();
    seen.source = "metar";
    CHECK(written(seen) == sample::start("observation") +
                               R"("station":"EGLC","date":"2026-06-16","unit":"C","highest":-3,)"
                               R"("lowest":null,"reports":14,"latest":")" +
                               sample::moment_text +
                               R"(","source":"metar"})"
                               "\n");
}

TEST_CASE("a market that may not be traded says why", "[records][write]") {
    auto market = sample::market();
    market.temperature.reset();
    market.refusal = "not a temperature market";
    market.end.reset();
    const auto line = written(market);
    CHECK(line.find(R"("temperature")") == std::string::npos);
    CHECK(line.find(R"("end":null,)") != std::string::npos);
    CHECK(line.ends_with(R"("trade_ready":false,"refusal":"not a temperature market"})"
                         "\n"));
}

TEST_CASE("a source that cuts degrees off is told", "[records][write]") {
    auto market = sample::market();
    market.temperature->rule.rounding = Rounding::floor;
    CHECK(written(market).find(R"("high":null,"rounding":"floor","rule_hash")") !=
          std::string::npos);
}

TEST_CASE("text cannot break out of its line", "[records][write]") {
    const auto line = written(Alert{3, "c", "a\nb\"},{\"type\":\"fill\"\x1b[2J", "\t"});
    CHECK(std::count(line.begin(), line.end(), '\n') == 1);
    CHECK(line.find("\\n") != std::string::npos);
    CHECK(line.find('\x1b') == std::string::npos);
}
