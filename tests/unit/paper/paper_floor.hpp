#pragma once

/// A paper venue over one book, and an ear for what it says.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "paper/venue.hpp"
#include "risk/gate.hpp"
#include "support/catch.hpp"
#include "unit/trading/fixture.hpp"

namespace pm::test {

class OneBook final : public paper::BookSource {
public:
    [[nodiscard]] const book::Book* find(const TokenId& token) const override {
        return token == munich().yes ? &book : nullptr;
    }
    [[nodiscard]] FeeSchedule fee(const TokenId& /*token*/) const override { return {50'000, 1}; }
    book::Book book;
};

class Ear final : public trading::VenueSink {
public:
    void on_order(const trading::OrderUpdate& update) override { updates.push_back(update); }
    void on_fill(const Fill& fill) override { fills.push_back(fill); }
    std::vector<trading::OrderUpdate> updates;
    std::vector<Fill> fills;
};

/// Fresh, rich, and with shares to sell.
inline risk::World world_of(const Market& market, Timestamp now) {
    risk::World world;
    world.market = &market;
    world.now = now;
    world.quoted_at = world.forecast_at = now;
    world.bid = cents(38);
    world.ask = cents(40);
    world.cash = dollars(10'000);
    world.sellable = shares(10'000);
    return world;
}

/// Bids 50 at 0.38 and 100 at 0.37; asks 10 at 0.40, 20 at 0.42, 100 at 0.45.
struct PaperFloor {
    explicit PaperFloor(Duration latency = {}, std::int64_t first = 1) : number{first} {
        options.latency = latency;
        options.next_number = [this]() -> Result<std::int64_t> { return number++; };
        venue = std::make_unique<paper::Venue>(books, options);
        venue->tell(ear);
        show({{cents(38), shares(50)}, {cents(37), shares(100)}},
             {{cents(40), shares(10)}, {cents(42), shares(20)}, {cents(45), shares(100)}});
        venue->advance(now);
    }
    void show(std::vector<Level> bids, std::vector<Level> asks) {
        REQUIRE(books.book.replace(bids, asks, TickSize::from_micros(10'000)) ==
                book::Verdict::applied);
        venue->on_book(munich().yes, now);
    }
    /// Through a gate that lets everything sensible pass.
    std::string send(OrderIntent intent) {
        const auto market = munich();
        const risk::Limits wide{.per_order = dollars(10'000),
                                .per_market = dollars(10'000),
                                .per_event = dollars(10'000),
                                .total = dollars(10'000),
                                .collar_micros = 1'000'000};
        auto approved =
            risk::Gate{wide, TradingMode::paper}.review(std::move(intent), world_of(market, now));
        REQUIRE(approved.has_value());
        auto id = venue->prepare(*approved);
        REQUIRE(id.has_value());
        REQUIRE(venue->submit(*id, *approved).has_value());
        return id->order_id;
    }
    std::string send(Side side, int limit_cents, std::int64_t size, TimeInForce tif,
                     bool post_only = false) {
        auto intent = wish(side, cents(limit_cents), shares(size));
        intent.tif = tif;
        intent.post_only = post_only;
        return send(intent);
    }
    void print(int price_cents, std::int64_t size, Side taker = Side::sell) {
        venue->on_print(Print{munich().yes, munich().condition, cents(price_cents), shares(size),
                              taker, std::nullopt},
                        now);
    }
    /// "10@0.4 20@0.42".
    [[nodiscard]] std::string fills() const {
        std::string out;
        for (const auto& fill : ear.fills) {
            out += (out.empty() ? "" : " ") + fill.size.text() + "@" + fill.price.text();
        }
        return out;
    }
    /// Of the last update: "cancelled rest".
    [[nodiscard]] std::string last() const {
        if (ear.updates.empty()) return "";
        const char* names[] = {"intent",        "sent",   "unknown",   "live",    "delayed",
                               "partly_filled", "filled", "cancelled", "expired", "rejected"};
        const auto& update = ear.updates.back();
        return names[static_cast<int>(update.status)] +
               (update.reason.empty() ? "" : " " + update.reason);
    }

    Timestamp now = noon;
    std::int64_t number;
    OneBook books;
    Ear ear;
    paper::VenueOptions options;
    std::unique_ptr<paper::Venue> venue;
};

}  // namespace pm::test
