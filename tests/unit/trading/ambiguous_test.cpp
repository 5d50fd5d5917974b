// Goal: 10,000 submissions whose outcome is anything but certain end with 0 duplicates, 0 forgotten
// orders, never more at stake than the limit, and each unknown outcome closed by a named proof.
// Method: a naive venue in virtual time keeps the truth; the driver below carries out what the
// reconciler asks for, as a network would: late, and failing one time in ten.

#include <array>

#include "support/catch.hpp"
#include "trading/reconciler.hpp"
#include "unit/trading/account_fixture.hpp"
#include "unit/trading/model_venue.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;
using trading::OrderReport;

namespace {

constexpr int tables = 20;  // markets at a time; each has two slots
constexpr Money total_limit = Money{120'000'000};

Market market_number(int number) {
    auto out = munich();
    auto digits = std::to_string(number);
    out.event = "event-" + digits;
    out.slug = out.event;
    out.condition =
        ConditionId::parse("0x" + std::string(64 - digits.size(), '0') + digits).value();
    out.yes = TokenId{U256{static_cast<std::uint64_t>(number) * 2}};
    out.no = TokenId{U256{static_cast<std::uint64_t>(number) * 2 + 1}};
    out.fee = {0, 1};
    return out;
}

risk::Limits limits_of_the_test() {
    auto limits = wide_limits();
    limits.total = total_limit;
    limits.daily_loss = dollars(1'000'000);
    limits.open_orders = 1'000;
    limits.orders_a_minute = 100'000;
    return limits;
}

/// Slower polls than the default: there are always dozens of orders in doubt here.
trading::ReconcileRules rules() {
    trading::ReconcileRules out;
    out.poll_first = 4s;
    return out;
}

class Run final : public trading::ExecutionSink {
public:
    explicit Run(std::uint64_t seed) : random{seed} {
        Books books;
        books.cash = dollars(100'000);
        REQUIRE(executor.restore(books, clock.now()).has_value());
        venue.on_sent = [this](const std::string& id) { carry_out(reconciler.on_sent(id)); };
        venue.on_reply = [this](const std::string& id, ModelVenue::Reply reply) {
            hear(id, reply);
        };
        venue.on_stream = [this](const trading::TradeReport& report) {
            executor.on_report(report);
            carry_out(reconciler.on_wake());
        };
        for (int i = 0; i < tables; ++i) seats.push_back(market_number(++markets));
        carry_out(reconciler.on_connected());
        later.pass(2s);
        REQUIRE(reconciler.synced());
    }

    /// Wants one more order somewhere. @return whether it was sent.
    bool wish() {
        auto& market = seats[random.below(seats.size())];
        const auto outcome = random.below(2) == 0 ? Outcome::yes : Outcome::no;
        const bool free = std::none_of(
            tracker.open().begin(), tracker.open().end(),
            [&](const Order& order) { return order.intent.token == market.token(outcome); });
        if (!free) return false;
        auto intent = pm::test::wish(Side::buy, cents(40), shares(10), outcome);
        intent.event = market.event;
        intent.market = market.slug;
        intent.condition = market.condition;
        intent.token = market.token(outcome);
        const auto placed = executor.place(std::move(intent), occasion_at(market));
        REQUIRE(placed.has_value());
        if (placed->refusal) {
            ++refusals[placed->refusal->code];
            return false;
        }
        return true;
    }

    /// Cancels an open order now and then, and ends markets in which nothing is open.
    void tidy() {
        const auto open = tracker.open();
        if (!open.empty() && random.below(3) == 0) {
            const auto& order = open[random.below(open.size())];
            if (order.status == OrderStatus::live || order.status == OrderStatus::partly_filled) {
                ask_back(order.order_id);
            }
        }
        auto& market = seats[random.below(seats.size())];
        if (tracker.any_open(market.condition)) return;
        const auto* held = portfolio.find(market.yes);
        const auto* other = portfolio.find(market.no);
        if (held == nullptr && other == nullptr) return;
        REQUIRE(executor.resolve({market.condition, Winner::split}, clock.now()).has_value());
        std::erase_if(venue.at_stake, [&](const std::string& id) {
            return venue.orders.at(id).intent.condition == market.condition;
        });
        market = market_number(++markets);
    }

    void ask_back(const std::string& id) {
        REQUIRE(executor.cancel(id, clock.now(), true).has_value());
        carry_out(reconciler.on_cancel_wanted(id));
    }

    /// What the venue's own truth has at stake: open orders and what they bought.
    [[nodiscard]] Money truth_at_stake() const {
        Money sum;
        for (const auto& id : venue.at_stake) {
            const auto& order = venue.orders.at(id);
            const auto size = order.open ? order.intent.size : order.matched;
            sum += notional_up(order.intent.limit, size);
        }
        return sum;
    }
    [[nodiscard]] std::map<TokenId, int> truth_open_by_slot() const {
        std::map<TokenId, int> out;
        for (const auto& id : venue.open_ids) ++out[venue.orders.at(id).intent.token];
        return out;
    }

    // trading::ExecutionSink
    void on_order(const Order& order) override {
        auto& was = last[order.order_id];
        if (was == OrderStatus::unknown && order.status != OrderStatus::unknown) {
            ++closed[order.proof];
        }
        if (order.status == OrderStatus::unknown && was != OrderStatus::unknown) ++unknown;
        was = order.status;
    }
    void on_fill(const Fill&) override {}
    void on_halt(risk::Halt halt, const Error& why) override {
        FAIL("halted: " << name_of(halt) << " " << why.message);
    }

    SeededRandom random;
    ManualClock clock{noon};
    Later later{clock};
    ModelVenue venue{clock, later, random};
    risk::Gate gate{limits_of_the_test(), TradingMode::live};
    RememberingJournal journal;
    trading::Tracker tracker;
    trading::Portfolio portfolio;
    trading::Numbers numbers;
    trading::Executor executor{{.gate = gate,
                                .journal = journal,
                                .venue = venue,
                                .tracker = tracker,
                                .portfolio = portfolio,
                                .numbers = numbers,
                                .sink = *this}};
    /// Every second order may be sent again while nobody knows of it.
    trading::Reconciler reconciler{tracker, clock, rules(), [](const Order& order) {
                                       return (order.order_id.back() - '0') % 2 == 0;
                                   }};
    std::vector<Market> seats;
    std::map<std::string, OrderStatus> last;
    std::map<Proof, int> closed;
    std::map<risk::RefusalCode, int> refusals;
    int unknown = 0;
    int markets = 0;
    int reposts = 0;
    int escalations = 0;

private:
    trading::Occasion occasion_at(const Market& market) const {
        trading::Occasion out{.market = &market,
                              .now = clock.now(),
                              .quoted_at = clock.now(),
                              .forecast_at = clock.now(),
                              .bid = cents(38),
                              .ask = cents(40)};
        out.book_at = out.balance_at = clock.now();
        out.clock_offset = Duration{0};
        out.synced = reconciler.synced();
        return out;
    }

    void hear(const std::string& id, ModelVenue::Reply reply) {
        trading::OrderUpdate update;
        update.order_id = id;
        update.at = clock.now();
        switch (reply) {
            case ModelVenue::Reply::live: update.status = OrderStatus::live; break;
            case ModelVenue::Reply::refused: update.status = OrderStatus::rejected; break;
            case ModelVenue::Reply::duplicated: {
                OrderReport report;
                report.order_id = id;
                report.at = clock.now();
                report.proof = Proof::duplicated;
                executor.on_report(report);
                return carry_out(reconciler.on_wake());
            }
            case ModelVenue::Reply::unknown:
                update.status = OrderStatus::unknown;
                update.proof = Proof::own;
                break;
        }
        executor.on_order(update);
        carry_out(reply == ModelVenue::Reply::unknown ? reconciler.on_unknown(id)
                                                      : reconciler.on_wake());
    }

    void carry_out(const trading::ReconcileActions& actions) {
        for (const auto& action : actions) {
            std::visit([this](const auto& what) { run(what); }, action);
        }
    }
    Duration delay() { return std::chrono::milliseconds{20 + random.below(300)}; }

    void run(const trading::ReadOrder& action) {
        later.in(delay(), [this, id = action.order_id] {
            if (venue.fails()) {
                return carry_out(reconciler.on_order_read(id, trading::OrderRead::failed));
            }
            const auto* order = venue.open_order(id);
            if (order != nullptr) executor.on_report(report_of(id, *order, Proof::order_lookup));
            carry_out(reconciler.on_order_read(
                id, order != nullptr ? trading::OrderRead::found : trading::OrderRead::absent));
        });
    }
    void run(const trading::ReadOpenOrders&) {
        later.in(delay(), [this] {
            if (venue.fails()) {
                return carry_out(reconciler.on_open_orders(trading::ListRead::failed, {}));
            }
            std::set<std::string> listed;
            for (const auto& id : venue.open_ids) {
                const auto* order = venue.open_order(id);
                if (order == nullptr) continue;
                executor.on_report(report_of(id, *order, Proof::open_orders));
                listed.insert(id);
            }
            carry_out(reconciler.on_open_orders(trading::ListRead::done, listed));
        });
    }
    void run(const trading::ReadTrades& action) {
        later.in(delay(), [this, since = action.since] {
            if (venue.fails()) return carry_out(reconciler.on_trades(trading::ListRead::failed));
            // Newest first: the list is long.
            for (auto trade = venue.trades.rbegin();
                 trade != venue.trades.rend() && trade->at >= since; ++trade) {
                auto report = *trade;
                report.proof = Proof::trade;
                executor.on_report(report);
            }
            carry_out(reconciler.on_trades(trading::ListRead::done));
        });
    }
    void run(const trading::CancelByHash& action) {
        later.in(delay(), [this, id = action.order_id] {
            const auto answer = venue.cancel_by_hash(id);
            if (answer == trading::CancelAnswer::cancelled) {
                OrderReport report;
                report.order_id = id;
                report.status = OrderStatus::cancelled;
                report.matched = venue.orders.at(id).matched;
                report.at = clock.now();
                report.proof = Proof::reply;
                executor.on_report(report);
            }
            carry_out(reconciler.on_cancel(id, answer));
        });
    }
    void run(const trading::Repost& action) {
        const auto* order = tracker.find(action.order_id);
        REQUIRE(order != nullptr);
        Market market;
        for (const auto& seat : seats) {
            if (seat.condition == order->intent.condition) market = seat;
        }
        const auto done = executor.repost(action.order_id, occasion_at(market));
        REQUIRE(done.has_value());
        if (!done->refusal) ++reposts;
    }
    void run(const trading::Conclude& action) { executor.on_report(action.report); }
    void run(const trading::Escalate&) { ++escalations; }
    void run(const trading::Wake& action) {
        // The latest replaces the earlier ones.
        const auto turn = ++wakes_;
        later.at(std::max(action.at, clock.steady()), [this, turn] {
            if (turn == wakes_) carry_out(reconciler.on_wake());
        });
    }
    static OrderReport report_of(const std::string& id, const VenueOrder& order, Proof proof) {
        OrderReport report;
        report.order_id = id;
        report.status = OrderStatus::live;
        report.matched = order.matched;
        report.at = order.at;
        report.proof = proof;
        return report;
    }

    int wakes_ = 0;
};

}  // namespace

namespace {

void submit_and_check(std::uint64_t seed, int submissions) {
    Run run{seed};
    int sent = 0;
    int looks = 0;
    while (sent < submissions) {
        for (int i = 0; i < 6; ++i) sent += run.wish() ? 1 : 0;
        run.tidy();
        run.later.pass(std::chrono::milliseconds{500 + run.random.below(4'000)});
        if (++looks % 4 != 0) continue;
        const auto stake = run.truth_at_stake();
        if (stake > total_limit) FAIL("at stake " << stake.text());
        for (const auto& [token, open] : run.truth_open_by_slot()) {
            if (open > 1) FAIL(open << " orders in one slot");
        }
    }
    // Everything that is open is asked back, and the rest proves itself.
    for (int i = 0; i < 200 && !run.tracker.open().empty(); ++i) {
        for (const auto& order : std::vector<Order>{run.tracker.open()}) {
            if (!run.reconciler.cancelling(order.order_id)) run.ask_back(order.order_id);
        }
        run.later.pass(5s);
    }
    INFO("unknown " << run.unknown << ", requests " << run.venue.requests << ", reposts "
                    << run.reposts);
    CHECK(run.tracker.open().empty());
    int closed = 0;
    for (const auto& [proof, count] : run.closed) {
        CAPTURE(name_of(proof));
        CHECK(proof != Proof::own);
        closed += count;
    }
    CHECK(closed == run.unknown);
    CHECK(run.unknown > submissions * 6 / 10);
    // 0 duplicates, 0 forgotten, and what we hold is what was matched.
    for (const auto& [id, times] : run.venue.accepted) CHECK(times == 1);
    std::map<TokenId, Size> matched;
    for (const auto& [id, order] : run.venue.orders) {
        if (order.open) FAIL("forgotten: " << id);
        const auto& ours = run.journal.orders.at(id);
        if (ours.filled != order.matched) FAIL(id << " filled " << ours.filled.text());
    }
    // A fault that did not happen has proved nothing.
    for (const auto fate : {Fate::lost, Fate::reply_lost, Fate::late, Fate::server_error,
                            Fate::restarting, Fate::html, Fate::clean}) {
        CHECK(run.venue.fates[fate] > submissions / 40);
    }
    for (const auto proof : {Proof::order_lookup, Proof::open_orders, Proof::trade,
                             Proof::duplicated, Proof::negative}) {
        CAPTURE(name_of(proof));
        CHECK(run.closed[proof] > 0);
    }
    CHECK(run.reposts > submissions / 10);
    CHECK(run.refusals[risk::RefusalCode::total_limit] > 0);
}

}  // namespace

TEST_CASE("ambiguous submissions: none twice, none forgotten, each unknown proved",
          "[trading][reconciler]") {
    submit_and_check(20'261'130, 1'000);
}

// Run by `ctest -C long -L long`.
TEST_CASE("ten thousand ambiguous submissions", "[.long]") {
    submit_and_check(20'261'131, 10'000);
}
