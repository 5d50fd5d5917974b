// Goal: of a million random wishes for real money none gets beyond a limit, as measured at the
// other end of the wire; each refusal has a code.
// Method: what the gate approves is written as a request by arithmetic of the test's own, damaged
// now and then, and looked at by check_wire. A model venue sees nothing but these requests: it adds
// up what it was asked for, in long arithmetic, and compares with the limits.

#include <algorithm>
#include <map>
#include <set>

#include "base/random.hpp"
#include "risk/gate.hpp"
#include "risk/wire.hpp"
#include "support/catch.hpp"
#include "unit/risk/fixture.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;
using risk::RefusalCode;

namespace {

constexpr int markets = 8;  // two events of four
constexpr std::size_t kept_max = 9;

const risk::Limits limits = [] {
    risk::Limits out;
    out.per_order = dollars(30);
    out.per_market = dollars(45);
    out.per_event = dollars(70);
    out.total = dollars(110);
    out.daily_loss = dollars(5);
    out.open_orders = 4;
    out.orders_a_minute = 3;
    out.quote_age = 2s;
    out.book_age = 20s;
    out.forecast_age = 1h;
    out.balance_age = 30s;
    out.clock_offset = 1s;
    out.canary_order = dollars(10);
    out.canary_total = dollars(20);
    out.tags = {"weather", "daily-temperature"};
    return out;
}();

/// A request as the venue has it: dollars and shares, and nothing else.
struct Held {
    int market = 0;
    bool yes = true;
    std::int64_t dollars_micros = 0;  ///< With the worst fee.
    std::int64_t shares_micros = 0;
    bool open = true;
};

int event_of(int market) {
    return (market - 1) / 4;
}

/// 5 % of the smaller side's worth; by dollars the whole rate, for the shares may be cheap.
std::int64_t with_fee(std::int64_t dollars_micros, std::int64_t shares_micros, bool by_dollars) {
    if (by_dollars) return dollars_micros + (dollars_micros * 5 + 99) / 100;
    const auto p = static_cast<long double>(dollars_micros) / shares_micros;
    const auto fee = 0.05L * p * (1 - p) * shares_micros / 10;
    return dollars_micros + static_cast<std::int64_t>(fee + 0.5L) * 10;
}

/// The most that an event can lose: each winner tried, each open order filled or not as hurts most.
std::int64_t worst_of(const std::vector<Held>& all, int event) {
    std::int64_t worst = 0;
    for (int winner = 0; winner <= markets; ++winner) {
        std::int64_t loss = 0;
        for (const auto& one : all) {
            if (event_of(one.market) != event) continue;
            const bool pays = one.yes == (one.market == winner);
            const auto lost = one.dollars_micros - (pays ? one.shares_micros : 0);
            loss += one.open ? std::max<std::int64_t>(0, lost) : lost;
        }
        worst = std::max(worst, loss);
    }
    return worst;
}

class Trial {
public:
    explicit Trial(std::uint64_t seed) : random_{seed} {}

    void once() {
        if (random_.below(3) == 0) live_on();
        const auto number = static_cast<int>(random_.below(markets)) + 1;
        subject_ = market(number, number <= 4 ? "munich" : "london");
        by_dollars_ = random_.below(3) == 0;
        const bool yes = random_.below(2) == 0;
        const auto price = static_cast<int>(random_.below(103)) - 1;
        auto intent = buy_of(subject_, cents(std::clamp(price, 0, 100)),
                             Size{static_cast<std::int64_t>(random_.below(8'000)) * 10'000},
                             yes ? Outcome::yes : Outcome::no);
        intent.terms.fee = subject_.fee;
        draw_terms(intent);
        const auto world = draw_world(price);
        const auto answer = gate_.review(intent, world);
        if (!answer) {
            ++refused[answer.error().code];
            REQUIRE_FALSE(risk::name_of(answer.error().code).empty());
            return;
        }
        check_evidence(world);
        if (world.proven) ++proven;
        send(**answer, number, yes, world.proven);
    }

    int approved = 0;
    int proven = 0;
    int damaged = 0;
    std::map<RefusalCode, int> refused;

private:
    void draw_terms(OrderIntent& intent) {
        const auto kind = random_.below(8);
        intent.tif = kind < 5 ? TimeInForce::gtc : kind < 6 ? TimeInForce::gtd : TimeInForce::fak;
        if (intent.tif == TimeInForce::gtd && random_.below(5) != 0) intent.expires = noon + 5min;
        if (by_dollars_) {
            intent.tif = random_.below(2) == 0 ? TimeInForce::fok : TimeInForce::fak;
            intent.spend = Money{static_cast<std::int64_t>(random_.below(3'500)) * 10'000};
        }
        intent.post_only = random_.below(9) == 0;
    }

    risk::World draw_world(int price) {
        const auto rarely = [&](auto odd, auto usual) {
            return random_.below(25) == 0 ? odd : usual;
        };
        const auto middle = std::clamp(price + static_cast<int>(random_.below(27)) - 12, 2, 97);
        stakes_.clear();
        int open = 0;
        for (const auto& one : held_) {
            open += one.open ? 1 : 0;
            stakes_.push_back(
                {.kind = one.open ? risk::Stake::Kind::buy : risk::Stake::Kind::position,
                 .event = one.market <= 4 ? "munich" : "london",
                 .condition = condition(one.market),
                 .outcome = one.yes ? Outcome::yes : Outcome::no,
                 .size = Size{one.shares_micros},
                 .cost = Money{one.dollars_micros},
                 .exclusive = true});
        }
        tags_ = {rarely(std::string{"sports"}, std::string{"weather"})};
        risk::World world{
            .market = &subject_,
            .mode = rarely(TradingMode::paper, TradingMode::live),
            .now = noon,
            .quoted_at = noon - rarely(Duration{2'000'001}, Duration{1'999'999}),
            .forecast_at = noon - rarely(Duration{61min}, Duration{60min}),
            .bid = cents(middle - 1),
            .ask = cents(middle + 1),
            .stakes = stakes_,
            .cash = Money{cash_},
            .sellable = {},
            .realized_today = Money{-rarely(std::int64_t{5'000'000}, std::int64_t{4'999'999})},
            .open_orders = open,
            .orders_last_minute = static_cast<int>(random_.below(4))};
        world.tags = tags_;
        world.book_at = noon - rarely(Duration{20'000'001}, Duration{20s});
        world.balance_at = noon - rarely(Duration{30'000'001}, Duration{30s});
        world.clock_offset = rarely(Duration{-1'000'001}, Duration{-1'000'000});
        world.venue =
            rarely(static_cast<risk::VenueState>(random_.below(6)), risk::VenueState::open);
        world.synced = random_.below(25) != 0;
        world.slot_unknown = random_.below(25) == 0;
        world.crosses_own = random_.below(25) == 0;
        world.foreign_orders = rarely(1, 0);
        world.proven = random_.below(4) != 0;
        return world;
    }

    void check_evidence(const risk::World& world) const {
        REQUIRE(world.mode == TradingMode::live);
        REQUIRE(world.now - *world.quoted_at <= limits.quote_age);
        REQUIRE(world.now - *world.book_at <= limits.book_age);
        REQUIRE(world.now - *world.forecast_at <= limits.forecast_age);
        REQUIRE(world.now - *world.balance_at <= limits.balance_age);
        REQUIRE(-*world.clock_offset <= limits.clock_offset);
        REQUIRE(tags_[0] == "weather");
        REQUIRE(world.synced);
        REQUIRE_FALSE(world.slot_unknown);
        REQUIRE_FALSE(world.crosses_own);
        REQUIRE(world.foreign_orders == 0);
        REQUIRE(world.realized_today.micros > -5'000'000);
        REQUIRE(world.orders_last_minute < 3);
        REQUIRE(world.open_orders < 4);
    }

    /// The request as the venue's protocol wants it.
    risk::WireAmounts wire_of(const OrderIntent& intent) {
        risk::WireAmounts wire{.token = intent.token, .side = intent.side, .expires = {}};
        wire.tif = intent.tif;
        wire.post_only = intent.post_only;
        if (intent.expires) wire.expires = *intent.expires + 1min;
        wire.timestamp_ms = 1;
        if (intent.by_dollars()) {
            wire.maker = intent.spend.micros / 10'000 * 10'000;
            wire.taker = wire.maker * 10'000 / intent.limit.micros() * 100;
        } else {
            wire.taker = intent.size.micros;
            wire.maker = intent.size.micros / 10'000 * (intent.limit.micros() / 100);
        }
        return wire;
    }
    void damage(risk::WireAmounts& wire) {
        switch (random_.below(7)) {
            case 0: wire.token = token(markets + 1, Outcome::yes); break;
            case 1: wire.side = Side::sell; break;
            case 2: wire.maker *= 10; break;
            case 3: wire.maker += wire.maker / 50 + 10'000; break;
            case 4: wire.post_only = !wire.post_only; break;
            case 5: std::swap(wire.maker, wire.taker); break;
            case 6: wire.tif = wire.tif == TimeInForce::gtc ? TimeInForce::fok : TimeInForce::gtc;
        }
    }

    void send(const OrderIntent& intent, int number, bool yes, bool is_proven) {
        auto wire = wire_of(intent);
        if (wire.maker <= 0 || wire.taker <= 0) return;
        const auto honest = wire;
        const bool hurt = random_.below(10) == 0;
        if (hurt) damage(wire);
        const auto refusal = risk::check_wire(wire, intent, limits);
        if (refusal) {
            ++refused[refusal->code];
            if (!hurt) FAIL("an honest request: " << refusal->detail);
            ++damaged;
            return;
        }
        const bool same = wire.token == honest.token && wire.side == honest.side &&
                          wire.maker == honest.maker && wire.taker == honest.taker &&
                          wire.tif == honest.tif && wire.post_only == honest.post_only;
        if (hurt && !same) FAIL("a damaged request passed");
        ++approved;
        arrive(wire, number, yes, intent.by_dollars(), is_proven);
    }

    /// The venue's side: nothing but the request.
    void arrive(const risk::WireAmounts& wire, int number, bool yes, bool by_dollars,
                bool is_proven) {
        const auto cost = with_fee(wire.maker, wire.taker, by_dollars);
        held_.push_back({number, yes, cost, wire.taker, true});
        const auto sum = [&](auto counts) {
            std::int64_t out = 0;
            for (const auto& one : held_) out += counts(one) ? one.dollars_micros : 0;
            return out;
        };
        const auto total = sum([](const Held&) { return true; });
        REQUIRE(wire.taker > 0);
        REQUIRE(cost <= limits.per_order.micros);
        REQUIRE(sum([&](const Held& one) { return one.market == number; }) <=
                limits.per_market.micros);
        REQUIRE(total <= limits.total.micros);
        REQUIRE(sum([](const Held& one) { return one.open; }) <= cash_);
        REQUIRE(worst_of(held_, event_of(number)) <= limits.per_event.micros);
        REQUIRE(std::count_if(held_.begin(), held_.end(),
                              [](const Held& one) { return one.open; }) <= limits.open_orders);
        if (!is_proven) {
            REQUIRE(cost <= limits.canary_order.micros);
            REQUIRE(total <= limits.canary_total.micros);
        }
    }

    /// Something fills, something ends.
    void live_on() {
        if (held_.empty()) return;
        auto& any = held_[random_.below(held_.size())];
        if (any.open && random_.below(2) == 0) {
            any.open = false;
            cash_ -= any.dollars_micros;
        } else if (random_.below(3) == 0 || held_.size() > kept_max) {
            if (!any.open) cash_ += any.dollars_micros;
            std::swap(any, held_.back());
            held_.pop_back();
        }
    }

    SeededRandom random_;
    risk::Gate gate_{limits, TradingMode::live};
    Market subject_;
    bool by_dollars_ = false;
    std::vector<risk::Stake> stakes_;
    std::vector<std::string> tags_;
    std::vector<Held> held_;
    std::int64_t cash_ = dollars(100).micros;
};

void wish_and_measure(std::uint64_t seed, int wishes) {
    Trial trial{seed};
    for (int i = 0; i < wishes; ++i) trial.once();
    CHECK(trial.approved > wishes / 200);
    CHECK(trial.proven > wishes / 400);
    CHECK(trial.damaged > wishes / 3'000);
    // The run has met every limit that a buy can meet, or it has proved nothing.
    const std::set<RefusalCode> not_here{
        RefusalCode::halted,          RefusalCode::market_closed, RefusalCode::not_trade_ready,
        RefusalCode::wrong_market,    RefusalCode::absurd_size,   RefusalCode::crossed_book,
        RefusalCode::nothing_to_sell, RefusalCode::cancel_rate,   RefusalCode::wire_limit};
    for (const auto code : risk::all_refusals) {
        if (not_here.contains(code)) continue;
        INFO(name_of(code));
        CHECK(trial.refused[code] > 0);
    }
}

}  // namespace

TEST_CASE("no random wish gets beyond a limit as the venue measures it", "[risk][gate]") {
    wish_and_measure(20'261'150, 60'000);
}

// Run by `ctest -C long -L long`.
TEST_CASE("of a million wishes none gets beyond a limit", "[.long]") {
    wish_and_measure(20'261'151, 1'000'000);
}
