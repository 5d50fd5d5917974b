/// The reading half of the account client.

#include <set>

#include "live/account_client.hpp"
#include "polymarket/clob_requests.hpp"
#include "polymarket/facts.hpp"

namespace pm::live {

using polymarket::Request;

namespace {

constexpr int list_pages_max = 500;  ///< Of 100 rows. A list that does not end is an error.
constexpr std::size_t positions_a_page = 500;

std::span<std::uint8_t> bytes_of(std::string& text) {
    return {reinterpret_cast<std::uint8_t*>(text.data()), text.size()};
}

/// Where a list goes on; remembers cursors, so that one that comes again ends it.
class Cursor {
public:
    [[nodiscard]] const std::string& text() const { return text_; }
    /// @return whether there is another page; Errc::malformed for a list that has no end.
    Result<bool> advance(std::string next) {
        if (next.empty() || !seen_.insert(next).second) return false;
        if (seen_.size() > list_pages_max) return fail(Errc::malformed, "a list without an end");
        text_ = std::move(next);
        return true;
    }

private:
    std::string text_{polymarket::cursor_start};
    std::set<std::string> seen_{text_};
};

template <class Row>
void append(std::vector<Row>& all, std::vector<Row>&& page) {
    for (auto& row : page) all.push_back(std::move(row));
}

}  // namespace

net::Task<std::vector<polymarket::UserOrder>> AccountClient::open_orders(ConditionId condition) {
    std::vector<polymarket::UserOrder> out;
    for (Cursor cursor;;) {
        polymarket::OpenOrdersQuery query;
        query.condition = condition;
        auto body =
            co_await fetch(polymarket::open_orders_request(query, cursor.text()), "open orders");
        if (!body) co_return pass(body);
        auto page = polymarket::decode_orders(*body);
        if (!page) co_return pass(page, "open orders");
        append(out, std::move(page->rows));
        auto more = cursor.advance(std::move(page->cursor));
        if (!more) co_return pass(more, "open orders");
        if (!*more) co_return out;
    }
}

net::Task<std::optional<polymarket::UserOrder>> AccountClient::order(std::string order_id) {
    using Found = std::optional<polymarket::UserOrder>;
    auto body = co_await fetch(polymarket::order_request(order_id), "order " + order_id);
    if (!body && body.error().code == Errc::not_found) co_return Found{};
    if (!body) co_return pass(body);
    auto order = polymarket::decode_order(*body);
    if (!order) co_return pass(order, "order " + order_id);
    if (*order && (*order)->order_id != order_id) {
        co_return fail(Errc::malformed, "asked for order " + order_id + ", got another one");
    }
    co_return std::move(order);
}

net::Task<std::vector<polymarket::UserTrade>> AccountClient::trades(
    std::optional<Timestamp> after) {
    std::vector<polymarket::UserTrade> out;
    for (Cursor cursor;;) {
        polymarket::TradesQuery query;
        query.maker_address = id_.wallet;
        // The venue gives what happened after a second: one earlier gives those in it too.
        if (after) query.after = *after - std::chrono::seconds{1};
        auto body = co_await fetch(polymarket::trades_request(query, cursor.text()), "trades");
        if (!body) co_return pass(body);
        auto page = polymarket::decode_trades(*body);
        if (!page) co_return pass(page, "trades");
        append(out, std::move(page->rows));
        auto more = cursor.advance(std::move(page->cursor));
        if (!more) co_return pass(more, "trades");
        if (!*more) co_return out;
    }
}

net::Task<std::vector<polymarket::UserTrade>> AccountClient::trade(std::string trade_id) {
    polymarket::TradesQuery query;
    query.trade_id = trade_id;
    auto body = co_await fetch(polymarket::trades_request(query, polymarket::cursor_start),
                               "trade " + trade_id);
    if (!body) co_return pass(body);
    auto page = polymarket::decode_trades(*body);
    if (!page) co_return pass(page, "trade " + trade_id);
    co_return std::move(page->rows);
}

net::Task<polymarket::Balance> AccountClient::balance(TokenId token, bool refresh) {
    const std::string what = token.empty() ? "balance" : "balance of " + token.text();
    if (refresh) {
        auto updated = co_await fetch(polymarket::balance_update_request(token, id_.signature_type),
                                      what + ", refreshing");
        if (!updated) co_return pass(updated);
    }
    auto body = co_await fetch(polymarket::balance_request(token, id_.signature_type), what);
    if (!body) co_return pass(body);
    auto balance = polymarket::decode_balance(*body);
    if (!balance) co_return pass(balance, what);
    co_return std::move(balance);
}

net::Task<std::vector<polymarket::Notification>> AccountClient::notifications() {
    auto body =
        co_await fetch(polymarket::notifications_request(id_.signature_type), "notifications");
    if (!body) co_return pass(body);
    co_return polymarket::decode_notifications(*body);
}

net::Task<bool> AccountClient::scoring(std::string order_id) {
    auto body = co_await fetch(polymarket::scoring_request(order_id), "scoring of " + order_id);
    if (!body) co_return pass(body);
    co_return polymarket::decode_scoring(*body);
}

net::Task<std::vector<polymarket::HeldPosition>> AccountClient::positions() {
    if (!polymarket::is_address(id_.wallet)) {
        co_return fail(Errc::bad_input, "positions are of a wallet, and none is known");
    }
    std::vector<polymarket::HeldPosition> out;
    std::string cursor;
    bool v2 = true;
    for (int page_number = 0; page_number < list_pages_max; ++page_number) {
        auto request = v2 ? polymarket::positions_v2_request(id_.wallet, cursor)
                          : polymarket::positions_request(id_.wallet, out.size());
        auto body = co_await fetch(std::move(request), "positions");
        if (!body && v2 && out.empty() && body.error().code == Errc::not_found) {
            v2 = false;  // the older generation of the Data API
            continue;
        }
        if (!body) co_return pass(body);
        auto page = polymarket::decode_positions(*body);
        if (!page) co_return pass(page, "positions");
        const bool full = page->rows.size() >= positions_a_page;
        append(out, std::move(page->rows));
        if (v2 ? page->cursor.empty() || page->cursor == cursor : !full) co_return out;
        cursor = std::move(page->cursor);
    }
    co_return fail(Errc::malformed, "positions: a list without an end");
}

net::Task<std::vector<polymarket::Approval>> AccountClient::approvals() {
    if (!polymarket::is_address(id_.wallet)) {
        co_return fail(Errc::bad_input, "approvals are of a wallet, and none is known");
    }
    auto body = co_await fetch(polymarket::approvals_request(id_.wallet), "approvals");
    if (!body) co_return pass(body);
    co_return polymarket::decode_approvals(*body);
}

net::Task<polymarket::ApiKey> AccountClient::fetch_key(Request request, std::string what) {
    auto body = co_await fetch(std::move(request), what);
    if (!body) co_return pass(body);
    auto key = polymarket::decode_api_key(*body);
    wipe(bytes_of(*body));
    if (!key) co_return pass(key, what);
    co_return std::move(key);
}

net::Task<polymarket::ApiKey> AccountClient::derive_api_key() {
    co_return co_await fetch_key(polymarket::derive_key_request(), "deriving API credentials");
}

net::Task<polymarket::ApiKey> AccountClient::create_api_key() {
    co_return co_await fetch_key(polymarket::create_key_request(), "creating API credentials");
}

net::Task<polymarket::ApiKey> AccountClient::api_key() {
    auto derived = co_await derive_api_key();
    if (derived || derived.error().code != Errc::rejected) co_return std::move(derived);
    co_return co_await create_api_key();
}

net::Task<std::vector<std::string>> AccountClient::api_keys() {
    auto body = co_await fetch(polymarket::list_keys_request(), "API keys");
    if (!body) co_return pass(body);
    co_return polymarket::decode_key_list(*body);
}

net::Task<void> AccountClient::delete_api_key() {
    auto body = co_await fetch(polymarket::delete_key_request(), "deleting the API key");
    if (!body) co_return pass(body);
    co_return Result<void>{};
}

net::Task<std::string> AccountClient::create_readonly_key() {
    auto body = co_await fetch(polymarket::create_readonly_key_request(), "a read-only key");
    if (!body) co_return pass(body);
    co_return polymarket::decode_readonly_key(*body);
}

net::Task<std::vector<std::string>> AccountClient::readonly_keys() {
    auto body = co_await fetch(polymarket::list_readonly_keys_request(), "read-only keys");
    if (!body) co_return pass(body);
    co_return polymarket::decode_key_list(*body);
}

net::Task<void> AccountClient::delete_readonly_key(std::string key) {
    auto body =
        co_await fetch(polymarket::delete_readonly_key_request(key), "deleting a read-only key");
    if (!body) co_return pass(body);
    co_return Result<void>{};
}

net::Task<bool> AccountClient::closed_only() {
    auto body = co_await fetch(polymarket::closed_only_request(), "the account's restrictions");
    if (!body && body.error().code == Errc::not_found) co_return false;  // no record: none
    if (!body) co_return pass(body);
    co_return polymarket::decode_closed_only(*body);
}

net::Task<std::int64_t> AccountClient::version() {
    auto body = co_await fetch(polymarket::version_request(), "the venue's version");
    if (!body && body.error().code == Errc::not_found) co_return polymarket::known_venue_version;
    if (!body) co_return pass(body);
    co_return polymarket::decode_version(*body);
}

net::Task<polymarket::Geoblock> AccountClient::geoblock() {
    auto body = co_await fetch(polymarket::geoblock_request(), "whether this place is blocked");
    if (!body) co_return pass(body);
    co_return polymarket::decode_geoblock(*body);
}

}  // namespace pm::live
