#include "net/retry.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"

namespace pm::net {

namespace {

bool worth_repeating(const Attempt& attempt) {
    if (attempt.error) {
        return *attempt.error == Errc::unavailable || *attempt.error == Errc::lost ||
               *attempt.error == Errc::throttled;
    }
    constexpr std::array<int, 7> passing{408, 425, 429, 500, 502, 503, 504};
    return attempt.status != 0 &&
           std::find(passing.begin(), passing.end(), attempt.status) != passing.end();
}

std::optional<int> number(std::string_view text) {
    int value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (bad != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

std::optional<unsigned> month_of(std::string_view name) {
    constexpr std::array<std::string_view, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto* found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<unsigned>(found - names.begin()) + 1;
}

/// IMF-fixdate, the only form servers may send: "Sun, 06 Nov 1994 08:49:37 GMT".
/// Source: RFC 9110, section 5.6.7.
std::optional<Timestamp> http_date(std::string_view text) {
    if (text.size() != 29 || text.substr(3, 2) != ", " || text.substr(25) != " GMT") {
        return std::nullopt;
    }
    const auto day = number(text.substr(5, 2));
    const auto month = month_of(text.substr(8, 3));
    const auto year = number(text.substr(12, 4));
    const auto hour = number(text.substr(17, 2));
    const auto minute = number(text.substr(20, 2));
    const auto second = number(text.substr(23, 2));
    if (!day || !month || !year || !hour || !minute || !second) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{*month},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    return Timestamp{std::chrono::sys_days{date}} + std::chrono::hours{*hour} +
           std::chrono::minutes{*minute} + std::chrono::seconds{*second};
}

}  // namespace

std::optional<Duration> wait_before_retry(const RetryPolicy& policy, const Attempt& attempt,
                                          Random& random) {
    if (attempt.number >= policy.attempts_max) return std::nullopt;
    if (!worth_repeating(attempt)) return std::nullopt;
    if (attempt.wish && *attempt.wish > policy.retry_after_max) return std::nullopt;
    const auto jittered = full_jitter(policy.pace, attempt.number - 1, random);
    return std::max(jittered, attempt.wish.value_or(Duration{0}));
}

std::optional<Duration> retry_after(const Headers& headers, Timestamp now) {
    const auto value = header(headers, "retry-after");
    if (!value) return std::nullopt;
    const auto text = trimmed(*value);
    if (const auto seconds = number(text)) return std::chrono::seconds{*seconds};
    const auto date = http_date(text);
    if (!date) return std::nullopt;
    return std::max(Duration{0}, *date - now);
}

}  // namespace pm::net
