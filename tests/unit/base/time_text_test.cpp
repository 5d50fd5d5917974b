#include "base/time_text.hpp"

#include <rapidcheck.h>

#include "support/catch.hpp"

using namespace pm;
using namespace std::chrono;
using namespace std::chrono_literals;

namespace {

/// By <chrono>'s own calendar, not by ours.
constexpr Timestamp when(year_month_day date, Duration of_day = 0us) {
    return Timestamp{sys_days{date}} + of_day;
}

const auto afternoon = when(2026y / June / 16, 9h + 8min + 7s);

}  // namespace

TEST_CASE("RFC 3339 and the venue's form read alike", "[base][time]") {
    for (const char* text :
         {"2026-06-16T09:08:07Z", "2026-06-16t09:08:07z", "2026-06-16 09:08:07+00",
          "2026-06-16T09:08:07+00:00", "2026-06-16T09:08:07-00:00", "2026-06-16T11:08:07+02:00",
          "2026-06-16T11:08:07+0200", "2026-06-16T04:08:07-05", "2026-06-16T14:38:07+05:30",
          "2026-06-15T23:08:07-10:00", "2026-06-16T09:08:07.000000000Z"}) {
        CAPTURE(text);
        const auto read = parse_time(text);
        REQUIRE(read);
        CHECK(*read == afternoon);
    }
    CHECK(*parse_time("2026-05-09 02:07:01+00") == when(2026y / May / 9, 2h + 7min + 1s));
    CHECK(*parse_time("2026-06-16T09:08:07.1Z") == afternoon + 100ms);
    CHECK(*parse_time("2026-06-16T09:08:07.123456789Z") == afternoon + 123'456us);
    CHECK(*parse_time("2000-01-01T00:00:00Z") == Timestamp{946'684'800s});  // POSIX
    CHECK(*parse_time("2024-02-29T23:59:59Z") == when(2024y / February / 29, 86'399s));
}

TEST_CASE("what is no time is refused", "[base][time]") {
    for (const char* text : {"",
                             "2026-06-16",
                             "2026-06-16T09:08:07",
                             "2026-06-16T09:08Z",
                             "2026-06-16T09:08.5Z",
                             "2026-06-16T24:00:00Z",
                             "2026-06-16T09:60:00Z",
                             "2026-06-16T09:08:60Z",
                             "2026-13-01T00:00:00Z",
                             "2026-00-01T00:00:00Z",
                             "2026-02-29T00:00:00Z",
                             "2026-06-31T00:00:00Z",
                             "2026-06-00T00:00:00Z",
                             "1999-12-31T23:59:59Z",
                             "2101-01-01T00:00:00Z",
                             "2026-06-16T09:08:07.Z",
                             "2026-06-16T09:08:07.1234567890Z",
                             "2026-06-16T09:08:07+99:99",
                             "2026-06-16T09:08:07+24",
                             "2026-06-16T09:08:07+02:60",
                             "2026-06-16T09:08:07+02:",
                             "2026-06-16T09:08:07+2",
                             "2026-06-16T09:08:07+020",
                             "2026-06-16T09:08:07ZZ",
                             "2026-06-16T09:08:07Z ",
                             " 2026-06-16T09:08:07Z",
                             "2026-6-16T09:08:07Z",
                             "20260616T090807Z",
                             "2026-06-16_09:08:07Z",
                             "1718528887"}) {
        CAPTURE(text);
        const auto read = parse_time(text);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Errc::malformed);
    }
}

TEST_CASE("times print in UTC with six decimals", "[base][time]") {
    CHECK(time_text(afternoon) == "2026-06-16T09:08:07.000000Z");
    CHECK(time_text(afternoon + 1us) == "2026-06-16T09:08:07.000001Z");
    CHECK(time_text(Timestamp{}) == "1970-01-01T00:00:00.000000Z");
    CHECK(time_text(Timestamp{} - 1us) == "1969-12-31T23:59:59.999999Z");
}

TEST_CASE("a printed time reads back, whatever the offset it is written with", "[base][time]") {
    CHECK(rc::check("against <chrono>", [] {
        const auto first = when(2000y / January / 1).time_since_epoch().count();
        const auto last = when(2100y / December / 30).time_since_epoch().count();
        const Timestamp at{Duration{*rc::gen::inRange(first, last)}};
        const auto text = time_text(at);
        RC_ASSERT(*parse_time(text) == at);

        const auto offset = *rc::gen::inRange(0, 12 * 60);
        const auto local = time_text(at + minutes{offset});
        const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
        const auto shifted =
            local.substr(0, local.size() - 1) + "+" + two(offset / 60) + ":" + two(offset % 60);
        RC_ASSERT(*parse_time(shifted) == at);
    }));
}

TEST_CASE("dates read and print, leap years by the rule of 400", "[base][time]") {
    CHECK(*parse_date("2026-06-16") == 2026y / June / 16);
    CHECK(parse_date("2000-02-29"));
    CHECK(parse_date("2024-02-29"));
    for (const char* text : {"2100-02-29", "2026-02-29", "2026-6-16", "2026-06-16 ", "16-06-2026",
                             "2026/06/16", "tomorrow", "", "2026-06-16T00:00:00Z"}) {
        CAPTURE(text);
        CHECK(parse_date(text).error().code == Errc::malformed);
    }
    CHECK(date_text(2026y / January / 9) == "2026-01-09");
    CHECK(next_day(2024y / February / 28) == 2024y / February / 29);
    CHECK(next_day(2026y / February / 28) == 2026y / March / 1);
    CHECK(next_day(2026y / December / 31) == 2027y / January / 1);
}

TEST_CASE("every day of a century reads back", "[base][time]") {
    int days_seen = 0;
    for (sys_days day = 2000y / January / 1; day <= sys_days{2100y / December / 31};
         day += days{1}) {
        const CivilDate date{day};
        REQUIRE(*parse_date(date_text(date)) == date);
        ++days_seen;
    }
    CHECK(days_seen == 36'890);  // 101 years, 25 of them leap years: 2100 is none
}
