#include "fixture.hpp"

namespace pm::test {

const sim::Scenario& june() {
    static const auto scenario = sim::Scenario::embedded();
    REQUIRE(scenario.has_value());
    return *scenario;
}

const sim::Scenario& one_ladder() {
    static const auto scenario = [] {
        auto out = june();
        std::erase_if(out.events, [&](const auto& event) {
            return event.closed || event.appears > out.begin ||
                   event.slug != "highest-temperature-in-munich-on-june-16-2026";
        });
        return out;
    }();
    REQUIRE(scenario.events.size() == 1);
    return scenario;
}

SimVenue::SimVenue(sim::WorldOptions options, const sim::Scenario& scenario)
    : clock{scenario.begin},
      world{scenario, options},
      hub{world, faults, clock},
      router{{world, hub, faults, clock, clock, options.speed, options.seed}} {
    world.add(hub);
    world.hold_flow_while([this] { return faults.frozen(clock.steady()); });
}

SimVenue::~SimVenue() = default;

void SimVenue::run(Duration by) {
    clock.advance(by);
    world.advance(clock.now());
}

net::HttpReply SimVenue::get(std::string_view target) {
    return router.answer(net::Method::get, target, "").reply;
}

net::HttpReply SimVenue::post(std::string_view target, std::string_view body) {
    return router.answer(net::Method::post, target, body).reply;
}

Json SimVenue::get_json(std::string_view target) {
    const auto reply = get(target);
    INFO(target << " answered " << reply.status << " " << reply.body.substr(0, 200));
    auto json = Json::parse(reply.body);
    REQUIRE(json.has_value());
    return *std::move(json);
}

const sim::MarketState& SimVenue::market(std::string_view event, std::string_view label) {
    for (const auto& one : world.markets()) {
        if (world.scenario().events[one.event].slug != event) continue;
        if (world.source(one).gamma.string("groupItemTitle") == label) return one;
    }
    FAIL("no such market");
    return world.markets().front();
}

std::string drain(sim::HubClient& client) {
    std::string all;
    for (const auto& text : client.outbox) all += *text + "\n";
    client.outbox.clear();
    return all;
}

}  // namespace pm::test
