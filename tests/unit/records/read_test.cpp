#include "records/read.hpp"

#include "samples.hpp"
#include "support/catch.hpp"

namespace {

using namespace pm;
using namespace pm::records;

/// `line` without its \n, `from` replaced by `to`.
std::string changed(std::string line, std::string_view from, std::string_view to) {
    const auto at = line.find(from);
    REQUIRE(at != std::string::npos);
    line.replace(at, from.size(), to);
    line.pop_back();
    return line;
}

std::string complaint(std::string_view line) {
    const auto record = read(line);
    if (record) return "accepted";
    CHECK(record.error().code == Errc::malformed);
    return record.error().message;
}

std::string_view whole(const std::string& line) {
    return std::string_view{line}.substr(0, line.size() - 1);
}

}  // namespace

TEST_CASE("a quote is read to the last digit", "[records][read]") {
    const auto record = read(whole(sample::quote_line));
    REQUIRE(record);
    CHECK(record->ts == sample::moment());
    const auto& quote = std::get<Quote>(record->body);
    CHECK(quote.token == sample::yes());
    CHECK(quote.condition == sample::condition());
    CHECK(quote.bid == Level{Price::from_micros(410'000), Size{120'500'000}});
    CHECK(!quote.ask);
    CHECK(quote.last == Price::from_micros(425'000));
    CHECK(quote.venue_ms == 1'781'600'887'000);
    CHECK(quote.seq == 17);
    CHECK(quote.source == QuoteSource::ws);
}

TEST_CASE("a market is read with its temperature rule and bucket", "[records][read]") {
    const auto record = read(whole(sample::market_line));
    REQUIRE(record);
    const auto& market = std::get<Market>(record->body);
    CHECK(market.slug == sample::market().slug);
    CHECK(market.question == sample::market().question);
    CHECK(market.tick == TickSize::from_micros(1'000));
    CHECK(market.fee.rate_micros == 50'000);
    CHECK(market.volume == Money{40'058'787'585});
    CHECK(market.trade_ready());
    REQUIRE(market.temperature);
    CHECK(market.temperature->rule.station == "KLGA");
    CHECK(market.temperature->bucket == Bucket{84, std::nullopt});
    CHECK(market.temperature->rule.rounding == Rounding::half_up);
}

TEST_CASE("rounding crosses the pipe", "[records][read]") {
    auto market = sample::market();
    market.temperature->rule.rounding = Rounding::floor;
    std::string line;
    append(line, sample::moment(), market);
    const auto record = read(whole(line));
    REQUIRE(record);
    CHECK(std::get<Market>(record->body).temperature->rule.rounding == Rounding::floor);
}

TEST_CASE("a position's cost comes back exactly", "[records][read]") {
    const auto record = read(whole(sample::position_line));
    REQUIRE(record);
    const auto& marked = std::get<MarkedPosition>(record->body);
    CHECK(marked.position.cost == Money{6'000'000});
    CHECK(marked.position.realized == Money{-250'000});
    CHECK(marked.unrealized() == Money{-1'500'000});
}

TEST_CASE("unknown keys are ignored", "[records][read]") {
    const auto line = changed(sample::quote_line, R"("seq":17)", R"("seq":17,"new_thing":[1,{}])");
    CHECK(read(line).has_value());
}

TEST_CASE("unknown types pass through untouched", "[records][read]") {
    const std::string line =
        R"( {"type":"score" ,"v":1,"ts":"2026-06-16T09:08:07Z","brier":0.12345678901234567890})";
    const auto record = read(line);
    REQUIRE(record);
    const auto& unknown = std::get<Unknown>(record->body);
    CHECK(unknown.type == "score");
    CHECK(unknown.line == line);
}

TEST_CASE("a known field of the wrong type is named", "[records][read]") {
    const auto& quote = sample::quote_line;
    CHECK(complaint(changed(quote, R"("bid":0.41)", R"("bid":"0.41")")) ==
          "quote: bid is not a number");
    CHECK(complaint(changed(quote, R"("bid":0.41)", R"("bid":1.41)")) ==
          "quote: bid is not a price");
    CHECK(complaint(changed(quote, R"("bid":0.41)", R"("bid":4.1e-1)")) ==
          "quote: bid is not a price");
    CHECK(complaint(changed(quote, R"("bid":0.41)", R"("bid":0.4100001)")) ==
          "quote: bid is not a price");
    CHECK(complaint(changed(quote, R"("bid":0.41)", R"("bid":-0.41)")) ==
          "quote: bid is not a price");
    CHECK(complaint(changed(quote, R"("bid":0.41,)", "")) == "quote: bid is missing");
    CHECK(complaint(changed(quote, R"("ask":null,)", "")) == "quote: ask is missing");
    CHECK(complaint(changed(quote, R"("bid":0.41)", R"("bid":null)")) ==
          "quote: bid_size and bid are not both null or both numbers");
    CHECK(complaint(changed(quote, R"("outcome":"yes")", R"("outcome":"maybe")")) ==
          "quote: outcome is not a known word");
    CHECK(complaint(changed(quote, R"("seq":17)", R"("seq":-1)")) == "quote: seq is negative");
    CHECK(complaint(changed(quote, R"("seq":17)", R"("seq":1.5)")) ==
          "quote: seq is not a whole number");
    CHECK(complaint(changed(quote, R"("tick":0.01)", R"("tick":0.3)")) ==
          "quote: tick is not a tick");
    CHECK(complaint(changed(quote, "\"token_id\":\"7", "\"token_id\":\"x7")) ==
          "quote: token_id is not a token id");
}

TEST_CASE("the envelope is required", "[records][read]") {
    const auto& quote = sample::quote_line;
    CHECK(complaint(changed(quote, R"("v":1)", R"("v":2)")) ==
          "quote: v is not 1: made by another release?");
    CHECK(complaint(changed(quote, R"("v":1,)", "")) == "quote: v is missing");
    CHECK(complaint(changed(quote, sample::moment_text, "yesterday")) == "quote: ts is not a time");
    CHECK(complaint(changed(quote, R"("type":"quote",)", "")) == "no type: not a record");
    CHECK(complaint(R"({"type":"other","v":1})") == "other: ts is missing");
    CHECK(complaint("[]") == "not a JSON object");
}

TEST_CASE("nested faults name the record and the member", "[records][read]") {
    CHECK(complaint(changed(sample::market_line, R"("unit":"F")", R"("unit":"K")")) ==
          "market: temperature: unit is not a known word");
    CHECK(complaint(changed(sample::market_line, R"("fee_exponent":1)", R"("fee_exponent":3)")) ==
          "market: fee_exponent is not from 1 to 2");
    CHECK(complaint(changed(sample::market_line, R"("fee_rate":0.05)", R"("fee_rate":-0.05)")) ==
          "market: fee_rate is not from 0 to 1");
    CHECK(complaint(changed(sample::market_line, R"("trade_ready":true)",
                            R"("trade_ready":false)")) == "market: refusal is missing");
    CHECK(complaint(changed(sample::forecast_line, R"("p":0.333333333)", R"("p":1.5)")) ==
          "forecast: buckets: p is not from 0 to 1");
    CHECK(complaint(changed(sample::forecast_line, R"("members":51)", R"("members":"51")")) ==
          "forecast: sources: members is not a whole number");
}

TEST_CASE("figures that could not be written again are refused", "[records][read]") {
    CHECK(complaint(changed(sample::forecast_line, R"("mean":84.25)", R"("mean":1e300)")) ==
          "forecast: mean is not from -1000 to 1000");
    CHECK(complaint(changed(sample::forecast_line, R"("sd":1.5)", R"("sd":-1)")) ==
          "forecast: sd is not from 0 to 1000");
    CHECK(complaint(changed(sample::quote_line, R"("bid_size":120.5)",
                            R"("bid_size":10000000000.000001)")) ==
          "quote: bid_size is not a size");
    CHECK(complaint(changed(sample::position_line, R"("unrealized":-1.5)", R"("unrealized":5)")) ==
          "position: unrealized gives no cost");
}

TEST_CASE("a resolution whose payout contradicts its winner is refused", "[records][read]") {
    std::string line;
    append(line, sample::moment(), Resolution{sample::condition(), Winner::yes});
    CHECK(read(whole(line)).has_value());
    CHECK(complaint(changed(line, R"("payout":1)", R"("payout":0)")) ==
          "resolved: payout is not the winner's");
}

TEST_CASE("garbage is malformed and never worse", "[records][read]") {
    for (const auto* text : {"", " ", "null", "{", "{}", "nonsense", "{\"type\":1}", "\xff\xfe",
                             "{\"type\":\"quote\"}", R"({"type":"quote","type":"fill","v":1})",
                             R"({"type":"book","v":1,"ts":"x","bids":[[1]]})"}) {
        INFO(text);
        CHECK(complaint(text) != "accepted");
    }
}

TEST_CASE("every cut of a line is refused", "[records][read]") {
    for (const auto& line : {sample::quote_line, sample::market_line, sample::forecast_line}) {
        for (std::size_t bytes = 0; bytes + 1 < line.size(); ++bytes) {
            CHECK(!read(std::string_view{line}.substr(0, bytes)));
        }
    }
}
