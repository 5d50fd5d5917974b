#include "sim/user_hub.hpp"

#include <algorithm>
#include <utility>

#include "base/json.hpp"
#include "sim/account_text.hpp"

namespace pm::sim {
namespace {

constexpr std::size_t outbox_max = 20'000;  // A reader this slow is cut off.
constexpr std::size_t held_max = 3;         // Events a permutation holds back at once.
constexpr int bad_credentials_code = 1008;  // What the venue sends is not known.

}  // namespace

UserClient& UserHub::join() {
    return *clients_.emplace_back(std::make_unique<UserClient>());
}

void UserHub::leave(UserClient& client) {
    std::erase_if(clients_, [&](const auto& one) { return one.get() == &client; });
}

void UserHub::hang_up(UserClient& client, int code) {
    client.drop = true;
    client.close_code = code;
    client.ring();
}

void UserHub::close_all(int code) {
    for (auto& client : clients_) hang_up(*client, code);
}

void UserHub::on_text(UserClient& client, std::string_view text) {
    if (client.drop) return;
    if (text == "PING") {
        client.outbox.push_back(std::make_shared<const std::string>("PONG"));
        client.ring();
    } else if (client.key.empty()) {
        authenticate(client, text);
    } else {
        change_markets(client, text);
    }
}

void UserHub::authenticate(UserClient& client, std::string_view text) {
    const auto json = Json::parse(text);
    const auto* auth = json ? json->find("auth") : nullptr;
    const auto type = json ? json->string("type").value_or("") : "";
    const auto* known = auth != nullptr ? keys_.find(auth->string("apiKey").value_or("")) : nullptr;
    const bool proved = known != nullptr && (type == "user" || type == "USER") &&
                        auth->string("secret") == known->secret &&
                        auth->string("passphrase") == known->passphrase;
    if (!proved) {
        hang_up(client, bad_credentials_code);
        return;
    }
    client.key = known->key;
    const auto* markets = json->find("markets");
    if (markets == nullptr) return;
    for (const auto& market : markets->items()) {
        client.markets.emplace(market.string().value_or(""));
        client.all_markets = false;
    }
}

void UserHub::change_markets(UserClient& client, std::string_view text) {
    const auto json = Json::parse(text);
    const auto operation = json ? json->string("operation").value_or("") : "";
    const auto* markets = json ? json->find("markets") : nullptr;
    if (markets == nullptr || (operation != "subscribe" && operation != "unsubscribe")) {
        client.outbox.push_back(std::make_shared<const std::string>("INVALID OPERATION"));
        client.ring();
        return;
    }
    for (const auto& market : markets->items()) {
        const std::string condition{market.string().value_or("")};
        if (operation == "subscribe") {
            client.all_markets = false;
            client.markets.insert(condition);
        } else {
            client.markets.erase(condition);
        }
    }
}

bool UserHub::wants(const UserClient& client, std::string_view condition) {
    return client.all_markets || client.markets.contains(condition);
}

void UserHub::push(UserClient& client, std::string_view kind, Text text) {
    if (client.drop) return;
    const auto fault = plan_.on_user_event(kind, real_.steady());
    if (fault.half_frame) {
        client.outbox.push_back(std::move(text));
        client.half_frame = true;
        hang_up(client, 0);
        return;
    }
    if (fault.drop) return;
    if (fault.hold && client.held.size() < held_max) {
        client.held.push_back(std::move(text));
        return;
    }
    client.outbox.push_back(text);
    if (fault.duplicate) client.outbox.push_back(text);
    // Whatever was held back follows in the opposite order.
    for (; !client.held.empty(); client.held.pop_back()) {
        client.outbox.push_back(std::move(client.held.back()));
    }
    if (client.outbox.size() > outbox_max) client.drop = true;
    client.ring();
}

void UserHub::on_order(const AccountOrder& order, OrderChange change) {
    Text text;
    for (std::size_t i = 0; i < clients_.size(); ++i) {
        auto& client = *clients_[i];
        if (client.key != order.owner) continue;
        if (!wants(client, world_.markets()[order.market].condition)) continue;
        if (!text) {
            std::string frame;
            append_order_event(frame, world_, order, change);
            text = std::make_shared<const std::string>(std::move(frame));
        }
        push(client, "order", text);
    }
}

void UserHub::on_trade(const AccountTrade& trade) {
    for (std::size_t i = 0; i < clients_.size(); ++i) {
        auto& client = *clients_[i];
        if (client.key.empty()) continue;
        const bool makes = std::any_of(trade.makers.begin(), trade.makers.end(),
                                       [&](const auto& one) { return one.owner == client.key; });
        if (!makes && trade.taker.owner != client.key) continue;
        if (!wants(client, world_.markets()[trade.market].condition)) continue;
        std::string frame;
        append_trade_event(frame, world_, trade, client.key);
        push(client, "trade", std::make_shared<const std::string>(std::move(frame)));
    }
}

}  // namespace pm::sim
