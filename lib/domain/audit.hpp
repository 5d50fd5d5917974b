#pragma once

/// Why something was done, or was not: what the audit log keeps. `store` implements it, `trading`
/// calls it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/order.hpp"

namespace pm {

/// One thing that a decision was based on.
struct AuditEvidence {
    std::string_view what;        ///< "quote".
    std::string_view id;          ///< Which one; may be empty.
    std::optional<Duration> age;  ///< Nothing: there was none.
};

/// One limit as it was looked at, in the limit's own unit: millionths, or a count.
struct AuditMeasure {
    std::string_view limit;  ///< "per_order".
    std::int64_t value = 0;
    std::int64_t bound = 0;
};

/// One line of the log. Views live during the call only.
struct AuditEntry {
    std::string_view kind;  ///< "order", "refused", "repost", "state", "fill", "cancel", "halt".
    Timestamp at{};
    std::string_view order_id{};
    const OrderIntent* intent = nullptr;
    std::vector<AuditEvidence> evidence{};
    std::vector<AuditMeasure> limits{};
    std::string_view verdict{};  ///< "approved", a refusal's code, a status, a halt.
    std::string_view detail{};
    std::string_view proof{};    ///< Of a state change.
    std::string_view request{};  ///< The exact bytes sent; the log keeps their digest alone.
    std::int64_t repeats = 0;    ///< How often the same was refused since it was last written.
};

class Auditor {
public:
    virtual ~Auditor() = default;
    /// @return Errc::storage when it could not be written; nothing may be sent then.
    virtual Result<void> record(const AuditEntry& entry) = 0;
};

}  // namespace pm
