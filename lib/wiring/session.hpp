#pragma once

/// What every tool that talks to the venue needs, opened alike from settings and environment:
/// where things are, which time it is there, the HTTP client, the catalogue.

#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "cli/env.hpp"
#include "cli/settings.hpp"
#include "live/catalogue.hpp"
#include "live/endpoints.hpp"
#include "net/http.hpp"
#include "net/message_stream.hpp"

namespace pm::wiring {

/// The settings of every network tool: `venue`, one for each base (`clob`, `ws_market`, `ws_user`,
/// `gamma`, `data_api`, `open_meteo`, `ensemble`, `previous_runs`, `nws`, `metar`, `weathercom`),
/// `clock` and `timeout`. Give them to `cli::App::declare`.
[[nodiscard]] std::vector<cli::Setting> session_settings();

/// The bases as the settings say: the real venue, all moved by `venue`, single ones by their own.
/// @return the setting's error (Settings::wrong) for a URL that is none or may not be plain text.
Result<live::Endpoints> endpoints_of(const cli::Settings& settings);

/// Which time a tool goes by.
enum class ClockChoice : std::uint8_t { system, venue };

class Session {
public:
    /// Opens everything; asks the venue for its time when the clock is the venue's (one request).
    /// @return Errc::bad_config or bad_input for settings, else what the request for the time met.
    /// Lifetime `env` outlives the session.
    static net::Task<std::unique_ptr<Session>> open(cli::Env& env);

    [[nodiscard]] const live::Endpoints& endpoints() const { return endpoints_; }
    [[nodiscard]] net::HttpClient& http() { return *http_; }
    [[nodiscard]] live::Catalogue& catalogue() { return *catalogue_; }

    /// The venue's time: the machine's for the real venue, the simulator's (and as fast) for a
    /// simulator, unless `clock` says otherwise. Everything that happens "now" at the venue uses
    /// it; timeouts use its `steady`, which is always the machine's.
    [[nodiscard]] const Clock& clock() const { return *clock_; }
    [[nodiscard]] double speed() const { return speed_; }  ///< 1 unless a simulator says more.

    /// A new connection to the market channel, not yet connected.
    [[nodiscard]] std::unique_ptr<net::MessageStream> market_stream();
    /// The same to the user channel.
    [[nodiscard]] std::unique_ptr<net::MessageStream> user_stream();

private:
    Session(cli::Env& env, live::Endpoints endpoints, boost::asio::any_io_executor executor);
    net::Task<void> follow_venue_clock();

    cli::Env& env_;
    live::Endpoints endpoints_;
    boost::asio::any_io_executor executor_;
    std::unique_ptr<net::HttpClient> http_;
    std::unique_ptr<live::Catalogue> catalogue_;
    std::unique_ptr<Clock> venue_clock_;  ///< Only when the venue's time is not the machine's.
    const Clock* clock_;
    double speed_ = 1;
};

}  // namespace pm::wiring
