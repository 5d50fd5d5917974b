#include <algorithm>
#include <charconv>
#include <set>

#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "crypto/base64.hpp"
#include "polymarket/facts.hpp"
#include "sim/account_text.hpp"
#include "sim/trading_api.hpp"

namespace pm::sim {
namespace {

constexpr std::size_t page_size = 100;

std::string cursor_text(std::size_t offset) {
    const auto digits = std::to_string(offset);
    const std::vector<std::uint8_t> bytes{digits.begin(), digits.end()};
    return crypto::base64_text(bytes, crypto::Base64::standard);
}

/// Where a page begins; nothing for a cursor that is none.
std::optional<std::size_t> cursor_offset(std::string_view cursor) {
    if (cursor.empty()) return 0;
    std::array<std::uint8_t, 32> bytes{};
    const auto length = crypto::decode_base64(cursor, bytes);
    if (!length) return std::nullopt;
    const std::string digits{bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(*length)};
    std::size_t offset = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), offset);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return offset;
}

/// One page of rows in the venue's envelope. `write` appends row i.
template <class Write>
net::HttpReply page(const Query& query, std::size_t rows, Write write) {
    const auto from = cursor_offset(query.first("next_cursor").value_or(""));
    if (!from) return clob_error(400, "invalid next_cursor");
    const auto begin = std::min(*from, rows);
    const auto end = std::min(begin + page_size, rows);
    std::string out = "{\"limit\":" + std::to_string(page_size) +
                      ",\"count\":" + std::to_string(end - begin) + ",\"next_cursor\":\"";
    out += end < rows ? cursor_text(end) : std::string{polymarket::cursor_end};
    out += "\",\"data\":[";
    for (auto i = begin; i < end; ++i) {
        if (i > begin) out += ',';
        write(out, i);
    }
    return json_reply(out + "]}");
}

bool passes(const Query& query, std::string_view key, std::string_view value) {
    const auto wanted = query.first(key);
    return !wanted || wanted->empty() || *wanted == value;
}

std::int64_t seconds_of(Timestamp at) {
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

}  // namespace

std::vector<std::string> TradingApi::visible_owners(const ApiCredentials& key) const {
    return key.read_only ? floor_.keys.list(key.address, false) : std::vector{key.key};
}

net::HttpReply TradingApi::no_orders(const Call& call) {
    return page(call.query, 0, [](std::string&, std::size_t) {});
}

net::HttpReply TradingApi::read_orders(const Call& call) {
    std::vector<const AccountOrder*> rows;
    for (const auto& owner : visible_owners(call.key)) {
        for (const auto& id : floor_.exchange.open_orders(owner)) {
            const auto* order = floor_.exchange.find(id);
            const auto& market = floor_.world.markets()[order->market];
            if (!passes(call.query, "id", order->id)) continue;
            if (!passes(call.query, "market", market.condition)) continue;
            if (!passes(call.query, "asset_id", market.token(order->outcome))) continue;
            rows.push_back(order);
        }
    }
    return page(call.query, rows.size(), [&](std::string& out, std::size_t i) {
        append_order_row(out, floor_.world, *rows[i]);
    });
}

net::HttpReply TradingApi::read_order(const Call& call) {
    const auto id = below(call.raw.path, "/data/order/").value_or("");
    const auto* order = floor_.exchange.find(id);
    const auto owners = visible_owners(call.key);
    const bool shown = order != nullptr && (order->open() || floor_.lookup == OrderLookup::all) &&
                       std::find(owners.begin(), owners.end(), order->owner) != owners.end();
    if (!shown) return clob_error(404, "order not found");
    std::string out;
    append_order_row(out, floor_.world, *order);
    return json_reply(std::move(out));
}

net::HttpReply TradingApi::read_trades(const Call& call) {
    struct Row {
        const AccountTrade* trade;
        std::string_view viewer;
    };
    std::vector<Row> rows;
    const auto owners = visible_owners(call.key);
    const auto viewer_of = [&](const AccountTrade& trade) -> std::string_view {
        for (const auto& owner : owners) {
            if (trade.taker.owner == owner) return owner;
            for (const auto& maker : trade.makers) {
                if (maker.owner == owner) return owner;
            }
        }
        return {};
    };
    const auto after = call.query.number("after");
    const auto before = call.query.number("before");
    const auto& trades = floor_.house.trades();
    for (auto at = trades.rbegin(); at != trades.rend(); ++at) {  // Newest first.
        const auto viewer = viewer_of(*at);
        if (viewer.empty() || !passes(call.query, "id", at->id)) continue;
        const auto& market = floor_.world.markets()[at->market];
        const auto when = static_cast<double>(seconds_of(at->matched_at));
        if ((after && when <= *after) || (before && when >= *before)) continue;
        if (!passes(call.query, "market", market.condition)) continue;
        if (!passes(call.query, "asset_id", market.token(at->taker.outcome))) continue;
        if (const auto wallet = call.query.first("maker_address"); wallet && !wallet->empty()) {
            const auto address = crypto::Address::parse(*wallet);
            bool concerned = address && at->taker.address == *address;
            for (const auto& maker : at->makers) {
                concerned = concerned || (address && maker.address == *address);
            }
            if (!concerned) continue;
        }
        rows.push_back({&*at, viewer});
    }
    return page(call.query, rows.size(), [&](std::string& out, std::size_t i) {
        append_trade_row(out, floor_.world, *rows[i].trade, rows[i].viewer);
    });
}

net::HttpReply TradingApi::order_scoring(const Call& call) {
    const auto* order = floor_.exchange.find(call.query.first("order_id").value_or(""));
    const bool scores = order != nullptr && order->number != 0;
    return json_reply(scores ? R"({"scoring":true})" : R"({"scoring":false})");
}

net::HttpReply TradingApi::orders_scoring(const Call& call) {
    const auto json = Json::parse(call.raw.body);
    if (!json || !json->is_array()) return clob_error(400, "Invalid payload");
    std::string out;
    JsonWriter w{out};
    w.begin_object();
    std::set<std::string_view> told;
    for (const auto& item : json->items()) {
        const auto id = item.string().value_or("");
        if (!crypto::parse_hash(id) || !told.insert(id).second) continue;
        const auto* order = floor_.exchange.find(id);
        w.key(id).boolean(order != nullptr && order->number != 0);
    }
    w.end_object();
    return json_reply(std::move(out));
}

net::HttpReply TradingApi::cancel_found(const Call& call, const std::vector<std::string>& ids) {
    const auto& signer = call.key.address;
    auto verdict = floor_.limits.cancels(signer, 1, floor_.real.steady(), floor_.world.now());
    const auto with_limits = [&](net::HttpReply reply) {
        for (auto& header : verdict.headers) reply.headers.push_back(std::move(header));
        return reply;
    };
    if (auto refused = too_many(verdict)) return with_limits(*std::move(refused));
    floor_.limits.charge_cancels(signer, static_cast<std::int64_t>(ids.size()));
    return with_limits(cancel_ids(call, ids));
}

net::HttpReply TradingApi::cancel_all(const Call& call) {
    if (auto closed = floor_.mode.refuses_cancel(floor_.real.steady())) return *std::move(closed);
    return cancel_found(call, floor_.exchange.open_orders(call.key.key));
}

net::HttpReply TradingApi::cancel_market(const Call& call) {
    if (auto closed = floor_.mode.refuses_cancel(floor_.real.steady())) return *std::move(closed);
    const auto json = Json::parse(call.raw.body);
    const auto condition = json ? json->string("market").value_or("") : "";
    const auto asset = json ? json->string("asset_id").value_or("") : "";
    if (condition.empty() && asset.empty()) return clob_error(400, bad_payload);
    std::vector<std::string> ids;
    for (const auto& id : floor_.exchange.open_orders(call.key.key)) {
        const auto* order = floor_.exchange.find(id);
        const auto& market = floor_.world.markets()[order->market];
        if (!condition.empty() && market.condition != condition) continue;
        if (!asset.empty() && market.token(order->outcome) != asset) continue;
        ids.push_back(id);
    }
    return cancel_found(call, ids);
}

}  // namespace pm::sim
