#include <map>
#include <rapidcheck.h>

#include "book/book.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::book;

namespace {

/// The naive model: a map from price to size on each side.
struct Model {
    std::map<std::int32_t, std::int64_t> bids, asks;
    bool ready = false;

    void apply(Side side, Level level) {
        auto& levels = side == Side::buy ? bids : asks;
        if (level.size.micros == 0) {
            levels.erase(level.price.micros());
        } else {
            levels[level.price.micros()] = level.size.micros;
        }
    }
};

std::vector<Level> worst_first(const std::map<std::int32_t, std::int64_t>& side, Side which) {
    std::vector<Level> out;
    for (const auto& [price, size] : side) {
        out.push_back(Level{Price::from_micros(price), Size{size}});
    }
    if (which == Side::sell) std::reverse(out.begin(), out.end());
    return out;
}

rc::Gen<Level> any_level(int tick) {
    return rc::gen::exec([tick] {
        const auto steps = 1'000'000 / tick;
        const auto price = *rc::gen::inRange(1, steps) * tick;
        const auto size = *rc::gen::weightedOneOf<std::int64_t>(
            {{3, rc::gen::inRange<std::int64_t>(1, 1'000'000'000)},
             {1, rc::gen::just<std::int64_t>(0)}});
        return Level{Price::from_micros(price), Size{size}};
    });
}

}  // namespace

TEST_CASE("a book is what a map of levels says, after any history", "[book][property]") {
    const bool held = rc::check("books against the naive model", [] {
        const auto tick = *rc::gen::element(1'000, 2'500, 5'000, 10'000, 100'000);
        const auto grid = TickSize::from_micros(tick);
        Book book;
        Model model;
        const auto steps = *rc::gen::inRange(1, 60);
        for (int i = 0; i < steps; ++i) {
            const auto what = *rc::gen::inRange(0, 12);
            if (what == 0) {
                book.drop();
                model = {};
            } else if (what == 1) {
                std::map<std::int32_t, std::int64_t> bids, asks;
                std::vector<Level> bid_list, ask_list;
                const auto middle = *any_level(tick);
                for (const auto& level : *rc::gen::container<std::vector<Level>>(any_level(tick))) {
                    auto& side = level.price < middle.price ? bids : asks;
                    auto& list = level.price < middle.price ? bid_list : ask_list;
                    if (side.contains(level.price.micros())) continue;
                    list.push_back(level);
                    side[level.price.micros()] = level.size.micros;
                }
                RC_ASSERT(book.replace(bid_list, ask_list, grid) == Verdict::applied);
                std::erase_if(bids, [](const auto& x) { return x.second == 0; });
                std::erase_if(asks, [](const auto& x) { return x.second == 0; });
                model.bids = bids;
                model.asks = asks;
                model.ready = true;
            } else {
                const auto side = *rc::gen::element(Side::buy, Side::sell);
                const auto level = *any_level(tick);
                const auto verdict = book.change(side, level, grid);
                RC_ASSERT((verdict == Verdict::applied) == model.ready);
                if (model.ready) model.apply(side, level);
            }
            const auto bids = worst_first(model.bids, Side::buy);
            const auto asks = worst_first(model.asks, Side::sell);
            RC_ASSERT(std::equal(book.bids().begin(), book.bids().end(), bids.begin(), bids.end()));
            RC_ASSERT(std::equal(book.asks().begin(), book.asks().end(), asks.begin(), asks.end()));
            RC_ASSERT(book.ready() == model.ready);
        }
    });
    CHECK(held);
}

TEST_CASE("a walk never fills more than asked or there, nor beyond its limit",
          "[book][walk][property]") {
    const bool held = rc::check("walks", [] {
        std::map<std::int32_t, std::int64_t> side;
        for (const auto& level : *rc::gen::container<std::vector<Level>>(any_level(10'000))) {
            if (level.size.micros != 0) side[level.price.micros()] = level.size.micros;
        }
        const auto asks = worst_first(side, Side::sell);
        const auto size = Size{*rc::gen::inRange<std::int64_t>(1, 5'000'000'000)};
        const auto limit = (*any_level(10'000)).price;
        const auto walked = walk(asks, Side::buy, size, limit);
        // The model: share by share is too slow, so level by level from the cheapest.
        std::int64_t filled = 0;
        __int128_t cost = 0;
        for (const auto& [price, there] : side) {
            if (price > limit.micros()) break;
            const auto part = std::min(there, size.micros - filled);
            filled += part;
            cost += static_cast<__int128_t>(part) * price;
        }
        RC_ASSERT(walked.filled.micros == filled);
        RC_ASSERT(walked.worst <= limit);
        // Rounded up once a level: never below the exact cost, at most a micro-dollar a level
        // above.
        const auto paid = static_cast<__int128_t>(walked.notional.micros) * 1'000'000;
        RC_ASSERT(paid >= cost);
        RC_ASSERT(paid < cost + static_cast<__int128_t>(1'000'000) * (walked.levels + 1));
    });
    CHECK(held);
}
