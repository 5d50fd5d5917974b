#include "sim/scenario.hpp"

#include <fstream>
#include <iterator>
#include <set>

#include "fixture.hpp"

using namespace pm;

TEST_CASE("the built-in scenario is the committed file", "[sim][scenario]") {
    const auto file = sim::Scenario::load(PM_TEST_DATA "/sim/june-2026.pmz");
    REQUIRE(file);
    CHECK(file->name == test::june().name);
    CHECK(file->events.size() == 15);
    CHECK(file->stations.size() == 2);
    CHECK(time_text(file->begin) == "2026-06-16T09:00:00.000000Z");
}

TEST_CASE("the July scenario has Fahrenheit ladders too", "[sim][scenario]") {
    auto july = sim::Scenario::load(PM_TEST_DATA "/sim/july-2026.pmz");
    REQUIRE(july);
    CHECK(july->events.size() == 7);
    test::SimVenue venue{{.speed = 6000}, *july};
    venue.run(std::chrono::hours{30});
    const std::string nyc = "highest-temperature-in-nyc-on-july-3-2026";
    CHECK(venue.get_json("/gamma/events/slug/" + nyc).boolean("closed") == true);
}

TEST_CASE("ladders have exactly one winner and ids that differ", "[sim][scenario]") {
    std::set<std::string> conditions;
    std::set<std::string> tokens;
    auto scenario = test::june();
    scenario.clone_markets(100);
    for (const auto& event : scenario.events) {
        int winners = 0;
        for (const auto& market : event.markets) {
            winners += market.winner ? 1 : 0;
            CHECK(conditions.emplace(*market.gamma.string("conditionId")).second);
            const auto ids = Json::parse(*market.gamma.string("clobTokenIds"));
            for (const auto& id : ids->items()) CHECK(tokens.emplace(*id.string()).second);
        }
        CHECK(winners == 1);
    }
}

TEST_CASE("what is not a scenario is refused", "[sim][scenario]") {
    CHECK(sim::Scenario::load("/no/such/file").error().code == Errc::not_found);
    CHECK(sim::Scenario::decode("").error().code == Errc::malformed);
    CHECK(sim::Scenario::decode("{\"format\":1}").error().code == Errc::malformed);
    std::ifstream in{PM_TEST_DATA "/sim/june-2026.pmz", std::ios::binary};
    std::string packed{std::istreambuf_iterator<char>{in}, {}};
    CHECK(sim::Scenario::decode(packed.substr(0, packed.size() / 2)).error().code ==
          Errc::malformed);
    packed[1000] = static_cast<char>(packed[1000] ^ 0x55);
    CHECK(!sim::Scenario::decode(packed));
}
