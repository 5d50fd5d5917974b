#pragma once

/// The trading side of the venue in one place: keys, wallets, orders, trades, states, faults.
///
/// Plain and without sockets; time comes in with every call. What is asked for over HTTP is in
/// `TradingApi`, what tests and the fault plan ask for is here.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "sim/api_keys.hpp"
#include "sim/clearing_house.hpp"
#include "sim/exchange.hpp"
#include "sim/fault_plan.hpp"
#include "sim/heartbeats.hpp"
#include "sim/notices.hpp"
#include "sim/signer_limits.hpp"
#include "sim/trade_truth.hpp"
#include "sim/user_hub.hpp"
#include "sim/venue_mode.hpp"
#include "sim/wallets.hpp"
#include "sim/world.hpp"

namespace pm::sim {

struct FloorOptions {
    int chain_id = 137;
    std::uint64_t seed = 1;
    std::int64_t default_balance = 10'000'000'000;  ///< Micro-dollars: 10,000.
};

/// What the venue holds against an account.
struct Standing {
    bool banned = false;
    bool closed_only = false;
};

/// Where the venue believes the client to be.
struct Geography {
    bool blocked = false;
    std::string country = "ZZ";
    std::string region;
};

/// Which orders `GET /data/order/{id}` shows; sources disagree, so tests choose.
enum class OrderLookup : std::uint8_t { all, open_only };

class TradingFloor {
public:
    /// `world` and `real` outlive the floor, which observes the world.
    TradingFloor(World& world, const Clock& real, const FloorOptions& options);
    TradingFloor(const TradingFloor&) = delete;
    TradingFloor& operator=(const TradingFloor&) = delete;

    /// Does what is due by real time: heartbeats that lapsed. Call it before each request and
    /// whenever the world moves.
    void tick();

    /// Adds faults. @return Errc::bad_input.
    Result<void> add_faults(const Json& request);
    /// Carries out what a fault wants of the venue itself.
    Result<void> act(const Json& action);

    /// Sets an account up: {"address":…,"cash":"25","allowed":true,"banned":false,
    /// "closed_only":false,"shares":{"token":"5"}}. @return Errc::bad_input.
    Result<void> set_account(const Json& wish);
    /// The same, told back, with everything the wallet holds.
    [[nodiscard]] std::string account_text(const crypto::Address& address) const;

    /// Ends all open orders of a key, whatever its address. @return how many.
    std::size_t wipe(std::string_view owner, std::string_view word = "CANCELED");

    /// The venue's time, a fault's offset included.
    [[nodiscard]] Timestamp venue_time(Timestamp now) const { return now + clock_offset; }
    [[nodiscard]] Standing standing(const crypto::Address& address) const;

    const World& world;
    const Clock& real;
    const FloorOptions options;
    ApiKeys keys;
    Wallets wallets;
    ClearingHouse house;
    Exchange exchange;
    VenueMode mode;
    SignerLimits limits;
    Heartbeats heartbeats;
    Notices notices;
    FaultPlan plan;
    TradeTruth truth;
    /// Shared: a connection's coroutine may be destroyed after everything else, and leaves then.
    std::shared_ptr<UserHub> users;

    Geography geography;
    OrderLookup lookup = OrderLookup::all;
    Duration clock_offset{0};
    std::optional<std::int64_t> stamp_tolerance;  ///< Seconds; nothing: stamps are not checked.
    /// The wallet an API key's address last traded with, by signature type.
    std::map<std::pair<crypto::Address, int>, crypto::Address> funders;

private:
    Result<void> set_mode(const Json& action);
    Result<void> set_heartbeat_rule(const Json& action);
    Result<void> delay_market(const Json& action);
    Result<void> lock_phantom(const Json& action);
    Result<void> place_foreign(const Json& action);

    std::map<crypto::Address, Standing> standings_;
    std::uint64_t foreign_made_ = 0;
};

}  // namespace pm::sim
