#pragma once

/// The user channel without sockets: who has proved which key, and which events go to whom.
///
/// Source: docs/venue.md, user channel: plain credentials in the first frame, bad ones are answered
/// by closing, markets are condition ids and none means all, PING and PONG, nothing is repeated.

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "sim/account_order.hpp"
#include "sim/api_keys.hpp"
#include "sim/fault_plan.hpp"
#include "sim/socket_outbox.hpp"
#include "sim/world.hpp"

namespace pm::sim {

struct UserClient : SocketOutbox {
    std::string key;                             ///< The API key it has proved; empty: none yet.
    std::set<std::string, std::less<>> markets;  ///< Condition ids; empty: all.
    bool all_markets = true;
    std::vector<std::shared_ptr<const std::string>> held;  ///< By a permutation, to go out later.
};

class UserHub final : public FloorObserver {
public:
    /// All must outlive the hub. `real` times the faults.
    UserHub(const World& world, const ApiKeys& keys, FaultPlan& plan, const Clock& real)
        : world_{world}, keys_{keys}, plan_{plan}, real_{real} {}

    /// A connection opened. The reference holds until `leave`.
    UserClient& join();
    void leave(UserClient& client);
    void on_text(UserClient& client, std::string_view text);
    /// Closes every connection; code 0 cuts them off.
    void close_all(int code);
    [[nodiscard]] std::size_t clients() const { return clients_.size(); }

    void on_order(const AccountOrder& order, OrderChange change) override;
    void on_trade(const AccountTrade& trade) override;

private:
    using Text = std::shared_ptr<const std::string>;
    void authenticate(UserClient& client, std::string_view text);
    void change_markets(UserClient& client, std::string_view text);
    void hang_up(UserClient& client, int code);
    void push(UserClient& client, std::string_view kind, Text text);
    [[nodiscard]] static bool wants(const UserClient& client, std::string_view condition);

    const World& world_;
    const ApiKeys& keys_;
    FaultPlan& plan_;
    const Clock& real_;
    std::deque<std::unique_ptr<UserClient>> clients_;
};

}  // namespace pm::sim
