// What is asked about orders: their lives, their bytes, and what a restart must go on with.

#include <utility>

#include "store/database.hpp"
#include "store/queries.hpp"
#include "store/rows.hpp"

namespace pm::store {

namespace {

std::string fills_where(std::string_view condition) {
    return "SELECT " + std::string{fill_columns} + " FROM fills WHERE " + std::string{condition} +
           " ORDER BY seq";
}

/// Hands rows as values to `out`.
template <class T>
auto append_to(std::vector<T>& out, Result<T> (*read)(const Row&)) {
    return [&out, read](const Row& row) -> Result<void> {
        auto value = read(row);
        if (!value) return pass(value);
        out.push_back(std::move(*value));
        return {};
    };
}

Result<OrderEvent> read_event(const Row& row) {
    Cells cells{row};
    OrderEvent event{.at = cells.time(0),
                     .status = cells.name<OrderStatus>(1),
                     .filled = cells.size(2),
                     .proof = cells.name<Proof>(3),
                     .cause = cells.text(4)};
    if (auto ok = cells.verdict("order_events"); !ok) return pass(ok);
    return event;
}

Result<HaltRecord> read_halt(const Row& row) {
    const Cells cells{row};
    return HaltRecord{.halt = cells.text(0),
                      .why = cells.text(1),
                      .at = cells.time(2),
                      .reset = cells.maybe_time(3),
                      .reset_by = cells.text(4)};
}

Result<Resolution> read_end(const Row& row) {
    Cells cells{row};
    Resolution end{cells.condition(0), cells.name<Winner>(1)};
    if (auto ok = cells.verdict("resolutions"); !ok) return pass(ok);
    return end;
}

}  // namespace

Result<std::vector<Fill>> Queries::fills_of(std::string_view order_id) const {
    static const std::string sql = fills_where("order_id = ?");
    std::vector<Fill> found;
    auto done = database_->query(sql, {order_id}, append_to(found, read_fill));
    if (!done) return pass(done);
    return found;
}

Result<std::optional<OrderRecord>> Queries::recall(std::string_view order_id) const {
    static const std::string sql =
        "SELECT " + std::string{order_columns} + " FROM orders WHERE order_id = ?";
    std::vector<Order> orders;
    auto done = database_->query(sql, {order_id}, append_to(orders, read_order));
    if (!done) return pass(done);
    if (orders.empty()) return std::optional<OrderRecord>{};
    auto fills = fills_of(order_id);
    if (!fills) return pass(fills);
    return std::optional{OrderRecord{std::move(orders.front()), std::move(*fills)}};
}

Result<std::vector<OrderEvent>> Queries::life_of(std::string_view id) const {
    std::vector<OrderEvent> found;
    auto done = database_->query(
        "SELECT at_us, status, filled, proof, cause FROM order_events WHERE client_id = "
        "(SELECT client_id FROM orders WHERE order_id = ?1 OR client_id = ?1 "
        "ORDER BY order_id = ?1 DESC LIMIT 1) ORDER BY seq",
        {id}, append_to(found, read_event));
    if (!done) return pass(done);
    return found;
}

Result<std::string> Queries::body_of(std::string_view id) const {
    return database_->text(
        "SELECT body FROM orders WHERE order_id = ?1 OR client_id = ?1 "
        "ORDER BY order_id = ?1 DESC LIMIT 1",
        {id});
}

Result<std::vector<HaltRecord>> Queries::halts() const {
    std::vector<HaltRecord> found;
    auto done =
        database_->query("SELECT halt, why, at_us, reset_us, reset_by FROM halts ORDER BY seq", {},
                         append_to(found, read_halt));
    if (!done) return pass(done);
    return found;
}

Result<void> Queries::load_unfinished(Books& books) const {
    static const std::string unsettled = fills_where("settlement = 'provisional'");
    auto done = database_->query(unsettled, {}, append_to(books.provisional, read_fill));
    if (!done) return done;
    done = database_->query(
        "SELECT order_id, body FROM orders WHERE body <> '' AND order_id IS NOT NULL AND "
        "status NOT IN ('filled', 'cancelled', 'expired', 'rejected')",
        {}, [&](const Row& row) -> Result<void> {
            books.bodies.emplace(row.text(0), row.text(1));
            return {};
        });
    if (!done) return done;
    done = database_->query(
        "SELECT condition_id, winner FROM resolutions WHERE condition_id IN "
        "(SELECT condition_id FROM fills WHERE settlement = 'provisional') ORDER BY condition_id",
        {}, append_to(books.ended, read_end));
    if (!done) return done;
    done = database_->query("SELECT halt FROM halts WHERE reset_us IS NULL ORDER BY seq", {},
                            [&](const Row& row) -> Result<void> {
                                books.halts.emplace_back(row.text(0));
                                return {};
                            });
    if (!done) return done;
    // Timestamps rise from order to order; a few more are looked at than the newest.
    auto newest = database_->integer(
        "SELECT coalesce(max(timestamp_ms), 0) FROM "
        "(SELECT timestamp_ms FROM orders ORDER BY seq DESC LIMIT 100)");
    if (!newest) return pass(newest);
    books.timestamp_ms = *newest;
    auto settled =
        database_->integer("SELECT EXISTS(SELECT 1 FROM fills WHERE settlement = 'settled')");
    if (!settled) return pass(settled);
    books.settled_once = *settled != 0;
    return {};
}

Result<void> Queries::load_placed(Books& books, Timestamp since) const {
    // More than the venue takes in a minute: the whole table need not be looked through.
    constexpr std::string_view sql = R"sql(
        SELECT created_us FROM orders
        WHERE seq > (SELECT coalesce(max(seq), 0) - 10000 FROM orders) AND created_us > ?
        ORDER BY created_us)sql";
    return database_->query(sql, {since.time_since_epoch().count()},
                            [&](const Row& row) -> Result<void> {
                                books.placed_lately.emplace_back(Duration{row.integer(0)});
                                return {};
                            });
}

}  // namespace pm::store
