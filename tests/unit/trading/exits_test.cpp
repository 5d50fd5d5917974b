#include "trading/exits.hpp"

#include <vector>

#include "support/catch.hpp"
#include "unit/trading/fixture.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;
using trading::ExitCause;
using trading::ExitDistance;

namespace {

/// 10 shares for 4 dollars: 0.40 each.
Position held() {
    Position position;
    position.token = munich().yes;
    position.settled = shares(10);
    position.cost = dollars(4);
    return position;
}

Quote bid_at(std::int32_t micros, std::int32_t ask_micros = 990'000) {
    Quote quote;
    quote.token = munich().yes;
    quote.bid = Level{Price::from_micros(micros), shares(100)};
    quote.ask = Level{Price::from_micros(ask_micros), shares(100)};
    return quote;
}

const trading::ExitRules exit_rules{.take_profit = ExitDistance{150'000, false},
                                    .stop_loss = ExitDistance{100'000, true}};  // 15 cents, 10%

}  // namespace

TEST_CASE("exit distances are dollars or a percentage", "[trading][exits]") {
    CHECK(ExitDistance::parse("0.15")->of(dollars(4)) == Money{150'000});
    CHECK(ExitDistance::parse("15%")->of(Money{400'000}) == Money{60'000});
    CHECK(ExitDistance::parse("0.5%")->of(Money{400'000}) == Money{2'000});
    for (const auto* bad : {"", "%", "0", "0%", "-1", "1", "1.5", "x", "15 %", "1e-1", "10001%"}) {
        INFO(bad);
        const auto parsed = ExitDistance::parse(bad);
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.error().code == Errc::bad_input);
    }
}

TEST_CASE("both edges belong to the exit", "[trading][exits]") {
    const auto at = [](std::int32_t micros) {
        return trading::judge(exit_rules, held(), Price::from_micros(micros));
    };
    CHECK(at(550'000) == ExitCause::take_profit);
    CHECK(at(549'999) == std::nullopt);
    CHECK(at(360'000) == ExitCause::stop_loss);
    CHECK(at(360'001) == std::nullopt);
    CHECK(trading::judge(exit_rules, held(), std::nullopt) == std::nullopt);
    CHECK(trading::judge(exit_rules, Position{}, cents(99)) == std::nullopt);
    CHECK(trading::judge({}, held(), cents(1)) == std::nullopt);
}

TEST_CASE("an exit needs two observations a second apart", "[trading][exits]") {
    trading::ExitWatch watch{exit_rules};
    CHECK(watch.look(held(), bid_at(550'000), noon) == std::nullopt);
    CHECK(watch.look(held(), bid_at(550'000), noon + 1s - 1us) == std::nullopt);
    CHECK(watch.look(held(), bid_at(560'000), noon + 1s) == ExitCause::take_profit);
}

TEST_CASE("one spike is not an exit", "[trading][exits]") {
    trading::ExitWatch watch{exit_rules};
    CHECK(watch.look(held(), bid_at(300'000), noon) == std::nullopt);
    CHECK(watch.look(held(), bid_at(400'000), noon + 1s) == std::nullopt);
    CHECK(watch.look(held(), bid_at(300'000), noon + 2s) == std::nullopt);
    CHECK(watch.look(held(), bid_at(300'000), noon + 3s) == ExitCause::stop_loss);
}

TEST_CASE("a crossed book neither starts, stops nor finishes an exit", "[trading][exits]") {
    trading::ExitWatch watch{exit_rules};
    CHECK(watch.look(held(), bid_at(550'000), noon) == std::nullopt);
    CHECK(watch.look(held(), bid_at(600'000, 600'000), noon + 2s) == std::nullopt);
    CHECK(watch.look(held(), bid_at(400'000, 300'000), noon + 3s) == std::nullopt);
    CHECK(watch.look(held(), bid_at(550'000), noon + 4s) == ExitCause::take_profit);
}

TEST_CASE("a profit that turns into a loss waits anew", "[trading][exits]") {
    trading::ExitWatch watch{exit_rules};
    CHECK(watch.look(held(), bid_at(550'000), noon) == std::nullopt);
    CHECK(watch.look(held(), bid_at(300'000), noon + 5s) == std::nullopt);
    CHECK(watch.look(held(), bid_at(300'000), noon + 6s) == ExitCause::stop_loss);
}

TEST_CASE("an exit stays decided until the position is gone", "[trading][exits]") {
    trading::ExitWatch watch{exit_rules};
    static_cast<void>(watch.look(held(), bid_at(550'000), noon));
    static_cast<void>(watch.look(held(), bid_at(550'000), noon + 1s));
    CHECK(watch.look(held(), bid_at(400'000), noon + 2s) == ExitCause::take_profit);
    Position gone = held();
    gone.settled = Size{};
    CHECK(watch.look(gone, bid_at(550'000), noon + 3s) == std::nullopt);
    CHECK(watch.look(held(), bid_at(550'000), noon + 4s) == std::nullopt);  // from the beginning
}

TEST_CASE("the executable bid is what the whole position would bring", "[trading][exits]") {
    // Best at the back: 4 at 0.60, then 100 at 0.30. 10 shares bring 2.40 + 1.80.
    const std::vector<Level> bids{{cents(30), shares(100)}, {cents(60), shares(4)}};
    CHECK(trading::executable_bid(bids, shares(4)) == cents(60));
    CHECK(trading::executable_bid(bids, shares(10)) == cents(42));
    CHECK(trading::executable_bid(bids, shares(1'000)) == Price::from_micros(311'538));
    CHECK(trading::executable_bid({}, shares(10)) == std::nullopt);

    trading::ExitWatch watch{exit_rules};
    const std::vector<Level> asks{{cents(70), shares(10)}};
    CHECK(watch.look(held(), bids, asks, noon) == std::nullopt);
    CHECK(watch.look(held(), bids, asks, noon + 5s) == std::nullopt);  // 0.42 is no profit of 0.15
    const std::vector<Level> deep{{cents(55), shares(10)}};
    CHECK(watch.look(held(), deep, asks, noon + 6s) == std::nullopt);
    CHECK(watch.look(held(), deep, std::vector<Level>{{cents(55), shares(1)}}, noon + 8s) ==
          std::nullopt);  // locked
    CHECK(watch.look(held(), deep, asks, noon + 9s) == ExitCause::take_profit);
}
