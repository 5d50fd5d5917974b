#pragma once

/// A decision with all its terms.

#include <string>

#include "domain/order.hpp"

namespace pm {

enum class Decision : std::uint8_t { enter, exit, hold, skip };

/// Why a strategy did what it did about one token. Codes of `reason`: strategy/reason.hpp.
struct Signal {
    TokenId token;
    Side side = Side::buy;
    double p = 0;                         ///< Our probability that the token pays.
    Price price = Price::from_micros(0);  ///< Executable, the worst level for `size`.
    Size size;
    Money fee;        ///< Of the whole size, as a taker.
    double edge = 0;  ///< Per share, after the fee, at the average price.
    Decision decision = Decision::skip;
    std::string reason;
};

}  // namespace pm
