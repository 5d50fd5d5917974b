#pragma once

/// Which API of the simulated venue answers which path. No sockets: tests call it directly.

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "net/http.hpp"
#include "sim/clob_api.hpp"
#include "sim/faults.hpp"
#include "sim/gamma_api.hpp"
#include "sim/market_hub.hpp"
#include "sim/portfolio_api.hpp"
#include "sim/trading_api.hpp"
#include "sim/trading_floor.hpp"
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
        std::int64_t default_balance = FloorOptions{}.default_balance;
    };
    /// Everything in `parts` must outlive the router.
    explicit Router(const Parts& parts);

    struct Answer {
        net::HttpReply reply;
        Duration wait{0};    ///< A fault wants it sent this much later.
        bool reset = false;  ///< A fault wants the connection reset instead.
        /// A fault wants the request applied only after this: wait, then call `apply`.
        std::optional<Duration> hold;
    };

    struct Request {
        net::Method method = net::Method::get;
        std::string target;
        std::string body;
        net::Headers headers;
    };

    /// Brings the world up to the venue's time and answers.
    ///
    /// `/time` carries the headers `Pm-Sim-Speed` (simulated seconds in a real one) and
    /// `Pm-Sim-Time` (milliseconds; the body has whole seconds, as the venue's).
    Answer answer(const Request& request);
    Answer answer(net::Method method, std::string_view target, std::string_view body) {
        return answer({method, std::string{target}, std::string{body}, {}});
    }
    /// Answers without faults: a request that was held.
    [[nodiscard]] net::HttpReply apply(const Request& request);
    /// Brings the venue up to now: requests that a fault delayed, heartbeats that lapsed.
    void tick();

    [[nodiscard]] TradingFloor& floor() { return floor_; }

private:
    [[nodiscard]] net::HttpReply plain(const Request& request, const Query& query);
    [[nodiscard]] net::HttpReply control(const Request& request, const Query& query);
    [[nodiscard]] net::HttpReply set_fault(const Json& fault);
    [[nodiscard]] std::string fault_report() const;
    [[nodiscard]] net::HttpReply time_reply() const;
    [[nodiscard]] net::HttpReply geoblock_reply() const;
    /// What the trading faults make of a request, or nothing when they let it pass.
    std::optional<Answer> afflict(const Request& request, const Query& query);
    Answer afflict_market(const Request& request, const Query& query);

    struct Late {
        Instant due;
        Request request;
    };

    Parts parts_;
    TradingFloor floor_;
    TradingApi trading_;
    PortfolioApi portfolio_;
    std::deque<Late> late_;  ///< To be applied without anybody waiting.
    ClobApi clob_;
    GammaApi gamma_;
    WeatherApi weather_;
};

}  // namespace pm::sim
