#include <chrono>

#include "polymarket/error_map.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;
using namespace std::chrono_literals;

namespace {

const std::string a = "0x" + std::string(64, 'a');
const std::string b = "0x" + std::string(64, 'b');
const std::string c = "0x" + std::string(64, 'c');

std::string leg(const std::string& id, const std::string& error = "") {
    return R"({"success":true,"errorMsg":")" + error + R"(","orderID":")" + id +
           R"(","status":"live","makingAmount":"","takingAmount":""})";
}
std::string batch(const std::vector<std::string>& legs) {
    std::string out = "[";
    for (const auto& one : legs) out += (out.size() > 1 ? "," : "") + one;
    return out + "]";
}
std::string error(const std::string& words) {
    return R"({"error":")" + words + R"("})";
}

}  // namespace

// Statuses and words: the venue's table of errors and replies reported from production.
TEST_CASE("an answer proves a refusal only where the documents say so", "[polymarket][errors]") {
    using enum PostProof;
    struct Row {
        int status;
        std::string body;
        PostProof proof;
        Errc code;
        std::string kind;
    };
    const std::vector<Row> rows{
        {200, leg(a), exists, Errc::outcome_unknown, ""},
        {200, leg("", "not enough balance / allowance"), refused, Errc::rejected, "balance"},
        {200, R"({"success":false,"errorMsg":"words of tomorrow","orderID":""})", refused,
         Errc::rejected, "refused"},
        {400, error("order " + a + " is invalid. Duplicated."), exists, Errc::outcome_unknown,
         "duplicate"},
        {400, error("order " + b + " is invalid. Duplicated."), unknown, Errc::outcome_unknown,
         "id_mismatch"},
        {400, error("order " + a + " is invalid. Price (0.5) breaks minimum tick size rule: 0.01"),
         refused, Errc::tick_mismatch, "tick"},
        {400, error("order_version_mismatch"), refused, Errc::rejected, "version"},
        {400, error("invalid signature"), refused, Errc::credentials, "signature"},
        {401, error("Unauthorized/Invalid api key"), refused, Errc::credentials, "credentials"},
        {400, error("context canceled"), unknown, Errc::outcome_unknown, "unknown"},
        {400, error("order match delayed due to market conditions"), unknown, Errc::outcome_unknown,
         "delayed"},
        {404, error("not found"), refused, Errc::rejected, "refused"},
        {408, error("Request Timeout"), unknown, Errc::outcome_unknown, "unknown"},
        {425, "", refused, Errc::restricted, "restarting"},
        {425, "<html>", refused, Errc::restricted, "restarting"},
        {429, "Too Many Requests", refused, Errc::throttled, "throttled"},
        {500, error("order timed out"), refused, Errc::rejected, "timed_out"},
        {500, error("there are no matching orders"), refused, Errc::rejected, "fak_killed"},
        {500, error("could not insert order"), unknown, Errc::outcome_unknown, "unknown"},
        {500, error("Internal server error"), unknown, Errc::outcome_unknown, "unknown"},
        {500, error("words of tomorrow"), unknown, Errc::outcome_unknown, "unknown"},
        {502, "<html>Bad gateway</html>", unknown, Errc::outcome_unknown, "unknown"},
        {503, error("Trading is currently cancel-only. New orders are not accepted"), refused,
         Errc::restricted, "cancel_only"},
        {503, error("Trading is currently disabled."), refused, Errc::restricted, "disabled"},
        {503, "", unknown, Errc::outcome_unknown, "unknown"},
        {520, "", unknown, Errc::outcome_unknown, "unknown"},
        {403, "<html>blocked</html>", unknown, Errc::outcome_unknown, "blocked"},
        {200, "<html>hello</html>", unknown, Errc::outcome_unknown, "unreadable"},
        {200, "", unknown, Errc::outcome_unknown, "unreadable"},
        {200, leg(a).substr(0, 40), unknown, Errc::outcome_unknown, "unreadable"},
        {200, leg(b), unknown, Errc::outcome_unknown, "id_mismatch"},
        {200, leg(""), unknown, Errc::outcome_unknown, "contradiction"},
        {302, "", unknown, Errc::outcome_unknown, "unknown"},
        {400, "", unknown, Errc::outcome_unknown, "unknown"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.status, row.body);
        const auto verdict = post_verdict(row.status, row.body, a, std::nullopt);
        CHECK(verdict.proof == row.proof);
        CHECK(verdict.kind == row.kind);
        if (row.proof == refused) CHECK(verdict.code == row.code);
    }
}

TEST_CASE("a reply cut anywhere is unknown, never a refusal", "[polymarket][errors]") {
    for (const auto& whole : {leg(a), leg("", "not enough balance / allowance")}) {
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const auto verdict = post_verdict(200, whole.substr(0, size), a, std::nullopt);
            CHECK(verdict.proof == PostProof::unknown);
        }
    }
}

TEST_CASE("the longer of two wishes to wait counts", "[polymarket][errors]") {
    const auto body =
        R"({"error":"post-only mode: only post-only orders","code":"post_only_mode","retry_after_seconds":79})";
    CHECK(post_verdict(503, body, a, 10s).retry_after == 79s);
    CHECK(post_verdict(503, body, a, 90s).retry_after == 90s);
    CHECK(post_verdict(429, "Too Many Requests", a, 3s).retry_after == 3s);
    CHECK(!post_verdict(429, "Too Many Requests", a, std::nullopt).retry_after);
}

TEST_CASE("legs of a batch are matched by hash", "[polymarket][errors]") {
    using enum PostProof;
    const std::vector<std::string> ids{a, b, c};
    const auto proofs = [&](int status, const std::string& body) {
        std::vector<PostProof> out;
        for (const auto& verdict : post_verdicts(status, body, ids, std::nullopt)) {
            out.push_back(verdict.proof);
        }
        return out;
    };
    CHECK(proofs(200, batch({leg(a), leg(b), leg(c)})) == std::vector{exists, exists, exists});
    CHECK(proofs(200, batch({leg(c), leg(a), leg(b)})) == std::vector{exists, exists, exists});
    // in place, so the leg without an id is the second order's
    CHECK(proofs(200, batch({leg(a), leg("", "invalid amounts"), leg(c)})) ==
          std::vector{exists, refused, exists});
    // out of place, but there is only one it can be
    CHECK(proofs(200, batch({leg(c), leg("", "invalid amounts"), leg(a)})) ==
          std::vector{exists, refused, exists});
    // it says itself whose it is
    CHECK(proofs(200,
                 batch({leg("", "order " + c + " is invalid. Size (1) lower than the minimum: 5"),
                        leg(a), leg(b)})) == std::vector{exists, exists, refused});
    // a leg is missing
    CHECK(proofs(200, batch({leg(a), leg(c)})) == std::vector{exists, unknown, exists});
    // one missing, one nameless and reordered: nobody can say which is which
    CHECK(proofs(200, batch({leg(c), leg("", "invalid amounts")})) ==
          std::vector{unknown, unknown, exists});
    // a leg that is not ours
    CHECK(proofs(200, batch({leg(a), leg("0x1"), leg(c)})) == std::vector{exists, unknown, exists});
    CHECK(proofs(200, "[]") == std::vector{unknown, unknown, unknown});
    CHECK(proofs(502, "<html>") == std::vector{unknown, unknown, unknown});
    CHECK(proofs(400, error("Too many orders in payload: 20, max allowed: 15")) ==
          std::vector{refused, refused, refused});
    CHECK(proofs(400, error("order " + b + " is invalid. Duplicated.")) ==
          std::vector{unknown, unknown, unknown});
}

TEST_CASE("the venue's pauses are recognised", "[polymarket][errors]") {
    CHECK(mode_sign(425, "")->mode == VenueMode::restarting);
    CHECK(mode_sign(403, "<html>")->mode == VenueMode::blocked);
    CHECK(!mode_sign(403, error("no")));
    const auto post_only = mode_sign(
        503, R"({"error":"post-only mode: only post-only orders","retry_after_seconds":79})");
    REQUIRE(post_only);
    CHECK(post_only->mode == VenueMode::post_only);
    CHECK(post_only->retry_after == 79s);
    CHECK(mode_sign(503, error("Trading is currently cancel-only."))->mode ==
          VenueMode::cancel_only);
    CHECK(mode_sign(503, error("Trading is currently disabled."))->mode == VenueMode::disabled);
    CHECK(!mode_sign(500, error("Internal server error")));
    CHECK(!mode_sign(200, "{}"));
    CHECK(name_of(VenueMode::cancel_only) == "cancel_only");
}
