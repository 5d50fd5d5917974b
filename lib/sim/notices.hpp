#pragma once

/// The venue's notifications: cancels it made and fills, for two days.
/// Source: docs/venue.md, account reads (types 1 and 2; kept 48 hours).

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "sim/account_order.hpp"
#include "sim/world.hpp"

namespace pm::sim {

class Notices final : public FloorObserver {
public:
    explicit Notices(const World& world) : world_{world} {}

    /// Those of an API key, newest first, as a JSON array.
    [[nodiscard]] std::string list(std::string_view owner) const;
    void drop(std::string_view owner, const std::vector<std::string>& ids);

    void on_order(const AccountOrder& order, OrderChange change) override;
    void on_trade(const AccountTrade& trade) override;

private:
    struct Notice {
        std::int64_t id = 0;
        std::string owner;
        int type = 0;
        std::string payload;  ///< JSON.
        Timestamp at;
    };
    void keep(std::string_view owner, int type, std::string payload);

    const World& world_;
    std::deque<Notice> notices_;
    std::int64_t last_id_ = 0;
};

}  // namespace pm::sim
