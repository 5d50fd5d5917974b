#pragma once

/// The real venue: signs, posts, and says what is known of the venue as a whole.
///
/// `submit` sends each order once, exactly as it was prepared. What the answer proves is reported;
/// what it leaves open is `unknown` and followed by whoever is the `VenueDesk` (AccountSync), who
/// also carries out cancellations.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "live/account_client.hpp"
#include "live/order_maker.hpp"
#include "live/signer_buckets.hpp"
#include "net/task_group.hpp"
#include "risk/venue_state.hpp"
#include "trading/report.hpp"
#include "trading/venue.hpp"

namespace pm::live {

/// Follows orders whose outcome is not certain.
class VenueDesk {
public:
    virtual ~VenueDesk() = default;
    virtual void on_sent(const std::string& order_id) = 0;
    virtual void on_unknown(const std::string& order_id) = 0;
    virtual void on_cancel_wanted(const std::string& order_id) = 0;
    /// What cannot be, if both ends read the protocol alike: a person must look before more is
    /// sent.
    virtual void on_impossible(const Error& why) = 0;
};

/// Lifetime    everything given outlives it; await `close` before it ends.
/// Concurrency one event loop; every call from its thread.
class LiveVenue final : public trading::Venue {
public:
    struct Parts {
        AccountClient& client;
        OrderMaker& maker;
        SignerBuckets& buckets;
        const Clock& clock;
        boost::asio::any_io_executor executor;
    };
    explicit LiveVenue(Parts parts, Log log = {});

    /// Who hears of orders and who follows the uncertain ones. Call once, before anything else.
    void connect(trading::ReportSink& sink, VenueDesk& desk);

    /// Asks for the venue's version and time. Nothing is signed before this has succeeded.
    /// @return Errc::rejected for a version that this program does not sign for.
    net::Task<void> open();

    /// Cancels requests under way and waits for their end. An order whose answer did not come is
    /// then unknown.
    net::Task<void> close();

    [[nodiscard]] TradingMode mode() const override { return TradingMode::live; }

    /// @return beside those of OrderMaker: Errc::rejected before `open` or when the venue speaks
    ///         another version; Errc::throttled when our signer has no tokens left, with
    ///         `retry_after`.
    Result<trading::Prepared> prepare(const risk::Approved<OrderIntent>& order) override;
    Result<void> submit(const trading::Prepared& prepared,
                        risk::Approved<OrderIntent> order) override;
    Result<void> cancel(std::string_view order_id) override;

    /// Between these two, orders are gathered and leave together in requests of at most
    /// `orders_per_batch_max`.
    void begin_batch() { batching_ = true; }
    void end_batch();

    // What the venue is like at the moment.
    [[nodiscard]] risk::VenueState state() const { return watch_.at(parts_.clock.steady()); }
    [[nodiscard]] std::optional<Instant> state_until() const {
        return watch_.until(parts_.clock.steady());
    }
    [[nodiscard]] std::optional<std::int64_t> version() const { return version_; }
    [[nodiscard]] std::size_t in_flight() const { return tasks_.running(); }
    /// A web page answered with 403: this network or region is refused. A person must look.
    [[nodiscard]] bool blocked() const { return blocked_; }

private:
    struct Outgoing {
        Outgoing(std::string i, std::string b, OrderIntent o)
            : id{std::move(i)}, body{std::move(b)}, intent{std::move(o)} {}
        std::string id;
        std::string body;
        OrderIntent intent;
    };
    void hear(std::string_view family, const net::HttpReply& reply);
    void launch(std::vector<Outgoing> orders);
    net::Task<void> post(Outgoing order);
    net::Task<void> post_all(std::vector<Outgoing> orders);
    void settle(const Outgoing& order, Result<polymarket::PostVerdict> verdict);
    void judge(const polymarket::PostVerdict& verdict);
    void doubt_version();
    net::Task<void> read_version();

    Parts parts_;
    Log log_;
    trading::ReportSink* sink_ = nullptr;
    VenueDesk* desk_ = nullptr;
    net::TaskGroup tasks_;
    risk::VenueWatch watch_;
    std::optional<std::int64_t> version_;
    bool version_doubted_ = false;
    int version_mismatches_ = 0;  ///< In a row.
    bool batching_ = false;
    bool blocked_ = false;
    std::vector<Outgoing> gathered_;
};

}  // namespace pm::live
