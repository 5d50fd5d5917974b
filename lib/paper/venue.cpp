#include "paper/venue.hpp"

#include <algorithm>
#include <span>

#include "base/assert.hpp"
#include "base/wide.hpp"

namespace pm::paper {

namespace {

Side opposite(Side side) {
    return side == Side::buy ? Side::sell : Side::buy;
}

/// Whether `price` is one that an order of `side` at `limit` would trade at.
bool acceptable(Side side, Price limit, Price price, bool strictly) {
    if (price == limit) return !strictly;
    return side == Side::buy ? price < limit : price > limit;
}

bool rests(TimeInForce tif) {
    return tif == TimeInForce::gtc || tif == TimeInForce::gtd;
}

}  // namespace

Venue::Venue(const BookSource& books, VenueOptions options)
    : books_{books}, options_{std::move(options)} {}

Result<trading::Prepared> Venue::prepare(const risk::Approved<OrderIntent>& /*intent*/) {
    auto number = options_.next_number();
    if (!number) return pass(number);
    return trading::Prepared{"paper-" + std::to_string(*number)};
}

Result<void> Venue::submit(const trading::Prepared& prepared, risk::Approved<OrderIntent> intent) {
    Working order{prepared.order_id, *intent, Size{}, Money{}, now_ + options_.latency, next_++};
    if (options_.latency > Duration{0}) {
        sink_->on_order({order.id, OrderStatus::sent, Size{}, "", now_});
        travelling_.push_back(std::move(order));
        return {};
    }
    arrive(std::move(order), now_);
    return {};
}

Result<void> Venue::cancel(std::string_view order_id) {
    for (auto* list : {&travelling_, &resting_}) {
        const auto found = std::find_if(list->begin(), list->end(),
                                        [&](const Working& o) { return o.id == order_id; });
        if (found == list->end()) continue;
        const auto order = std::move(*found);
        list->erase(found);
        end(order, OrderStatus::cancelled, "asked", now_);
        return {};
    }
    return fail(Errc::not_found, "no open order " + std::string{order_id});
}

void Venue::restore(const std::vector<Order>& open_orders, Timestamp now) {
    now_ = std::max(now_, now);
    for (const auto& order : open_orders) {
        Working working{order.order_id, order.intent, order.filled, order.paid, now_, next_++};
        if (rests(order.intent.tif) && order.status != OrderStatus::intent) {
            resting_.push_back(std::move(working));
        } else {
            end(working, OrderStatus::cancelled, "restart", now_);
        }
    }
}

void Venue::advance(Timestamp now) {
    now_ = std::max(now_, now);
    while (!travelling_.empty() && travelling_.front().arrives <= now_) {
        auto order = std::move(travelling_.front());
        travelling_.erase(travelling_.begin());
        arrive(std::move(order), now_);
    }
    expire();
}

void Venue::expire() {
    const auto over = [&](const Working& order) {
        return order.intent.expires && *order.intent.expires <= now_;
    };
    for (std::size_t i = 0; i < resting_.size();) {
        if (!over(resting_[i])) {
            ++i;
            continue;
        }
        const auto order = std::move(resting_[i]);
        resting_.erase(resting_.begin() + static_cast<std::ptrdiff_t>(i));
        end(order, OrderStatus::expired, "expired", now_);
    }
}

void Venue::on_book(const TokenId& token, Timestamp now) {
    advance(now);
    match_resting(token, now_);
}

void Venue::on_print(const Print& print, Timestamp now) {
    advance(now);
    auto left = print.size;
    for (auto& order : resting_) {
        if (left.micros <= 0) break;
        if (order.intent.token != print.token ||
            !acceptable(order.intent.side, order.intent.limit, print.price, true)) {
            continue;
        }
        const auto part = std::min(left, order.intent.size - order.filled);
        left -= part;
        fill(order, {order.intent.limit, part}, Liquidity::maker, now_);
    }
    std::erase_if(resting_, [](const Working& o) { return o.filled == o.intent.size; });
}

void Venue::arrive(Working order, Timestamp now) {
    const auto& intent = order.intent;
    const auto slices = reachable(order, false);
    if (intent.post_only && !slices.empty()) {
        return end(order, OrderStatus::rejected, "post_only_crosses", now);
    }
    Size reach;
    Money reach_dollars;
    for (const auto& slice : slices) {
        reach += slice.size;
        reach_dollars += notional_up(slice.price, slice.size);
    }
    const bool enough = intent.by_dollars() ? reach_dollars >= intent.spend : reach >= intent.size;
    if (intent.tif == TimeInForce::fok && !enough) {
        return end(order, OrderStatus::cancelled, "not_all_at_once", now);
    }
    take(order, slices, now);
    if (intent.by_dollars() && order.filled.micros > 0 && enough) {
        return end(order, OrderStatus::filled, "", now);
    }
    if (!intent.by_dollars() && order.filled == intent.size) return;
    if (rests(order.intent.tif)) return rest(std::move(order), now);
    end(order, OrderStatus::cancelled, order.filled.micros > 0 ? "rest" : "nothing_to_take", now);
}

void Venue::rest(Working order, Timestamp now) {
    if (order.filled.micros == 0) {
        sink_->on_order({order.id, OrderStatus::live, order.filled, "", now});
    }
    resting_.push_back(std::move(order));
}

void Venue::match_resting(const TokenId& token, Timestamp now) {
    for (auto& order : resting_) {
        if (order.intent.token != token) continue;
        // A quote strictly through: the resting order stood in its way and trades first, at its
        // own price.
        for (const auto& slice : reachable(order, true)) {
            const Level level{slice.price, slice.size};
            const auto part = std::min(slice.size, order.intent.size - order.filled);
            if (part.micros <= 0) break;
            use(token, opposite(order.intent.side), level, part);
            fill(order, {order.intent.limit, part}, Liquidity::maker, now);
        }
    }
    std::erase_if(resting_, [](const Working& o) { return o.filled == o.intent.size; });
    // What was taken is forgotten once the level shows something else.
    const auto* book = books_.find(token);
    for (auto row = taken_.lower_bound({token, Side::buy, Price::from_micros(0)});
         row != taken_.end() && row->first.token == token;) {
        const auto& key = row->first;
        Size shown;
        if (book != nullptr) {
            for (const auto& level : key.side == Side::buy ? book->bids() : book->asks()) {
                if (level.price == key.price) shown = level.size;
            }
        }
        row = shown == row->second.shown ? std::next(row) : taken_.erase(row);
    }
}

Size Venue::available(const TokenId& token, Side side, const Level& level) const {
    const auto found = taken_.find({token, side, level.price});
    if (found == taken_.end() || found->second.shown != level.size) return level.size;
    return level.size - std::min(level.size, found->second.used);
}

void Venue::use(const TokenId& token, Side side, const Level& level, Size size) {
    const auto* book = books_.find(token);
    PM_ASSERT(book != nullptr);
    for (const auto& shown : side == Side::buy ? book->bids() : book->asks()) {
        if (shown.price != level.price) continue;
        auto& taken = taken_[{token, side, level.price}];
        if (taken.shown != shown.size) taken = {shown.size, Size{}};
        taken.used += size;
    }
}

std::vector<Venue::Slice> Venue::reachable(const Working& order, bool strictly) const {
    std::vector<Slice> out;
    const auto& intent = order.intent;
    const auto* book = books_.find(intent.token);
    // A crossed book is a book in the making: nothing is filled from it.
    if (book == nullptr || !book->ready() || book->crossed()) return out;
    const auto side = opposite(intent.side);
    const auto levels = side == Side::buy ? book->bids() : book->asks();
    for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
        if (!acceptable(intent.side, intent.limit, level->price, strictly)) break;
        const auto size = available(intent.token, side, *level);
        if (size.micros > 0) out.push_back({level->price, size});
    }
    return out;
}

Size Venue::wanted_at(const Working& order, Price price) {
    if (!order.intent.by_dollars()) return order.intent.size - order.filled;
    // As many shares as the dollars buy, to four decimals. Source: docs/venue.md, amounts.
    constexpr std::int64_t step = 100;
    const auto left = (order.intent.spend - order.paid).micros;
    const auto shares =
        static_cast<Wide>(left) * Price::micros_per_dollar / std::max(1, price.micros());
    return Size{static_cast<std::int64_t>(shares) / step * step};
}

void Venue::take(Working& order, const std::vector<Slice>& slices, Timestamp now) {
    const auto side = opposite(order.intent.side);
    for (const auto& slice : slices) {
        const auto part = std::min(slice.size, wanted_at(order, slice.price));
        if (part.micros <= 0) break;
        use(order.intent.token, side, Level{slice.price, slice.size}, part);
        fill(order, {slice.price, part}, Liquidity::taker, now);
    }
}

void Venue::fill(Working& order, Slice part, Liquidity liquidity, Timestamp now) {
    order.filled += part.size;
    order.paid += notional_up(part.price, part.size);
    Fill fill;
    fill.order_id = order.id;
    // How much is filled only ever rises: unique within the order, after a restart too.
    fill.trade_id = order.id + "/" + order.filled.text();
    fill.condition = order.intent.condition;
    fill.token = order.intent.token;
    fill.side = order.intent.side;
    fill.price = part.price;
    fill.size = part.size;
    fill.liquidity = liquidity;
    if (liquidity == Liquidity::taker) {
        fill.fee = taker_fee(books_.fee(order.intent.token), part.price, part.size);
    }
    fill.settlement = Settlement::settled;  // there is no chain to wait for
    fill.at = now;
    sink_->on_fill(fill);
}

void Venue::end(const Working& order, OrderStatus status, std::string_view reason, Timestamp now) {
    sink_->on_order({order.id, status, order.filled, std::string{reason}, now});
}

}  // namespace pm::paper
