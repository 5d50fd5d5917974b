#include "cli/record_output.hpp"

#include "support/catch.hpp"

namespace {

using namespace pm;
using namespace pm::cli;

const std::string fill_line =
    R"({"type":"fill","v":1,"ts":"2026-06-16T00:00:00.000000Z","order_id":"o-1","trade_id":"=1+1",)"
    R"("token_id":"71321045679252212594626385532706912750332728571942532289631379312455583992563",)"
    R"("side":"BUY","price":0.430,"size":100,"fee":-0.5,"settlement":"settled"})"
    "\n";
const std::string alert_line =
    R"({"type":"alert","v":1,"ts":"2026-06-16T00:00:01.000000Z","severity":2,"code":"halted",)"
    R"("message":"say \"hi\", 20° é\u001b[31m","subject":""})"
    "\n";

std::string shaped(RecordShape shape, const std::string& lines, bool terminal = false,
                   int width = 100) {
    StringOutput target{terminal, width};
    RecordOutput out{target, std::move(shape)};
    REQUIRE(out.write(lines));
    REQUIRE(out.finish());
    return target.text;
}

}  // namespace

TEST_CASE("ndjson passes lines through byte for byte", "[cli][records]") {
    CHECK(shaped({.format = Format::ndjson}, fill_line + alert_line) == fill_line + alert_line);
}

TEST_CASE("picked fields keep their digits and their order", "[cli][records]") {
    CHECK(shaped({.format = Format::ndjson, .fields = {"price", "order_id", "none"}}, fill_line) ==
          "{\"price\":0.430,\"order_id\":\"o-1\",\"none\":null}\n");
    CHECK(shaped({.format = Format::ndjson, .fields = {"a.b"}}, "{\"a\":{\"b\":[1]}}\n") ==
          "{\"a.b\":[1]}\n");
}

TEST_CASE("json is an array, or the record itself", "[cli][records]") {
    const RecordShape list{.format = Format::json, .fields = {"code"}};
    CHECK(shaped(list, alert_line + alert_line) ==
          "[\n{\"code\":\"halted\"},\n{\"code\":\"halted\"}\n]\n");
    CHECK(shaped(list, alert_line) == "[\n{\"code\":\"halted\"}\n]\n");
    CHECK(shaped(list, "") == "[]\n");
    CHECK(shaped({.format = Format::json, .fields = {"code"}, .single = true}, alert_line) ==
          "{\"code\":\"halted\"}\n");
}

TEST_CASE("csv quotes what a spreadsheet would run and what csv needs", "[cli][records]") {
    CHECK(shaped({.format = Format::csv, .fields = {"trade_id", "price", "fee"}}, fill_line) ==
          "trade_id,price,fee\n'=1+1,0.430,-0.5\n");
    CHECK(shaped({.format = Format::csv, .fields = {"severity", "message"}}, alert_line) ==
          "severity,message\n2,\"say \"\"hi\"\", 20° é\x1b[31m\"\n");
}

TEST_CASE("csv and tsv have the columns of the declared records", "[cli][records]") {
    const auto text = shaped({.format = Format::tsv, .types = {"alert"}}, alert_line);
    CHECK(text ==
          "type\tts\tseverity\tcode\tmessage\tsubject\n"
          "alert\t2026-06-16T00:00:01.000000Z\t2\thalted\tsay \"hi\", 20° é[31m\t\n");
}

TEST_CASE("ids prints the id of each type and skips what has none", "[cli][records]") {
    const std::string status =
        R"({"type":"status","v":1,"ts":"2026-06-16T00:00:01Z","state":"live","tokens":1,"reason":""})"
        "\n";
    CHECK(shaped({.format = Format::ids}, alert_line + status + fill_line) == "halted\n=1+1\n");
}

TEST_CASE("a table lines up, sanitises, and shortens long ids on a terminal", "[cli][records]") {
    const RecordShape shape{.format = Format::table, .fields = {"token_id", "price", "message"}};
    CHECK(shaped(shape, fill_line, true) ==
          "token_id       price  message\n"
          "71321045…2563  0.430  –\n");
    const auto alerts = shaped({.format = Format::table}, alert_line + fill_line, true);
    CHECK(alerts.find("say \"hi\", 20° é[31m") != std::string::npos);
    CHECK(alerts.find('\x1b') == std::string::npos);
    CHECK(alerts.find("order_id") != std::string::npos);  // a header for the second type
}

TEST_CASE("a flush prints the batch and the next one lines up with it", "[cli][records]") {
    StringOutput target{true, 60};
    RecordOutput out{target, {.format = Format::table, .fields = {"code", "severity"}}};
    REQUIRE(out.write(alert_line));
    REQUIRE(out.flush());
    CHECK(target.flushes == 1);
    const auto first = target.text;
    CHECK(first == "code    severity\nhalted         2\n");
    REQUIRE(out.write(alert_line));
    REQUIRE(out.finish());
    CHECK(target.text == first + "halted         2\n");
    CHECK(out.any());
}

TEST_CASE("books show a few levels in a table", "[cli][records]") {
    const std::string book =
        R"({"type":"book","v":1,"ts":"2026-06-16T00:00:01Z","token_id":"7","bids":[[0.4,1],[0.3,2],)"
        R"([0.2,3],[0.1,4]],"asks":[],"hash":""})"
        "\n";
    CHECK(shaped({.format = Format::table, .fields = {"bids"}}, book) ==
          "bids\n0.4 × 1, 0.3 × 2, 0.2 × 3, … 1 more\n");
}

TEST_CASE("a reader that goes away is passed on", "[cli][records]") {
    StringOutput target;
    target.room = 10;
    RecordOutput out{target, {.format = Format::json}};
    CHECK(out.write(alert_line).error().code == Errc::closed);
}
