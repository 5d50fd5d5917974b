#pragma once

/// The oracle: compares what the venue says happened with what our journal says. Pure.
///
/// Ten checks. It recomputes everything from rows and lines, and believes none of our sums.
/// Source: reliability catalogue, oracle checks.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "pm-sim/journal_view.hpp"
#include "pm-sim/truth.hpp"
#include "risk/limits.hpp"

namespace pm::simulator {

/// What the oracle is given. What is missing leaves checks out.
struct OracleInput {
    Truth truth;
    JournalView journal;
    std::optional<risk::Limits> limits;
    std::optional<std::vector<Json>> audit;    ///< Its lines.
    std::optional<std::string> audit_fault;    ///< What a check of its chain found; empty: none.
    std::optional<int> exit_status;            ///< Of the program, when it ended by itself.
    Duration slack = std::chrono::seconds{1};  ///< Between the program's clock and the venue's.
    int orders_per_slot = 1;                   ///< Open at once on one side of one token.
};

enum class Verdict : std::uint8_t { pass, fail, left_out };

struct Finding {
    int number = 0;
    std::string name;
    Verdict verdict = Verdict::pass;
    std::string counts;                 ///< "312 orders, 40 refused"
    std::vector<std::string> faults{};  ///< At most ten, the first ones.
    std::size_t fault_count = 0;
};

[[nodiscard]] std::vector<Finding> judge(const OracleInput& input);

/// "pass  3 fills and positions: 312 fills" and, for a failure, a line for each fault.
[[nodiscard]] std::string text_of(const Finding& finding);

// The checks one by one.
[[nodiscard]] Finding intent_before_arrival(const OracleInput& input);  // 1
[[nodiscard]] Finding one_order_each(const OracleInput& input);         // 2
[[nodiscard]] Finding fills_and_positions(const OracleInput& input);    // 3
[[nodiscard]] Finding evidence_in_time(const OracleInput& input);       // 4
[[nodiscard]] Finding nothing_while_halted(const OracleInput& input);   // 5
[[nodiscard]] Finding within_limits(const OracleInput& input);          // 6
[[nodiscard]] Finding audit_unbroken(const OracleInput& input);         // 7
[[nodiscard]] Finding double_entry(const OracleInput& input);           // 8
[[nodiscard]] Finding unknowns_closed(const OracleInput& input);        // 9
[[nodiscard]] Finding exit_agrees(const OracleInput& input);            // 10

/// Adds a fault to a finding.
void blame(Finding& finding, std::string fault);

}  // namespace pm::simulator
