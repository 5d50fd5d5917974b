#pragma once

/// The trading half of the truth log: what really became of every order, trade and balance.
///
///   {"kind":"order","verdict":"accepted","id":"0x…","mono_ns":1,"ms":1,"owner":…,"address":…,
///    "maker":…,"condition":…,"event":…,"fee_rate":0.05,"token":…,"side":"BUY","price":"0.3","size":"5","maker_amount":"…",
///    "taker_amount":"…","order_type":"GTC","post_only":false,"expiration":0}
///   {"kind":"order","verdict":"refused","id":…,"reason":…}    the same keys as far as known
///   {"kind":"cancel","id":…,"left":"5","reason":"CANCELED"}
///   {"kind":"match","trade":…,"order":…,"role":"taker","token":…,"side":…,"price":…,"size":…,
///    "money":…,"fee":…}
///   {"kind":"settle","trade":…,"status":"CONFIRMED"}
///   {"kind":"wallet","maker":…,"cash":…,"shares":{"token":"5"}}   after what changed it
///   {"kind":"wipe","owner":…,"orders":3}                          a heartbeat lapsed
/// Every line has `mono_ns` (the host's steady clock) and `ms` (the venue's time).

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/json_writer.hpp"
#include "sim/account_order.hpp"
#include "sim/order_wire.hpp"
#include "sim/wallets.hpp"
#include "sim/world.hpp"

namespace pm::sim {

class TradeTruth final : public FloorObserver {
public:
    /// All must outlive the log. Without `write` nothing is made.
    TradeTruth(const World& world, const Wallets& wallets, const Clock& real)
        : world_{world}, wallets_{wallets}, real_{real} {}
    /// Gets one line at a time, with its newline.
    void write_to(std::function<void(std::string_view)> write) { write_ = std::move(write); }

    void refused(const SentOrder& order, std::string_view id, std::string_view address,
                 std::string_view reason);
    void wiped(std::string_view owner, std::size_t orders);
    void wallet(const crypto::Address& maker);

    void on_order(const AccountOrder& order, OrderChange change) override;
    void on_trade(const AccountTrade& trade) override;

private:
    void accepted(const AccountOrder& order);
    void matched(const AccountTrade& trade, const TradePart& part, std::string_view role);
    /// Begins a line; `end` writes it.
    JsonWriter begin(std::string_view kind);
    void end(JsonWriter& w);

    const World& world_;
    const Wallets& wallets_;
    const Clock& real_;
    std::function<void(std::string_view)> write_;
    std::string line_;
};

}  // namespace pm::sim
