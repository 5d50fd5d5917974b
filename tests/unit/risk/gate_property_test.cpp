// Goal: no sequence of orders that the gate approves ever gets beyond a limit.
// Method: 100,000 random wishes; approved ones are held, rest, fill or vanish at random. After
// each approval a naive model, which knows nothing of the gate's arithmetic, recomputes every
// limit from the orders alone, trying every ending and every subset of fills.

#include <algorithm>
#include <map>

#include "base/random.hpp"
#include "risk/gate.hpp"
#include "support/catch.hpp"
#include "unit/risk/fixture.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

constexpr int markets = 4;  // of each of two events
constexpr std::size_t stakes_max = 7;

struct Thing {
    bool resting;
    int market;  // 1 .. 8: the event is (market - 1) / 4
    bool yes;
    std::int64_t size_micros;
    std::int64_t cost_micros;
};

/// rate * p * (1 - p) in long arithmetic of its own, rounded half up to 5 decimals.
std::int64_t naive_cost(int price_cents, std::int64_t size_micros) {
    const auto shares_real = static_cast<long double>(size_micros) / 1e6L;
    const auto p = static_cast<long double>(price_cents) / 100;
    const auto fee = 0.05L * p * (1 - p) * shares_real;
    const auto fee_units = static_cast<std::int64_t>(fee * 100'000 + 0.5L);
    return size_micros / 100 * price_cents + fee_units * 10;
}

/// Money lost by `things` when `winner` says yes (0: nobody), the subset `fills` of them filled.
std::int64_t naive_loss(const std::vector<Thing>& things, int winner, unsigned fills) {
    std::int64_t loss = 0;
    for (std::size_t i = 0; i < things.size(); ++i) {
        const auto& t = things[i];
        if (t.resting && ((fills >> i) & 1U) == 0) continue;
        const bool pays = t.yes == (t.market == winner);
        loss += t.cost_micros - (pays ? t.size_micros : 0);
    }
    return loss;
}

std::int64_t naive_worst(const std::vector<Thing>& all, int event) {
    std::vector<Thing> things;
    std::vector<int> winners{0};
    for (const auto& t : all) {
        if ((t.market - 1) / markets != event) continue;
        things.push_back(t);
        winners.push_back(t.market);
    }
    std::int64_t worst = 0;
    for (const auto winner : winners) {
        for (unsigned fills = 0; fills < 1U << things.size(); ++fills) {
            worst = std::max(worst, naive_loss(things, winner, fills));
        }
    }
    return worst;
}

template <class Counts>
std::int64_t naive_sum(const std::vector<Thing>& things, Counts counts) {
    std::int64_t sum = 0;
    for (const auto& t : things) sum += counts(t) ? t.cost_micros : 0;
    return sum;
}

}  // namespace

TEST_CASE("no approved order gets beyond a limit that a naive model recomputes", "[risk][gate]") {
    const risk::Limits limits{.per_order = dollars(30),
                              .per_market = dollars(45),
                              .per_event = dollars(70),
                              .total = dollars(110),
                              .daily_loss = dollars(5),
                              .open_orders = 4,
                              .orders_a_minute = 3,
                              .quote_age = 2s,
                              .forecast_age = 1h,
                              .collar_micros = 100'000};
    const risk::Gate gate{limits, TradingMode::paper};
    SeededRandom random{20'261'121};
    std::vector<Thing> things;
    std::int64_t cash = dollars(100).micros;
    int approved = 0;
    std::map<risk::RefusalCode, int> refused;

    for (int i = 0; i < 100'000; ++i) {
        const auto number = static_cast<int>(random.below(2 * markets)) + 1;
        const auto subject = market(number, number <= markets ? "munich" : "london");
        const bool yes = random.below(2) == 0;
        const auto price = static_cast<int>(random.below(110)) - 5;
        const Size size{static_cast<std::int64_t>(random.below(8'000)) * 10'000};
        const auto middle = std::clamp(price + static_cast<int>(random.below(31)) - 15, 2, 97);
        auto intent = buy_of(subject, cents(std::clamp(price, 0, 100)), size,
                             yes ? Outcome::yes : Outcome::no);

        std::vector<risk::Stake> stakes;
        for (const auto& t : things) {
            stakes.push_back(
                {.kind = t.resting ? risk::Stake::Kind::buy : risk::Stake::Kind::position,
                 .event = t.market <= markets ? "munich" : "london",
                 .condition = condition(t.market),
                 .outcome = t.yes ? Outcome::yes : Outcome::no,
                 .size = Size{t.size_micros},
                 .cost = Money{t.cost_micros},
                 .exclusive = true});
        }
        const auto open =
            std::count_if(things.begin(), things.end(), [](const Thing& t) { return t.resting; });
        const risk::World world{
            .market = &subject,
            .mode = TradingMode::paper,
            .now = noon,
            .quoted_at = noon - Duration{static_cast<std::int64_t>(random.below(2'500'000))},
            .forecast_at = noon - std::chrono::minutes{random.below(70)},
            .bid = cents(middle - 1),
            .ask = cents(middle + 1),
            .stakes = stakes,
            .cash = Money{cash},
            .sellable = {},
            .realized_today = Money{-static_cast<std::int64_t>(random.below(5'500'000))},
            .open_orders = static_cast<int>(open),
            .orders_last_minute = static_cast<int>(random.below(4))};
        const auto answer = gate.review(intent, world);
        if (!answer) {
            ++refused[answer.error().code];
        } else {
            ++approved;
            REQUIRE(price >= 1);
            REQUIRE(price <= 99);
            REQUIRE(size >= subject.min_size);
            REQUIRE(world.now - *world.quoted_at <= limits.quote_age);
            REQUIRE(world.now - *world.forecast_at <= limits.forecast_age);
            REQUIRE(price - middle <= 10);
            REQUIRE(open < 4);
            REQUIRE(world.orders_last_minute < 3);
            REQUIRE(world.realized_today.micros > -5'000'000);
            const auto cost = naive_cost(price, size.micros);
            things.push_back({true, number, yes, size.micros, cost});
            REQUIRE(cost <= 30'000'000);
            REQUIRE(naive_sum(things, [&](auto& t) { return t.market == number; }) <= 45'000'000);
            REQUIRE(naive_sum(things, [](auto&) { return true; }) <= 110'000'000);
            REQUIRE(naive_sum(things, [](auto& t) { return t.resting; }) <= cash);
            REQUIRE(naive_worst(things, (number - 1) / markets) <= 70'000'000);
        }
        // Time passes: something fills, something ends, the book of things stays small.
        if (things.empty()) continue;
        auto& any = things[random.below(things.size())];
        if (any.resting && random.below(2) == 0) {
            any.resting = false;
            cash -= any.cost_micros;
        } else if (random.below(3) == 0 || things.size() > stakes_max) {
            if (!any.resting) cash += any.cost_micros;
            std::swap(any, things.back());
            things.pop_back();
        }
    }
    CHECK(approved > 1'000);
    // The run has met every limit of money, or it has proved nothing.
    for (const auto code :
         {risk::RefusalCode::order_limit, risk::RefusalCode::market_limit,
          risk::RefusalCode::event_limit, risk::RefusalCode::total_limit,
          risk::RefusalCode::no_cash, risk::RefusalCode::daily_loss,
          risk::RefusalCode::outside_collar, risk::RefusalCode::too_many_orders}) {
        INFO(name_of(code));
        CHECK(refused[code] > 0);
    }
}
