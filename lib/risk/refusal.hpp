#pragma once

/// Why the gate said no. The names are reason codes of records: only ever added to.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pm::risk {

enum class RefusalCode : std::uint8_t {
    halted,           ///< A halt is latched; see `Halt`.
    wrong_mode,       ///< A paper order for a live gate, or the other way round.
    market_closed,    ///< Closed, or it takes no orders.
    not_trade_ready,  ///< The market has a refusal: its rule is not certain.
    wrong_market,     ///< Token, outcome or condition are not the market's.
    off_grid,         ///< The limit price is not on the tick grid.
    below_minimum,    ///< Fewer shares than the market takes, or none.
    absurd_size,      ///< More shares than can exist.
    stale_quote,      ///< The quote is missing, too old, or from the future.
    stale_forecast,   ///< The same of the forecast. Buys only.
    crossed_book,     ///< Best bid not below best ask.
    outside_collar,   ///< The limit passes the middle by more than is allowed.
    too_many_orders,  ///< Open orders.
    order_rate,       ///< Orders a minute.
    order_limit,      ///< Cost of one order.
    market_limit,
    event_limit,
    total_limit,
    daily_loss,
    no_cash,          ///< It costs more than is free.
    nothing_to_sell,  ///< A sell of more than is settled and not promised.

    bad_terms,          ///< Kind, dollars, expiry or post-only do not go together.
    tag_not_allowed,    ///< The market's event has none of the allowed tags.
    stale_book,         ///< The token's book was not confirmed for too long.
    stale_balance,      ///< The venue's balance is missing or too old. Live only.
    clock_offset,       ///< Our clock is not known to agree with the venue's. Live only.
    canary_limit,       ///< Above the cap that holds until a first fill has settled. Live only.
    not_synced,         ///< Open orders and trades have not been read since the last connect.
    unknown_slot,       ///< An order of this token and side has an unknown outcome.
    foreign_orders,     ///< Somebody else trades on this account.
    self_match,         ///< It would trade with an open order of our own.
    venue_restarting,   ///< The venue's engine is restarting.
    venue_post_only,    ///< The venue takes only post-only orders for now.
    venue_cancel_only,  ///< The venue takes only cancels for now.
    venue_disabled,     ///< The venue has stopped trading.
    venue_throttled,    ///< The venue, or our own rate bucket, asks us to wait.
    cancel_rate,        ///< Cancels a minute, the emergency part left out.
    wire_mismatch,      ///< The finished request is not the order that was approved.
    wire_limit,         ///< The finished request would break a limit.
};

inline constexpr std::array all_refusals{
    RefusalCode::halted,          RefusalCode::wrong_mode,
    RefusalCode::market_closed,   RefusalCode::not_trade_ready,
    RefusalCode::wrong_market,    RefusalCode::off_grid,
    RefusalCode::below_minimum,   RefusalCode::absurd_size,
    RefusalCode::stale_quote,     RefusalCode::stale_forecast,
    RefusalCode::crossed_book,    RefusalCode::outside_collar,
    RefusalCode::too_many_orders, RefusalCode::order_rate,
    RefusalCode::order_limit,     RefusalCode::market_limit,
    RefusalCode::event_limit,     RefusalCode::total_limit,
    RefusalCode::daily_loss,      RefusalCode::no_cash,
    RefusalCode::nothing_to_sell, RefusalCode::bad_terms,
    RefusalCode::tag_not_allowed, RefusalCode::stale_book,
    RefusalCode::stale_balance,   RefusalCode::clock_offset,
    RefusalCode::canary_limit,    RefusalCode::not_synced,
    RefusalCode::unknown_slot,    RefusalCode::foreign_orders,
    RefusalCode::self_match,      RefusalCode::venue_restarting,
    RefusalCode::venue_post_only, RefusalCode::venue_cancel_only,
    RefusalCode::venue_disabled,  RefusalCode::venue_throttled,
    RefusalCode::cancel_rate,     RefusalCode::wire_mismatch,
    RefusalCode::wire_limit,
};

/// "order_limit".
[[nodiscard]] std::string_view name_of(RefusalCode code);

/// A latched stop. `daily_loss` stops buys only; the others stop everything but cancels.
enum class Halt : std::uint8_t {
    journal,     ///< The ledger could not be written.
    daily_loss,  ///< Ends by itself with the UTC day.
    by_hand,     ///< A person, or an impossibility that a person must look at.
    stop_file,   ///< The STOP file is there.
    audit,       ///< The audit log could not be written.
    overfill,    ///< The venue filled more than was ordered.
    runaway,     ///< Too much of something a minute.
};

inline constexpr std::array all_halts{Halt::journal,   Halt::daily_loss, Halt::by_hand,
                                      Halt::stop_file, Halt::audit,      Halt::overfill,
                                      Halt::runaway};

/// "journal".
[[nodiscard]] std::string_view name_of(Halt halt);

/// The halt called so, or nothing.
[[nodiscard]] std::optional<Halt> halt_named(std::string_view name);

struct Refusal {
    RefusalCode code = RefusalCode::halted;
    std::string detail;  ///< The numbers, for people: "cost 30, limit 25".
};

}  // namespace pm::risk
