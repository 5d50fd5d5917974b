#include "wiring/session.hpp"

#include <charconv>

#include <boost/asio/this_coro.hpp>

#include "base/decimal.hpp"
#include "net/http_client.hpp"
#include "net/websocket.hpp"
#include "polymarket/clob_requests.hpp"
#include "polymarket/facts.hpp"
#include "polymarket/replies.hpp"

namespace pm::wiring {

namespace {

constexpr double speed_max = 1e6;

/// One base URL: its setting, its scheme and where it is kept.
struct Base {
    const char* setting;
    const char* scheme;
    const char* help;
    std::string live::Endpoints::*member;
};

const std::vector<Base>& bases() {
    using E = live::Endpoints;
    static const std::vector<Base> all{
        {"clob", "http", "CLOB REST", &E::clob},
        {"ws_market", "ws", "CLOB market socket", &E::ws_market},
        {"ws_user", "ws", "CLOB user socket", &E::ws_user},
        {"gamma", "http", "Gamma, the catalogue", &E::gamma},
        {"data_api", "http", "Data API", &E::data_api},
        {"open_meteo", "http", "Open-Meteo forecasts", &E::open_meteo},
        {"ensemble", "http", "Open-Meteo ensembles", &E::ensemble},
        {"previous_runs", "http", "Open-Meteo earlier runs", &E::previous_runs},
        {"nws", "http", "US National Weather Service", &E::nws},
        {"metar", "http", "METAR reports", &E::metar},
        {"weathercom", "http", "weather.com", &E::weathercom},
    };
    return all;
}

cli::Setting setting(std::string name, std::string help, std::string fallback,
                     cli::SettingKind kind, std::string value_name) {
    cli::Setting out;
    out.name = std::move(name);
    out.help = std::move(help);
    out.fallback = std::move(fallback);
    out.kind = kind;
    out.value_name = std::move(value_name);
    return out;
}

/// The published limits: every family's own bucket, and its service's beside it.
net::Rates venue_rates() {
    net::Rates rates;
    const auto bucket = [](std::int64_t requests, Duration period) {
        return BucketRate{requests, requests, period};
    };
    for (const auto& rate : polymarket::family_rates) {
        auto& buckets = rates[std::string{rate.family}];
        buckets.push_back(bucket(rate.per_ten_seconds, std::chrono::seconds{10}));
        if (rate.per_ten_minutes == 0) continue;
        buckets.push_back(bucket(rate.per_ten_minutes, std::chrono::minutes{10}));
    }
    return rates;
}

std::string_view host_of(std::string_view url) {
    const auto start = url.find("://");
    if (start == std::string_view::npos) return {};
    auto rest = url.substr(start + 3);
    rest = rest.substr(0, rest.find('/'));
    if (rest.starts_with('[')) return rest.substr(0, rest.find(']') + 1);
    return rest.substr(0, rest.find(':'));
}

}  // namespace

std::vector<cli::Setting> session_settings() {
    using cli::SettingKind;
    std::vector<cli::Setting> out;
    out.push_back(setting("venue", "Everything under one URL (a simulator); empty: the real venue",
                          "", SettingKind::text, "URL"));
    for (const auto& base : bases()) {
        out.push_back(setting(base.setting, std::string{"Base URL: "} + base.help, "",
                              SettingKind::text, "URL"));
    }
    auto clock = setting("clock", "Whose time: auto is the venue's for a loopback venue", "auto",
                         SettingKind::text, "WHOSE");
    clock.choices = {"auto", "system", "venue"};
    out.push_back(std::move(clock));
    out.push_back(
        setting("timeout", "The most one request may take", "10s", SettingKind::duration, "TIME"));
    return out;
}

Result<live::Endpoints> endpoints_of(const cli::Settings& settings) {
    auto endpoints = live::real_endpoints();
    if (const auto& venue = settings.text("venue"); !venue.empty()) {
        auto under = live::endpoints_under(venue);
        if (!under) return tl::unexpected<Error>{settings.wrong("venue", under.error().message)};
        endpoints = std::move(*under);
    }
    for (const auto& base : bases()) {
        const auto& own = settings.text(base.setting);
        if (own.empty()) continue;
        auto checked = live::checked_base(own, base.scheme);
        if (!checked) {
            return tl::unexpected<Error>{settings.wrong(base.setting, checked.error().message)};
        }
        endpoints.*base.member = std::move(*checked);
    }
    return endpoints;
}

Session::Session(cli::Env& env, live::Endpoints endpoints, boost::asio::any_io_executor executor)
    : env_{env},
      endpoints_{std::move(endpoints)},
      executor_{std::move(executor)},
      clock_{&env.clock} {
    net::HttpOptions options;
    options.rates = venue_rates();
    options.limits.total = env.settings->duration("timeout");
    http_ = net::make_http_client(executor_, env.clock, env.random, env.log, std::move(options));
    catalogue_ = std::make_unique<live::Catalogue>(*http_, endpoints_, env.log);
}

net::Task<std::unique_ptr<Session>> Session::open(cli::Env& env) {
    const auto executor = co_await boost::asio::this_coro::executor;
    auto endpoints = endpoints_of(*env.settings);
    if (!endpoints) co_return pass(endpoints);
    std::unique_ptr<Session> session{new Session{env, std::move(*endpoints), executor}};
    const auto& choice = env.settings->text("clock");
    const bool loopback = live::is_loopback(host_of(session->endpoints_.clob));
    if (choice == "venue" || (choice == "auto" && loopback)) {
        auto followed = co_await session->follow_venue_clock();
        if (!followed) co_return pass(followed);
    }
    co_return std::move(session);
}

/// The venue's time now from GET /time. Simulators say more in headers: the milliseconds, and how
/// fast their time runs.
net::Task<void> Session::follow_venue_clock() {
    const auto ask = polymarket::time_request();
    net::HttpRequest request{net::Method::get, endpoints_.clob + ask.target};
    request.family = ask.family;
    const auto asked = env_.clock.steady();
    auto reply = co_await http_->send(std::move(request));
    const auto answered = env_.clock.steady();
    if (!reply) co_return pass(reply, "the venue's time");
    if (reply->status != 200) {
        co_return fail(Errc::lost, "the venue's time: HTTP " + std::to_string(reply->status),
                       "is --venue right? --clock system does without");
    }
    auto time = polymarket::decode_time(reply->body);
    if (!time) co_return pass(time, "the venue's time");
    if (const auto speed = net::header(reply->headers, "pm-sim-speed")) {
        double value = 0;
        const auto [end, bad] =
            std::from_chars(speed->data(), speed->data() + speed->size(), value);
        if (bad == std::errc{} && end == speed->data() + speed->size() && value > 0 &&
            value <= speed_max) {
            speed_ = value;
        }
    }
    auto start = *time;
    if (const auto exact = net::header(reply->headers, "pm-sim-time")) {
        if (const auto ms = parse_decimal(*exact, 0))
            start = Timestamp{std::chrono::milliseconds{*ms}};
    }
    // The answer was made somewhere between the two: half the way is the fairest guess.
    start += Duration{
        static_cast<Duration::rep>(static_cast<double>(((answered - asked) / 2).count()) * speed_)};
    venue_clock_ = std::make_unique<ScaledClock>(env_.clock, start, speed_);
    clock_ = venue_clock_.get();
    co_return Result<void>{};
}

std::unique_ptr<net::MessageStream> Session::market_stream() {
    net::WebSocketOptions options;
    options.message_max = polymarket::frame_max;
    return net::make_websocket(executor_, endpoints_.ws_market, env_.clock, std::move(options));
}

std::unique_ptr<net::MessageStream> Session::user_stream() {
    net::WebSocketOptions options;
    options.message_max = polymarket::user_frame_max;
    return net::make_websocket(executor_, endpoints_.ws_user, env_.clock, std::move(options));
}

}  // namespace pm::wiring
