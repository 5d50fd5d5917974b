#pragma once

/// The private half of the CLOB's REST interface: keys, orders, cancels, reads, heartbeats.
///
/// Source: docs/venue.md, authentication, placing orders, cancelling, account reads, heartbeat,
/// venue states, limits of a signer: paths, reply shapes and error texts.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "net/http.hpp"
#include "sim/caller.hpp"
#include "sim/query.hpp"
#include "sim/trading_floor.hpp"

namespace pm::sim {

class TradingApi {
public:
    /// `floor` must outlive the API.
    explicit TradingApi(TradingFloor& floor) : floor_{floor} {}

    /// Answers a request; nothing when no private endpoint has this method and path. The world has
    /// been brought up to now.
    [[nodiscard]] std::optional<net::HttpReply> handle(const RawRequest& request,
                                                       const Query& query);

private:
    /// A request whose key has been proved.
    struct Call {
        const RawRequest& raw;
        const Query& query;
        const ApiCredentials& key;
    };
    using Handler = net::HttpReply (TradingApi::*)(const Call&);
    struct Route {
        net::Method method;
        std::string_view path;  ///< Ends with "/" when something follows.
        Handler handler;
        bool read_only = false;  ///< Read-only keys may call it.
    };
    [[nodiscard]] static const std::vector<Route>& routes();
    [[nodiscard]] TimeCheck time_check() const;
    [[nodiscard]] net::HttpReply give_key(const RawRequest& request, bool create);

    net::HttpReply list_keys(const Call& call);
    net::HttpReply delete_key(const Call& call);
    net::HttpReply create_read_only(const Call& call);
    net::HttpReply list_read_only(const Call& call);
    net::HttpReply delete_read_only(const Call& call);
    net::HttpReply closed_only(const Call& call);
    net::HttpReply balance(const Call& call);
    net::HttpReply notifications(const Call& call);
    net::HttpReply drop_notifications(const Call& call);
    net::HttpReply heartbeat(const Call& call);
    net::HttpReply plain_heartbeat(const Call& call);

    net::HttpReply post_order(const Call& call);
    net::HttpReply post_orders(const Call& call);
    net::HttpReply cancel_order(const Call& call);
    net::HttpReply cancel_orders(const Call& call);
    net::HttpReply cancel_market(const Call& call);
    net::HttpReply cancel_all(const Call& call);

    net::HttpReply read_orders(const Call& call);
    net::HttpReply read_order(const Call& call);
    net::HttpReply read_trades(const Call& call);
    net::HttpReply no_orders(const Call& call);
    net::HttpReply order_scoring(const Call& call);
    net::HttpReply orders_scoring(const Call& call);

    /// An order that may be judged by the exchange, or why it is none of this key's.
    using Checked = std::variant<GenuineOrder, std::string>;
    [[nodiscard]] Checked check(const Call& call, const ReadOrder& read);
    [[nodiscard]] std::string check_signature(const Call& call, const SentOrder& sent,
                                              std::string& id) const;
    [[nodiscard]] std::string check_standing(const Call& call, const SentOrder& sent) const;
    Placement place(const Call& call, const ReadOrder& read);
    net::HttpReply cancel_ids(const Call& call, const std::vector<std::string>& ids);
    /// Cancels orders that the request names: costs their number beforehand.
    net::HttpReply cancel_counted(const Call& call, const std::vector<std::string>& ids);
    /// Cancels orders that the venue looks up: costs one, and their number afterwards.
    net::HttpReply cancel_found(const Call& call, const std::vector<std::string>& ids);
    /// What keeps everybody from trading now, or this signer for asking too often.
    [[nodiscard]] std::optional<net::HttpReply> too_many(const SignerLimits::Verdict& verdict);
    [[nodiscard]] crypto::Address wallet_of(const ApiCredentials& key, int type) const;
    [[nodiscard]] std::vector<std::string> visible_owners(const ApiCredentials& key) const;

    TradingFloor& floor_;
};

}  // namespace pm::sim
