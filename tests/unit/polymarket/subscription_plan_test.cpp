#include "polymarket/subscription_plan.hpp"

#include <rapidcheck.h>
#include <set>

#include "support/catch.hpp"

using namespace pm;
using namespace pm::polymarket;

namespace {

ConditionId nth(std::uint64_t number) {
    auto digits = std::to_string(number);
    return ConditionId::parse("0x" + std::string(64 - digits.size(), '0') + digits).value();
}

std::vector<ConditionId> nth(std::uint64_t from, std::uint64_t count) {
    std::vector<ConditionId> out;
    for (std::uint64_t i = 0; i < count; ++i) out.push_back(nth(from + i));
    return out;
}

/// Markets of two tokens each.
std::vector<Wanted> of(const std::string& event, std::uint64_t from, std::uint64_t count) {
    std::vector<Wanted> out;
    for (const auto& market : nth(from, count)) out.push_back({market, event, 2});
    return out;
}

/// What connections that carry out every change are subscribed to.
struct Subscribed {
    std::map<int, std::set<ConditionId>> to;

    void apply(const ShareChanges& changes) {
        for (const auto& change : changes) {
            for (const auto& id : change.add) RC_ASSERT(to[change.connection].insert(id).second);
        }
        for (const auto& change : changes) {
            for (const auto& id : change.drop) RC_ASSERT(to[change.connection].erase(id) == 1U);
            if (to[change.connection].empty()) to.erase(change.connection);
        }
    }
    [[nodiscard]] std::set<ConditionId> all() const {
        std::set<ConditionId> out;
        for (const auto& [number, share] : to) out.insert(share.begin(), share.end());
        return out;
    }
};

}  // namespace

TEST_CASE("a ladder stays on one connection", "[subscriptions]") {
    SubscriptionPlan plan{{Spread::event, 30}};
    static_cast<void>(plan.add(of("london", 1, 11)));
    static_cast<void>(plan.add(of("paris", 101, 11)));
    static_cast<void>(plan.add(of("one market", 201, 1)));
    for (const auto& id : nth(1, 11)) CHECK(plan.connection_of(id) == 0);
    for (const auto& id : nth(101, 11)) CHECK(plan.connection_of(id) == 1);
    CHECK(plan.connections().size() == 2);
}

TEST_CASE("ladders that come together are told apart", "[subscriptions]") {
    SubscriptionPlan plan{{Spread::event, 30}};
    auto both = of("london", 1, 11);
    for (auto& wanted : of("paris", 101, 11)) both.insert(both.begin() + 5, std::move(wanted));
    static_cast<void>(plan.add(both));
    for (const auto& id : nth(1, 11)) CHECK(plan.connection_of(id) == plan.connection_of(nth(1)));
    CHECK(plan.connections().size() == 2);
}

TEST_CASE("a bucket that is added later joins its ladder", "[subscriptions]") {
    SubscriptionPlan plan{{Spread::event, 30}};
    static_cast<void>(plan.add(of("london", 1, 10)));
    static_cast<void>(plan.add(of("paris", 101, 12)));
    CHECK(plan.add(of("london", 11, 1)) == ShareChanges{{0, nth(11, 1), {}}});
    SECTION("unless there is no room: then nothing that is there moves") {
        CHECK(plan.add(of("london", 31, 10)) == ShareChanges{{2, nth(31, 10), {}}});
    }
}

TEST_CASE("an event too large for a connection takes several", "[subscriptions]") {
    SubscriptionPlan plan{{Spread::event, 31}};  // fifteen markets, and half of one
    Subscribed subscribed;
    subscribed.apply(plan.add(of("all", 1, 50)));
    CHECK(subscribed.to.size() == 4);
    CHECK(subscribed.all().size() == 50);
}

TEST_CASE("a market that is known already is not asked for again", "[subscriptions]") {
    SubscriptionPlan plan{{Spread::count, 30}};
    static_cast<void>(plan.add(of("a", 1, 10)));
    CHECK(plan.add(of("b", 1, 10)).empty());
    auto twice = of("b", 11, 1);
    twice.push_back(twice.front());
    CHECK(plan.add(twice) == ShareChanges{{0, nth(11, 1), {}}});
}

TEST_CASE("a connection without markets is gone and its number is free", "[subscriptions]") {
    SubscriptionPlan plan{{Spread::event, 10}};
    static_cast<void>(plan.add(of("a", 1, 5)));
    static_cast<void>(plan.add(of("b", 11, 5)));
    CHECK(plan.remove(nth(1, 5)) == ShareChanges{{0, {}, nth(1, 5)}});
    CHECK(plan.connections() == std::vector<int>{1});
    CHECK(plan.add(of("c", 21, 5)) == ShareChanges{{0, nth(21, 5), {}}});
}

TEST_CASE("when markets end, what is left is brought together", "[subscriptions]") {
    SubscriptionPlan plan{{Spread::event, 10}};
    static_cast<void>(plan.add(of("a", 1, 5)));
    static_cast<void>(plan.add(of("b", 11, 5)));
    static_cast<void>(plan.remove(nth(1, 3)));
    CHECK(plan.even_out().empty());  // four tokens here and ten there do not fit on one
    static_cast<void>(plan.remove(nth(11, 2)));
    CHECK(plan.even_out() == ShareChanges{{0, {}, nth(4, 2)}, {1, nth(4, 2), {}}});
    CHECK(plan.connections() == std::vector<int>{1});
    CHECK(plan.even_out().empty());
}

TEST_CASE("the busiest markets are brought apart", "[subscriptions]") {
    SubscriptionPlan plan{{Spread::load, 20}};
    static_cast<void>(plan.add(of("a", 1, 10)));
    static_cast<void>(plan.add(of("b", 11, 6)));
    for (const auto& id : nth(1, 10)) plan.weigh(id, 1);
    plan.weigh(nth(1), 100);
    plan.weigh(nth(2), 80);
    REQUIRE(plan.even_out().size() == 2);
    CHECK(plan.connection_of(nth(1)) != plan.connection_of(nth(2)));
    SECTION("and stay there") {
        CHECK(plan.even_out().empty());
    }
    SECTION("and a new one goes where there is less to do") {
        const auto busy = plan.connection_of(nth(1));
        static_cast<void>(plan.add(of("c", 21, 1)));
        CHECK(plan.connection_of(nth(21)) != busy);
    }
}

// Goal: whatever comes, every wanted market is on exactly one connection, none carries too many
// tokens, and what the changes say is what the plan says.
TEST_CASE("no market is lost and none is carried twice, whatever happens", "[subscriptions]") {
    CHECK(rc::check("random markets come and go", [] {
        const auto spread = *rc::gen::element(Spread::event, Spread::load, Spread::count);
        const auto limit = *rc::gen::inRange<std::size_t>(2, 16);
        SubscriptionPlan plan{{spread, limit}};
        Subscribed subscribed;
        std::map<ConditionId, std::size_t> wanted;
        const auto steps = *rc::gen::inRange(1, 60);
        for (int step = 0; step < steps; ++step) {
            const auto from = *rc::gen::inRange<std::uint64_t>(1, 60);
            const auto some = nth(from, *rc::gen::inRange<std::uint64_t>(1, 9));
            const auto what = *rc::gen::inRange(0, 4);
            if (what < 2) {
                std::vector<Wanted> more;
                for (const auto& id : some) {
                    const auto event = "event " + std::to_string(*rc::gen::inRange(0, 3));
                    more.push_back({id, event, *rc::gen::inRange<std::size_t>(1, 3)});
                    wanted.try_emplace(id, more.back().tokens);
                }
                subscribed.apply(plan.add(more));
            } else if (what == 2) {
                subscribed.apply(plan.remove(some));
                for (const auto& id : some) wanted.erase(id);
            } else {
                for (const auto& id : some) plan.weigh(id, *rc::gen::inRange(0, 50));
                subscribed.apply(plan.even_out());
            }
            std::size_t carried = 0;
            for (const auto& [number, share] : subscribed.to) {
                std::size_t tokens = 0;
                for (const auto& id : share) tokens += wanted.at(id);
                RC_ASSERT(tokens <= limit);
                carried += share.size();
                const auto planned = plan.markets(number);
                RC_ASSERT(std::set<ConditionId>(planned.begin(), planned.end()) == share);
            }
            RC_ASSERT(carried == wanted.size());
            RC_ASSERT(subscribed.all().size() == wanted.size());
            RC_ASSERT(plan.connections().size() == subscribed.to.size());
        }
    }));
}
