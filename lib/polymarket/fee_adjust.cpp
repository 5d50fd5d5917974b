#include "polymarket/fee_adjust.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/wide.hpp"

namespace pm::polymarket {

namespace {

constexpr Wide trillion = static_cast<Wide>(million) * million;
constexpr std::int64_t fee_rounding_micros = 5;  ///< Half of the fee's last decimal, the fifth.

Wide divide_up(Wide value, Wide by) {
    return (value + by - 1) / by;
}

/// The fee on a dollar spent at `price`, in 1e-12, rounded up:
/// rate * (p(1-p))^e / p is rate * (1-p), and for e = 2 that times p(1-p).
Wide fee_per_dollar(Price price, const FeeSchedule& fee) {
    if (fee.rate_micros == 0) return 0;
    PM_ASSERT(fee.exponent == 1 || fee.exponent == 2);
    PM_ASSERT(price.micros() > 0 && price.micros() < million);
    const Wide rest = price.complement().micros();
    const Wide linear = fee.rate_micros * rest;
    return fee.exponent == 1 ? linear : divide_up(linear * price.micros() * rest, trillion);
}

}  // namespace

Money spendable(Money balance, Price price, const BuyCharges& charges) {
    const Wide per_dollar = fee_per_dollar(price, charges.fee) * (100 + charges.slippage_percent);
    const Wide charge =
        divide_up(per_dollar, 100) + static_cast<Wide>(charges.builder_micros) * million;
    const auto most = static_cast<std::int64_t>(static_cast<Wide>(balance.micros) * trillion /
                                                (trillion + charge));
    const auto rounding = charge == 0 ? 0 : fee_rounding_micros;
    return Money{std::max<std::int64_t>(most - rounding, 0)};
}

Money reserve_fee(Money amount, Money balance, Price price, const BuyCharges& charges) {
    const Wide base = std::min(amount, balance).micros;
    const Wide fee = base * fee_per_dollar(price, charges.fee) * (100 + charges.slippage_percent);
    const Wide builder = base * charges.builder_micros;
    const auto reserved =
        static_cast<std::int64_t>(divide_up(fee, trillion * 100) + divide_up(builder, million));
    if (balance > Money{amount.micros + reserved}) return amount;
    return Money{std::max<std::int64_t>(balance.micros - reserved, 0)};
}

}  // namespace pm::polymarket
