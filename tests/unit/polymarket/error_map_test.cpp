#include "polymarket/error_map.hpp"

#include "base/json.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;

TEST_CASE("a read's status and words become a code", "[polymarket][errors]") {
    struct Row {
        int status;
        std::string body;
        Errc code;
    };
    // Statuses and sentences from the venue's documents of errors.
    const std::vector<Row> rows{
        {404, R"({"error":"No orderbook exists for the requested token id"})", Errc::not_found},
        {400, R"({"error":"Invalid token id"})", Errc::bad_input},
        {400, R"({"error":"Payload exceeds the limit"})", Errc::rejected},
        {422, R"({"type":"validation error","error":"order fields are not valid"})",
         Errc::rejected},
        {401, R"({"error":"Unauthorized/Invalid api key"})", Errc::credentials},
        {403, "<html>blocked</html>", Errc::restricted},
        {425, "", Errc::restricted},
        {429, "Too Many Requests", Errc::throttled},
        {503, R"({"error":"Trading is currently cancel-only."})", Errc::restricted},
        {500, R"({"error":"Internal server error"})", Errc::lost},
        {502, "<html>bad gateway</html>", Errc::lost},
    };
    for (const auto& row : rows) {
        CAPTURE(row.status, row.body);
        const auto error = error_of(row.status, row.body, "book of 1");
        CHECK(error.code == row.code);
        CHECK(error.message.starts_with("book of 1: "));
        CHECK(error.message.find('\n') == std::string::npos);
        CHECK(error.message.find('<') == std::string::npos);
    }
}

TEST_CASE("the venue's words about orders are known", "[polymarket][errors]") {
    struct Row {
        std::string text;
        std::string kind;
        Errc code;
    };
    const std::vector<Row> rows{
        {"order 0x1 is invalid. Price (0.5100011220024684) breaks minimum tick size rule: 0.01",
         "tick", Errc::tick_mismatch},
        {"order 0x1 is invalid. Size (1.08) lower than the minimum: 5", "min_size", Errc::rejected},
        {"invalid amount for a marketable BUY order ($0.9975), min size: 1", "min_amount",
         Errc::rejected},
        {"order 0x1 is invalid. Duplicated.", "duplicate", Errc::outcome_unknown},
        {"not enough balance / allowance: the balance is not enough", "balance", Errc::rejected},
        {"order couldn't be fully filled. FOK orders are fully filled or killed.", "fok_killed",
         Errc::rejected},
        {"could not insert order", "unknown", Errc::outcome_unknown},
        {"Trading is currently disabled. Check the site for updates", "disabled", Errc::restricted},
        {"the order signer address has to be the address of the API KEY", "signer",
         Errc::credentials},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        const auto fault = order_fault(row.text);
        REQUIRE(fault);
        CHECK(fault->kind == row.kind);
        CHECK(fault->code == row.code);
    }
    CHECK(!order_fault("something nobody ever said"));
}

TEST_CASE("an error text is one safe short line", "[polymarket][errors]") {
    CHECK(error_text(R"({"errorMsg":"a\u001b[31mb\nc"})").find('\x1b') == std::string::npos);
    CHECK(error_text(std::string(5'000, 'x')).size() <= 200);
    CHECK(error_text("<!DOCTYPE html><p>") == "a web page instead of JSON");
    CHECK(error_text(R"("invalid amounts")") == "invalid amounts");
}
