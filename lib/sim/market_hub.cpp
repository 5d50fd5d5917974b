#include "sim/market_hub.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/json.hpp"

namespace pm::sim {
namespace {

constexpr std::size_t snapshots_max = 500;    // Assets a connection gets snapshots for.
constexpr std::size_t frame_ids_max = 1'000;  // More in one frame: the venue hangs up.
constexpr std::size_t outbox_max = 20'000;    // A reader this slow is cut off.

std::shared_ptr<const std::string> shared(std::string text) {
    return std::make_shared<const std::string>(std::move(text));
}

}  // namespace

HubClient& MarketHub::join() {
    auto& client = *clients_.emplace_back(std::make_unique<HubClient>());
    client.following.resize(world_.markets().size());
    return client;
}

void MarketHub::leave(HubClient& client) {
    std::erase_if(clients_, [&](const auto& one) { return one.get() == &client; });
}

void MarketHub::push(HubClient& client, Text text) {
    if (client.drop) return;
    if (real_.steady() < client.stalled_until) {
        faults_.hit("stall");
        return;
    }
    if (client.outbox.size() >= outbox_max) {
        client.drop = true;
    } else {
        client.outbox.push_back(std::move(text));
    }
    if (client.wake) client.wake();
}

void MarketHub::pong(HubClient& client) {
    if (real_.steady() < client.stalled_until) {
        if (!client.stalled_pong) return;
        client.outbox.push_back(shared("PONG"));
        if (client.wake) client.wake();
        return;
    }
    push(client, shared("PONG"));
}

void MarketHub::afflict(const SocketFault& fault) {
    for (auto& client : clients_) {
        if (fault.stall) {
            client->stalled_until = fault.until;
            client->stalled_pong = fault.pong;
            continue;
        }
        client->drop = true;
        client->close_code = fault.code;
        faults_.hit("close");
        if (client->wake) client->wake();
    }
}

bool MarketHub::passes(std::string_view token) {
    return faults_.passes_frame(token, real_.steady());
}

bool MarketHub::follows(const HubClient& client, std::size_t market, Outcome outcome) {
    const auto& following = client.following[market];
    return outcome == Outcome::yes ? following.yes : following.no;
}

void MarketHub::on_text(HubClient& client, std::string_view text) {
    if (text == "PING") {
        pong(client);
        return;
    }
    const auto json = Json::parse(text);
    if (!json || !json->is_object()) {
        push(client, shared("INVALID OPERATION"));
        return;
    }
    const auto operation = json->string("operation").value_or("");
    const auto type = json->string("type").value_or("");
    const bool leaves = operation == "unsubscribe";
    if (operation != "subscribe" && !leaves && type != "market" && type != "MARKET") {
        push(client, shared("INVALID OPERATION"));
        return;
    }
    std::vector<std::string_view> ids;
    if (const auto* list = json->find("assets_ids")) {
        for (const auto& id : list->items()) ids.push_back(id.string().value_or(""));
    }
    if (ids.size() > frame_ids_max) {
        client.drop = true;
        if (client.wake) client.wake();
        return;
    }
    if (leaves) {
        unsubscribe(client, ids);
        return;
    }
    // The flag counts even when the subscription itself is refused.
    if (const auto custom = json->boolean("custom_feature_enabled")) {
        client.custom_features = *custom;
    }
    subscribe(client, ids, json->boolean("initial_dump").value_or(true));
}

void MarketHub::subscribe(HubClient& client, const std::vector<std::string_view>& ids, bool dump) {
    std::string snapshots;
    bool any_new = false;
    for (const auto id : ids) {
        const auto place = world_.find_token(id);
        if (!place) continue;  // The venue takes ids it does not know and stays silent.
        auto& following = client.following[place->market];
        bool& mine = place->outcome == Outcome::yes ? following.yes : following.no;
        if (mine) continue;
        mine = true;
        any_new = true;
        ++client.assets;
        const auto& market = world_.markets()[place->market];
        if (!dump || client.assets > snapshots_max || market.phase != MarketPhase::open) continue;
        if (!passes(id)) continue;
        snapshots += snapshots.empty() ? '[' : ',';
        append_book_event(snapshots, market, place->outcome);
    }
    client.subscribed = true;
    if (!any_new && !ids.empty()) {
        const bool held = std::any_of(ids.begin(), ids.end(), [&](std::string_view id) {
            return world_.find_token(id).has_value();
        });
        if (held) push(client, shared("NO NEW ASSETS"));
        return;
    }
    if (!snapshots.empty()) push(client, shared(snapshots + "]"));
}

void MarketHub::unsubscribe(HubClient& client, const std::vector<std::string_view>& ids) {
    for (const auto id : ids) {
        const auto place = world_.find_token(id);
        if (!place) continue;
        auto& following = client.following[place->market];
        bool& mine = place->outcome == Outcome::yes ? following.yes : following.no;
        if (mine) --client.assets;
        mine = false;
    }
}

void MarketHub::tell(const MarketState& market, Outcome outcome, bool custom_only, Text text) {
    if (!passes(market.token(outcome))) return;
    const auto index = index_of(market);
    for (auto& client : clients_) {
        if (custom_only && !client->custom_features) continue;
        if (follows(*client, index, outcome)) push(*client, text);
    }
}

void MarketHub::on_levels(const MarketState& market, const std::vector<LevelDelta>& levels) {
    const auto index = index_of(market);
    // At most three texts: for those who follow one token, the other, or both.
    std::array<Text, 4> texts;
    std::optional<Following> allowed;
    for (auto& client : clients_) {
        auto whom = client->following[index];
        if (!whom.any()) continue;
        if (!allowed) allowed = Following{passes(market.yes), passes(market.no)};
        whom = {whom.yes && allowed->yes, whom.no && allowed->no};
        if (!whom.any()) continue;
        auto& text = texts[(whom.yes ? 1U : 0U) + (whom.no ? 2U : 0U)];
        if (!text) {
            std::string frame;
            append_price_change(frame, market, levels, whom);
            text = shared(std::move(frame));
        }
        push(*client, text);
    }
    tell_best(market);
}

void MarketHub::on_trade(const MarketState& market, const Trade& trade) {
    for (const auto outcome : {Outcome::yes, Outcome::no}) {
        std::string book;
        append_book_event(book, market, outcome);
        tell(market, outcome, false, shared(std::move(book)));
    }
    for (const auto& part : trade.parts) {
        std::string print;
        append_last_trade(print, market, trade, part);
        tell(market, trade.token, false, shared(std::move(print)));
    }
    tell_best(market);
}

void MarketHub::tell_best(const MarketState& market) {
    const auto index = index_of(market);
    const bool wanted = std::any_of(clients_.begin(), clients_.end(), [&](const auto& client) {
        return client->custom_features && client->following[index].any();
    });
    if (!wanted) return;
    const auto text_of = [&](Side side) {
        const auto best = market.book.best(side);
        return best ? best->price.text() : std::string{};
    };
    auto now = text_of(Side::buy) + "/" + text_of(Side::sell);
    auto& before = best_told_[index];
    if (before == now) return;
    before = std::move(now);
    for (const auto outcome : {Outcome::yes, Outcome::no}) {
        std::string frame;
        append_best(frame, market, outcome);
        tell(market, outcome, true, shared(std::move(frame)));
    }
}

void MarketHub::on_tick(const MarketState& market, TickSize old_tick) {
    for (const auto outcome : {Outcome::yes, Outcome::no}) {
        std::string frame;
        append_tick_change(frame, market, outcome, old_tick);
        tell(market, outcome, false, shared(std::move(frame)));
        // Clients drop their book on a tick change and wait for a new one.
        std::string book;
        append_book_event(book, market, outcome);
        tell(market, outcome, false, shared(std::move(book)));
    }
}

void MarketHub::on_listed(const MarketState& market) {
    std::string frame;
    append_new_market(frame, market, world_.scenario().events[market.event]);
    const auto text = shared(std::move(frame));
    if (!passes(market.yes)) return;
    for (auto& client : clients_) {
        if (client->custom_features && client->subscribed) push(*client, text);
    }
}

void MarketHub::on_resolved(const MarketState& market) {
    std::string frame;
    append_resolved(frame, market, world_.scenario().events[market.event]);
    const auto text = shared(std::move(frame));
    if (!passes(market.yes)) return;
    const auto index = index_of(market);
    for (auto& client : clients_) {
        if (client->custom_features && client->following[index].any()) push(*client, text);
    }
}

}  // namespace pm::sim
