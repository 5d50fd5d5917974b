#include "sim/notices.hpp"

#include <algorithm>
#include <utility>

#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "sim/account_text.hpp"

namespace pm::sim {
namespace {

constexpr int cancel_type = 1;
constexpr int fill_type = 2;
constexpr std::size_t kept_max = 10'000;
constexpr std::chrono::hours kept_for{48};

}  // namespace

void Notices::keep(std::string_view owner, int type, std::string payload) {
    notices_.push_back({++last_id_, std::string{owner}, type, std::move(payload), world_.now()});
    if (notices_.size() > kept_max) notices_.pop_front();
}

void Notices::on_order(const AccountOrder& order, OrderChange change) {
    if (change != OrderChange::cancellation) return;
    std::string payload;
    append_order_row(payload, world_, order);
    keep(order.owner, cancel_type, std::move(payload));
}

void Notices::on_trade(const AccountTrade& trade) {
    if (trade.step != 0) return;
    std::vector<std::string> told;
    const auto tell = [&](const TradePart& part) {
        if (!part.account || std::find(told.begin(), told.end(), part.owner) != told.end()) return;
        told.push_back(part.owner);
        std::string payload;
        append_trade_row(payload, world_, trade, part.owner);
        keep(part.owner, fill_type, std::move(payload));
    };
    tell(trade.taker);
    for (const auto& maker : trade.makers) tell(maker);
}

std::string Notices::list(std::string_view owner) const {
    std::string out = "[";
    for (auto at = notices_.rbegin(); at != notices_.rend(); ++at) {
        if (at->owner != owner || world_.now() - at->at > kept_for) continue;
        if (out.size() > 1) out += ',';
        JsonWriter w{out};
        w.begin_object().key("id").integer(at->id).key("owner").string(at->owner);
        w.key("type").integer(at->type).key("timestamp");
        w.integer(std::chrono::floor<std::chrono::seconds>(at->at).time_since_epoch().count());
        w.end_object();
        out.pop_back();
        out += ",\"payload\":" + at->payload + "}";
    }
    return out + "]";
}

void Notices::drop(std::string_view owner, const std::vector<std::string>& ids) {
    std::erase_if(notices_, [&](const Notice& one) {
        return one.owner == owner &&
               std::find(ids.begin(), ids.end(), std::to_string(one.id)) != ids.end();
    });
}

}  // namespace pm::sim
