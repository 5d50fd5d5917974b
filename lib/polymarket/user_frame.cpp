#include "polymarket/user_frame.hpp"

#include "base/json_writer.hpp"
#include "polymarket/replies.hpp"

namespace pm::polymarket {

namespace {

constexpr std::size_t events_max = 10'000;

Result<void> add_event(const Json& json, UserFrame& frame) {
    if (!json.is_object()) return fail(Errc::malformed, "a message is not an object");
    const auto kind = json.string("event_type").value_or("");
    if (kind == "order") {
        auto order = decode_user_order(json);
        if (!order) return pass(order);
        // PLACEMENT, UPDATE and CANCELLATION say again what the status says; only a cancellation
        // without a readable status adds something.
        if (order->status == RowStatus::other && json.string("type") == "CANCELLATION") {
            order->status = RowStatus::cancelled;
        }
        frame.events.emplace_back(std::move(*order));
        return {};
    }
    if (kind == "trade") {
        auto trade = decode_user_trade(json);
        if (!trade) return pass(trade);
        frame.events.emplace_back(std::move(*trade));
        return {};
    }
    ++frame.skipped;
    return {};
}

}  // namespace

Result<UserFrame> decode_user_frame(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    UserFrame frame;
    if (!json->is_array()) {
        auto added = add_event(*json, frame);
        if (!added) return pass(added);
        return frame;
    }
    if (json->items().size() > events_max) return fail(Errc::malformed, "too many messages");
    for (const auto& item : json->items()) {
        auto added = add_event(item, frame);
        if (!added) return pass(added);
    }
    return frame;
}

std::string user_subscription_text(const ApiKey& key) {
    std::string out;
    out.reserve(256 + key.secret.size() + key.passphrase.size());  // no copies left behind
    JsonWriter json{out};
    json.begin_object().key("type").string("user").key("auth").begin_object();
    json.key("apiKey").string(key.key).key("secret").string(key.secret.view());
    json.key("passphrase").string(key.passphrase.view()).end_object().end_object();
    return out;
}

}  // namespace pm::polymarket
