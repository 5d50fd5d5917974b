#include "store/queries.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/assert.hpp"
#include "store/database.hpp"
#include "store/rows.hpp"

namespace pm::store {

namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::sys_days;

std::string select(std::string_view columns, std::string_view rest) {
    return "SELECT " + std::string{columns} + " " + std::string{rest};
}

/// Runs a query whose first column is `seq` and whose two values are "before" and "limit".
template <class T, class Read>
Result<Page<T>> page(Database& database, const std::string& sql, PageRequest request, Read read) {
    PM_ASSERT(request.limit > 0);
    Page<T> page;
    std::int64_t last = 0;
    bool more = false;
    const auto before = request.before.value_or(std::numeric_limits<std::int64_t>::max());
    // One row more than asked for tells whether there is another page.
    auto done =
        database.query(sql, {before, request.limit + 1}, [&](const Row& row) -> Result<void> {
            if (static_cast<std::int64_t>(page.rows.size()) == request.limit) {
                more = true;
                return {};
            }
            auto value = read(row);
            if (!value) return pass(value);
            last = row.integer(0);
            page.rows.push_back(std::move(*value));
            return {};
        });
    if (!done) return pass(done);
    if (more) page.next = last;
    return page;
}

Result<CashChange> read_cash(const Row& row) {
    const Cells cells{row};
    return CashChange{.at = cells.time(1),
                      .balance = cells.money(2),
                      .change = cells.money(3),
                      .reason = cells.text(4),
                      .subject = cells.text(5)};
}

Result<MarketPnl> read_market_pnl(const Row& row) {
    Cells cells{row};
    MarketPnl pnl{.event = cells.text(0),
                  .market = cells.text(1),
                  .condition = cells.condition(2),
                  .realized = cells.money(3),
                  .cost = cells.money(4),
                  .winner = std::nullopt};
    if (!row.is_null(5)) pnl.winner = cells.name<Winner>(5);
    if (auto ok = cells.verdict("positions"); !ok) return pass(ok);
    return pnl;
}

}  // namespace

Result<Books> Queries::load(Timestamp now) const {
    Books books;
    auto have = cash();
    if (!have) return pass(have);
    books.cash = *have;
    static const std::string wanted =
        select(position_columns,
               "FROM positions p WHERE settled + provisional > 0 OR cost <> 0 OR NOT EXISTS "
               "(SELECT 1 FROM resolutions r WHERE r.condition_id = p.condition_id)");
    auto open_positions = positions(wanted);
    if (!open_positions) return pass(open_positions);
    books.positions = std::move(*open_positions);
    auto orders = open_orders();
    if (!orders) return pass(orders);
    books.open_orders = std::move(*orders);
    auto today = realized_since(floor<days>(now));
    if (!today) return pass(today);
    books.realized_today = *today;
    if (auto done = load_unfinished(books); !done) return pass(done);
    if (auto done = load_placed(books, now - std::chrono::minutes{1}); !done) return pass(done);
    return books;
}

Result<Money> Queries::cash() const {
    auto micros = database_->integer("SELECT balance FROM cash ORDER BY seq DESC LIMIT 1");
    if (!micros) return pass(micros);
    return Money{*micros};
}

Result<std::vector<Position>> Queries::positions(std::string_view sql) const {
    std::vector<Position> found;
    auto done = database_->query(sql, {}, [&](const Row& row) -> Result<void> {
        auto position = read_position(row);
        if (!position) return pass(position);
        found.push_back(std::move(*position));
        return {};
    });
    if (!done) return pass(done);
    // As numbers, not as text: "9" comes before "10".
    std::sort(found.begin(), found.end(),
              [](const Position& a, const Position& b) { return a.token < b.token; });
    return found;
}

Result<std::vector<Position>> Queries::held() const {
    static const std::string sql =
        select(position_columns, "FROM positions WHERE settled + provisional > 0");
    return positions(sql);
}

Result<std::vector<Position>> Queries::all_positions() const {
    static const std::string sql = select(position_columns, "FROM positions");
    return positions(sql);
}

Result<std::vector<Order>> Queries::open_orders() const {
    static const std::string sql =
        select(order_columns,
               "FROM orders WHERE status NOT IN ('filled', 'cancelled', 'expired', 'rejected') "
               "ORDER BY seq");
    std::vector<Order> found;
    auto done = database_->query(sql, {}, [&](const Row& row) -> Result<void> {
        auto order = read_order(row);
        if (!order) return pass(order);
        found.push_back(std::move(*order));
        return {};
    });
    if (!done) return pass(done);
    return found;
}

Result<std::optional<Order>> Queries::order(std::string_view id) const {
    static const std::string sql = select(
        order_columns,
        "FROM orders WHERE order_id = ?1 OR client_id = ?1 ORDER BY order_id = ?1 DESC LIMIT 1");
    std::optional<Order> found;
    auto done = database_->query(sql, {id}, [&](const Row& row) -> Result<void> {
        auto order = read_order(row);
        if (!order) return pass(order);
        found = std::move(*order);
        return {};
    });
    if (!done) return pass(done);
    return found;
}

Result<Page<Order>> Queries::orders(PageRequest request) const {
    static const std::string sql =
        select(order_columns, "FROM orders WHERE seq < ? ORDER BY seq DESC LIMIT ?");
    return page<Order>(*database_, sql, request, read_order);
}

Result<Page<Fill>> Queries::fills(PageRequest request) const {
    static const std::string sql =
        select(fill_columns, "FROM fills WHERE seq < ? ORDER BY seq DESC LIMIT ?");
    return page<Fill>(*database_, sql, request, read_fill);
}

Result<Page<CashChange>> Queries::cash_changes(PageRequest request) const {
    static const std::string sql = select("seq, at_us, balance, change, reason, subject",
                                          "FROM cash WHERE seq < ? ORDER BY seq DESC LIMIT ?");
    return page<CashChange>(*database_, sql, request, read_cash);
}

Result<std::vector<DayPnl>> Queries::pnl_by_day() const {
    constexpr std::string_view sql = R"sql(
        SELECT day, sum(amount), sum(fee), sum(fills) FROM (
            SELECT at_us / 86400000000 AS day, amount, 0 AS fee, 0 AS fills FROM realized
            UNION ALL
            SELECT at_us / 86400000000, 0, fee, 1 FROM fills)
        GROUP BY day ORDER BY day)sql";
    std::vector<DayPnl> found;
    auto done = database_->query(sql, {}, [&](const Row& row) -> Result<void> {
        const auto day = days{row.integer(0)};
        found.push_back({.day = CivilDate{sys_days{day}},
                         .realized = {row.integer(1)},
                         .fees = {row.integer(2)},
                         .fills = row.integer(3)});
        return {};
    });
    if (!done) return pass(done);
    return found;
}

Result<std::vector<MarketPnl>> Queries::pnl_by_market() const {
    constexpr std::string_view sql = R"sql(
        SELECT p.event, p.market, p.condition_id, sum(p.realized), sum(p.cost), r.winner
        FROM positions p LEFT JOIN resolutions r ON r.condition_id = p.condition_id
        GROUP BY p.event, p.market, p.condition_id
        ORDER BY p.event, p.market, p.condition_id)sql";
    std::vector<MarketPnl> found;
    auto done = database_->query(sql, {}, [&](const Row& row) -> Result<void> {
        auto pnl = read_market_pnl(row);
        if (!pnl) return pass(pnl);
        found.push_back(std::move(*pnl));
        return {};
    });
    if (!done) return pass(done);
    return found;
}

Result<Money> Queries::realized_since(Timestamp from) const {
    auto micros = database_->integer(
        "SELECT coalesce(sum(amount), 0) FROM realized WHERE at_us >= ?", {micros_of(from)});
    if (!micros) return pass(micros);
    return Money{*micros};
}

Result<Money> Queries::realized_total() const {
    auto micros = database_->integer("SELECT coalesce(sum(amount), 0) FROM realized");
    if (!micros) return pass(micros);
    return Money{*micros};
}

Result<std::optional<Winner>> Queries::resolution_of(const ConditionId& condition) const {
    const auto id = condition.text();
    auto winner = database_->text("SELECT winner FROM resolutions WHERE condition_id = ?",
                                  {std::string_view{id}});
    if (!winner) return pass(winner);
    if (winner->empty()) return std::optional<Winner>{};
    const auto known = named<Winner>(*winner);
    if (!known) return fail(Errc::storage, "the ledger is damaged: an unknown winner");
    return std::optional<Winner>{known};
}

}  // namespace pm::store
