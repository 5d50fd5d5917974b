#include "live/signer_buckets.hpp"

#include <algorithm>
#include <rapidcheck.h>

#include "support/catch.hpp"

using namespace pm;
using namespace pm::live;
using namespace std::chrono_literals;
using Kind = SignerBuckets::Kind;
using Urgency = SignerBuckets::Urgency;

namespace {

const Instant t0{1h};
const Timestamp wall{std::chrono::seconds{1'791'800'000}};

net::HttpReply reply(int status, net::Headers headers) {
    net::HttpReply out;
    out.status = status;
    out.headers = std::move(headers);
    return out;
}

/// How many single ones pass at once.
int burst(SignerBuckets& buckets, Kind kind, Urgency urgency, Instant now) {
    int count = 0;
    while (count < 10'000 && buckets.take(kind, 1, urgency, now)) ++count;
    return count;
}

}  // namespace

// The published table: standard tier, orders 40 a second with a burst of 60, cancels 80 and 120.
TEST_CASE("ordinary traffic uses half of the tier", "[live][buckets]") {
    SignerBuckets buckets;
    CHECK(burst(buckets, Kind::orders, Urgency::ordinary, t0) == 30);
    CHECK(burst(buckets, Kind::cancels, Urgency::ordinary, t0) == 60);
    CHECK(burst(buckets, Kind::orders, Urgency::ordinary, t0 + 1s) == 20);
    CHECK(buckets.wait_for(Kind::orders, 1, Urgency::ordinary, t0 + 1s) == 50ms);
}

TEST_CASE("an emergency finds the other half untouched", "[live][buckets]") {
    SignerBuckets buckets;
    (void)burst(buckets, Kind::cancels, Urgency::ordinary, t0);
    CHECK(burst(buckets, Kind::cancels, Urgency::urgent, t0) == 60);
    CHECK(buckets.wait_for(Kind::cancels, 1, Urgency::urgent, t0) == 12'500us);
    // 120 orders: all at once from a full bucket
    SignerBuckets full;
    CHECK(full.take(Kind::cancels, 120, Urgency::urgent, t0));
    CHECK(!full.take(Kind::cancels, 1, Urgency::ordinary, t0));
}

TEST_CASE("what was cancelled is paid afterwards, also into debt", "[live][buckets]") {
    SignerBuckets buckets;
    buckets.charge(Kind::cancels, 200, t0);
    CHECK(buckets.tokens(Kind::cancels, t0) == -80);
    CHECK(buckets.wait_for(Kind::cancels, 1, Urgency::urgent, t0) == 1'012'500us);
    CHECK(buckets.tokens(Kind::cancels, t0 + 1s) == 0);
}

TEST_CASE("the venue's own count wins when it is lower", "[live][buckets]") {
    SignerBuckets buckets;
    buckets.on_reply(Kind::orders, reply(200, {{"poly-ratelimit-remaining", "3"}}), wall, t0);
    CHECK(burst(buckets, Kind::orders, Urgency::ordinary, t0) == 3);
    buckets.on_reply(Kind::orders, reply(200, {{"poly-ratelimit-remaining", "59"}}), wall, t0);
    CHECK(burst(buckets, Kind::orders, Urgency::ordinary, t0) == 0);
    CHECK(burst(buckets, Kind::cancels, Urgency::ordinary, t0) == 60);
    buckets.on_reply(
        Kind::orders,
        reply(200, {{"poly-ratelimit-remaining", "-20"}, {"poly-ratelimit-reset", "1791800002"}}),
        wall, t0);
    CHECK(buckets.wait_for(Kind::orders, 1, Urgency::ordinary, t0) == 2s);
}

TEST_CASE("a 429 is waited out by all but emergencies", "[live][buckets]") {
    SignerBuckets buckets;
    buckets.on_reply(Kind::cancels, reply(429, {{"retry-after", "7"}}), wall, t0);
    CHECK(buckets.wait_for(Kind::cancels, 1, Urgency::ordinary, t0) == 7s);
    CHECK(buckets.wait_for(Kind::cancels, 1, Urgency::urgent, t0) == 0s);
    CHECK(buckets.wait_for(Kind::orders, 1, Urgency::ordinary, t0) == 0s);
    CHECK(buckets.take(Kind::cancels, 1, Urgency::ordinary, t0 + 7s));
    buckets.on_reply(Kind::orders, reply(429, {}), wall, t0);
    CHECK(buckets.wait_for(Kind::orders, 1, Urgency::ordinary, t0) == 1s);
    buckets.on_reply(Kind::cancels, reply(429, {{"retry-after", "86400"}}), wall, t0);
    CHECK(buckets.wait_for(Kind::cancels, 1, Urgency::ordinary, t0 + 7s) == 0s);
}

TEST_CASE("tier and warning are read from the headers", "[live][buckets]") {
    SignerBuckets buckets;
    CHECK(buckets.tier().name == "standard");
    CHECK(!buckets.warned());
    buckets.on_reply(
        Kind::orders,
        reply(200, {{"poly-ratelimit-tier", "Silver"}, {"poly-ratelimit-warning", "true"}}), wall,
        t0);
    CHECK(buckets.tier().name == "silver");
    CHECK(buckets.warned());
    CHECK(burst(buckets, Kind::orders, Urgency::ordinary, t0) == 30);  // what it held before
    CHECK(burst(buckets, Kind::orders, Urgency::ordinary, t0 + 1h) == 150);
    buckets.on_reply(Kind::orders, reply(200, {{"poly-ratelimit-tier", "Unobtainium"}}), wall, t0);
    CHECK(buckets.tier().name == "silver");
}

TEST_CASE("senseless headers do no harm", "[live][buckets]") {
    for (const auto* text : {"", "many", "9223372036854775807", "-9223372036854775807", "1.5"}) {
        CAPTURE(text);
        SignerBuckets buckets;
        buckets.on_reply(Kind::orders,
                         reply(429, {{"poly-ratelimit-remaining", text},
                                     {"poly-ratelimit-reset", text},
                                     {"retry-after", text}}),
                         wall, t0);
        CHECK(buckets.wait_for(Kind::orders, 1, Urgency::urgent, t0 + 24h) == 0s);
    }
}

// Goal: whatever the pattern, ordinary traffic never exceeds half the tier in any window.
// Method: random waits and wishes; every window of the log is counted naively.
TEST_CASE("no window ever holds more than its share", "[live][buckets][property]") {
    CHECK(rc::check("windows", [](const std::vector<std::uint16_t>& waits) {
        SignerBuckets buckets;
        auto now = t0;
        std::vector<Instant> sent;
        for (const auto wait : waits) {
            now += Duration{wait * 7};
            for (int i = 0; i < 5; ++i) {
                if (buckets.take(Kind::orders, 1, Urgency::ordinary, now)) sent.push_back(now);
            }
        }
        for (std::size_t i = 0; i < sent.size(); ++i) {
            for (std::size_t k = i; k < sent.size(); ++k) {
                const auto seconds = static_cast<double>((sent[k] - sent[i]).count()) / 1e6;
                RC_ASSERT(static_cast<double>(k - i + 1) <= 30.0 + 20.0 * seconds + 1e-6);
            }
        }
    }));
}
