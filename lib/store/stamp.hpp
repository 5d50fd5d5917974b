#pragma once

/// Whose ledger a file is. A ledger opened with another stamp is refused: paper money never
/// mixes with real money, nor one account or venue with another.

#include <string>

#include "base/clock.hpp"
#include "domain/order.hpp"

namespace pm::store {

struct Stamp {
    TradingMode mode = TradingMode::paper;
    std::string account = "default";  ///< Profile on paper, funder address when live.
    std::string venue;  ///< Base URL; "demo" for the embedded venue, whose port differs each time.
    Timestamp created{};  ///< Written when the file is made; not compared.
};

/// Where the ledger of a profile is, inside its state folder: "…/paper.db", "…/live.db".
[[nodiscard]] inline std::string ledger_path(const std::string& state_folder, TradingMode mode) {
    return state_folder + (mode == TradingMode::paper ? "/paper.db" : "/live.db");
}

}  // namespace pm::store
