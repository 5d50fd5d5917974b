#include "store/schema.hpp"

#include <array>
#include <utility>

#include "base/text.hpp"
#include "domain/names.hpp"

namespace pm::store {

namespace {

// Money, prices and sizes are micro-units; times are microseconds since 1970, UTC; identifiers
// are the text that people see. STRICT tables refuse a value of another type.
constexpr std::string_view first_schema = R"sql(
CREATE TABLE stamp(
    id INTEGER PRIMARY KEY CHECK(id = 1),
    mode TEXT NOT NULL,
    account TEXT NOT NULL,
    venue TEXT NOT NULL,
    created_us INTEGER NOT NULL) STRICT;
CREATE TABLE notes(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE counters(name TEXT PRIMARY KEY, next INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE cash(
    seq INTEGER PRIMARY KEY,
    at_us INTEGER NOT NULL,
    balance INTEGER NOT NULL,
    change INTEGER NOT NULL,
    reason TEXT NOT NULL,
    subject TEXT NOT NULL) STRICT;
CREATE TABLE orders(
    seq INTEGER PRIMARY KEY,
    client_id TEXT NOT NULL UNIQUE,
    order_id TEXT UNIQUE,
    event TEXT NOT NULL,
    market TEXT NOT NULL,
    condition_id TEXT NOT NULL,
    token_id TEXT NOT NULL,
    outcome TEXT NOT NULL,
    side TEXT NOT NULL,
    price INTEGER NOT NULL CHECK(price BETWEEN 0 AND 1000000),
    size INTEGER NOT NULL CHECK(size >= 0),
    order_type TEXT NOT NULL,
    post_only INTEGER NOT NULL,
    wanted_by TEXT NOT NULL,
    filled INTEGER NOT NULL CHECK(filled >= 0),
    status TEXT NOT NULL,
    reason TEXT NOT NULL,
    mode TEXT NOT NULL,
    created_us INTEGER NOT NULL,
    updated_us INTEGER NOT NULL) STRICT;
CREATE INDEX orders_by_status ON orders(status);
CREATE TABLE fills(
    seq INTEGER PRIMARY KEY,
    order_id TEXT NOT NULL REFERENCES orders(order_id),
    trade_id TEXT NOT NULL,
    condition_id TEXT NOT NULL,
    token_id TEXT NOT NULL,
    side TEXT NOT NULL,
    price INTEGER NOT NULL CHECK(price BETWEEN 0 AND 1000000),
    size INTEGER NOT NULL CHECK(size > 0),
    fee INTEGER NOT NULL,
    liquidity TEXT NOT NULL,
    settlement TEXT NOT NULL,
    at_us INTEGER NOT NULL,
    UNIQUE(order_id, trade_id)) STRICT;
CREATE INDEX fills_by_time ON fills(at_us);
CREATE TABLE positions(
    token_id TEXT PRIMARY KEY,
    condition_id TEXT NOT NULL,
    event TEXT NOT NULL,
    market TEXT NOT NULL,
    outcome TEXT NOT NULL,
    settled INTEGER NOT NULL CHECK(settled >= 0),
    provisional INTEGER NOT NULL CHECK(provisional >= 0),
    reserved INTEGER NOT NULL,
    cost INTEGER NOT NULL,
    realized INTEGER NOT NULL,
    updated_us INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE resolutions(
    condition_id TEXT PRIMARY KEY,
    winner TEXT NOT NULL,
    at_us INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE realized(
    seq INTEGER PRIMARY KEY,
    at_us INTEGER NOT NULL,
    condition_id TEXT NOT NULL,
    token_id TEXT NOT NULL,
    amount INTEGER NOT NULL) STRICT;
CREATE INDEX realized_by_time ON realized(at_us);
)sql";

// Real orders: the exact bytes of each request, what a fill moved (so that it can be undone), the
// whole life of an order, and halts that outlive a run.
constexpr std::string_view second_schema = R"sql(
ALTER TABLE orders ADD COLUMN body TEXT NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN paid INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN proof TEXT NOT NULL DEFAULT 'own';
ALTER TABLE orders ADD COLUMN timestamp_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN expires_us INTEGER;
ALTER TABLE orders ADD COLUMN spend INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN tick INTEGER NOT NULL DEFAULT 10000;
ALTER TABLE orders ADD COLUMN neg_risk INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN fee_rate INTEGER NOT NULL DEFAULT 70000;
ALTER TABLE orders ADD COLUMN fee_exponent INTEGER NOT NULL DEFAULT 1;
CREATE INDEX orders_by_timestamp ON orders(timestamp_ms);
ALTER TABLE fills ADD COLUMN cost INTEGER NOT NULL DEFAULT 0;
ALTER TABLE fills ADD COLUMN realized INTEGER NOT NULL DEFAULT 0;
CREATE INDEX fills_by_settlement ON fills(settlement);
UPDATE orders SET paid = (
    SELECT coalesce(sum((f.price * f.size + 999999) / 1000000), 0) FROM fills f
    WHERE f.order_id = orders.order_id AND f.settlement <> 'failed');
UPDATE fills SET cost = (price * size + 999999) / 1000000 + fee WHERE side = 'BUY';
CREATE TABLE order_events(
    seq INTEGER PRIMARY KEY,
    client_id TEXT NOT NULL,
    at_us INTEGER NOT NULL,
    status TEXT NOT NULL,
    filled INTEGER NOT NULL,
    proof TEXT NOT NULL,
    cause TEXT NOT NULL) STRICT;
CREATE INDEX order_events_by_order ON order_events(client_id);
INSERT INTO order_events(client_id, at_us, status, filled, proof, cause)
    SELECT client_id, updated_us, status, filled, 'own', 'migrated' FROM orders ORDER BY seq;
CREATE TABLE halts(
    seq INTEGER PRIMARY KEY,
    halt TEXT NOT NULL,
    why TEXT NOT NULL,
    at_us INTEGER NOT NULL,
    reset_us INTEGER,
    reset_by TEXT NOT NULL DEFAULT '') STRICT;
)sql";

// An order waits for every page that its intent changes: indexes that only a start or `why` would
// read are not worth one.
constexpr std::string_view third_schema = R"sql(
DROP INDEX orders_by_status;
DROP INDEX orders_by_timestamp;
DROP INDEX order_events_by_order;
)sql";

/// The statements that lead from one version to the next, from an empty file on.
constexpr std::array steps{first_schema, second_schema, third_schema};
static_assert(steps.size() == schema_version);

std::string quoted(std::string_view text) {
    return "'" + sanitised(text) + "'";
}

}  // namespace

Result<bool> recognise(Database& database) {
    auto application = database.integer("PRAGMA application_id");
    if (!application) return pass(application);
    auto version = database.integer("PRAGMA user_version");
    if (!version) return pass(version);
    auto tables = database.integer("SELECT count(*) FROM sqlite_schema");
    if (!tables) return pass(tables);
    if (*application == 0 && *version == 0 && *tables == 0) return false;
    if (*application != application_id) {
        return fail(Errc::bad_config, "the file is a database of another program",
                    "name another file with --db; this one was left as it is");
    }
    if (*version > schema_version) {
        return fail(Errc::bad_config,
                    "the ledger has schema " + std::to_string(*version) +
                        ", this program knows schemas up to " + std::to_string(schema_version),
                    "use the newer program that wrote it, or name another ledger with --db");
    }
    return true;
}

Result<void> migrate(Database& database, const Stamp& stamp) {
    auto version = database.integer("PRAGMA user_version");
    if (!version) return pass(version);
    if (*version == schema_version) return {};
    auto change = Transaction::begin(database);
    if (!change) return pass(change);
    for (auto step = static_cast<std::size_t>(*version); step < steps.size(); ++step) {
        if (auto made = database.run_script(steps[step]); !made) return made;
    }
    if (*version == 0) {
        const std::int64_t created_us = stamp.created.time_since_epoch().count();
        auto stamped = database.run(
            "INSERT INTO stamp(id, mode, account, venue, created_us) VALUES(1, ?, ?, ?, ?)",
            {name_of(stamp.mode), std::string_view{stamp.account}, std::string_view{stamp.venue},
             created_us});
        if (!stamped) return pass(stamped);
    }
    // Pragmas take no parameters; both values are our own constants.
    const auto marks = "PRAGMA application_id = " + std::to_string(application_id) +
                       "; PRAGMA user_version = " + std::to_string(schema_version) + ";";
    if (auto marked = database.run_script(marks); !marked) return marked;
    return change->commit();
}

Result<void> check_health(Database& database) {
    auto verdict = database.text("PRAGMA quick_check(1)");
    if (!verdict) return pass(verdict);
    if (*verdict == "ok") return {};
    return fail(Errc::storage, "the ledger is damaged: " + sanitised(*verdict),
                "keep the file, restore a copy, or name another ledger with --db");
}

Result<Stamp> read_stamp(Database& database) {
    std::optional<Stamp> found;
    auto read =
        database.query("SELECT mode, account, venue, created_us FROM stamp WHERE id = 1", {},
                       [&](const Row& row) -> Result<void> {
                           const auto mode = named<TradingMode>(row.text(0));
                           if (!mode)
                               return fail(Errc::storage, "the ledger's stamp has an unknown mode");
                           found = Stamp{.mode = *mode,
                                         .account = std::string{row.text(1)},
                                         .venue = std::string{row.text(2)},
                                         .created = Timestamp{Duration{row.integer(3)}}};
                           return {};
                       });
    if (!read) return pass(read);
    if (!found) return fail(Errc::storage, "the ledger has no stamp");
    return std::move(*found);
}

Result<void> compare(const Stamp& wanted, const Stamp& found) {
    constexpr auto hint = "use another --profile, or name another ledger with --db";
    if (wanted.mode != found.mode) {
        return fail(Errc::bad_config,
                    "the ledger is for " + std::string{name_of(found.mode)} + " trading, not " +
                        std::string{name_of(wanted.mode)},
                    hint);
    }
    if (wanted.account != found.account) {
        return fail(Errc::bad_config,
                    "the ledger belongs to account " + quoted(found.account) + ", not " +
                        quoted(wanted.account),
                    hint);
    }
    if (wanted.venue != found.venue) {
        return fail(
            Errc::bad_config,
            "the ledger is for the venue " + quoted(found.venue) + ", not " + quoted(wanted.venue),
            hint);
    }
    return {};
}

}  // namespace pm::store
