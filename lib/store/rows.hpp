#pragma once

/// Rows of the ledger's tables as values of the domain. A cell that does not read back is damage.

#include <optional>
#include <string>
#include <string_view>

#include "domain/fill.hpp"
#include "domain/market.hpp"
#include "domain/names.hpp"
#include "domain/order.hpp"
#include "domain/position.hpp"
#include "store/database.hpp"

namespace pm::store {

/// Columns of `read_order`, `read_fill` and `read_position`, in their order.
inline constexpr std::string_view order_columns =
    "seq, order_id, client_id, event, market, condition_id, token_id, outcome, side, price, size, "
    "order_type, post_only, wanted_by, filled, status, reason, mode, created_us, updated_us, paid, "
    "proof, timestamp_ms, expires_us, spend, tick, neg_risk, fee_rate, fee_exponent";
inline constexpr std::string_view fill_columns =
    "seq, order_id, trade_id, condition_id, token_id, side, price, size, fee, liquidity, "
    "settlement, at_us, cost, realized";
inline constexpr std::string_view position_columns =
    "token_id, condition_id, event, market, outcome, settled, provisional, reserved, cost, "
    "realized";

/// A moment as the tables hold it: microseconds since 1970, UTC.
inline std::int64_t micros_of(Timestamp at) {
    return at.time_since_epoch().count();
}

/// Reads the cells of one row and remembers the first that is wrong.
class Cells {
public:
    explicit Cells(const Row& row) : row_{row} {}

    [[nodiscard]] std::string text(int column) const { return std::string{row_.text(column)}; }
    [[nodiscard]] std::int64_t integer(int column) const { return row_.integer(column); }
    [[nodiscard]] Money money(int column) const { return {row_.integer(column)}; }
    [[nodiscard]] Size size(int column) const { return {row_.integer(column)}; }
    [[nodiscard]] Timestamp time(int column) const {
        return Timestamp{Duration{row_.integer(column)}};
    }
    [[nodiscard]] Price price(int column);
    [[nodiscard]] std::optional<Timestamp> maybe_time(int column) const;
    [[nodiscard]] MarketTerms terms(int tick, int neg_risk, int fee_rate, int fee_exponent);
    [[nodiscard]] TokenId token(int column);
    [[nodiscard]] ConditionId condition(int column);

    template <class E>
    [[nodiscard]] E name(int column) {
        if (const auto value = named<E>(row_.text(column))) return *value;
        wrong(column);
        return E{};
    }

    /// @return Errc::storage naming the first cell that did not read.
    [[nodiscard]] Result<void> verdict(std::string_view table) const;

private:
    void wrong(int column) {
        if (!wrong_) wrong_ = column;
    }

    const Row& row_;
    std::optional<int> wrong_;
};

/// @return Errc::storage when the row is damaged.
Result<Order> read_order(const Row& row);
Result<Fill> read_fill(const Row& row);
Result<Position> read_position(const Row& row);

}  // namespace pm::store
