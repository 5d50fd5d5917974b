#include "live/endpoints.hpp"

#include "polymarket/facts.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::live;

TEST_CASE("one URL moves everything, as the contract lists it", "[live][endpoints]") {
    auto under = endpoints_under("http://127.0.0.1:8790/");
    REQUIRE(under);
    CHECK(under->clob == "http://127.0.0.1:8790");
    CHECK(under->ws_market == "ws://127.0.0.1:8790/ws/market");
    CHECK(under->ws_user == "ws://127.0.0.1:8790/ws/user");
    CHECK(under->gamma == "http://127.0.0.1:8790/gamma");
    CHECK(under->data_api == "http://127.0.0.1:8790/data-api");
    CHECK(under->open_meteo == "http://127.0.0.1:8790/weather/open-meteo");
    CHECK(under->ensemble == "http://127.0.0.1:8790/weather/ensemble");
    CHECK(under->previous_runs == "http://127.0.0.1:8790/weather/previous-runs");
    CHECK(under->nws == "http://127.0.0.1:8790/weather/nws");
    CHECK(under->metar == "http://127.0.0.1:8790/weather/metar");
    CHECK(under->weathercom == "http://127.0.0.1:8790/weather/weathercom");
    CHECK(endpoints_under("https://venue.example/a")->ws_market ==
          "wss://venue.example/a/ws/market");
}

TEST_CASE("plain text is for loopback only", "[live][endpoints]") {
    for (const auto* good :
         {"http://localhost:1", "http://127.9.9.9", "http://[::1]:8080", "https://venue.example"}) {
        CAPTURE(good);
        CHECK(endpoints_under(good));
    }
    for (const auto* bad :
         {"http://venue.example", "http://10.0.0.1", "ftp://localhost", "localhost:8790", "",
          "ws://localhost", "https://a/?x=1", "https://a/#f", "http://127.0.0.1.example.org"}) {
        CAPTURE(bad);
        auto refused = endpoints_under(bad);
        REQUIRE(!refused);
        CHECK(refused.error().code == Errc::bad_input);
    }
    CHECK(checked_base("wss://a/ws/market/", "ws") == "wss://a/ws/market");
    CHECK(!checked_base("https://a", "ws"));
}

TEST_CASE("the real venue's services are those of the facts", "[live][endpoints]") {
    const auto real = real_endpoints();
    CHECK(real.clob == polymarket::clob_url);
    CHECK(real.ws_market == polymarket::ws_market_url);
    CHECK(real.gamma == polymarket::gamma_url);
    for (const auto& url : {real.clob, real.gamma, real.data_api, real.open_meteo, real.ensemble,
                            real.previous_runs, real.nws, real.metar, real.weathercom}) {
        CHECK(checked_base(url, "http") == url);
    }
}
