#pragma once

/// A simulated venue without sockets, on a clock that tests own.

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "sim/router.hpp"
#include "support/catch.hpp"

namespace pm::test {

/// The built-in scenario, read once: decoding it is the slow part.
const sim::Scenario& june();

/// The same with one open ladder only: quick to set up.
const sim::Scenario& one_ladder();

struct SimVenue {
    explicit SimVenue(sim::WorldOptions options = {}, const sim::Scenario& scenario = june());
    SimVenue(const SimVenue&) = delete;
    SimVenue& operator=(const SimVenue&) = delete;
    ~SimVenue();

    void run(Duration by);
    net::HttpReply get(std::string_view target);
    net::HttpReply post(std::string_view target, std::string_view body);
    Json get_json(std::string_view target);

    /// The market of `event` whose label is `label`.
    const sim::MarketState& market(std::string_view event, std::string_view label);

    ManualClock clock;
    sim::Faults faults;
    sim::World world;
    sim::MarketHub hub;
    sim::Router router;
};

/// Everything `client` was sent, a line a frame.
std::string drain(sim::HubClient& client);

}  // namespace pm::test
