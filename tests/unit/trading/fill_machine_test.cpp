// Trades from match to chain: any order of arrival, repeats, failures, complementary matches.

#include <algorithm>
#include <numeric>

#include "base/random.hpp"
#include "support/catch.hpp"
#include "trading/executor.hpp"
#include "unit/trading/account_fixture.hpp"

using namespace pm;
using namespace pm::test;
using trading::OrderReport;
using trading::TradeStage;

namespace {

struct FillFixture : Account {
    FillFixture() { id = must_place(Side::buy, shares(10)); }
    void say(OrderStatus status, std::optional<Size> matched = {}, Timestamp at = noon) {
        OrderReport report;
        report.order_id = id;
        report.status = status;
        report.matched = matched;
        report.at = at;
        executor.on_report(report);
    }
    void trade(const std::string& trade_id, TradeStage stage, Size size = shares(4),
               Timestamp at = noon) {
        executor.on_report(trade_of(trade_id, stage, id, size, at));
    }
    [[nodiscard]] Position held() const {
        const auto* found = portfolio.find(market.yes);
        return found == nullptr ? Position{} : *found;
    }
    std::string id;
};

/// "partly_filled 4 settled 4 provisional 0 cash 998.4": what must not depend on any order.
std::string state_of(const FillFixture& f) {
    const auto& order = *f.tracker.find(f.id);
    const auto held = f.held();
    return std::string{name_of(order.status)} + " " + order.filled.text() + " paid " +
           order.paid.text() + " settled " + held.settled.text() + " provisional " +
           held.provisional.text() + " reserved " + held.reserved.text() + " cost " +
           held.cost.text() + " cash " + f.portfolio.cash().text();
}

}  // namespace

TEST_CASE("a match is a promise, a confirmation is a position", "[trading][fills]") {
    FillFixture f;
    f.trade("t-1", TradeStage::matched);
    CHECK(f.held().provisional == shares(4));
    CHECK(f.held().settled == Size{});
    f.trade("t-1", TradeStage::mined);
    f.trade("t-1", TradeStage::retrying);
    CHECK(f.held().provisional == shares(4));
    f.trade("t-1", TradeStage::confirmed);
    CHECK(f.held().provisional == Size{});
    CHECK(f.held().settled == shares(4));
    CHECK(f.journal.fills.at({f.id, "t-1"}).settlement == Settlement::settled);
}

TEST_CASE("a failed trade is undone once, however often it is told", "[trading][fills]") {
    FillFixture f;
    f.trade("t-1", TradeStage::matched);
    CHECK(f.portfolio.cash() < dollars(1'000));
    for (int i = 0; i < 3; ++i) f.trade("t-1", TradeStage::failed);
    CHECK(f.held().held() == Size{});
    CHECK(f.portfolio.cash() == dollars(1'000));
    CHECK(f.tracker.find(f.id)->filled == Size{});
    CHECK(f.journal.settlements == 1);
    // Told as matched once more, it stays undone.
    f.trade("t-1", TradeStage::matched);
    CHECK(f.held().held() == Size{});
}

TEST_CASE("a failure that comes before its match is remembered", "[trading][fills]") {
    FillFixture f;
    f.trade("t-1", TradeStage::failed);
    f.trade("t-1", TradeStage::matched);
    f.trade("t-1", TradeStage::confirmed);
    CHECK(f.held().held() == Size{});
    CHECK(f.portfolio.cash() == dollars(1'000));
}

TEST_CASE("our side and price, whatever the trade says of them", "[trading][fills]") {
    FillFixture f;
    auto report = trade_of("t-1", TradeStage::matched, f.id, shares(4));
    auto& leg = report.legs[0];
    leg.liquidity = Liquidity::maker;
    SECTION("a sale, says the trade: its taker sold") {
        leg.side = Side::sell;
    }
    SECTION("the other outcome, at the complement: our buy of YES made a pair with their NO") {
        leg.token = f.market.no;
        leg.price = cents(60);
        leg.side = Side::sell;
    }
    f.executor.on_report(report);
    CHECK(f.held().token == f.market.yes);
    CHECK(f.held().provisional == shares(4));
    // 4 shares at 0.40, and a maker pays no fee.
    CHECK(f.portfolio.cash() == Money{998'400'000});
}

TEST_CASE("a taker's fee is that of its market, after a restart too", "[trading][fills]") {
    FillFixture f;
    f.trade("t-1", TradeStage::matched);
    // 4 * 0.05 * 0.4 * 0.6 = 0.048. Source: docs/venue.md, fees.
    CHECK(f.portfolio.cash() == Money{998'400'000 - 48'000});
}

TEST_CASE("one trade can fill several of our orders, and strangers'", "[trading][fills]") {
    FillFixture f;
    const auto other = f.must_place(Side::buy, shares(5));
    auto report = trade_of("t-1", TradeStage::matched, f.id, shares(4));
    report.legs.push_back(report.legs[0]);
    report.legs.back().order_id = other;
    report.legs.back().size = shares(5);
    report.legs.push_back(report.legs[0]);
    report.legs.back().order_id = "0xstranger";
    f.executor.on_report(report);
    f.executor.on_report(report);
    CHECK(f.held().provisional == shares(9));
    CHECK(f.tracker.find(f.id)->filled == shares(4));
    CHECK(f.tracker.find(other)->filled == shares(5));
    CHECK(f.executor.foreign() == 0);
}

TEST_CASE("an order in two legs of one trade gets both", "[trading][fills]") {
    FillFixture f;
    auto report = trade_of("t-1", TradeStage::matched, f.id, shares(4));
    report.legs.push_back(report.legs[0]);
    report.legs.back().size = shares(1);
    f.executor.on_report(report);
    CHECK(f.held().provisional == shares(5));
}

TEST_CASE("orders and trades of others are noticed once each, and stop trading",
          "[trading][fills]") {
    FillFixture f;
    OrderReport report;
    report.order_id = "0xforeign";
    report.status = OrderStatus::live;
    f.executor.on_report(report);
    f.executor.on_report(report);
    f.executor.on_report(trade_of("t-9", TradeStage::matched, "0xother", shares(1)));
    CHECK(f.executor.foreign() == 2);
    CHECK(f.listener.foreign == std::vector<std::string>{"0xforeign", "t-9"});
    CHECK(f.place(Side::buy, shares(5))->refusal->code == risk::RefusalCode::foreign_orders);
    f.executor.accept_foreign();
    CHECK(f.executor.foreign() == 0);
    f.executor.on_report(report);
    CHECK(f.executor.foreign() == 0);
    CHECK_FALSE(f.place(Side::buy, shares(5))->refusal.has_value());
}

TEST_CASE("a market buy by dollars may get more shares for its money", "[trading][fills]") {
    Account account;
    auto wish = account.intent(Side::buy, shares(10));
    wish.tif = TimeInForce::fak;
    wish.spend = dollars(4);
    const auto placed = account.executor.place(wish, account.occasion());
    REQUIRE(placed.has_value());
    REQUIRE(placed->order_id.has_value());
    const auto id = *placed->order_id;
    auto report = trade_of("t-1", TradeStage::matched, id, shares(12));
    report.legs[0].price = cents(25);
    account.executor.on_report(report);
    const auto& order = *account.tracker.find(id);
    CHECK(order.filled == shares(12));
    CHECK(order.paid == dollars(3));
    CHECK(order.open_spend() == dollars(1));
    CHECK_FALSE(is_final(order.status));  // a dollar may still find shares
    CHECK_FALSE(account.gate.halted());
    SECTION("and is over when the venue says so") {
        OrderReport over;
        over.order_id = id;
        over.status = OrderStatus::filled;
        over.matched = shares(12);
        over.at = noon;
        account.executor.on_report(over);
        CHECK(account.tracker.find(id)->status == OrderStatus::filled);
        CHECK(account.tracker.open().empty());
    }
    SECTION("but never for more money: that halts, and is in the books all the same") {
        auto more = trade_of("t-2", TradeStage::matched, id, shares(10));
        more.legs[0].price = cents(25);
        account.executor.on_report(more);
        CHECK(account.gate.halts().contains(risk::Halt::overfill));
        CHECK(account.tracker.find(id)->paid == Money{5'500'000});
        CHECK(account.journal.latched == std::vector<std::string>{"overfill"});
    }
}

TEST_CASE("dust over what was ordered is rounding, more is an alarm", "[trading][fills]") {
    FillFixture f;
    SECTION("a hundredth of a share") {
        f.trade("t-1", TradeStage::matched, Size{10'010'000});
        CHECK_FALSE(f.gate.halted());
    }
    SECTION("a millionth more than that") {
        f.trade("t-1", TradeStage::matched, Size{10'010'001});
        CHECK(f.gate.halts().contains(risk::Halt::overfill));
    }
    CHECK(f.tracker.find(f.id)->status == OrderStatus::filled);
}

TEST_CASE("a resting order whose trade failed may be on the book again", "[trading][fills]") {
    FillFixture f;
    f.say(OrderStatus::live);
    f.trade("t-1", TradeStage::matched, shares(10));
    CHECK(f.tracker.find(f.id)->status == OrderStatus::filled);
    f.trade("t-1", TradeStage::failed, shares(10), noon + std::chrono::seconds{9});
    // Nobody has said whether the venue puts it back: its exposure is reserved again.
    CHECK(f.tracker.find(f.id)->status == OrderStatus::unknown);
    CHECK(f.tracker.find(f.id)->reason == "trade_failed");
    CHECK(f.executor.stakes().size() == 1);
    SECTION("it is") {
        f.say(OrderStatus::live, {}, noon + std::chrono::seconds{10});
        CHECK(f.tracker.find(f.id)->status == OrderStatus::live);
    }
    SECTION("it is not") {
        f.say(OrderStatus::cancelled, {}, noon + std::chrono::seconds{10});
        CHECK(f.tracker.find(f.id)->status == OrderStatus::cancelled);
        CHECK(f.executor.stakes().empty());
    }
}

TEST_CASE("an order that never rests is over when its trade fails", "[trading][fills]") {
    Account account;
    auto wish = account.intent(Side::buy, shares(10));
    wish.tif = TimeInForce::fok;
    wish.spend = dollars(4);
    const auto id = *account.executor.place(wish, account.occasion())->order_id;
    // By dollars: the venue says when it is over.
    OrderReport over;
    over.order_id = id;
    over.status = OrderStatus::filled;
    over.matched = shares(10);
    over.at = noon;
    account.executor.on_report(over);
    CHECK_FALSE(is_final(account.tracker.find(id)->status));  // its trade is still to come
    account.executor.on_report(trade_of("t-1", TradeStage::matched, id, shares(10)));
    CHECK(account.tracker.find(id)->status == OrderStatus::filled);
    account.executor.on_report(trade_of("t-1", TradeStage::failed, id, shares(10)));
    CHECK(account.tracker.find(id)->status == OrderStatus::cancelled);
    CHECK(account.tracker.find(id)->reason == "trade_failed");
    CHECK(account.portfolio.cash() == dollars(1'000));
}

TEST_CASE("of two copies one may be refused because the other was taken", "[trading][fills]") {
    FillFixture f;
    f.say(OrderStatus::unknown);
    REQUIRE(f.executor.repost(f.id, f.occasion())->order_id == f.id);
    CHECK(f.venue.sent == std::vector<std::string>{f.id, f.id});
    OrderReport refused;
    refused.order_id = f.id;
    refused.status = OrderStatus::rejected;
    refused.reason = "not enough balance / allowance";
    refused.proof = Proof::reply;
    f.executor.on_report(refused);
    CHECK(f.tracker.find(f.id)->status == OrderStatus::unknown);
    // The second copy of an order that the venue has.
    OrderReport duplicated;
    duplicated.order_id = f.id;
    duplicated.proof = Proof::duplicated;
    f.executor.on_report(duplicated);
    CHECK(f.tracker.find(f.id)->status == OrderStatus::live);
    CHECK(f.tracker.find(f.id)->proof == Proof::duplicated);
}

TEST_CASE("our own verdict does not stand against the venue's word", "[trading][fills]") {
    FillFixture f;
    f.say(OrderStatus::unknown);
    OrderReport verdict;
    verdict.order_id = f.id;
    verdict.status = OrderStatus::rejected;
    verdict.proof = Proof::negative;
    verdict.at = noon;
    f.executor.on_report(verdict);
    CHECK(f.tracker.open().empty());
    SECTION("it is open after all") {
        f.say(OrderStatus::live, {}, noon - std::chrono::seconds{1});
        CHECK(f.tracker.find(f.id)->status == OrderStatus::live);
        CHECK(f.tracker.open().size() == 1);
    }
    SECTION("it has traded after all") {
        f.trade("t-1", TradeStage::matched);
        CHECK(f.tracker.find(f.id)->status == OrderStatus::partly_filled);
        CHECK(f.held().provisional == shares(4));
    }
}

namespace {

// Goal: the order in which the venue's words arrive does not matter. Method: every permutation of
// six events, for stories drawn at random; each must end as the first permutation ended.
void permute(std::uint64_t seed, int stories) {
    SeededRandom random{seed};
    const std::array stages{TradeStage::matched, TradeStage::retrying, TradeStage::mined,
                            TradeStage::confirmed, TradeStage::failed};
    std::map<std::string, int> ends;
    for (int story = 0; story < stories; ++story) {
        // The venue never tells one trade as confirmed and as failed.
        std::vector<std::function<void(FillFixture&)>> events;
        events.emplace_back([](FillFixture& f) { f.say(OrderStatus::live); });
        const Size first{static_cast<std::int64_t>(random.below(6) + 1) * 1'000'000};
        const Size second = random.below(2) == 0 ? shares(10) - first : shares(2);
        const auto last = noon + std::chrono::seconds{3};
        const bool first_fails = random.below(2) == 0;
        const auto early = stages[random.below(3)];
        const auto late = first_fails ? TradeStage::failed : TradeStage::confirmed;
        events.emplace_back([=](FillFixture& f) { f.trade("t-1", early, first); });
        events.emplace_back([=](FillFixture& f) { f.trade("t-1", late, first, last); });
        const auto other = stages[random.below(5)];
        events.emplace_back([=](FillFixture& f) { f.trade("t-2", other, second); });
        if (random.below(2) == 0) {
            events.emplace_back(
                [=](FillFixture& f) { f.say(OrderStatus::cancelled, first + second, last); });
        } else {
            events.emplace_back([=](FillFixture& f) { f.say(OrderStatus::unknown, {}, noon); });
        }
        events.emplace_back([=](FillFixture& f) { f.trade("t-1", early, first); });  // a replay
        std::vector<std::size_t> turn(events.size());
        std::iota(turn.begin(), turn.end(), 0U);
        std::optional<std::string> expected;
        int permutations = 0;
        do {
            FillFixture f;
            for (const auto i : turn) events[i](f);
            const auto state = state_of(f);
            if (!expected) {
                expected = state;
                ++ends[state.substr(0, state.find(' '))];
            }
            if (state != *expected) FAIL("story " << story << ": " << state << " != " << *expected);
            ++permutations;
        } while (std::next_permutation(turn.begin(), turn.end()));
        REQUIRE(permutations == 720);
    }
    CHECK(ends.size() >= 4);  // the stories were different ones
}

}  // namespace

TEST_CASE("all orders of arrival of six events end the same", "[trading][fills]") {
    permute(20'261'201, 12);
}

// Run by `ctest -C long -L long`.
TEST_CASE("all orders of arrival of fifty stories end the same", "[.long]") {
    permute(20'261'202, 50);
}
