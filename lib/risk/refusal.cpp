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
        case RefusalCode::bad_terms: return "bad_terms";
        case RefusalCode::tag_not_allowed: return "tag_not_allowed";
        case RefusalCode::stale_book: return "stale_book";
        case RefusalCode::stale_balance: return "stale_balance";
        case RefusalCode::clock_offset: return "clock_offset";
        case RefusalCode::canary_limit: return "canary_limit";
        case RefusalCode::not_synced: return "not_synced";
        case RefusalCode::unknown_slot: return "unknown_slot";
        case RefusalCode::foreign_orders: return "foreign_orders";
        case RefusalCode::self_match: return "self_match";
        case RefusalCode::venue_restarting: return "venue_restarting";
        case RefusalCode::venue_post_only: return "venue_post_only";
        case RefusalCode::venue_cancel_only: return "venue_cancel_only";
        case RefusalCode::venue_disabled: return "venue_disabled";
        case RefusalCode::venue_throttled: return "venue_throttled";
        case RefusalCode::cancel_rate: return "cancel_rate";
        case RefusalCode::wire_mismatch: return "wire_mismatch";
        case RefusalCode::wire_limit: return "wire_limit";
    }
    return "";
}

std::string_view name_of(Halt halt) {
    switch (halt) {
        case Halt::journal: return "journal";
        case Halt::daily_loss: return "daily_loss";
        case Halt::by_hand: return "by_hand";
        case Halt::stop_file: return "stop_file";
        case Halt::audit: return "audit";
        case Halt::overfill: return "overfill";
        case Halt::runaway: return "runaway";
    }
    return "";
}

std::optional<Halt> halt_named(std::string_view name) {
    for (const auto halt : all_halts) {
        if (name_of(halt) == name) return halt;
    }
    return std::nullopt;
}

}  // namespace pm::risk
