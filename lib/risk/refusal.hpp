#pragma once

/// Why the gate said no. The names are reason codes of records: only ever added to.

#include <array>
#include <cstdint>
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
};

inline constexpr std::array all_refusals{
    RefusalCode::halted,          RefusalCode::wrong_mode,   RefusalCode::market_closed,
    RefusalCode::not_trade_ready, RefusalCode::wrong_market, RefusalCode::off_grid,
    RefusalCode::below_minimum,   RefusalCode::absurd_size,  RefusalCode::stale_quote,
    RefusalCode::stale_forecast,  RefusalCode::crossed_book, RefusalCode::outside_collar,
    RefusalCode::too_many_orders, RefusalCode::order_rate,   RefusalCode::order_limit,
    RefusalCode::market_limit,    RefusalCode::event_limit,  RefusalCode::total_limit,
    RefusalCode::daily_loss,      RefusalCode::no_cash,      RefusalCode::nothing_to_sell,
};

/// "order_limit".
[[nodiscard]] std::string_view name_of(RefusalCode code);

/// A latched stop. `daily_loss` stops buys only; the others stop everything.
enum class Halt : std::uint8_t { journal, daily_loss, by_hand };

/// "journal".
[[nodiscard]] std::string_view name_of(Halt halt);

struct Refusal {
    RefusalCode code = RefusalCode::halted;
    std::string detail;  ///< The numbers, for people: "cost 30, limit 25".
};

}  // namespace pm::risk
