#include "pm-trade/live_admission.hpp"

#include "support/amounts.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::test;
using namespace pm::trade;
using namespace std::chrono_literals;

namespace {

constexpr auto wallet = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

Applicant applicant(std::string named = {}) {
    Applicant out;
    out.account = wallet;
    out.venue = "https://venue.test";
    out.flags.live = true;
    out.flags.account = std::move(named);
    return out;
}

Result<DoctorNote> visit(Duration ago) {
    return DoctorNote{noon - ago, wallet, "https://venue.test"};
}

}  // namespace

TEST_CASE("real money needs a doctor's visit of the last day, of this account and venue",
          "[trade][live]") {
    const auto named = applicant(wallet);
    CHECK(judge(named, visit(1h), noon, {}));
    CHECK_FALSE(judge(named, visit(25h), noon, {}));
    CHECK_FALSE(judge(named, visit(-1h), noon, {}));  // from the future
    CHECK_FALSE(judge(named, fail(Errc::not_found, "none"), noon, {}));
    auto other = visit(1h);
    other->venue = "https://elsewhere.test";
    CHECK_FALSE(judge(named, other, noon, {}));
    other = visit(1h);
    other->account = "0x0000000000000000000000000000000000000001";
    CHECK_FALSE(judge(named, other, noon, {}));
}

TEST_CASE("somebody must name the very account", "[trade][live]") {
    CHECK_FALSE(judge(applicant(), visit(1h), noon, {}));
    CHECK(judge(applicant(), visit(1h), noon, "b92266"));
    CHECK(judge(applicant(), visit(1h), noon, "B92266"));
    CHECK_FALSE(judge(applicant(), visit(1h), noon, "b92267"));
    CHECK_FALSE(judge(applicant(), visit(1h), noon, ""));
    const auto wrong =
        judge(applicant("0x0000000000000000000000000000000000000001"), visit(1h), noon, "b92266");
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == Errc::bad_input);
}
