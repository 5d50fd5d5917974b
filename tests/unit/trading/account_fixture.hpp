#pragma once

/// A live account in memory: gate, executor and books, a venue that takes everything and keeps
/// quiet, and a journal that remembers fills as a ledger does.

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "domain/names.hpp"
#include "support/catch.hpp"
#include "trading/executor.hpp"
#include "unit/trading/fixture.hpp"

namespace pm::test {

class RememberingJournal final : public Journal {
public:
    Result<void> record_intent(const Order& order, std::string_view body) override {
        bodies[order.order_id] = std::string{body};
        orders[order.order_id] = order;
        return {};
    }
    Result<void> record_order(const Order& order) override {
        orders[order.order_id] = order;
        return {};
    }
    Result<bool> record_fill(const Fill& fill, const Order& order, const Position& position,
                             Money cash) override {
        if (!fills.emplace(std::pair{fill.order_id, fill.trade_id}, fill).second) return false;
        keep(order, position, cash);
        return true;
    }
    Result<bool> record_settlement(const Fill& fill, const Order& order, const Position& position,
                                   Money cash) override {
        const auto found = fills.find({fill.order_id, fill.trade_id});
        if (found == fills.end() || found->second.settlement != Settlement::provisional) {
            return false;
        }
        ++settlements;
        found->second.settlement = fill.settlement;
        keep(order, position, cash);
        return true;
    }
    Result<void> record_resolution(const Resolution&, const std::vector<Position>&, Money,
                                   Timestamp) override {
        return {};
    }
    Result<void> record_halt(std::string_view halt, std::string_view, Timestamp) override {
        latched.emplace_back(halt);
        return {};
    }
    Result<std::optional<OrderRecord>> recall(std::string_view order_id) override {
        const auto found = orders.find(std::string{order_id});
        if (found == orders.end()) return std::optional<OrderRecord>{};
        OrderRecord out{found->second, {}};
        for (const auto& [key, fill] : fills) {
            if (key.first == order_id) out.fills.push_back(fill);
        }
        return std::optional{std::move(out)};
    }

    std::map<std::string, Order> orders;
    std::map<std::string, std::string> bodies;
    std::map<std::pair<std::string, std::string>, Fill> fills;
    std::vector<std::string> latched;
    Position last_position;
    Money last_cash;
    int settlements = 0;

private:
    void keep(const Order& order, const Position& position, Money cash) {
        orders[order.order_id] = order;
        last_position = position;
        last_cash = cash;
    }
};

class QuietVenue final : public trading::Venue {
public:
    [[nodiscard]] TradingMode mode() const override { return TradingMode::live; }
    Result<trading::Prepared> prepare(const risk::Approved<OrderIntent>& order) override {
        const auto id = "0x" + std::to_string(++orders_);
        return trading::Prepared{id, "bytes of " + order->client_id, orders_};
    }
    Result<void> submit(const trading::Prepared& prepared,
                        risk::Approved<OrderIntent> /*order*/) override {
        sent.push_back(prepared.order_id);
        bodies.push_back(prepared.body);
        return {};
    }
    Result<void> cancel(std::string_view order_id) override {
        cancelled.emplace_back(order_id);
        return {};
    }
    std::vector<std::string> sent;
    std::vector<std::string> bodies;
    std::vector<std::string> cancelled;

private:
    int orders_ = 0;
};

struct HeardExecution final : trading::ExecutionSink {
    void on_order(const Order& order) override { orders.push_back(order); }
    void on_fill(const Fill& fill) override { fills.push_back(fill); }
    void on_halt(risk::Halt halt, const Error&) override { halts.push_back(halt); }
    void on_foreign(std::string_view id) override { foreign.emplace_back(id); }
    std::vector<Order> orders;
    std::vector<Fill> fills;
    std::vector<risk::Halt> halts;
    std::vector<std::string> foreign;
};

inline risk::Limits wide_limits() {
    risk::Limits limits;
    limits.per_order = limits.per_market = limits.per_event = limits.total = dollars(1'000);
    limits.canary_order = limits.canary_total = dollars(1'000);
    return limits;
}

struct Account {
    explicit Account(risk::Limits limits = wide_limits()) : gate{limits, TradingMode::live} {
        Books books;
        books.cash = dollars(1'000);
        REQUIRE(executor.restore(books, noon).has_value());
    }
    [[nodiscard]] trading::Occasion occasion() const {
        trading::Occasion out{.market = &market,
                              .now = now,
                              .quoted_at = now,
                              .forecast_at = now,
                              .bid = cents(38),
                              .ask = cents(40)};
        out.book_at = out.balance_at = now;
        out.clock_offset = Duration{0};
        return out;
    }
    [[nodiscard]] OrderIntent intent(Side side, Size size) const {
        return wish(side, side == Side::buy ? cents(40) : cents(38), size);
    }
    Result<trading::Placed> place(Side side, Size size) {
        return executor.place(intent(side, size), occasion());
    }
    std::string must_place(Side side, Size size) {
        const auto placed = place(side, size);
        REQUIRE(placed.has_value());
        if (placed->refusal) FAIL(name_of(placed->refusal->code) << " " << placed->refusal->detail);
        return *placed->order_id;
    }

    Market market = munich();
    Timestamp now = noon;
    risk::Gate gate;
    RememberingJournal journal;
    QuietVenue venue;
    trading::Tracker tracker;
    trading::Portfolio portfolio;
    trading::Numbers numbers;
    HeardExecution listener;
    trading::Executor executor{{.gate = gate,
                                .journal = journal,
                                .venue = venue,
                                .tracker = tracker,
                                .portfolio = portfolio,
                                .numbers = numbers,
                                .sink = listener}};
};

/// A trade of one order of ours as a taker, at 0.40 YES.
inline trading::TradeReport trade_of(const std::string& trade, trading::TradeStage stage,
                                     const std::string& order, Size size, Timestamp at = noon) {
    trading::TradeReport report;
    report.trade_id = trade;
    report.condition = munich().condition;
    report.stage = stage;
    report.at = at;
    trading::TradeLeg leg;
    leg.order_id = order;
    leg.token = munich().yes;
    leg.price = cents(40);
    leg.size = size;
    leg.liquidity = Liquidity::taker;
    report.legs.push_back(leg);
    return report;
}

}  // namespace pm::test
