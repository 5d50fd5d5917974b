#pragma once

/// A ledger as the oracle sees it: rows, without the program's own sums.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/amounts.hpp"
#include "domain/order.hpp"

namespace pm::simulator {

struct JournalOrder {
    std::string client_id;
    std::string order_id;
    std::string token;
    std::string side;
    std::string wanted_by;
    std::string status;
    Size filled;
    std::int64_t created_us = 0;
};

struct JournalFill {
    std::string order_id;
    std::string trade_id;
    std::string token;
    std::string side;
    std::int64_t price = 0;
    Size size;
    Money fee;
    std::string settlement;
};

struct JournalPosition {
    Size settled{};
    Size provisional{};
    Money cost{};
    Money realized{};
};

struct JournalEvent {
    std::string client_id;
    std::string status;
    std::string proof;
};

struct JournalHalt {
    std::string halt;
    std::int64_t at_us = 0;
    std::int64_t reset_us = 0;  ///< 0: never.
};

struct JournalCash {
    Money balance;
    Money change;
    std::string reason;
};

struct JournalView {
    std::string account;  ///< Of the stamp: the wallet, when live.
    std::vector<JournalOrder> orders;
    std::map<std::string, std::size_t> by_order_id;
    std::vector<JournalFill> fills;
    std::map<std::string, JournalPosition> positions;  ///< By token.
    std::vector<JournalEvent> events;                  ///< Oldest first.
    std::vector<JournalHalt> halts;
    std::vector<JournalCash> cash;             ///< Oldest first.
    std::map<std::string, std::string> ended;  ///< Conditions of resolved markets, with winner.
    std::map<std::string, std::string> condition_of;  ///< By token.

    /// Reads the ledger at `path` without changing it. @return as store::Reader::open.
    static Result<JournalView> read(const std::string& path);
};

}  // namespace pm::simulator
