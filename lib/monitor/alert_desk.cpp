#include "monitor/alert_desk.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace pm::monitor {

std::optional<Alert> AlertDesk::raise(Alert alert, Timestamp now) {
    PM_ASSERT(alert.severity >= 1 && alert.severity <= 3);
    const auto key = std::pair{alert.code, alert.subject};
    const auto found = told_.find(key);
    if (found == told_.end()) {
        make_room();
        told_.emplace(key, Told{.at = now, .severity = alert.severity, .held_back = 0});
        return alert;
    }
    auto& told = found->second;
    const bool worse = alert.severity < told.severity;
    if (!worse && now - told.at < pause(alert.severity)) {
        ++told.held_back;
        return std::nullopt;
    }
    if (told.held_back > 0) {
        alert.message += " (" + std::to_string(told.held_back) + " more since then)";
    }
    told = Told{.at = now, .severity = alert.severity, .held_back = 0};
    return alert;
}

bool AlertDesk::clear(const std::string& code, const std::string& subject) {
    return told_.erase({code, subject}) > 0;
}

Duration AlertDesk::pause(int severity) const {
    if (severity == 1) return pace_.urgent;
    return severity == 2 ? pace_.today : pace_.notice;
}

void AlertDesk::make_room() {
    if (told_.size() < open_max) return;
    const auto oldest = std::min_element(
        told_.begin(), told_.end(), [](auto& a, auto& b) { return a.second.at < b.second.at; });
    told_.erase(oldest);
}

}  // namespace pm::monitor
