#pragma once

/// Where each service is: the real venue, or everything under one URL (a simulator, a proxy).

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "polymarket/request.hpp"

namespace pm::live {

/// Base URLs without a trailing slash.
struct Endpoints {
    std::string clob;
    std::string ws_market;
    std::string ws_user;
    std::string gamma;
    std::string data_api;
    std::string site;           ///< Pages for people, and whether they may trade from here.
    std::string open_meteo;     ///< Forecasts.
    std::string ensemble;       ///< Open-Meteo's ensembles.
    std::string previous_runs;  ///< Open-Meteo's earlier runs.
    std::string nws;
    std::string metar;
    std::string weathercom;
};

/// The real services.
[[nodiscard]] Endpoints real_endpoints();

/// Where a request of this service goes.
[[nodiscard]] const std::string& base_of(const Endpoints& endpoints, polymarket::Service service);

/// Every service under `venue_url`, as in the contract: "URL/gamma", "URL/weather/open-meteo", the
/// CLOB at the URL itself, sockets at "URL/ws/market" with ws for http and wss for https.
/// @return Errc::bad_input for anything but an http or https URL without query or fragment, and
///         for plain http to a host that is not loopback.
Result<Endpoints> endpoints_under(std::string_view venue_url);

/// Checks one base given by itself. `scheme` is "http" or "ws". Plain text only to loopback.
/// @return the URL without trailing slash; Errc::bad_input otherwise.
Result<std::string> checked_base(std::string_view url, std::string_view scheme);

/// "127.x.y.z", "[::1]" or "localhost".
[[nodiscard]] bool is_loopback(std::string_view host);

}  // namespace pm::live
