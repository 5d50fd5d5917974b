#include "polymarket/subscription_plan.hpp"

#include <rapidcheck.h>
#include <set>

#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;

namespace {

TokenId nth(std::uint64_t number) {
    return TokenId::parse(std::to_string(number)).value();
}

std::vector<TokenId> tokens(std::uint64_t from, std::uint64_t count) {
    std::vector<TokenId> out;
    for (std::uint64_t i = 0; i < count; ++i) out.push_back(nth(from + i));
    return out;
}

/// What connections that carry out every change are subscribed to.
struct Subscribed {
    std::map<int, std::set<TokenId>> of;

    void apply(const ShareChanges& changes) {
        for (const auto& change : changes) {
            for (const auto& id : change.add) RC_ASSERT(of[change.connection].insert(id).second);
        }
        for (const auto& change : changes) {
            for (const auto& id : change.drop) RC_ASSERT(of[change.connection].erase(id) == 1U);
            if (of[change.connection].empty()) of.erase(change.connection);
        }
    }
    [[nodiscard]] std::set<TokenId> all() const {
        std::set<TokenId> out;
        for (const auto& [number, share] : of) out.insert(share.begin(), share.end());
        return out;
    }
};

}  // namespace

TEST_CASE("a ladder stays on one connection", "[subscriptions]") {
    SubscriptionPlan plan{{Spread::event, 30}};
    static_cast<void>(plan.add("london", tokens(1, 22)));
    static_cast<void>(plan.add("paris", tokens(101, 22)));
    static_cast<void>(plan.add("one market", tokens(201, 2)));
    for (const auto& id : tokens(1, 22)) CHECK(plan.connection_of(id) == 0);
    for (const auto& id : tokens(101, 22)) CHECK(plan.connection_of(id) == 1);
    CHECK(plan.connections().size() == 2);
}

TEST_CASE("a bucket that is added later joins its ladder", "[subscriptions]") {
    SubscriptionPlan plan{{Spread::event, 30}};
    static_cast<void>(plan.add("london", tokens(1, 20)));
    static_cast<void>(plan.add("paris", tokens(101, 25)));
    CHECK(plan.add("london", tokens(21, 2)) == ShareChanges{{0, tokens(21, 2), {}}});
    SECTION("unless there is no room: then nothing that is there moves") {
        const auto changes = plan.add("london", tokens(31, 20));
        CHECK(changes == ShareChanges{{2, tokens(31, 20), {}}});
    }
}

TEST_CASE("an event too large for a connection takes several", "[subscriptions]") {
    SubscriptionPlan plan{{Spread::event, 30}};
    Subscribed subscribed;
    subscribed.apply(plan.add("all", tokens(1, 100)));
    CHECK(subscribed.of.size() == 4);
    CHECK(subscribed.all().size() == 100);
}

TEST_CASE("a token that is known already is not asked for again", "[subscriptions]") {
    SubscriptionPlan plan{{Spread::count, 30}};
    static_cast<void>(plan.add("a", tokens(1, 10)));
    CHECK(plan.add("b", tokens(1, 10)).empty());
    auto twice = tokens(11, 1);
    twice.push_back(twice.front());
    CHECK(plan.add("b", twice) == ShareChanges{{0, tokens(11, 1), {}}});
}

TEST_CASE("a connection without tokens is gone and its number is free", "[subscriptions]") {
    SubscriptionPlan plan{{Spread::event, 10}};
    static_cast<void>(plan.add("a", tokens(1, 10)));
    static_cast<void>(plan.add("b", tokens(11, 10)));
    CHECK(plan.remove(tokens(1, 10)) == ShareChanges{{0, {}, tokens(1, 10)}});
    CHECK(plan.connections() == std::vector<int>{1});
    CHECK(plan.add("c", tokens(21, 10)) == ShareChanges{{0, tokens(21, 10), {}}});
}

TEST_CASE("when markets end, what is left is brought together", "[subscriptions]") {
    SubscriptionPlan plan{{Spread::event, 10}};
    static_cast<void>(plan.add("a", tokens(1, 10)));
    static_cast<void>(plan.add("b", tokens(11, 10)));
    static_cast<void>(plan.remove(tokens(1, 6)));
    CHECK(plan.even_out().empty());  // four here and ten there do not fit on one
    static_cast<void>(plan.remove(tokens(11, 5)));
    CHECK(plan.even_out() == ShareChanges{{0, {}, tokens(7, 4)}, {1, tokens(7, 4), {}}});
    CHECK(plan.connections() == std::vector<int>{1});
    CHECK(plan.even_out().empty());
}

TEST_CASE("the busiest tokens are brought apart", "[subscriptions]") {
    SubscriptionPlan plan{{Spread::load, 10}};
    static_cast<void>(plan.add("a", tokens(1, 10)));
    static_cast<void>(plan.add("b", tokens(11, 6)));
    for (const auto& id : tokens(1, 10)) plan.weigh(id, 1);
    plan.weigh(nth(1), 100);
    plan.weigh(nth(2), 80);
    const auto changes = plan.even_out();
    REQUIRE(changes.size() == 2);
    CHECK(plan.connection_of(nth(1)) != plan.connection_of(nth(2)));
    SECTION("and stay there") {
        CHECK(plan.even_out().empty());
    }
    SECTION("and a new token goes where there is less to do") {
        const auto busy = plan.connection_of(nth(1));
        static_cast<void>(plan.add("c", tokens(21, 1)));
        CHECK(plan.connection_of(nth(21)) != busy);
    }
}

// Goal: whatever comes, every wanted token is on exactly one connection, none carries too many, and
// what the changes say is what the plan says.
TEST_CASE("no token is lost and none is carried twice, whatever happens", "[subscriptions]") {
    CHECK(rc::check("random markets come and go", [] {
        const auto spread = *rc::gen::element(Spread::event, Spread::load, Spread::count);
        const auto limit = *rc::gen::inRange<std::size_t>(1, 12);
        SubscriptionPlan plan{{spread, limit}};
        Subscribed subscribed;
        std::set<TokenId> wanted;
        const auto steps = *rc::gen::inRange(1, 60);
        for (int step = 0; step < steps; ++step) {
            const auto from = *rc::gen::inRange<std::uint64_t>(1, 60);
            const auto some = tokens(from, *rc::gen::inRange<std::uint64_t>(1, 9));
            switch (*rc::gen::inRange(0, 4)) {
                case 0:
                case 1:
                    subscribed.apply(plan.add("event " + std::to_string(from % 5), some));
                    wanted.insert(some.begin(), some.end());
                    break;
                case 2:
                    subscribed.apply(plan.remove(some));
                    for (const auto& id : some) wanted.erase(id);
                    break;
                default:
                    for (const auto& id : some) plan.weigh(id, *rc::gen::inRange(0, 50));
                    subscribed.apply(plan.even_out());
            }
            RC_ASSERT(subscribed.all() == wanted);
            RC_ASSERT(plan.size() == wanted.size());
            std::size_t carried = 0;
            for (const auto& [number, share] : subscribed.of) {
                RC_ASSERT(share.size() <= limit);
                carried += share.size();
                const auto planned = plan.tokens(number);
                RC_ASSERT(std::set<TokenId>(planned.begin(), planned.end()) == share);
            }
            RC_ASSERT(carried == wanted.size());
        }
    }));
}
