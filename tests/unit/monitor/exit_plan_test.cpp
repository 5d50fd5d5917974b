#include "monitor/exit_plan.hpp"

#include <rapidcheck.h>

#include "monitor_fixture.hpp"

using namespace pm;
using namespace pm::monitor;
using namespace pm::test;
using namespace std::chrono_literals;
using trading::ExitCause;
using trading::ExitDistance;

namespace {

const trading::ExitRules by_move{.take_profit = *ExitDistance::parse("0.15"),
                                 .stop_loss = *ExitDistance::parse("0.10")};

/// What two observations two seconds apart lead to, from scratch.
std::optional<ExitWish> after_two(const Position& p, const Quote& q,
                                  const trading::ExitRules& rules = by_move) {
    ExitPlan plan{rules, 30s};
    CHECK_FALSE(plan.look(p, q, at(0)));
    return plan.look(p, q, at(2));
}

}  // namespace

TEST_CASE("an exit comes exactly at its level and not a tick before", "[monitor][exit]") {
    // Paid 0.40: profit is taken at 0.55, loss at 0.30.
    const auto cause_at = [](int bid) -> std::string {
        const auto wish = after_two(position(), quote(bid));
        return wish ? std::string{name_of(wish->cause)} : "hold";
    };
    CHECK(cause_at(550'000) == "take_profit");
    CHECK(cause_at(549'900) == "hold");
    CHECK(cause_at(300'000) == "stop_loss");
    CHECK(cause_at(300'100) == "hold");
    CHECK(cause_at(400'000) == "hold");
}

TEST_CASE("a wish says all its terms, and fees count as paid", "[monitor][exit]") {
    auto p = position();
    p.cost = Money{41'000'000};  // 0.41 a share
    CHECK_FALSE(after_two(p, quote(550'000)));
    const auto wish = after_two(p, quote(570'000));
    REQUIRE(wish);
    CHECK(wish->bid == Price::from_micros(570'000));
    CHECK(wish->average == Money{410'000});
    CHECK(wish->trigger == Money{560'000});
    CHECK(wish->size == Size{100'000'000});
    CHECK(*trigger_of(by_move, ExitCause::stop_loss, p) == Money{310'000});
    CHECK_FALSE(trigger_of({}, ExitCause::stop_loss, p));
    CHECK_FALSE(trigger_of(by_move, ExitCause::take_profit, Position{}));
}

TEST_CASE("only settled shares that no order has promised are asked for", "[monitor][exit]") {
    auto p = position();
    p.settled = Size{60'000'000};
    p.provisional = Size{40'000'000};
    p.reserved = Size{20'000'000};
    CHECK(after_two(p, quote(550'000))->size == Size{40'000'000});
    p.reserved = p.settled;
    CHECK_FALSE(after_two(p, quote(550'000)));
}

TEST_CASE("nothing is asked for while nobody bids, or the book is crossed", "[monitor][exit]") {
    ExitPlan plan{by_move, 30s};
    CHECK_FALSE(plan.look(position(), quote(550'000), at(0)));
    auto q = quote(550'000);
    q.ask = q.bid;
    CHECK_FALSE(plan.look(position(), q, at(2)));
    CHECK(plan.look(position(), quote(550'000), at(3)));  // reached for good
    q.ask.reset();
    q.bid.reset();
    CHECK_FALSE(plan.look(position(), q, at(60)));
    CHECK(plan.look(position(), quote(10'000), at(61)));  // and sold at what there is
}

TEST_CASE("a decision is handed out once, and again only after the retry", "[monitor][exit]") {
    ExitPlan plan{by_move, 30s};
    CHECK_FALSE(plan.look(position(), quote(550'000), at(0)));
    CHECK(plan.look(position(), quote(550'000), at(1)));
    CHECK_FALSE(plan.look(position(), quote(560'000), at(2)));
    CHECK_FALSE(plan.look(position(), quote(560'000), at(30.9)));
    CHECK(plan.look(position(), quote(560'000), at(31)));
    CHECK_FALSE(plan.look(position(8), quote(560'000, 8), at(31)));  // a watch of its own
    CHECK(plan.look(position(8), quote(560'000, 8), at(32)));
}

TEST_CASE("a sale at profit is never asked below cost, nor one at a loss above it",
          "[monitor][exit]") {
    CHECK(rc::check("exits", [] {
        auto p = position();
        p.cost = Money{*rc::gen::inRange<std::int64_t>(1'000'000, 100'000'000)};
        const bool relative = *rc::gen::arbitrary<bool>();
        const auto distance = [&] {
            return ExitDistance{*rc::gen::inRange<std::int64_t>(1, relative ? 3'000'000 : 999'999),
                                relative};
        };
        const trading::ExitRules rules{.take_profit = distance(), .stop_loss = distance()};
        ExitPlan plan{rules, 30s};
        const auto q = quote(*rc::gen::inRange(0, 1'000'001));
        RC_ASSERT(!plan.look(p, q, at(0)));
        const auto wish = plan.look(p, q, at(1));
        if (!wish) return;
        const auto paid = p.cost.micros / 100;  // 100 shares
        const auto bid = wish->bid.micros();
        if (wish->cause == ExitCause::take_profit) RC_ASSERT(bid >= paid);
        if (wish->cause == ExitCause::stop_loss) RC_ASSERT(bid <= paid + 1);
    }));
}
