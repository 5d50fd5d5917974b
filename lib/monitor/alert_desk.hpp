#pragma once

/// Alerts that people still read: the same trouble is told once, and again only after a while.

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "domain/status.hpp"

namespace pm::monitor {

/// After how long the same alert may be told again, by severity.
struct AlertPace {
    Duration urgent{std::chrono::minutes{1}};  ///< Severity 1.
    Duration today{std::chrono::minutes{15}};  ///< Severity 2.
    Duration notice{std::chrono::hours{24}};   ///< Severity 3.
};

class AlertDesk {
public:
    explicit AlertDesk(AlertPace pace = {}) : pace_{pace} {}

    /// The alert if people should hear it now; nothing when the same code about the same subject
    /// was told lately at that severity or a more urgent one. Repeats say how many were held back.
    [[nodiscard]] std::optional<Alert> raise(Alert alert, Timestamp now);

    /// The trouble is over: the next one like it is told at once.
    /// @return whether it had been told.
    bool clear(const std::string& code, const std::string& subject);

    /// How many kinds of trouble are open. At most `open_max`: the oldest are forgotten.
    [[nodiscard]] std::size_t open() const { return told_.size(); }
    static constexpr std::size_t open_max = 10'000;

private:
    struct Told {
        Timestamp at{};
        int severity = 3;
        int held_back = 0;
    };
    [[nodiscard]] Duration pause(int severity) const;
    void make_room();

    AlertPace pace_;
    std::map<std::pair<std::string, std::string>, Told> told_;
};

}  // namespace pm::monitor
