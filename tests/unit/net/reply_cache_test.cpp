#include "net/reply_cache.hpp"

#include <rapidcheck.h>

#include "support/catch.hpp"
#include "support/instant.hpp"

using namespace pm;
using namespace pm::net;
using namespace std::chrono_literals;
using pm::test::at;

namespace {

HttpReply reply(std::string body, Headers headers = {}) {
    HttpReply made;
    made.status = 200;
    made.headers = std::move(headers);
    made.body = std::move(body);
    return made;
}

}  // namespace

TEST_CASE("a reply is fresh until its age", "[net][cache]") {
    ReplyCache cache{{}};
    cache.store("k", reply("one"), at(0s));
    REQUIRE(cache.fresh("k", 10s, at(10s - 1us)));
    CHECK(cache.fresh("k", 10s, at(9s))->body == "one");
    CHECK_FALSE(cache.fresh("k", 10s, at(10s)));
    CHECK_FALSE(cache.fresh("other", 10s, at(0s)));
    cache.store("k", reply("two"), at(11s));
    CHECK(cache.fresh("k", 10s, at(12s))->body == "two");
    CHECK(cache.entries() == 1);
}

TEST_CASE("only a 200 is kept, and a later failure forgets the old one", "[net][cache]") {
    ReplyCache cache{{}};
    auto failed = reply("no");
    failed.status = 404;
    cache.store("k", failed, at(0s));
    CHECK(cache.entries() == 0);
    cache.store("k", reply("yes"), at(0s));
    cache.store("k", failed, at(1s));
    CHECK(cache.entries() == 0);
    CHECK(cache.bytes() == 0);
}

TEST_CASE("validators become conditions and a 304 makes the reply young", "[net][cache]") {
    ReplyCache cache{{}};
    cache.store("k", reply("one", {{"etag", "\"a\""}, {"last-modified", "then"}}), at(0s));
    CHECK(cache.conditions("k") ==
          Headers{{"if-none-match", "\"a\""}, {"if-modified-since", "then"}});
    CHECK(cache.conditions("other").empty());
    CHECK_FALSE(cache.fresh("k", 1s, at(5s)));
    CHECK(cache.revalidated("k", at(5s))->body == "one");
    CHECK(cache.fresh("k", 1s, at(5s)));
    CHECK_FALSE(cache.revalidated("other", at(5s)));
}

TEST_CASE("the least recently used goes first", "[net][cache]") {
    ReplyCache cache{{.bytes_max = 1U << 20U, .entries_max = 2}};
    cache.store("a", reply("a"), at(0s));
    cache.store("b", reply("b"), at(0s));
    CHECK(cache.fresh("a", 1s, at(0s)));
    cache.store("c", reply("c"), at(0s));
    CHECK(cache.fresh("a", 1s, at(0s)));
    CHECK_FALSE(cache.fresh("b", 1s, at(0s)));
    CHECK(cache.fresh("c", 1s, at(0s)));
}

TEST_CASE("a reply above half the limit is not kept", "[net][cache]") {
    ReplyCache cache{{.bytes_max = 10'000, .entries_max = 10}};
    cache.store("a", reply(std::string(6'000, 'x')), at(0s));
    CHECK(cache.entries() == 0);
}

TEST_CASE("the cache never exceeds its limits and knows its size", "[net][cache]") {
    CHECK(rc::check("bounds", [] {
        ReplyCache cache{{.bytes_max = 8'000, .entries_max = 5}};
        const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
            rc::gen::pair(rc::gen::inRange(0, 9), rc::gen::inRange(0, 3'000)));
        for (const auto& [key, size] : steps) {
            const auto bytes = static_cast<std::size_t>(size);
            cache.store(std::to_string(key), reply(std::string(bytes, 'x')), at(0s));
            RC_ASSERT(cache.bytes() <= 8'000U);
            RC_ASSERT(cache.entries() <= 5U);
        }
        std::size_t found = 0;
        for (int key = 0; key < 9; ++key) {
            if (cache.fresh(std::to_string(key), 1s, at(0s))) ++found;
        }
        RC_ASSERT(found == cache.entries());
    }));
}
