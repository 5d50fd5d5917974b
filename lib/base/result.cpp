#include "base/result.hpp"

namespace pm {

std::string_view name_of(Errc code) {
    switch (code) {
        case Errc::bad_input: return "bad_input";
        case Errc::bad_config: return "bad_config";
        case Errc::credentials: return "credentials";
        case Errc::not_found: return "not_found";
        case Errc::malformed: return "malformed";
        case Errc::refused: return "refused";
        case Errc::tick_mismatch: return "tick_mismatch";
        case Errc::unavailable: return "unavailable";
        case Errc::lost: return "lost";
        case Errc::rejected: return "rejected";
        case Errc::restricted: return "restricted";
        case Errc::throttled: return "throttled";
        case Errc::outcome_unknown: return "outcome_unknown";
        case Errc::stale: return "stale";
        case Errc::storage: return "storage";
        case Errc::busy: return "busy";
        case Errc::cancelled: return "cancelled";
        case Errc::closed: return "closed";
        case Errc::internal: return "internal";
    }
    return "internal";
}

bool retryable(Errc code) {
    switch (code) {
        case Errc::unavailable:
        case Errc::lost:
        case Errc::restricted:
        case Errc::throttled:
        case Errc::busy: return true;
        case Errc::bad_input:
        case Errc::bad_config:
        case Errc::credentials:
        case Errc::not_found:
        case Errc::malformed:
        case Errc::refused:
        case Errc::tick_mismatch:
        case Errc::rejected:
        case Errc::outcome_unknown:
        case Errc::stale:
        case Errc::storage:
        case Errc::cancelled:
        case Errc::closed:
        case Errc::internal: break;
    }
    return false;
}

}  // namespace pm
