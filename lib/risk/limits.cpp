#include "risk/limits.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace pm::risk {

Result<void> check(const Limits& limits) {
    const std::array<std::pair<std::string_view, std::int64_t>, 16> all{{
        {"per_order", limits.per_order.micros},
        {"per_market", limits.per_market.micros},
        {"per_event", limits.per_event.micros},
        {"total", limits.total.micros},
        {"daily_loss", limits.daily_loss.micros},
        {"open_orders", limits.open_orders},
        {"orders_a_minute", limits.orders_a_minute},
        {"quote_age", limits.quote_age.count()},
        {"forecast_age", limits.forecast_age.count()},
        {"collar", limits.collar_micros},
        {"cancels_a_minute", limits.cancels_a_minute},
        {"book_age", limits.book_age.count()},
        {"balance_age", limits.balance_age.count()},
        {"clock_offset", limits.clock_offset.count()},
        {"canary_order", limits.canary_order.micros},
        {"canary_total", limits.canary_total.micros},
    }};
    for (const auto& [name, value] : all) {
        if (value <= 0) {
            return fail(Errc::bad_config, "limit " + std::string{name} + " must be above zero");
        }
    }
    if (limits.collar_micros > Price::micros_per_dollar) {
        return fail(Errc::bad_config, "limit collar must be at most 1");
    }
    if (limits.tags.empty()) return fail(Errc::bad_config, "limit tags must name a tag, or *");
    return {};
}

}  // namespace pm::risk
