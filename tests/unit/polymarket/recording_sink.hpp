#pragma once

/// A sink that writes down what it gets, one line an update, so that two can be compared.

#include <optional>
#include <string>
#include <vector>

#include "domain/names.hpp"
#include "domain/update.hpp"

namespace pm::test {

class RecordingSink final : public MarketSink {
public:
    void on_book(const BookSnapshot& x) override {
        std::string line = "book " + x.token.text() + " " + x.condition.text() + " bids";
        for (const auto& level : x.bids) line += " " + text(level);
        line += " asks";
        for (const auto& level : x.asks) line += " " + text(level);
        line += " hash " + x.hash + " tick " + (x.tick ? x.tick->text() : "-") + " last " +
                text(x.last) + text(x.venue_ms);
        seen.push_back(line);
        books.push_back(x);
    }
    void on_level(const LevelChange& x) override {
        seen.push_back("level " + x.token.text() + " " + x.condition.text() + " " +
                       std::string{name_of(x.side)} + " " + text(x.level) + " best " +
                       text(x.best_bid) + " " + text(x.best_ask) + text(x.venue_ms));
    }
    void on_print(const Print& x) override {
        seen.push_back("print " + x.token.text() + " " + x.condition.text() + " " +
                       std::string{name_of(x.side)} + " " + x.price.text() + "*" + x.size.text() +
                       text(x.venue_ms));
    }
    void on_tick(const TickChange& x) override {
        seen.push_back("tick " + x.token.text() + " " + x.old_tick.text() + " " +
                       x.new_tick.text() + text(x.venue_ms));
    }
    void on_best(const BestPrices& x) override {
        seen.push_back("best " + x.token.text() + " " + text(x.bid) + " " + text(x.ask) +
                       text(x.venue_ms));
    }
    void on_new_market(const NewMarket& x) override {
        seen.push_back("new " + x.condition.text() + " " + std::string{x.slug} + " " +
                       std::string{x.event_slug});
    }
    void on_resolved(const ConditionId& condition, const TokenId& winner) override {
        seen.push_back("resolved " + condition.text() + " " + winner.text());
    }

    std::vector<std::string> seen;
    std::vector<BookSnapshot> books;

private:
    static std::string text(const Level& x) { return x.price.text() + "*" + x.size.text(); }
    static std::string text(const std::optional<Price>& x) { return x ? x->text() : "-"; }
    static std::string text(const std::optional<std::int64_t>& x) {
        return " @" + (x ? std::to_string(*x) : std::string{"-"});
    }
};

}  // namespace pm::test
