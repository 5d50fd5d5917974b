#pragma once

/// What people ask a ledger. Reads only; the answers are one consistent moment each.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/time_text.hpp"
#include "domain/journal.hpp"

namespace pm::store {

class Database;

/// A part of a long list, newest first.
struct PageRequest {
    std::int64_t limit = 100;            ///< At most this many rows. Positive.
    std::optional<std::int64_t> before;  ///< `next` of the page before this one.
};

template <class T>
struct Page {
    std::vector<T> rows;
    std::optional<std::int64_t> next;  ///< Where to go on; nothing after the last page.
};

/// What one UTC day brought.
struct DayPnl {
    CivilDate day{};
    Money realized;  ///< Sold or paid out that day, fees included.
    Money fees;      ///< Of that day's fills.
    std::int64_t fills = 0;
};

/// What one market has brought, and what is still in it.
struct MarketPnl {
    std::string event;
    std::string market;
    ConditionId condition;
    Money realized;
    Money cost;  ///< Of what is still held.
    std::optional<Winner> winner;
};

/// One step in the life of an order.
struct OrderEvent {
    Timestamp at{};
    OrderStatus status = OrderStatus::intent;
    Size filled;  ///< In all, after it.
    Proof proof = Proof::own;
    std::string cause;  ///< "wanted", "trade t settled", the venue's reason; may be empty.
};

/// A latched halt, reset or not.
struct HaltRecord {
    std::string halt;
    std::string why;
    Timestamp at{};
    std::optional<Timestamp> reset;
    std::string reset_by;
};

/// One change of the cash.
struct CashChange {
    Timestamp at{};
    Money balance;  ///< After it.
    Money change;
    std::string reason;   ///< "start", "fill", "settlement", "resolution".
    std::string subject;  ///< The trade or the condition.
};

/// Every call may return Errc::storage, and nothing else.
class Queries {
public:
    /// `database` must outlive this.
    explicit Queries(Database& database) : database_{&database} {}

    /// See `Ledger::load`.
    [[nodiscard]] Result<Books> load(Timestamp now) const;

    [[nodiscard]] Result<Money> cash() const;
    [[nodiscard]] Result<std::vector<Position>> held() const;           ///< By token.
    [[nodiscard]] Result<std::vector<Position>> all_positions() const;  ///< Closed ones too.
    [[nodiscard]] Result<std::vector<Order>> open_orders() const;       ///< Oldest first.
    /// The order with the venue's id, or else with our client id; nothing when unknown.
    [[nodiscard]] Result<std::optional<Order>> order(std::string_view id) const;
    /// The order with the venue's id and all its fills; nothing when unknown.
    [[nodiscard]] Result<std::optional<OrderRecord>> recall(std::string_view order_id) const;
    /// Every state change of an order, oldest first; `id` as in `order`.
    [[nodiscard]] Result<std::vector<OrderEvent>> life_of(std::string_view id) const;
    /// The exact bytes of an order's request; empty when nothing was sent or it is unknown.
    [[nodiscard]] Result<std::string> body_of(std::string_view id) const;
    [[nodiscard]] Result<std::vector<HaltRecord>> halts() const;  ///< Oldest first.
    [[nodiscard]] Result<Page<Order>> orders(PageRequest request) const;
    [[nodiscard]] Result<Page<Fill>> fills(PageRequest request) const;
    [[nodiscard]] Result<Page<CashChange>> cash_changes(PageRequest request) const;

    [[nodiscard]] Result<std::vector<DayPnl>> pnl_by_day() const;        ///< Oldest first.
    [[nodiscard]] Result<std::vector<MarketPnl>> pnl_by_market() const;  ///< By event and market.
    [[nodiscard]] Result<Money> realized_since(Timestamp from) const;
    [[nodiscard]] Result<Money> realized_total() const;
    [[nodiscard]] Result<std::optional<Winner>> resolution_of(const ConditionId& condition) const;

private:
    [[nodiscard]] Result<std::vector<Position>> positions(std::string_view sql) const;
    [[nodiscard]] Result<std::vector<Fill>> fills_of(std::string_view order_id) const;
    [[nodiscard]] Result<void> load_unfinished(Books& books) const;
    [[nodiscard]] Result<void> load_placed(Books& books, Timestamp since) const;

    Database* database_;
};

}  // namespace pm::store
