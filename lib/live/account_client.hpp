#pragma once

/// One account's requests to the venue: sends, signs, decodes. Decides nothing.
///
/// Reads are repeated by the HTTP stack and, once after the clock was measured again, when the
/// venue does not believe their time. Nothing that acts is ever sent twice by this class or below
/// it. Signatures are made just before sending, with the venue's time.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "live/clock_offset.hpp"
#include "live/endpoints.hpp"
#include "live/request_signer.hpp"
#include "net/http_client.hpp"
#include "polymarket/error_map.hpp"
#include "polymarket/trading_replies.hpp"
#include "polymarket/trading_requests.hpp"

namespace pm::live {

/// Whose account. The wallet holds the money and may be another address than the key's.
struct AccountId {
    AccountId() = default;
    std::string wallet;      ///< With checksum or in lower case; empty: not known.
    int signature_type = 0;  ///< 0 to 3, for balances.
};

/// Options of an HTTP stack for an account: no breaker (a cancel goes out whatever failed before),
/// no redirects, no cache, a connection kept for each of a few requests at once.
[[nodiscard]] net::HttpOptions account_http_options(net::Rates rates = {});

/// Lifetime    everything given outlives the client, the client its tasks.
/// Concurrency any number of tasks at once on one event loop.
/// Errors      of every task, besides those named: those of net::HttpClient, of error_map's
///             error_of for statuses, Errc::malformed for replies that make no sense,
///             Errc::credentials when the signer has nothing to sign with.
class AccountClient {
public:
    struct Parts {
        net::HttpClient& http;
        const Endpoints& endpoints;
        const Clock& clock;  ///< Its `now` is what the venue's time is compared with.
        RequestSigner& signer;
    };
    AccountClient(Parts parts, AccountId id, Log log = {});

    // ---- Things that act: sent once ----

    /// Posts exactly `body`, the order whose id is `order_id`.
    /// @return what the answer proves, `unknown` for everything that went wrong after sending; an
    ///         error only when certainly nothing was sent: Errc::unavailable, credentials,
    ///         bad_input, bad_config.
    net::Task<polymarket::PostVerdict> post_order(std::string order_id, std::string body);
    /// The same for a batch. @pre as many bodies as ids, 1 to `orders_per_batch_max`.
    net::Task<std::vector<polymarket::PostVerdict>> post_orders(std::vector<std::string> order_ids,
                                                                std::vector<std::string> bodies);

    net::Task<polymarket::CancelReply> cancel(std::string order_id);
    /// @pre 1 to `cancels_per_request_max` ids.
    net::Task<polymarket::CancelReply> cancel_many(std::vector<std::string> order_ids);
    net::Task<polymarket::CancelReply> cancel_market(ConditionId condition, TokenId token);
    net::Task<polymarket::CancelReply> cancel_all();

    /// @return the venue's next id, or the one it expected with its words.
    net::Task<polymarket::HeartbeatReply> heartbeat(std::string id);

    // ---- Reads ----

    /// Every open order of the credentials, all pages; of one market when given.
    net::Task<std::vector<polymarket::UserOrder>> open_orders(ConditionId condition = {});
    /// One order; nothing when the venue no longer shows it, which says nothing of how it ended.
    net::Task<std::optional<polymarket::UserOrder>> order(std::string order_id);
    /// Every trade matched at `after` or later, all pages, whatever the market: a filter would
    /// hide legs in the other outcome.
    net::Task<std::vector<polymarket::UserTrade>> trades(std::optional<Timestamp> after);
    net::Task<std::vector<polymarket::UserTrade>> trade(std::string trade_id);

    /// Of the collateral (empty token) or of one outcome. `refresh`: the venue looks at the chain
    /// first.
    net::Task<polymarket::Balance> balance(TokenId token, bool refresh = false);
    net::Task<std::vector<polymarket::Notification>> notifications();
    net::Task<bool> scoring(std::string order_id);
    /// What the wallet holds according to the Data API. @return Errc::bad_input without a wallet.
    net::Task<std::vector<polymarket::HeldPosition>> positions();
    net::Task<std::vector<polymarket::Approval>> approvals();

    // ---- Keys and the venue ----

    /// Derives the API credentials of the signer's key, or creates them when there are none.
    net::Task<polymarket::ApiKey> api_key();
    net::Task<polymarket::ApiKey> create_api_key();
    net::Task<polymarket::ApiKey> derive_api_key();
    net::Task<std::vector<std::string>> api_keys();
    net::Task<void> delete_api_key();
    net::Task<std::string> create_readonly_key();
    net::Task<std::vector<std::string>> readonly_keys();
    net::Task<void> delete_readonly_key(std::string key);
    net::Task<bool> closed_only();  ///< True: the account may only sell.
    net::Task<std::int64_t> version();
    net::Task<polymarket::Geoblock> geoblock();
    /// Asks for the venue's time once and learns from it.
    net::Task<void> measure_clock();

    [[nodiscard]] const ClockOffset& clock_offset() const { return offset_; }
    [[nodiscard]] Timestamp venue_now() const { return offset_.corrected(parts_.clock.now()); }

    /// Is told of every reply, before anybody else acts on it. `family` as in Request.
    using Listener = std::function<void(std::string_view family, const net::HttpReply& reply)>;
    void listen(Listener listener) { listener_ = std::move(listener); }

private:
    net::Task<net::HttpReply> exchange(polymarket::Request request);
    net::Task<net::HttpReply> read(polymarket::Request request);
    net::Task<std::string> fetch(polymarket::Request request, std::string what);
    net::Task<polymarket::CancelReply> cancelled(polymarket::Request request, std::string what);
    net::Task<polymarket::ApiKey> fetch_key(polymarket::Request request, std::string what);
    [[nodiscard]] std::optional<Duration> wish(const net::HttpReply& reply) const;

    Parts parts_;
    AccountId id_;
    Log log_;
    ClockOffset offset_;
    Listener listener_;
};

}  // namespace pm::live
