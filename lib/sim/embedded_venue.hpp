#pragma once

/// A whole venue inside this process: Gamma, CLOB public REST, the market WebSocket and the
/// weather sources, on a loopback port, driven by a scenario of recorded data.
///
/// Use: `EmbeddedVenue venue{executor, clock, log, options}; auto url = venue.start();` and point
/// every endpoint below that URL. It speaks the venue's own protocol: the tools must not know.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/any_io_executor.hpp>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"

namespace pm::sim {

/// What the simulated venue is and how fast it lives. It never crosses co_await.
struct SimOptions {
    std::string listen = "127.0.0.1:0";  ///< Port 0 picks a free one. Loopback only.
    std::string scenario_file{};         ///< Empty: the built-in scenario `june-2026`.
    std::uint64_t seed = 1;              ///< Same seed, scenario, speed, rate: same messages.
    double speed = 1;                    ///< Simulated seconds in a real one. Positive.
    double rate = 0;           ///< Book messages a real second, for benchmarks. 0: a natural flow.
    int extra_markets = 0;     ///< Synthetic markets cloned from the recorded ladders.
    std::string fault_plan{};  ///< JSON, see sim/fault_plan.hpp. Empty: nothing goes wrong.
    /// What an account that the scenario does not name starts with, micro-dollars; nothing: what
    /// the scenario says.
    std::optional<std::int64_t> default_balance{};
    /// Gets one JSON line (with its \n) per book change, print, tick change and
    /// resolution, and for everything that becomes of an account's orders.
    std::function<void(std::string_view)> truth_log{};
};

/// Lifetime    `executor`'s context, `real` and everything in `options` outlive the venue. Stop it
///             and let the context run once more before destroying it, or destroy the context
///             first: coroutines hold references into it.
/// Concurrency one event loop; every call from that loop's thread.
class EmbeddedVenue {
public:
    EmbeddedVenue(boost::asio::any_io_executor executor, const Clock& real, Log log,
                  SimOptions options);
    ~EmbeddedVenue();
    EmbeddedVenue(const EmbeddedVenue&) = delete;
    EmbeddedVenue& operator=(const EmbeddedVenue&) = delete;

    /// Reads the scenario, listens, and sets simulated time going.
    /// @return the base URL, "http://127.0.0.1:40613"; Errc::bad_input for an unusable option or
    ///         address, Errc::not_found or Errc::malformed for the scenario file, Errc::unavailable
    ///         when the port cannot be had.
    Result<std::string> start();

    /// Simulated time. `start` has succeeded before.
    [[nodiscard]] const Clock& clock() const;

    /// When the scenario ends: later nothing happens any more. `start` has succeeded before.
    [[nodiscard]] Timestamp end() const;

    /// Closes every socket and the listener. Idempotent.
    void stop();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace pm::sim
