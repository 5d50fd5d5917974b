#include "polymarket/market_price.hpp"

#include <optional>

#include "base/wide.hpp"

namespace pm::polymarket {

Result<Price> market_price(const Sweep& sweep, std::span<const Level> levels) {
    const bool buying = sweep.side == Side::buy;
    // In 1e-12 dollars for a buy, in 1e-12 shares for a sell: no product is rounded.
    const Wide wanted = static_cast<Wide>(sweep.amount) * million;
    Wide found = 0;
    std::optional<Price> deepest;
    for (const auto& level : levels) {
        const bool acceptable = buying ? level.price <= sweep.worst : level.price >= sweep.worst;
        if (!acceptable) break;
        deepest = level.price;
        found += static_cast<Wide>(level.size.micros) * (buying ? level.price.micros() : million);
        if (found >= wanted) return level.price;
    }
    if (!deepest) return fail(Errc::refused, "nothing rests at acceptable prices");
    if (sweep.tif == TimeInForce::fok) {
        return fail(Errc::refused, "too little rests at acceptable prices to fill all of it");
    }
    return *deepest;
}

}  // namespace pm::polymarket
