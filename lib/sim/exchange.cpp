#include "sim/exchange.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"
#include "sim/chance.hpp"

namespace pm::sim {
namespace {

using std::chrono::seconds;

constexpr seconds expiry_ahead_min{180};  // Source: docs 2026-08: three minutes.
constexpr seconds leaves_before{60};      // An order leaves the book a minute before it expires.
constexpr std::string_view no_balance = "not enough balance / allowance";
constexpr std::string_view killed_fok =
    "order couldn't be fully filled. FOK orders are fully filled or killed.";
constexpr std::string_view killed_fak =
    "no orders found to match with FAK order. FAK orders are partially filled or killed if no "
    "match is found.";

std::int64_t seconds_of(Timestamp at) {
    return std::chrono::floor<seconds>(at).time_since_epoch().count();
}

/// The market's own schedule; without `feesEnabled` nothing.
FeeSchedule schedule_of(const Json& gamma) {
    FeeSchedule out;
    const auto* schedule = gamma.find("feeSchedule");
    if (!gamma.boolean("feesEnabled").value_or(false) || schedule == nullptr) return out;
    const auto rate = Price::parse(schedule->digits("rate").value_or("0"));
    if (rate) out.rate_micros = rate->micros();
    const auto exponent = schedule->integer("exponent").value_or(1);
    out.exponent = exponent == 2 ? 2 : 1;
    return out;
}

}  // namespace

Exchange::Exchange(const Parts& parts) : parts_{parts} {
    for (const auto& market : parts.world.markets()) {
        fees_.push_back(schedule_of(parts.world.source(market).gamma));
    }
}

const AccountOrder* Exchange::find(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &orders_[found->second];
}

std::vector<std::string> Exchange::open_orders(std::string_view owner) const {
    std::vector<std::string> out;
    const auto found = open_.find(owner);
    if (found == open_.end()) return out;
    for (const auto index : found->second) out.push_back(orders_[index].id);
    return out;
}

void Exchange::tell(const AccountOrder& order, OrderChange change) {
    for (auto* observer : observers_) observer->on_order(order, change);
}

Participant Exchange::participant(const crypto::Address& maker) {
    const auto next = static_cast<Participant>(first_account + participants_.size());
    return participants_.try_emplace(maker, next).first->second;
}

std::size_t Exchange::index_of(const MarketState& market) const {
    return parts_.world.first_market(market.event) + market.index;
}

std::string Exchange::judge_terms(const SentOrder& sent) const {
    if (sent.post_only && immediate(sent.tif)) return std::string{bad_payload};
    const bool dated = sent.tif == TimeInForce::gtd;
    if (dated != (sent.expiration_s != 0)) return "invalid expiration";
    const auto earliest = seconds_of(parts_.world.now() + expiry_ahead_min);
    if (dated && sent.expiration_s < earliest) return "invalid expiration";
    return {};
}

std::string Exchange::judge(const GenuineOrder& order, AccountOrder& out) const {
    const auto& sent = order.sent;
    const auto place = parts_.world.find_token(sent.wire.token.text());
    if (!place) return "Invalid token id";
    const auto& market = parts_.world.markets()[place->market];
    if (market.phase != MarketPhase::open) {
        return "the market is not yet ready to process new orders";
    }
    if (by_id_.contains(order.id)) return "order " + order.id + " is invalid. Duplicated.";
    if (auto refusal = judge_terms(sent); !refusal.empty()) return refusal;
    const auto min_size = Size::parse(market.min_size);
    PM_ASSERT(min_size.has_value());
    const OrderAmounts amounts{sent.wire.side, sent.tif, sent.wire.maker_amount,
                               sent.wire.taker_amount};
    const auto read = read_amounts(amounts, {market.tick, *min_size}, order.id);
    if (!read.refusal.empty()) return read.refusal;
    out.id = order.id;
    out.owner = sent.owner;
    out.address = order.address;
    out.maker = sent.wire.maker;
    out.market = place->market;
    out.outcome = place->outcome;
    out.side = sent.wire.side;
    out.limit = read.limit;
    out.original = read.size;
    if (immediate(sent.tif)) out.spend = read.spend;
    out.maker_amount = sent.wire.maker_amount;
    out.taker_amount = sent.wire.taker_amount;
    out.tif = sent.tif;
    out.post_only = sent.post_only;
    out.foreign = order.foreign;
    out.fee_rate_micros = fees(place->market).rate_micros;
    out.expiration_s = sent.expiration_s;
    out.created = parts_.world.now();
    return judge_book(out);
}

bool Exchange::crosses(const AccountOrder& order) const {
    const auto& market = parts_.world.markets()[order.market];
    const auto best = best_of(market, order.outcome, opposite(order.side));
    if (!best) return false;
    return order.side == Side::buy ? order.limit >= best->price : order.limit <= best->price;
}

std::string Exchange::judge_book(const AccountOrder& order) const {
    if (order.post_only && crosses(order)) {
        return "invalid post-only order: order crosses book";
    }
    if (order.side == Side::buy && !immediate(order.tif) && crosses(order)) {
        if (auto cheap = too_cheap(notional_up(order.limit, order.original))) return *cheap;
    }
    return judge_balance(order);
}

std::string Exchange::judge_balance(const AccountOrder& order) const {
    auto& wallet = parts_.wallets.of(order.maker);
    const auto refuse = [](std::int64_t balance, std::int64_t amount) {
        return std::string{no_balance} +
               ": the balance is not enough -> balance: " + std::to_string(balance) +
               ", order amount: " + std::to_string(amount);
    };
    if (!wallet.allowed) return std::string{no_balance};
    const auto met = reach(order);
    if (order.side == Side::sell) {
        const auto held =
            wallet.shares.find(parts_.world.markets()[order.market].token(order.outcome));
        const auto free = held == wallet.shares.end() ? 0 : held->second.free();
        return free < order.maker_amount ? refuse(free, order.maker_amount) : std::string{};
    }
    const auto free = wallet.cash.free() - wallet.phantom_lock;
    if (wallet.phantom_lock > 0 && free < order.maker_amount) {
        return std::string{no_balance} +
               ": the balance is not enough -> balance: " + std::to_string(wallet.cash.balance) +
               ", sum of matched orders: " + std::to_string(wallet.phantom_lock) +
               ", order amount: " + std::to_string(order.maker_amount);
    }
    const auto needed = order.maker_amount + met.fee.micros;
    return free < needed ? refuse(free, needed) : std::string{};
}

AccountOrder& Exchange::keep(AccountOrder order) {
    const auto index = orders_.size();
    by_id_.emplace(order.id, index);
    open_[order.owner].push_back(index);
    return orders_.emplace_back(std::move(order));
}

Placement Exchange::place(const GenuineOrder& genuine) {
    Placement out;
    out.id = genuine.id;
    AccountOrder draft;
    out.refusal = judge(genuine, draft);
    if (!out.refusal.empty()) return out;
    const auto delay = delays_.find(draft.market);
    const bool waits = delay != delays_.end() && delay->second.count() > 0 && crosses(draft);
    const auto met = reach(draft);
    auto& order = keep(std::move(draft));
    if (!waits && order.tif == TimeInForce::fok && !met.whole) {
        out.refusal = killed_fok;
    } else if (!waits && order.tif == TimeInForce::fak && met.shares.micros == 0) {
        out.refusal = killed_fak;
    }
    if (!out.refusal.empty()) {
        out.placed = true;
        end(order, AccountOrderState::cancelled, "CANCELED_" + out.refusal);
        return out;
    }
    if (waits) {
        order.state = AccountOrderState::delayed;
        reserve(order);
        tell(order, OrderChange::placement);
        const auto id = order.id;
        parts_.world.at(parts_.world.now() + delay->second, [this, id] {
            auto& held = orders_[by_id_.at(id)];
            if (held.state == AccountOrderState::delayed) enter(held);
        });
        out.state = "delayed";
        return out;
    }
    tell(order, OrderChange::placement);
    enter(order);
    out.state = order.matched.micros > 0 ? "matched" : "live";
    out.dollars = order.traded;
    out.shares = order.matched;
    out.trades = order.trades;
    return out;
}

void Exchange::enter(AccountOrder& order) {
    const bool waited = order.state == AccountOrderState::delayed;
    order.state = AccountOrderState::live;
    const auto met = reach(order);
    const bool fills = met.shares.micros > 0 && (order.tif != TimeInForce::fok || met.whole);
    if (fills) {
        taking_ = &order;
        const World::Wish wish{order.market, order.outcome, order.side, order.limit, met.shares};
        const auto taken = parts_.world.take(wish);
        taking_ = nullptr;
        PM_ASSERT(taken == met.shares);
    }
    if (immediate(order.tif)) {
        // A buy by dollars is whole when they are spent, whatever number of shares that gave.
        const bool whole = met.whole && fills;
        end(order, fills ? AccountOrderState::matched : AccountOrderState::cancelled,
            whole || fills ? "MATCHED"
                           : "CANCELED_" + std::string{order.tif == TimeInForce::fok ? killed_fok
                                                                                     : killed_fak});
        return;
    }
    if (order.left().micros == 0) {
        end(order, AccountOrderState::matched, "MATCHED");
        return;
    }
    rest(order);
    if (waited) tell(order, OrderChange::update);
}

void Exchange::rest(AccountOrder& order) {
    const auto owner = participant(order.maker);
    const World::Wish wish{order.market, order.outcome, order.side, order.limit, order.left()};
    order.number = parts_.world.rest(wish, owner);
    resting_[{order.market, order.number}] = by_id_.at(order.id);
    reserve(order);
    if (order.tif != TimeInForce::gtd) return;
    const auto leaves = Timestamp{seconds{order.expiration_s}} - leaves_before;
    const auto id = order.id;
    parts_.world.at(leaves, [this, id] { static_cast<void>(cancel(id)); });
}

void Exchange::reserve(AccountOrder& order) {
    auto& wallet = parts_.wallets.of(order.maker);
    const bool buys = order.side == Side::buy;
    const auto& token = parts_.world.markets()[order.market].token(order.outcome);
    auto& holding = buys ? wallet.cash : wallet.shares[token];
    std::int64_t wanted = 0;
    if (order.open()) {
        wanted = buys ? notional_up(order.limit, order.left()).micros : order.left().micros;
        if (immediate(order.tif)) wanted = order.maker_amount;
    }
    holding.reserved += wanted - order.reserved;
    order.reserved = wanted;
}

void Exchange::end(AccountOrder& order, AccountOrderState state, std::string_view word) {
    order.state = state;
    order.end = word;
    if (order.number != 0) resting_.erase({order.market, order.number});
    order.number = 0;
    reserve(order);
    std::erase(open_[order.owner], by_id_.at(order.id));
    if (state == AccountOrderState::cancelled) tell(order, OrderChange::cancellation);
}

std::string Exchange::cancel(std::string_view id, std::string_view word) {
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return "Order not found or already canceled";
    auto& order = orders_[found->second];
    if (order.state == AccountOrderState::delayed) {
        return "order match delayed due to market conditions";
    }
    if (order.state == AccountOrderState::matched) return "order already matched";
    if (order.state == AccountOrderState::cancelled) return "already canceled or matched";
    const auto number = order.number;
    end(order, AccountOrderState::cancelled, word);
    parts_.world.cancel(order.market, number);
    return {};
}

void Exchange::on_resolved(const MarketState& market) {
    const auto index = index_of(market);
    for (auto& order : orders_) {
        if (order.market != index || !order.open()) continue;
        end(order, AccountOrderState::cancelled, "CANCELED_MARKET_RESOLVED");
    }
}

}  // namespace pm::sim
