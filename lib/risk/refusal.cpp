#include "risk/refusal.hpp"

namespace pm::risk {

std::string_view name_of(RefusalCode code) {
    switch (code) {
        case RefusalCode::halted: return "halted";
        case RefusalCode::wrong_mode: return "wrong_mode";
        case RefusalCode::market_closed: return "market_closed";
        case RefusalCode::not_trade_ready: return "not_trade_ready";
        case RefusalCode::wrong_market: return "wrong_market";
        case RefusalCode::off_grid: return "off_grid";
        case RefusalCode::below_minimum: return "below_minimum";
        case RefusalCode::absurd_size: return "absurd_size";
        case RefusalCode::stale_quote: return "stale_quote";
        case RefusalCode::stale_forecast: return "stale_forecast";
        case RefusalCode::crossed_book: return "crossed_book";
        case RefusalCode::outside_collar: return "outside_collar";
        case RefusalCode::too_many_orders: return "too_many_orders";
        case RefusalCode::order_rate: return "order_rate";
        case RefusalCode::order_limit: return "order_limit";
        case RefusalCode::market_limit: return "market_limit";
        case RefusalCode::event_limit: return "event_limit";
        case RefusalCode::total_limit: return "total_limit";
        case RefusalCode::daily_loss: return "daily_loss";
        case RefusalCode::no_cash: return "no_cash";
        case RefusalCode::nothing_to_sell: return "nothing_to_sell";
    }
    return "";
}

std::string_view name_of(Halt halt) {
    switch (halt) {
        case Halt::journal: return "journal";
        case Halt::daily_loss: return "daily_loss";
        case Halt::by_hand: return "by_hand";
    }
    return "";
}

}  // namespace pm::risk
