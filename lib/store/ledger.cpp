#include "store/ledger.hpp"

#include <utility>

#include "base/assert.hpp"
#include "base/text.hpp"
#include "domain/names.hpp"
#include "store/database.hpp"
#include "store/file_lock.hpp"
#include "store/rows.hpp"
#include "store/schema.hpp"

namespace pm::store {

namespace {

constexpr std::string_view in_memory = ":memory:";

// WAL lets readers look while we write; FULL makes a commit survive a power cut.
// Source: reliability catalogue, S10 and F-63.
constexpr std::string_view settings = R"sql(
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA trusted_schema = OFF;
PRAGMA secure_delete = ON;
)sql";

// The body is written once, with the intent: nothing that comes later changes what was sent.
constexpr std::string_view upsert_order = R"sql(
INSERT INTO orders(client_id, order_id, event, market, condition_id, token_id, outcome, side, price,
                   size, order_type, post_only, wanted_by, filled, status, reason, mode,
                   created_us, updated_us, paid, proof, timestamp_ms, expires_us, spend, tick,
                   neg_risk, fee_rate, fee_exponent, body)
VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT(client_id) DO UPDATE SET
    order_id = coalesce(excluded.order_id, order_id), price = excluded.price,
    size = excluded.size, filled = excluded.filled, status = excluded.status,
    reason = excluded.reason, updated_us = excluded.updated_us, paid = excluded.paid,
    proof = excluded.proof)sql";

constexpr std::string_view insert_event = R"sql(
INSERT INTO order_events(client_id, at_us, status, filled, proof, cause)
VALUES(?, ?, ?, ?, ?, ?))sql";

constexpr std::string_view insert_fill = R"sql(
INSERT INTO fills(order_id, trade_id, condition_id, token_id, side, price, size, fee, liquidity,
                  settlement, at_us, cost, realized)
VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";

constexpr std::string_view upsert_position = R"sql(
INSERT INTO positions(token_id, condition_id, event, market, outcome, settled, provisional,
                      reserved, cost, realized, updated_us)
VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT(token_id) DO UPDATE SET
    settled = excluded.settled, provisional = excluded.provisional,
    reserved = excluded.reserved, cost = excluded.cost, realized = excluded.realized,
    updated_us = excluded.updated_us)sql";

Value text_or_null(const std::string& text) {
    return text.empty() ? Value{} : Value{std::string_view{text}};
}

Value time_or_null(const std::optional<Timestamp>& at) {
    return at ? Value{micros_of(*at)} : Value{};
}

/// Writes an order's row, and a line of its life.
Result<void> write_order(Database& database, const Order& order, std::string_view cause,
                         std::string_view body = {}) {
    const auto& intent = order.intent;
    const auto& terms = intent.terms;
    const auto condition = intent.condition.text();
    const auto token = intent.token.text();
    auto done = database.run(upsert_order, {std::string_view{intent.client_id},
                                            text_or_null(order.order_id),
                                            std::string_view{intent.event},
                                            std::string_view{intent.market},
                                            std::string_view{condition},
                                            std::string_view{token},
                                            name_of(intent.outcome),
                                            name_of(intent.side),
                                            std::int64_t{intent.limit.micros()},
                                            intent.size.micros,
                                            name_of(intent.tif),
                                            std::int64_t{intent.post_only ? 1 : 0},
                                            std::string_view{intent.reason},
                                            order.filled.micros,
                                            name_of(order.status),
                                            std::string_view{order.reason},
                                            name_of(order.mode),
                                            micros_of(order.created),
                                            micros_of(order.updated),
                                            order.paid.micros,
                                            name_of(order.proof),
                                            order.timestamp_ms,
                                            time_or_null(intent.expires),
                                            intent.spend.micros,
                                            std::int64_t{terms.tick.micros()},
                                            std::int64_t{terms.neg_risk ? 1 : 0},
                                            std::int64_t{terms.fee.rate_micros},
                                            std::int64_t{terms.fee.exponent},
                                            body});
    if (!done) return pass(done);
    auto noted = database.run(
        insert_event, {std::string_view{intent.client_id}, micros_of(order.updated),
                       name_of(order.status), order.filled.micros, name_of(order.proof), cause});
    if (!noted) return pass(noted);
    return {};
}

Result<void> write_fill(Database& database, const Fill& fill) {
    const auto condition = fill.condition.text();
    const auto token = fill.token.text();
    auto done = database.run(
        insert_fill, {std::string_view{fill.order_id}, std::string_view{fill.trade_id},
                      std::string_view{condition}, std::string_view{token}, name_of(fill.side),
                      std::int64_t{fill.price.micros()}, fill.size.micros, fill.fee.micros,
                      name_of(fill.liquidity), name_of(fill.settlement), micros_of(fill.at),
                      fill.cost.micros, fill.realized.micros});
    if (!done) return pass(done);
    return {};
}

/// "trade 0190c2 settled": why an order changed with one of its fills.
std::string cause_of(const Fill& fill) {
    return "trade " + fill.trade_id + " " + std::string{name_of(fill.settlement)};
}

/// Writes a position, and what it has realised since it was last written.
Result<void> write_position(Database& database, const Position& position, Timestamp at) {
    const auto condition = position.condition.text();
    const auto token = position.token.text();
    auto before = database.integer("SELECT realized FROM positions WHERE token_id = ?",
                                   {std::string_view{token}});
    if (!before) return pass(before);
    auto done = database.run(
        upsert_position,
        {std::string_view{token}, std::string_view{condition}, std::string_view{position.event},
         std::string_view{position.market}, name_of(position.outcome), position.settled.micros,
         position.provisional.micros, position.reserved.micros, position.cost.micros,
         position.realized.micros, micros_of(at)});
    if (!done) return pass(done);
    const auto change = position.realized.micros - *before;
    if (change == 0) return {};
    auto noted = database.run(
        "INSERT INTO realized(at_us, condition_id, token_id, amount) VALUES(?, ?, ?, ?)",
        {micros_of(at), std::string_view{condition}, std::string_view{token}, change});
    if (!noted) return pass(noted);
    return {};
}

struct CashReason {
    std::string_view name;
    std::string_view subject;
};

Result<void> write_cash(Database& database, Money cash, Timestamp at, CashReason reason) {
    auto before = database.integer("SELECT balance FROM cash ORDER BY seq DESC LIMIT 1");
    if (!before) return pass(before);
    if (*before == cash.micros && reason.name != "start") return {};
    auto done = database.run(
        "INSERT INTO cash(at_us, balance, change, reason, subject) VALUES(?, ?, ?, ?, ?)",
        {micros_of(at), cash.micros, cash.micros - *before, reason.name, reason.subject});
    if (!done) return pass(done);
    return {};
}

/// Takes over the file: ours or new, healthy, with our settings and tables, and the right stamp.
Result<Stamp> take_over(Database& database, const Stamp& stamp) {
    auto known = recognise(database);
    if (!known) return pass(known);
    if (*known) {
        // Whose it is comes before any change to it.
        auto found = read_stamp(database);
        if (!found) return pass(found);
        if (auto same = compare(stamp, *found); !same) return pass(same);
        if (auto healthy = check_health(database); !healthy) return pass(healthy);
    }
    if (auto set = database.run_script(settings); !set) return pass(set);
    if (auto ready = migrate(database, stamp); !ready) return pass(ready);
    return read_stamp(database);
}

}  // namespace

std::optional<std::string> ledger_in_use(const std::string& path) {
    const auto lock = FileLock::take(path + ".lock");
    if (lock) return std::nullopt;
    return lock.error().message;
}

Result<std::unique_ptr<Ledger>> Ledger::open(const std::string& path, const Stamp& stamp) {
    const auto shown = sanitised(path);
    std::unique_ptr<FileLock> lock;
    if (path != in_memory) {
        if (auto made = make_private_folder_of(path); !made) return pass(made);
        auto taken = FileLock::take(path + ".lock");
        if (!taken) return pass(taken);
        lock = std::move(*taken);
        if (auto made = make_private_file(path); !made) return pass(made);
    }
    auto database = Database::open(path, Access::write);
    if (!database) return pass(database, shown);
    auto found = take_over(**database, stamp);
    if (!found) return pass(found, shown);
    return std::unique_ptr<Ledger>{
        new Ledger{std::move(lock), std::move(*database), std::move(*found)}};
}

Ledger::Ledger(std::unique_ptr<FileLock> lock, std::unique_ptr<Database> database, Stamp stamp)
    : lock_{std::move(lock)}, database_{std::move(database)}, stamp_{std::move(stamp)} {}

Ledger::~Ledger() = default;

Queries Ledger::queries() {
    return Queries{*database_};
}

Result<Books> Ledger::load(Timestamp now) {
    return queries().load(now);
}

Result<bool> Ledger::start_with(Money cash, Timestamp at) {
    auto change = Transaction::begin(*database_);
    if (!change) return pass(change);
    auto had = database_->integer("SELECT count(*) FROM cash");
    if (!had) return pass(had);
    if (*had > 0) return false;
    auto written = write_cash(*database_, cash, at, {"start", ""});
    if (!written) return pass(written);
    if (auto done = change->commit(); !done) return pass(done);
    return true;
}

Result<void> Ledger::record_intent(const Order& order, std::string_view body) {
    PM_ASSERT(!order.intent.client_id.empty());
    auto change = Transaction::begin(*database_);
    if (!change) return pass(change);
    auto known = database_->integer("SELECT count(*) FROM orders WHERE client_id = ?",
                                    {std::string_view{order.intent.client_id}});
    if (!known) return pass(known);
    if (*known > 0) {
        return fail(Errc::refused, "an order with client id " + sanitised(order.intent.client_id) +
                                       " was recorded before");
    }
    if (auto written = write_order(*database_, order, "wanted", body); !written) return written;
    return change->commit();
}

Result<void> Ledger::record_order(const Order& order) {
    PM_ASSERT(!order.intent.client_id.empty());
    auto change = Transaction::begin(*database_);
    if (!change) return pass(change);
    if (auto written = write_order(*database_, order, order.reason); !written) return written;
    return change->commit();
}

Result<bool> Ledger::record_fill(const Fill& fill, const Order& order, const Position& position,
                                 Money cash) {
    PM_ASSERT(fill.order_id == order.order_id && fill.token == position.token);
    auto change = Transaction::begin(*database_);
    if (!change) return pass(change);
    auto seen =
        database_->integer("SELECT count(*) FROM fills WHERE order_id = ? AND trade_id = ?",
                           {std::string_view{fill.order_id}, std::string_view{fill.trade_id}});
    if (!seen) return pass(seen);
    if (*seen > 0) return false;
    if (auto done = write_order(*database_, order, cause_of(fill)); !done) return pass(done);
    if (auto done = write_fill(*database_, fill); !done) return pass(done);
    if (auto done = write_position(*database_, position, fill.at); !done) return pass(done);
    auto paid = write_cash(*database_, cash, fill.at, {"fill", fill.trade_id});
    if (!paid) return pass(paid);
    if (auto done = change->commit(); !done) return pass(done);
    return true;
}

Result<bool> Ledger::record_settlement(const Fill& fill, const Order& order,
                                       const Position& position, Money cash) {
    PM_ASSERT(fill.order_id == order.order_id && fill.token == position.token);
    PM_ASSERT(fill.settlement != Settlement::provisional);
    auto change = Transaction::begin(*database_);
    if (!change) return pass(change);
    // Only a provisional fill ends, and only once: whatever happened to this process meanwhile.
    auto ended = database_->run(
        "UPDATE fills SET settlement = ? "
        "WHERE order_id = ? AND trade_id = ? AND settlement = 'provisional'",
        {name_of(fill.settlement), std::string_view{fill.order_id},
         std::string_view{fill.trade_id}});
    if (!ended) return pass(ended);
    if (*ended == 0) return false;
    if (auto done = write_order(*database_, order, cause_of(fill)); !done) return pass(done);
    if (auto done = write_position(*database_, position, fill.at); !done) return pass(done);
    auto paid = write_cash(*database_, cash, fill.at, {"settlement", fill.trade_id});
    if (!paid) return pass(paid);
    if (auto done = change->commit(); !done) return pass(done);
    return true;
}

Result<void> Ledger::record_resolution(const Resolution& resolution,
                                       const std::vector<Position>& positions, Money cash,
                                       Timestamp at) {
    auto change = Transaction::begin(*database_);
    if (!change) return pass(change);
    const auto condition = resolution.condition.text();
    auto known = queries().resolution_of(resolution.condition);
    if (!known) return pass(known);
    if (*known) {
        if (**known == resolution.winner) return {};
        return fail(Errc::refused, "market " + condition + " was recorded as won by " +
                                       std::string{name_of(**known)} + ", not " +
                                       std::string{name_of(resolution.winner)});
    }
    auto noted =
        database_->run("INSERT INTO resolutions(condition_id, winner, at_us) VALUES(?, ?, ?)",
                       {std::string_view{condition}, name_of(resolution.winner), micros_of(at)});
    if (!noted) return pass(noted);
    for (const auto& position : positions) {
        if (auto done = write_position(*database_, position, at); !done) return done;
    }
    auto paid = write_cash(*database_, cash, at, {"resolution", condition});
    if (!paid) return paid;
    return change->commit();
}

Result<void> Ledger::record_halt(std::string_view halt, std::string_view why, Timestamp at) {
    auto done = database_->run(
        "INSERT INTO halts(halt, why, at_us) SELECT ?1, ?2, ?3 WHERE NOT EXISTS "
        "(SELECT 1 FROM halts WHERE halt = ?1 AND reset_us IS NULL)",
        {halt, why, micros_of(at)});
    if (!done) return pass(done);
    return {};
}

Result<bool> Ledger::reset_halt(std::string_view halt, std::string_view by, Timestamp at) {
    auto done = database_->run(
        "UPDATE halts SET reset_us = ?, reset_by = ? WHERE halt = ? AND reset_us IS NULL",
        {micros_of(at), by, halt});
    if (!done) return pass(done);
    return *done > 0;
}

Result<std::optional<OrderRecord>> Ledger::recall(std::string_view order_id) {
    return queries().recall(order_id);
}

Result<std::optional<std::string>> Ledger::note(std::string_view key) {
    std::optional<std::string> value;
    auto read = database_->query("SELECT value FROM notes WHERE key = ?", {key},
                                 [&](const Row& row) -> Result<void> {
                                     value = std::string{row.text(0)};
                                     return {};
                                 });
    if (!read) return pass(read);
    return value;
}

Result<void> Ledger::set_note(std::string_view key, std::string_view value) {
    auto done = database_->run(
        "INSERT INTO notes(key, value) VALUES(?, ?) "
        "ON CONFLICT(key) DO UPDATE SET value = excluded.value",
        {key, value});
    if (!done) return pass(done);
    return {};
}

Result<std::int64_t> Ledger::take_numbers(std::string_view counter, std::int64_t count) {
    PM_ASSERT(count > 0);
    // A transaction of its own: only COMMIT tells whether the numbers are really taken.
    auto change = Transaction::begin(*database_);
    if (!change) return pass(change);
    auto next = database_->integer(
        "INSERT INTO counters(name, next) VALUES(?, 1 + ?) "
        "ON CONFLICT(name) DO UPDATE SET next = next + excluded.next - 1 RETURNING next",
        {counter, count});
    if (!next) return pass(next);
    if (auto done = change->commit(); !done) return pass(done);
    return *next - count;
}

}  // namespace pm::store
