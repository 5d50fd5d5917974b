#include "trading/portfolio.hpp"

#include <vector>

#include "base/random.hpp"
#include "support/catch.hpp"
#include "unit/trading/fixture.hpp"

using namespace pm;
using namespace pm::test;
using trading::Portfolio;

namespace {

Portfolio with_cash(Money cash) {
    Books books;
    books.cash = cash;
    return Portfolio{books, noon};
}

void take(Portfolio& portfolio, const OrderIntent& intent, const Fill& fill) {
    portfolio.commit(portfolio.after(fill, intent), fill);
}

/// What was paid in, by the definition of double entry.
Money deposit(const Portfolio& portfolio) {
    Money realized;
    for (const auto& position : portfolio.positions()) realized += position.realized;
    return portfolio.cash() + portfolio.cost() - realized;
}

const OrderIntent buy = wish(Side::buy, cents(40), shares(100));
const OrderIntent sale = wish(Side::sell, cents(50), shares(100));

}  // namespace

TEST_CASE("a buy turns cash into shares at cost, fee included", "[trading][portfolio]") {
    auto p = with_cash(dollars(100));
    take(p, buy, fill_of(buy, "t-1", cents(40), shares(10), Money{120'000}));
    CHECK(p.cash() == Money{95'880'000});
    REQUIRE(p.find(buy.token) != nullptr);
    CHECK(p.find(buy.token)->settled == shares(10));
    CHECK(p.find(buy.token)->cost == Money{4'120'000});
    CHECK(p.find(buy.token)->market == "munich-24");
    CHECK(p.realized() == Money{});
}

TEST_CASE("a sale takes its part of the cost along", "[trading][portfolio]") {
    auto p = with_cash(dollars(100));
    take(p, buy, fill_of(buy, "t-1", cents(40), shares(10)));
    take(p, sale, fill_of(sale, "t-2", cents(50), shares(4), Money{50'000}));
    // 4 of 10 shares cost 1.60 and brought 2.00 less 0.05.
    CHECK(p.cash() == Money{97'950'000});
    CHECK(p.find(buy.token)->settled == shares(6));
    CHECK(p.find(buy.token)->cost == Money{2'400'000});
    CHECK(p.find(buy.token)->realized == Money{350'000});
    CHECK(p.realized_on(noon) == Money{350'000});
}

TEST_CASE("selling everything leaves no cost behind", "[trading][portfolio]") {
    auto p = with_cash(dollars(100));
    take(p, buy, fill_of(buy, "t-1", Price::from_micros(333'333), Size{3'000'001}));
    take(p, sale, fill_of(sale, "t-2", cents(50), Size{1'000'000}));
    take(p, sale, fill_of(sale, "t-3", cents(50), Size{2'000'001}));
    CHECK(p.find(buy.token)->held() == Size{});
    CHECK(p.find(buy.token)->cost == Money{});
    CHECK(deposit(p) == dollars(100));
}

TEST_CASE("a market's end pays a dollar, nothing, or half", "[trading][portfolio]") {
    const auto no_side = wish(Side::buy, cents(60), shares(10), Outcome::no);
    struct Row {
        Winner winner;
        std::int64_t cash, realized;
    };
    // 10 YES for 4 and 20 NO for 12: 84 left of 100.
    const auto row =
        GENERATE(Row{Winner::yes, 94'000'000, -6'000'000}, Row{Winner::no, 104'000'000, 4'000'000},
                 Row{Winner::split, 99'000'000, -1'000'000});
    auto p = with_cash(dollars(100));
    take(p, buy, fill_of(buy, "t-1", cents(40), shares(10)));
    take(p, no_side, fill_of(no_side, "t-2", cents(60), shares(20)));
    const auto settled = p.after(Resolution{buy.condition, row.winner});
    CHECK(settled.positions.size() == 2);
    p.commit(settled, noon);
    CHECK(p.cash().micros == row.cash);
    CHECK(p.realized().micros == row.realized);
    CHECK(p.cost() == Money{});
    CHECK(deposit(p) == dollars(100));
    // The end comes a second time: nothing is paid twice.
    CHECK(p.after(Resolution{buy.condition, row.winner}).positions.empty());
}

TEST_CASE("a market's end pays what is settled, the rest when it is confirmed",
          "[trading][portfolio]") {
    auto p = with_cash(dollars(100));
    take(p, buy, fill_of(buy, "t-1", cents(40), shares(10)));
    auto fill = fill_of(buy, "t-2", cents(50), shares(10));
    fill.settlement = Settlement::provisional;
    take(p, buy, fill);
    const Resolution end{buy.condition, Winner::yes};
    p.commit(p.after(end), noon);
    // 9 dollars paid for 20 shares; 10 of them have paid 10.
    CHECK(p.cash() == dollars(101));
    CHECK(p.find(buy.token)->provisional == shares(10));
    CHECK(p.find(buy.token)->cost == Money{4'500'000});
    auto change = p.after_confirmed("o-1", "t-2");
    REQUIRE(change.has_value());
    Portfolio::pay_out(*change, end);
    p.commit_final(*change, "o-1", "t-2", noon);
    CHECK(p.cash() == dollars(111));
    CHECK(p.find(buy.token)->held() == Size{});
    CHECK(p.find(buy.token)->realized == dollars(11));
}

TEST_CASE("what a provisional sale brought is not to be spent", "[trading][portfolio]") {
    auto p = with_cash(dollars(100));
    take(p, buy, fill_of(buy, "t-1", cents(40), shares(10)));
    auto fill = fill_of(sale, "t-2", cents(50), shares(4), Money{50'000});
    fill.settlement = Settlement::provisional;
    take(p, sale, fill);
    CHECK(p.unproven_cash() == Money{1'950'000});
    const auto change = p.after_confirmed("o-1", "t-2");
    REQUIRE(change.has_value());
    p.commit_final(*change, "o-1", "t-2", noon);
    CHECK(p.unproven_cash() == Money{});
    CHECK(p.cash() == Money{97'950'000});
}

TEST_CASE("what was realised today begins anew at midnight UTC", "[trading][portfolio]") {
    Books books;
    books.cash = dollars(100);
    books.realized_today = dollars(-7);
    Portfolio p{books, noon};
    CHECK(p.realized_on(noon) == dollars(-7));
    CHECK(p.realized_on(noon + std::chrono::hours{12}) == Money{});
    take(p, buy, fill_of(buy, "t-1", cents(40), shares(10)));
    auto late = fill_of(sale, "t-2", cents(50), shares(10));
    late.at = noon + std::chrono::hours{12};
    take(p, sale, late);
    CHECK(p.realized_on(late.at) == dollars(1));
}

TEST_CASE("a provisional buy is confirmed or undone", "[trading][portfolio]") {
    auto p = with_cash(dollars(100));
    auto fill = fill_of(buy, "t-1", cents(40), shares(10), Money{120'000});
    fill.settlement = Settlement::provisional;
    take(p, buy, fill);
    CHECK(p.find(buy.token)->provisional == shares(10));
    CHECK(p.find(buy.token)->settled == Size{});
    SECTION("confirmed") {
        const auto change = p.after_confirmed("o-1", "t-1");
        REQUIRE(change.has_value());
        p.commit_final(*change, "o-1", "t-1", noon);
        CHECK(p.find(buy.token)->settled == shares(10));
        CHECK(p.find(buy.token)->provisional == Size{});
        CHECK(p.find(buy.token)->cost == Money{4'120'000});
    }
    SECTION("failed") {
        const auto change = p.after_failed("o-1", "t-1");
        REQUIRE(change.has_value());
        p.commit_final(*change, "o-1", "t-1", noon);
        CHECK(p.find(buy.token)->held() == Size{});
        CHECK(p.find(buy.token)->cost == Money{});
        CHECK(p.cash() == dollars(100));
    }
    CHECK_FALSE(p.after_failed("o-1", "t-1").has_value());  // only once
    CHECK_FALSE(p.after_confirmed("o-1", "t-1").has_value());
}

TEST_CASE("a provisional sale that fails gives shares, cost and profit back",
          "[trading][portfolio]") {
    auto p = with_cash(dollars(100));
    take(p, buy, fill_of(buy, "t-1", cents(40), shares(10)));
    auto fill = fill_of(sale, "t-2", cents(50), shares(4), Money{50'000});
    fill.settlement = Settlement::provisional;
    take(p, sale, fill);
    CHECK(p.find(buy.token)->settled == shares(6));
    CHECK(p.cash() == Money{97'950'000});
    const auto change = p.after_failed("o-1", "t-2");
    REQUIRE(change.has_value());
    p.commit_final(*change, "o-1", "t-2", noon);
    CHECK(p.find(buy.token)->settled == shares(10));
    CHECK(p.find(buy.token)->cost == dollars(4));
    CHECK(p.find(buy.token)->realized == Money{});
    CHECK(p.cash() == dollars(96));
    CHECK(p.realized_on(noon) == Money{});
}

// Goal: no sequence of fills, failures and ends makes or loses a micro-dollar.
// Method: random sequences; after each step cash + cost - realised is what was paid in, and the
// shares are what a plain sum of the fills says.
TEST_CASE("cash, cost and profit are conserved to the micro", "[trading][portfolio]") {
    SeededRandom random{20'261'122};
    for (int round = 0; round < 300; ++round) {
        auto p = with_cash(dollars(1'000));
        std::int64_t settled_shares = 0;
        struct Pending {
            std::string trade;
            std::int64_t size;
        };
        std::vector<Pending> pending;
        for (int step = 0; step < 60; ++step) {
            const auto trade = "t-" + std::to_string(step);
            const auto price = Price::from_micros(static_cast<int>(random.below(999'999)) + 1);
            const Money fee{static_cast<std::int64_t>(random.below(50'000))};
            const auto kind = random.below(10);
            if (kind < 5) {
                const Size size{static_cast<std::int64_t>(random.below(20'000'000)) + 1};
                auto fill = fill_of(buy, trade, price, size, fee);
                if (random.below(2) == 0) {
                    fill.settlement = Settlement::provisional;
                    pending.push_back({trade, size.micros});
                } else {
                    settled_shares += size.micros;
                }
                take(p, buy, fill);
            } else if (kind < 8 && settled_shares > 0) {
                const Size size{static_cast<std::int64_t>(
                                    random.below(static_cast<std::uint64_t>(settled_shares))) +
                                1};
                settled_shares -= size.micros;
                take(p, sale, fill_of(sale, trade, price, size, fee));
            } else if (!pending.empty()) {
                const auto at = random.below(pending.size());
                const auto one = pending[at];
                pending.erase(pending.begin() + static_cast<std::ptrdiff_t>(at));
                const bool good = random.below(2) == 0;
                const auto change =
                    good ? p.after_confirmed("o-1", one.trade) : p.after_failed("o-1", one.trade);
                REQUIRE(change.has_value());
                p.commit_final(*change, "o-1", one.trade, noon);
                if (good) settled_shares += one.size;
            }
            REQUIRE(deposit(p) == dollars(1'000));
            if (const auto* held = p.find(buy.token)) {
                std::int64_t waiting = 0;
                for (const auto& one : pending) waiting += one.size;
                REQUIRE(held->settled.micros == settled_shares);
                REQUIRE(held->provisional.micros == waiting);
                REQUIRE(held->cost.micros >= 0);
            }
        }
        const Resolution end{buy.condition, Winner::split};
        p.commit(p.after(end), noon);
        REQUIRE(deposit(p) == dollars(1'000));
        // What the end did not pay is paid when it settles, or undone.
        for (const auto& one : pending) {
            const bool good = random.below(2) == 0;
            auto change =
                good ? p.after_confirmed("o-1", one.trade) : p.after_failed("o-1", one.trade);
            REQUIRE(change.has_value());
            Portfolio::pay_out(*change, end);
            p.commit_final(*change, "o-1", one.trade, noon);
            REQUIRE(deposit(p) == dollars(1'000));
        }
        REQUIRE(p.cost() == Money{});
        if (p.find(buy.token) != nullptr) REQUIRE(p.find(buy.token)->held() == Size{});
    }
}
