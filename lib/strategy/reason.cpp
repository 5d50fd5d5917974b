#include "strategy/reason.hpp"

namespace pm::strategy {

std::array<Reason, reason_count> all_reasons() {
    std::array<Reason, reason_count> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<Reason>(i);
    return all;
}

std::string_view name_of(Reason reason) {
    switch (reason) {
        case Reason::edge: return "edge";
        case Reason::edge_gone: return "edge_gone";
        case Reason::take_profit: return "take_profit";
        case Reason::stop_loss: return "stop_loss";
        case Reason::holding: return "holding";
        case Reason::full_size: return "full_size";
        case Reason::no_edge: return "no_edge";
        case Reason::no_forecast: return "no_forecast";
        case Reason::stale_forecast: return "stale_forecast";
        case Reason::stale_quote: return "stale_quote";
        case Reason::no_book: return "no_book";
        case Reason::no_ask: return "no_ask";
        case Reason::no_bid: return "no_bid";
        case Reason::crossed_book: return "crossed_book";
        case Reason::market_closed: return "market_closed";
        case Reason::market_refused: return "market_refused";
        case Reason::holds_other: return "holds_other";
        case Reason::order_open: return "order_open";
        case Reason::cooldown: return "cooldown";
        case Reason::too_thin: return "too_thin";
        case Reason::too_small: return "too_small";
        case Reason::no_room: return "no_room";
    }
    return "";
}

}  // namespace pm::strategy
