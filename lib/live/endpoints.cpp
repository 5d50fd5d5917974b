#include "live/endpoints.hpp"

#include "net/url.hpp"
#include "polymarket/facts.hpp"

namespace pm::live {

namespace {

std::string without_slash(std::string_view text) {
    while (text.ends_with('/')) text.remove_suffix(1);
    return std::string{text};
}

}  // namespace

Endpoints real_endpoints() {
    Endpoints out;
    out.clob = polymarket::clob_url;
    out.ws_market = polymarket::ws_market_url;
    out.ws_user = polymarket::ws_user_url;
    out.gamma = polymarket::gamma_url;
    out.data_api = polymarket::data_url;
    out.site = polymarket::site_url;
    // Hosts of the weather services. Source: docs/weather.md, services; 2026-11-21.
    out.open_meteo = "https://api.open-meteo.com";
    out.ensemble = "https://ensemble-api.open-meteo.com";
    out.previous_runs = "https://previous-runs-api.open-meteo.com";
    out.nws = "https://api.weather.gov";
    out.metar = "https://aviationweather.gov";
    out.weathercom = "https://api.weather.com";
    return out;
}

const std::string& base_of(const Endpoints& endpoints, polymarket::Service service) {
    switch (service) {
        case polymarket::Service::clob: return endpoints.clob;
        case polymarket::Service::gamma: return endpoints.gamma;
        case polymarket::Service::data: return endpoints.data_api;
        case polymarket::Service::site: return endpoints.site;
    }
    return endpoints.clob;
}

bool is_loopback(std::string_view host) {
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    return net::is_loopback(host);
}

Result<std::string> checked_base(std::string_view url, std::string_view scheme) {
    auto parsed = net::parse_url(url);
    if (!parsed) return fail(Errc::bad_input, parsed.error().message);
    const auto secure = std::string{scheme} + "s";
    if (parsed->scheme != scheme && parsed->scheme != secure) {
        return fail(Errc::bad_input, "'" + std::string{url} + "' is not " + std::string{scheme} +
                                         ":// or " + secure + "://");
    }
    if (parsed->scheme == scheme && !net::is_loopback(parsed->host)) {
        return fail(Errc::bad_input, "plain " + std::string{scheme} + " is for loopback only",
                    "use " + secure + "://");
    }
    if (url.find_first_of("?#") != std::string_view::npos) {
        return fail(Errc::bad_input, "a base URL has no query or fragment");
    }
    return without_slash(url);
}

Result<Endpoints> endpoints_under(std::string_view venue_url) {
    auto base = checked_base(venue_url, "http");
    if (!base) return pass(base);
    const auto socket = "ws" + base->substr(4);  // http -> ws, https -> wss
    Endpoints out;
    out.clob = *base;
    out.ws_market = socket + "/ws/market";
    out.ws_user = socket + "/ws/user";
    out.gamma = *base + "/gamma";
    out.data_api = *base + "/data-api";
    out.site = *base;
    out.open_meteo = *base + "/weather/open-meteo";
    out.ensemble = *base + "/weather/ensemble";
    out.previous_runs = *base + "/weather/previous-runs";
    out.nws = *base + "/weather/nws";
    out.metar = *base + "/weather/metar";
    out.weathercom = *base + "/weather/weathercom";
    return out;
}

}  // namespace pm::live
