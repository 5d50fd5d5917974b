#pragma once

/// What is held and the cash: double entry, to the micro-dollar.
///
/// At any time cash + cost of what is held - realised profit is what was paid in.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/fill.hpp"
#include "domain/journal.hpp"
#include "domain/market.hpp"
#include "domain/position.hpp"
#include "risk/exposure.hpp"

namespace pm::trading {

/// A change worked out but not yet made: write it down, then `commit` it.
struct Change {
    Position position;  ///< As it will be.
    Money cash;         ///< As it will be.
    Money realized;     ///< What the change realises.
    Money cost{};       ///< What a fill moves into (buy) or out of (sale) the position's cost.
};

/// The end of a market, worked out but not yet made. Only settled shares are paid: what may still
/// fail is paid when it is confirmed.
struct Settled {
    std::vector<Position> positions;  ///< As they will be, in the order of their tokens.
    Money cash;
    Money realized;
};

class Portfolio {
public:
    Portfolio() = default;
    /// As a journal kept it, provisional fills too; `now` says which day `books.realized_today` is
    /// about.
    Portfolio(const Books& books, Timestamp now);

    /// The position and cash after `fill` of an order for `intent`.
    /// @pre a sale is of no more than is held; the gate and the tracker see to it.
    [[nodiscard]] Change after(const Fill& fill, const OrderIntent& intent) const;
    /// The position and cash as they are.
    [[nodiscard]] Change after_nothing(const OrderIntent& intent) const {
        return Change{position_for(intent), cash_, Money{}, Money{}};
    }
    /// @pre of a provisional fill, `fill.cost` and `fill.realized` are those of the change.
    void commit(const Change& change, const Fill& fill);

    /// A provisional fill is confirmed; nothing when it is not known as provisional.
    [[nodiscard]] std::optional<Change> after_confirmed(const std::string& order_id,
                                                        const std::string& trade_id) const;
    /// A provisional fill failed: everything it did is undone.
    [[nodiscard]] std::optional<Change> after_failed(const std::string& order_id,
                                                     const std::string& trade_id) const;
    /// Makes one of the two true and forgets the provisional fill.
    void commit_final(const Change& change, const std::string& order_id,
                      const std::string& trade_id, Timestamp at);

    /// The fill as it was taken in, when it is provisional; otherwise null.
    [[nodiscard]] const Fill* provisional(const std::string& order_id,
                                          const std::string& trade_id) const;

    /// Pays out the settled shares of `change.position`: its market has ended.
    static void pay_out(Change& change, const Resolution& resolution);

    /// The positions and cash after a market paid out.
    [[nodiscard]] Settled after(const Resolution& resolution) const;
    void commit(const Settled& settled, Timestamp at);

    /// Shares of `token` promised to open sales, as the tracker counts them.
    void reserve(const TokenId& token, Size reserved);

    [[nodiscard]] const Position* find(const TokenId& token) const;
    /// Also those that are empty by now; in the order of their tokens.
    [[nodiscard]] const std::vector<Position>& positions() const { return positions_; }
    [[nodiscard]] Money cash() const { return cash_; }
    /// The part of the cash that sales brought which may still fail: not to be spent.
    [[nodiscard]] Money unproven_cash() const;
    [[nodiscard]] Money cost() const;                           ///< Of everything held.
    [[nodiscard]] Money realized() const { return realized_; }  ///< Since this was made.
    [[nodiscard]] Money realized_on(Timestamp day) const;       ///< Since that day's midnight, UTC.

private:
    using FillKey = std::pair<std::string, std::string>;

    [[nodiscard]] Position position_for(const OrderIntent& intent) const;
    [[nodiscard]] Position position_of(const Fill& fill) const;
    void put(const Position& position);
    void realize(Money amount, Timestamp at);

    std::vector<Position> positions_;
    std::map<FillKey, Fill> provisional_;
    Money cash_;
    Money realized_;
    Money realized_today_;
    std::chrono::sys_days today_{};
};

}  // namespace pm::trading
