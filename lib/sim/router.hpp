#pragma once

/// Which API of the simulated venue answers which path. No sockets: tests call it directly.

#include <optional>
#include <string_view>

#include "base/clock.hpp"
#include "net/http.hpp"
#include "sim/clob_api.hpp"
#include "sim/faults.hpp"
#include "sim/gamma_api.hpp"
#include "sim/market_hub.hpp"
#include "sim/weather_api.hpp"
#include "sim/world.hpp"

namespace pm::sim {

class Router {
public:
    struct Parts {
        World& world;
        MarketHub& hub;
        Faults& faults;
        const Clock& simulated;  ///< The venue's time.
        const Clock& real;       ///< Times the faults.
        double speed = 1;
        std::uint64_t seed = 1;
    };
    /// Everything in `parts` must outlive the router.
    explicit Router(const Parts& parts)
        : parts_{parts},
          clob_{parts.world},
          gamma_{parts.world},
          weather_{parts.world, parts.seed} {}

    struct Answer {
        net::HttpReply reply;
        Duration wait{0};    ///< A fault wants it sent this much later.
        bool reset = false;  ///< A fault wants the connection reset instead.
    };

    /// Brings the world up to the venue's time and answers.
    ///
    /// `/time` carries the headers `Pm-Sim-Speed` (simulated seconds in a real one) and
    /// `Pm-Sim-Time` (milliseconds; the body has whole seconds, as the venue's).
    Answer answer(net::Method method, std::string_view target, std::string_view body);

private:
    [[nodiscard]] net::HttpReply plain(net::Method method, const Query& query,
                                       std::string_view body);
    [[nodiscard]] net::HttpReply control(net::Method method, std::string_view path,
                                         std::string_view body);
    [[nodiscard]] net::HttpReply time_reply() const;

    Parts parts_;
    ClobApi clob_;
    GammaApi gamma_;
    WeatherApi weather_;
};

}  // namespace pm::sim
