#include "pm-trade/order_wish.hpp"

#include <algorithm>

#include "base/wide.hpp"
#include "polymarket/facts.hpp"
#include "polymarket/market_price.hpp"

namespace pm::trade {

namespace {

constexpr std::int64_t cent = 10'000;  // of a dollar or a share, in millionths

std::int64_t cut(std::int64_t micros, std::int64_t step) {
    return micros / step * step;
}

/// Shares that `money` buys at `price`, cut to `step`.
Size bought(Money money, Price price, std::int64_t step) {
    const auto shares = static_cast<Wide>(money.micros) * Price::micros_per_dollar / price.micros();
    constexpr Wide most = std::int64_t{1} << 62U;
    return Size{cut(static_cast<std::int64_t>(std::min(shares, most)), step)};
}

tl::unexpected<Error> wrong(const std::string& why, const std::string& hint = {}) {
    return fail(Errc::bad_input, why, hint);
}

bool takes(const OrderWish& wish) {
    return !wish.price || wish.type == TimeInForce::fok || wish.type == TimeInForce::fak;
}

Result<void> check_resting(const OrderWish& wish) {
    if (wish.type == TimeInForce::gtd && !wish.expires) {
        return wrong("--type gtd needs --expires", "for example --expires 30m");
    }
    if (wish.type == TimeInForce::gtc && wish.expires) {
        return wrong("--expires and --type gtc contradict each other", "leave --type out");
    }
    if (wish.expires && *wish.expires < polymarket::gtd_ahead_min - polymarket::gtd_margin) {
        return wrong("--expires: the venue takes nothing shorter than 2 minutes");
    }
    return {};
}

/// The farthest price worth taking at when the trader named none.
Price within_collar(Side side, Price best, std::int32_t collar, TickSize tick) {
    const auto way = side == Side::buy ? collar : -collar;
    const auto edge = std::clamp(best.micros() + way, 0, Price::micros_per_dollar);
    const auto price = Price::from_micros(edge);
    return side == Side::buy ? tick.floor(price) : tick.ceil(price);
}

/// The price of the level that completes `shares`, not beyond `worst`.
Price reach(std::span<const Level> levels, Size shares, Price worst) {
    Price reached = levels.front().price;
    for (const auto& level : levels) {
        if (shares.micros <= 0 || level.price > worst) break;
        reached = level.price;
        shares -= std::min(shares, level.size);
    }
    return reached;
}

/// What a taking order gives: dollars of a buy, shares of a sell, both cut to hundredths. Shares
/// to buy become what they cost at the limit, up to the next cent.
std::int64_t given(const OrderWish& wish, const Offer& offer, Price worst) {
    if (wish.spend) return cut(wish.spend->micros, cent);
    const Size shares{cut(wish.shares->micros, cent)};
    if (wish.side == Side::sell) return shares.micros;
    const auto limit = wish.price ? *wish.price : reach(offer.levels, shares, worst);
    return cut(notional_up(limit, shares).micros + cent - 1, cent);
}

Result<OrderIntent> taking(const OrderWish& wish, const Offer& offer, std::int32_t collar,
                           OrderIntent intent) {
    if (offer.levels.empty()) {
        return fail(Errc::refused, "nothing to take: that side of the book is empty",
                    "--price rests an order instead");
    }
    intent.tif = wish.type.value_or(TimeInForce::fak);
    const auto usual =
        within_collar(wish.side, offer.levels.front().price, collar, offer.market->tick);
    const auto worst = wish.price.value_or(wish.worst.value_or(usual));
    const auto amount = given(wish, offer, worst);
    if (amount <= 0) return wrong("less than a cent, or a hundredth of a share");
    intent.limit = worst;
    if (!wish.price) {
        const polymarket::Sweep sweep{wish.side, intent.tif, amount, worst};
        auto limit = polymarket::market_price(sweep, offer.levels);
        if (!limit) return pass(limit);
        intent.limit = *limit;
    }
    if (wish.side == Side::sell) {
        intent.size = Size{amount};
        return intent;
    }
    intent.spend = Money{amount};
    intent.size = bought(intent.spend, intent.limit, cent / 100);
    return intent;
}

}  // namespace

Result<void> check(const OrderWish& wish) {
    if (wish.shares && wish.spend) {
        return wrong("--shares and --spend contradict each other", "give one of them");
    }
    if (!wish.shares && !wish.spend) {
        return wrong(wish.side == Side::buy ? "how much? --shares N or --spend DOLLARS"
                                            : "how much? --shares N");
    }
    if (wish.side == Side::sell && wish.spend) {
        return wrong("--spend is for buying", "say --shares N");
    }
    if (wish.shares && wish.shares->micros <= 0) return wrong("--shares: must be above zero");
    if (wish.spend && wish.spend->micros <= 0) return wrong("--spend: must be above zero");
    if (wish.price && wish.worst) {
        return wrong("--price already is the worst price", "leave one of them out");
    }
    const bool rests = wish.type == TimeInForce::gtc || wish.type == TimeInForce::gtd ||
                       wish.post_only || wish.expires;
    if (!wish.price && rests) {
        return wrong("an order that rests needs --price", "without it the order takes or dies");
    }
    if (takes(wish)) {
        if (wish.post_only) return wrong("--post-only is for orders that rest");
        if (wish.expires) return wrong("--expires is for orders that rest");
        return {};
    }
    return check_resting(wish);
}

Result<OrderIntent> intent_of(const OrderWish& wish, const Offer& offer, std::int32_t collar) {
    if (auto ok = check(wish); !ok) return pass(ok);
    const auto& market = *offer.market;
    for (const auto& price : {wish.price, wish.worst}) {
        if (!price || market.tick.admits(*price)) continue;
        return fail(Errc::tick_mismatch,
                    price->text() + " is not on the grid of " + market.tick.text(),
                    "the nearest are " + market.tick.floor(*price).text() + " and " +
                        market.tick.ceil(*price).text());
    }
    OrderIntent intent;
    intent.event = market.event;
    intent.market = market.slug;
    intent.condition = market.condition;
    intent.token = market.token(offer.outcome);
    intent.outcome = offer.outcome;
    intent.side = wish.side;
    intent.reason = "by_hand";
    if (takes(wish)) return taking(wish, offer, collar, std::move(intent));
    intent.limit = *wish.price;
    intent.post_only = wish.post_only;
    intent.tif = wish.expires ? TimeInForce::gtd : TimeInForce::gtc;
    if (wish.expires) intent.expires = offer.now + *wish.expires;
    intent.size = wish.shares ? Size{cut(wish.shares->micros, cent)}
                              : bought(*wish.spend, intent.limit, cent);
    if (intent.size.micros <= 0) return wrong("less than a hundredth of a share");
    return intent;
}

}  // namespace pm::trade
