#include "pm-sim/journal_view.hpp"

#include "store/database.hpp"
#include "store/reader.hpp"

namespace pm::simulator {
namespace {

using store::Row;

Result<void> read_orders(store::Database& database, JournalView& out) {
    return database.query(
        "SELECT client_id, coalesce(order_id, ''), token_id, side, wanted_by, status, filled, "
        "created_us, condition_id FROM orders WHERE mode = 'live' ORDER BY seq",
        {}, [&](const Row& row) -> Result<void> {
            JournalOrder order;
            order.client_id = row.text(0);
            order.order_id = row.text(1);
            order.token = row.text(2);
            order.side = row.text(3);
            order.wanted_by = row.text(4);
            order.status = row.text(5);
            order.filled = Size{row.integer(6)};
            order.created_us = row.integer(7);
            out.condition_of[order.token] = row.text(8);
            if (!order.order_id.empty()) out.by_order_id[order.order_id] = out.orders.size();
            out.orders.push_back(std::move(order));
            return {};
        });
}

Result<void> read_fills(store::Database& database, JournalView& out) {
    return database.query(
        "SELECT f.order_id, f.trade_id, f.token_id, f.side, f.price, f.size, f.fee, f.settlement "
        "FROM fills f JOIN orders o ON o.order_id = f.order_id WHERE o.mode = 'live' "
        "ORDER BY f.seq",
        {}, [&](const Row& row) -> Result<void> {
            JournalFill fill;
            fill.order_id = row.text(0);
            fill.trade_id = row.text(1);
            fill.token = row.text(2);
            fill.side = row.text(3);
            fill.price = row.integer(4);
            fill.size = Size{row.integer(5)};
            fill.fee = Money{row.integer(6)};
            fill.settlement = row.text(7);
            out.fills.push_back(std::move(fill));
            return {};
        });
}

Result<void> read_holdings(store::Database& database, JournalView& out) {
    auto done = database.query(
        "SELECT token_id, settled, provisional, cost, realized, condition_id FROM positions", {},
        [&](const Row& row) -> Result<void> {
            const std::string token{row.text(0)};
            out.positions[token] = {Size{row.integer(1)}, Size{row.integer(2)},
                                    Money{row.integer(3)}, Money{row.integer(4)}};
            out.condition_of[token] = row.text(5);
            return {};
        });
    if (!done) return done;
    done = database.query("SELECT balance, change, reason FROM cash ORDER BY seq", {},
                          [&](const Row& row) -> Result<void> {
                              out.cash.push_back({Money{row.integer(0)}, Money{row.integer(1)},
                                                  std::string{row.text(2)}});
                              return {};
                          });
    if (!done) return done;
    return database.query("SELECT condition_id, winner FROM resolutions", {},
                          [&](const Row& row) -> Result<void> {
                              out.ended[std::string{row.text(0)}] = row.text(1);
                              return {};
                          });
}

Result<void> read_lives(store::Database& database, JournalView& out) {
    auto done =
        database.query("SELECT client_id, status, proof FROM order_events ORDER BY seq", {},
                       [&](const Row& row) -> Result<void> {
                           out.events.push_back({std::string{row.text(0)}, std::string{row.text(1)},
                                                 std::string{row.text(2)}});
                           return {};
                       });
    if (!done) return done;
    return database.query(
        "SELECT halt, at_us, coalesce(reset_us, 0) FROM halts ORDER BY seq", {},
        [&](const Row& row) -> Result<void> {
            out.halts.push_back({std::string{row.text(0)}, row.integer(1), row.integer(2)});
            return {};
        });
}

}  // namespace

Result<JournalView> JournalView::read(const std::string& path) {
    JournalView out;
    {
        auto reader = store::Reader::open(path);  // Refuses what is no ledger of ours.
        if (!reader) return pass(reader);
        out.account = (*reader)->stamp().account;
    }
    auto database = store::Database::open(path, store::Access::read);
    if (!database) return pass(database);
    if (auto set = (*database)->run_script("PRAGMA query_only = ON; BEGIN;"); !set) {
        return pass(set);
    }
    for (auto* part : {&read_orders, &read_fills, &read_holdings, &read_lives}) {
        if (auto done = part(**database, out); !done) return pass(done, path);
    }
    return out;
}

}  // namespace pm::simulator
