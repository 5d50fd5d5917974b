/// Replies about orders, trades, balances and keys, and what is made of them.

#include <cstdlib>
#include <string_view>

#include "polymarket/error_map.hpp"
#include "polymarket/trading_replies.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pm::polymarket;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    static const std::string ours = "0x" + std::string(64, 'a');
    static const std::vector<std::string> batch{ours, "0x" + std::string(64, 'b')};

    for (const int status : {200, 400, 500, 503}) {
        const auto verdict = post_verdict(status, text, ours, std::nullopt);
        // Only an answer that names our order proves that it exists.
        if (verdict.proof == PostProof::exists && verdict.kind.empty() &&
            verdict.reply.order_id != ours) {
            std::abort();
        }
        if (post_verdicts(status, text, batch, std::nullopt).size() != batch.size()) std::abort();
        (void)mode_sign(status, text);
    }
    if (const auto trades = decode_trades(text)) {
        for (const auto& trade : trades->rows) {
            if (trade.trade_id.empty() || trade.legs.empty()) std::abort();
            for (const auto& leg : trade.legs) {
                if (leg.size.micros < 0 || leg.order_id.empty() || leg.token.empty()) std::abort();
            }
        }
    }
    if (const auto orders = decode_orders(text)) {
        for (const auto& order : orders->rows) {
            if (order.order_id.empty() || order.matched.value_or(pm::Size{}).micros < 0) {
                std::abort();
            }
        }
    }
    if (const auto balance = decode_balance(text); balance && balance->micros < 0) std::abort();
    (void)decode_order(text);
    (void)decode_cancel(text);
    (void)decode_notifications(text);
    (void)decode_api_key(text);
    (void)decode_key_list(text);
    (void)decode_readonly_key(text);
    (void)decode_closed_only(text);
    (void)decode_version(text);
    (void)decode_heartbeat(text);
    (void)decode_geoblock(text);
    (void)decode_positions(text);
    (void)decode_approvals(text);
    (void)decode_scoring(text);
    return 0;
}
