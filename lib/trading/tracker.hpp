#pragma once

/// Every order of this run and what is known of it, whatever the order of arrival.
///
/// An order's state is worked out from what has been said about it, never from the order in which
/// it was said: the furthest it was seen alive, how it ended, and its trades. `after` says what a
/// message leads to, `commit` makes it true: what is written down lies between the two. An end
/// that tells of more matches than we have seen waits for their trades.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/fill.hpp"
#include "domain/journal.hpp"
#include "domain/order.hpp"
#include "trading/report.hpp"
#include "trading/venue.hpp"

namespace pm::trading {

/// What a fill says that was not known before.
enum class FillNews : std::uint8_t {
    nothing,  ///< A repeat, an order that is not followed, or no shares.
    fresh,    ///< A trade that was not known.
    settles,  ///< A provisional one is confirmed.
    fails,    ///< A provisional one has failed.
};

class Tracker {
public:
    /// Goes on with orders of an earlier run, oldest first.
    void restore(const std::vector<Order>& open_orders);

    /// Starts to follow an order. @pre its id is new and not empty.
    void add(Order order);
    /// The same for one that is remembered with its fills.
    void add(OrderRecord remembered);

    /// A further copy of the same request left. From then on a rejection is no proof: it may be
    /// about the other copy. @pre the order is followed.
    void sent_again(std::string_view order_id);

    /// What a message leads to; nothing when it says nothing new or the order is unknown.
    [[nodiscard]] std::optional<Order> after(const OrderReport& report);
    [[nodiscard]] std::optional<Order> after(const OrderUpdate& update);

    [[nodiscard]] FillNews news(const Fill& fill) const;
    /// What a fill leads to; nothing when it is no news.
    [[nodiscard]] std::optional<Order> after(const Fill& fill) const;

    /// @pre the order is followed.
    void commit(const Order& order);
    void commit(const Order& order, const Fill& fill);
    /// The fill is known from an earlier run and is part of the order's state already.
    void saw(const Fill& fill);

    /// The order, or null.
    [[nodiscard]] const Order* find(std::string_view order_id) const;
    /// Whether the venue has ever shown that it has the order.
    [[nodiscard]] bool existed(std::string_view order_id) const;
    /// Orders that are not final, oldest first.
    [[nodiscard]] const std::vector<Order>& open() const { return open_; }
    [[nodiscard]] bool any_open(const ConditionId& condition) const;
    /// Shares that open sells of the token still promise.
    [[nodiscard]] Size reserved(const TokenId& token) const;
    /// An order of this slot whose outcome is not known, or null: nothing new may be sent there.
    [[nodiscard]] const Order* unknown_in(const TokenId& token, Side side) const;
    /// The oldest trade that is still provisional, or none.
    [[nodiscard]] std::optional<Fill> oldest_provisional() const;

    /// Drops final orders that last changed before `at` and wait for no settlement.
    void forget_ended_before(Timestamp at);

private:
    struct End {
        OrderStatus status = OrderStatus::cancelled;
        Size matched;
        bool all_matched = false;  ///< Told as filled, without an amount.
        std::string reason;
        Timestamp at{};
        Proof proof = Proof::reply;
    };
    struct Entry {
        Order order;
        Size base_filled;  ///< Of fills that are not in `trades`.
        Money base_paid;
        OrderStatus furthest = OrderStatus::intent;  ///< Alive.
        Proof furthest_proof = Proof::own;
        bool exists = false;  ///< The venue has shown that it has it.
        std::optional<Timestamp> alive_at;
        std::optional<End> end;
        std::map<std::string, Fill> trades;
        int copies = 1;
    };
    [[nodiscard]] static Entry entry_of(Order order);
    /// Takes a report in. @return whether it said anything.
    static void learn(Entry& entry, const OrderReport& report);
    static void learn_end(Entry& entry, const OrderReport& report);
    [[nodiscard]] static Order derived(const Entry& entry);
    static void derive_status(const Entry& entry, Size matched, Order& order);
    void refresh(const Order& order);
    void note(const Fill& fill);

    std::map<std::string, Entry, std::less<>> orders_;
    std::vector<Order> open_;
    /// Order and trade of provisional fills.
    std::map<std::pair<std::string, std::string>, Fill> provisional_;
};

}  // namespace pm::trading
