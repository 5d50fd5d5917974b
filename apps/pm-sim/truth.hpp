#pragma once

/// The truth log of a simulated venue, read back: what really became of one account's orders.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/amounts.hpp"
#include "domain/ids.hpp"
#include "domain/order.hpp"

namespace pm::simulator {

struct TrueOrder {
    std::string id;
    bool accepted = false;
    bool foreign = false;  ///< Made by a fault: no program of ours sent it.
    std::string reason;    ///< Of a refusal.
    std::int64_t ms = 0;   ///< Arrival, the venue's time.
    std::string condition;
    std::string event;
    std::string token;
    Side side = Side::buy;
    Price price = Price::from_micros(0);
    Size size;
    Money gives;  ///< Of a buy: the dollars it may cost, without fees.
    TimeInForce tif = TimeInForce::gtc;
    FeeSchedule fee;
    Size matched;                        ///< Also by trades that failed later.
    std::optional<std::int64_t> closed;  ///< When it left the venue's book, ms.
};

struct TrueFill {
    std::string order;
    std::string trade;
    std::string token;
    Side side = Side::buy;
    Price price = Price::from_micros(0);
    Size size;
    Money money;
    Money fee;
    std::int64_t ms = 0;
    std::string status = "MATCHED";  ///< The last one.
};

struct Truth {
    std::vector<TrueOrder> orders{};  ///< In the order of their arrival, refusals included.
    std::map<std::string, std::size_t> accepted{};  ///< By id; the first of that id.
    std::vector<TrueFill> fills{};
    std::int64_t last_ms = 0;

    /// Reads a log, as far as it concerns the wallet `maker` (any case; empty: every wallet). A
    /// last line without its end is left out: the venue may have been killed.
    /// @return Errc::malformed naming the line.
    static Result<Truth> parse(std::string_view text, std::string_view maker);
};

}  // namespace pm::simulator
