#include "sim/clearing_house.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/wide.hpp"
#include "sim/chance.hpp"
#include "sim/names.hpp"

namespace pm::sim {
namespace {

using std::chrono::seconds;

constexpr seconds until_mined{2};
constexpr seconds until_confirmed{4};
constexpr seconds until_redeemed{60};

/// A sale's part of what the sold shares cost, in proportion.
std::int64_t share_of(std::int64_t cost, std::int64_t part, std::int64_t whole) {
    if (whole <= 0 || part >= whole) return cost;
    return static_cast<std::int64_t>(static_cast<Wide>(cost) * part / whole);
}

}  // namespace

std::string_view name_of(TradeStage stage) {
    switch (stage) {
        case TradeStage::matched: return "MATCHED";
        case TradeStage::mined: return "MINED";
        case TradeStage::confirmed: return "CONFIRMED";
        case TradeStage::retrying: return "RETRYING";
        case TradeStage::failed: return "FAILED";
    }
    return "";
}

std::string_view status_text(const AccountOrder& order) {
    switch (order.state) {
        case AccountOrderState::delayed: return "DELAYED";
        case AccountOrderState::live: return "LIVE";
        case AccountOrderState::matched: return "MATCHED";
        case AccountOrderState::cancelled: return order.end;
    }
    return "";
}

std::vector<TradeStep> usual_script() {
    return {{TradeStage::mined, until_mined}, {TradeStage::confirmed, until_confirmed}};
}

void ClearingHouse::tell(const AccountTrade& trade) {
    for (auto* observer : observers_) observer->on_trade(trade);
}

void ClearingHouse::lock(const AccountTrade& trade, const TradePart& part, int sign) {
    if (!part.account) return;
    auto& wallet = wallets_.of(part.address);
    if (part.side == Side::buy) {
        wallet.cash.locked += sign * (part.money + part.fee).micros;
    } else {
        const auto& token = world_.markets()[trade.market].token(part.outcome);
        wallet.shares[token].locked += sign * part.size.micros;
    }
}

void ClearingHouse::begin(AccountTrade trade) {
    trade.script = choose_ ? choose_() : usual_script();
    trade.matched_at = world_.now();
    trade.updated_at = trade.matched_at;
    by_id_.emplace(trade.id, trades_.size());
    auto& kept = trades_.emplace_back(std::move(trade));
    lock(kept, kept.taker, 1);
    for (const auto& maker : kept.makers) lock(kept, maker, 1);
    tell(kept);
    schedule(kept);
}

void ClearingHouse::schedule(AccountTrade& trade) {
    if (trade.step >= trade.script.size()) return;
    world_.at(world_.now() + trade.script[trade.step].after, [this, &trade] { advance(trade); });
}

void ClearingHouse::advance(AccountTrade& trade) {
    trade.stage = trade.script[trade.step++].stage;
    trade.updated_at = world_.now();
    const bool on_chain = trade.stage == TradeStage::mined || trade.stage == TradeStage::confirmed;
    if (on_chain && trade.transaction.empty()) {
        trade.transaction = hex_name<32>(Fingerprint{}.add("transaction").add(trade.id).value());
    }
    const bool over = trade.stage == TradeStage::confirmed || trade.stage == TradeStage::failed;
    if (over) {
        trade.step = trade.script.size();  // Nothing follows an end.
        lock(trade, trade.taker, -1);
        for (const auto& maker : trade.makers) lock(trade, maker, -1);
    }
    if (trade.stage == TradeStage::failed) {
        trade.error = "the transaction was reverted";
        trade.transaction.clear();
    }
    if (trade.stage == TradeStage::confirmed) {
        settle(trade, trade.taker);
        for (const auto& maker : trade.makers) settle(trade, maker);
    }
    tell(trade);
    if (trade.stage == TradeStage::confirmed && redeemed_.contains(trade.market)) {
        redeem(trade.market);
    }
    if (!over) schedule(trade);
}

void ClearingHouse::settle(const AccountTrade& trade, const TradePart& part) {
    if (!part.account) return;
    auto& wallet = wallets_.of(part.address);
    auto& shares = wallet.shares[world_.markets()[trade.market].token(part.outcome)];
    if (part.side == Side::buy) {
        wallet.cash.balance -= (part.money + part.fee).micros;
        shares.balance += part.size.micros;
        shares.bought += part.size.micros;
        shares.cost += (part.money + part.fee).micros;
        return;
    }
    const auto cost = share_of(shares.cost, part.size.micros, shares.balance);
    wallet.cash.balance += (part.money - part.fee).micros;
    shares.balance -= part.size.micros;
    shares.cost -= cost;
    shares.realized += (part.money - part.fee).micros - cost;
}

void ClearingHouse::on_resolved(const MarketState& market) {
    const auto index = world_.first_market(market.event) + market.index;
    world_.at(world_.now() + until_redeemed, [this, index] {
        redeemed_.insert(index);
        redeem(index);
    });
}

void ClearingHouse::redeem(std::size_t market) {
    const auto& state = world_.markets()[market];
    const bool yes = world_.source(state).winner;
    for (const auto& [owner, ignored] : wallets_.all()) {
        auto& wallet = wallets_.of(owner);
        for (const auto outcome : {Outcome::yes, Outcome::no}) {
            const auto held = wallet.shares.find(state.token(outcome));
            if (held == wallet.shares.end() || held->second.balance <= 0) continue;
            auto& shares = held->second;
            const auto pays = (outcome == Outcome::yes) == yes ? shares.balance : 0;
            wallet.cash.balance += pays;
            shares.realized += pays - shares.cost;
            shares.balance = 0;
            shares.cost = 0;
        }
    }
}

const AccountTrade* ClearingHouse::find(std::string_view id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &trades_[found->second];
}

}  // namespace pm::sim
