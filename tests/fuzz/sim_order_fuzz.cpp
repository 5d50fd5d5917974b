/// What clients and tests send to the simulated venue: orders, and plans of faults.

#include <cstdlib>
#include <string_view>
#include <variant>

#include "base/json.hpp"
#include "polymarket/signing_facts.hpp"
#include "sim/fault_plan.hpp"
#include "sim/order_rules.hpp"
#include "sim/order_wire.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const auto json = pm::Json::parse(text);
    if (!json) return 0;
    const auto read = pm::sim::read_order(*json);
    if (const auto* sent = std::get_if<pm::sim::SentOrder>(&read)) {
        if (sent->wire.salt > pm::polymarket::salt_max) std::abort();
        const pm::sim::OrderAmounts amounts{sent->wire.side, sent->tif, sent->wire.maker_amount,
                                            sent->wire.taker_amount};
        const pm::sim::AmountRules rules{pm::TickSize::from_micros(10'000), pm::Size{5'000'000}};
        const auto judged = pm::sim::read_amounts(amounts, rules, "0x");
        if (judged.refusal.empty() && judged.size.micros <= 0) std::abort();
    }
    pm::sim::FaultPlan plan{1};
    if (plan.add(*json, pm::Instant{})) {
        for (int i = 0; i < 3; ++i) {
            (void)plan.on_request(pm::net::Method::post, "/order", pm::Instant{});
            (void)plan.on_user_event("trade", pm::Instant{});
            (void)plan.script(pm::Instant{});
        }
    }
    return 0;
}
