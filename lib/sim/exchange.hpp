#pragma once

/// The venue's order entry and matching for accounts, over the simulated world's books.
///
/// No JSON, no HTTP, no credentials: whoever calls it has checked those. It judges orders in the
/// venue's own words, matches them price first and time second, rests what is left, and ends orders
/// by cancel, expiry or resolution.
/// Source: docs/venue.md, placing orders.

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/account_order.hpp"
#include "sim/clearing_house.hpp"
#include "sim/order_rules.hpp"
#include "sim/order_wire.hpp"
#include "sim/wallets.hpp"
#include "sim/world.hpp"

namespace pm::sim {

/// An order that has been found genuine.
struct GenuineOrder {
    SentOrder sent;
    std::string id;
    crypto::Address address;  ///< Of the API key.
    bool foreign = false;     ///< Made by a fault: nobody sent it.
};

/// What became of it.
struct Placement {
    std::string refusal;  ///< Empty: accepted.
    bool placed = false;  ///< With a refusal: the order existed and was killed.
    std::string id;
    std::string_view state;  ///< "live", "matched", "delayed".
    Money dollars;           ///< Of what matched.
    Size shares;             ///< That matched.
    std::vector<std::string> trades;
};

class Exchange final : public WorldObserver {
public:
    struct Parts {
        World& world;
        Wallets& wallets;
        ClearingHouse& house;
        std::uint64_t seed = 1;
    };
    /// Everything outlives the exchange; the caller adds it to the world's observers.
    explicit Exchange(const Parts& parts);

    void add(FloorObserver& observer) { observers_.push_back(&observer); }

    /// Judges, matches and rests an order. `post_only` the venue's mode: nothing else may enter.
    Placement place(const GenuineOrder& order);

    /// Ends an open order. @return why not, in the venue's words; empty: it is cancelled.
    std::string cancel(std::string_view id, std::string_view word = "CANCELED");

    /// Orders of this market's takers are held back this long ("delayed"); zero: no longer.
    void delay_takers(std::size_t market, Duration by) { delays_[market] = by; }

    /// All orders ever placed, oldest first; references hold for ever.
    [[nodiscard]] const std::deque<AccountOrder>& orders() const { return orders_; }
    [[nodiscard]] const AccountOrder* find(std::string_view id) const;
    /// Ids of an API key's open orders, oldest first.
    [[nodiscard]] std::vector<std::string> open_orders(std::string_view owner) const;
    [[nodiscard]] const FeeSchedule& fees(std::size_t market) const { return fees_[market]; }

    void on_levels(const MarketState&, const std::vector<LevelDelta>&) override {}
    void on_trade(const MarketState& market, const Trade& trade) override;
    void on_tick(const MarketState&, TickSize) override {}
    void on_listed(const MarketState&) override {}
    void on_resolved(const MarketState& market) override;

private:
    /// What an order would meet in the book now.
    struct Reach {
        Size shares;
        Money dollars;
        Money fee;
        bool whole = false;  ///< All that was asked for.
    };
    [[nodiscard]] Reach reach(const AccountOrder& order) const;
    [[nodiscard]] bool crosses(const AccountOrder& order) const;
    [[nodiscard]] std::string judge(const GenuineOrder& order, AccountOrder& out) const;
    [[nodiscard]] std::string judge_terms(const SentOrder& sent) const;
    [[nodiscard]] std::string judge_book(const AccountOrder& order) const;
    [[nodiscard]] std::string judge_balance(const AccountOrder& order) const;
    AccountOrder& keep(AccountOrder order);
    void enter(AccountOrder& order);
    void rest(AccountOrder& order);
    void reserve(AccountOrder& order);
    void end(AccountOrder& order, AccountOrderState state, std::string_view word);
    void fill(AccountOrder& order, const TradePart& part, const std::string& trade_id);
    [[nodiscard]] TradePart maker_part(const MarketState& market, const Trade& trade,
                                       const Match& match) const;
    [[nodiscard]] TradePart taker_part(const MarketState& market, const Trade& trade, Price price,
                                       Size size) const;
    [[nodiscard]] std::size_t index_of(const MarketState& market) const;
    void tell(const AccountOrder& order, OrderChange change);
    [[nodiscard]] Participant participant(const crypto::Address& maker);

    Parts parts_;
    std::vector<FeeSchedule> fees_;  ///< By market index.
    std::vector<FloorObserver*> observers_;
    std::deque<AccountOrder> orders_;
    std::map<std::string, std::size_t, std::less<>> by_id_;
    std::map<std::pair<std::size_t, OrderNumber>, std::size_t> resting_;
    std::map<std::string, std::vector<std::size_t>, std::less<>> open_;  ///< By API key.
    std::map<crypto::Address, Participant> participants_;
    std::map<std::size_t, Duration> delays_;
    AccountOrder* taking_ = nullptr;  ///< Whose order is matching right now.
    std::uint64_t trades_made_ = 0;
};

}  // namespace pm::sim
