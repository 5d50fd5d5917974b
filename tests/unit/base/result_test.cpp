#include "base/result.hpp"

#include <set>

#include "base/log.hpp"
#include "support/catch.hpp"

using namespace pm;

namespace {

/// The codes that scripts see, by hand. The list is only ever added to.
const std::pair<Errc, const char*> codes[] = {
    {Errc::bad_input, "bad_input"},
    {Errc::bad_config, "bad_config"},
    {Errc::credentials, "credentials"},
    {Errc::not_found, "not_found"},
    {Errc::malformed, "malformed"},
    {Errc::refused, "refused"},
    {Errc::tick_mismatch, "tick_mismatch"},
    {Errc::unavailable, "unavailable"},
    {Errc::lost, "lost"},
    {Errc::rejected, "rejected"},
    {Errc::restricted, "restricted"},
    {Errc::throttled, "throttled"},
    {Errc::outcome_unknown, "outcome_unknown"},
    {Errc::stale, "stale"},
    {Errc::storage, "storage"},
    {Errc::busy, "busy"},
    {Errc::cancelled, "cancelled"},
    {Errc::closed, "closed"},
    {Errc::internal, "internal"},
};

}  // namespace

TEST_CASE("every error code has its one stable name", "[base][result]") {
    for (const auto& [code, name] : codes) CHECK(name_of(code) == name);
    CHECK(std::size(codes) == static_cast<std::size_t>(Errc::internal) + 1);
}

TEST_CASE("only what surely did nothing may be sent again", "[base][result]") {
    const std::set<Errc> again{Errc::unavailable, Errc::lost, Errc::restricted, Errc::throttled,
                               Errc::busy};
    for (const auto& [code, name] : codes) {
        CAPTURE(name);
        CHECK(retryable(code) == again.contains(code));
    }
}

TEST_CASE("context goes in front of a message, and the rest stays", "[base][result]") {
    Result<int> failed = fail(Errc::throttled, "too fast", "wait");
    failed.error().retry_after = std::chrono::seconds{3};
    const Result<std::string> passed = pass(failed, "book of 12");
    REQUIRE_FALSE(passed);
    CHECK(passed.error().message == "book of 12: too fast");
    CHECK(passed.error().hint == "wait");
    CHECK(passed.error().code == Errc::throttled);
    CHECK(passed.error().retry_after == std::chrono::seconds{3});
}

TEST_CASE("a log without a listener is no fault", "[base][log]") {
    note({}, LogLevel::error, "nobody hears this");
    std::string heard;
    const Log log = [&](LogLevel level, std::string_view text) {
        heard = std::string{name_of(level)} + " " + std::string{text};
    };
    note(log, LogLevel::warning, "hello");
    CHECK(heard == "warning hello");
}
