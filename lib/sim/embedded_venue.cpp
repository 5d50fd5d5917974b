#include "sim/embedded_venue.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/assert.hpp"
#include "net/pause.hpp"
#include "sim/truth_log.hpp"
#include "sim/venue_server.hpp"

namespace pm::sim {
namespace {

namespace asio = boost::asio;

constexpr double speed_max = 100'000;
constexpr int extra_markets_max = 20'000;
constexpr std::size_t steps_at_once = 2'000;  // Then sockets get their turn.
constexpr Duration rest_max = std::chrono::milliseconds{50};
constexpr Duration rest_min = std::chrono::milliseconds{1};

bool loopback(std::string_view listen) {
    return listen.starts_with("127.") || listen.starts_with("localhost:") ||
           listen.starts_with("[::1]");
}

}  // namespace

/// Everything that lives from `start` to the end. The pump keeps it alive until it has stopped,
/// which is why it is shared.
struct Stage {
    Stage(asio::any_io_executor executor, const Clock& real_clock, Scenario scenario,
          const SimOptions& options)
        : real{real_clock},
          speed{options.speed},
          clock{real_clock, scenario.begin, options.speed},
          world{std::move(scenario), {options.seed, options.speed, options.rate}},
          hub{std::make_shared<MarketHub>(world, faults, real_clock)},
          router{{world, *hub, faults, clock, real_clock, options.speed, options.seed,
                  options.default_balance.value_or(world.scenario().default_balance)}},
          handler{router, hub, faults, real_clock},
          server{executor, handler, real_clock},
          bell{executor} {
        world.add(*hub);
        world.hold_flow_while([this] { return faults.frozen(real.steady()); });
        if (options.truth_log) {
            world.add(truth.emplace(world, options.truth_log));
            router.floor().truth.write_to(options.truth_log);
        }
    }

    [[nodiscard]] Duration rest() const {
        const auto next = world.next();
        if (!next) return rest_max;
        const auto left = static_cast<double>((*next - clock.now()).count()) / speed;
        return std::clamp(Duration{std::llround(std::max(0.0, left))}, rest_min, rest_max);
    }

    const Clock& real;
    double speed;
    ScaledClock clock;
    Faults faults;
    World world;
    std::shared_ptr<MarketHub> hub;
    Router router;
    VenueServer handler;
    net::Server server;
    std::optional<TruthLog> truth;
    net::Bell bell;
    bool stopped = false;
};

namespace {

/// Lets the world follow the clock until the stage is stopped.
asio::awaitable<void> pump(std::shared_ptr<Stage> stage) {
    while (!stage->stopped) {
        const bool done = stage->world.advance(stage->clock.now(), steps_at_once);
        if (!done) {
            co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
            continue;
        }
        stage->router.tick();
        co_await stage->bell.wait(stage->rest());
    }
    // The connections' coroutines look at the stage until they have ended.
    while (stage->server.connections() > 0) {
        co_await stage->bell.wait(rest_min);
    }
}

}  // namespace

class EmbeddedVenue::Impl {
public:
    Impl(asio::any_io_executor executor, const Clock& real, Log log, SimOptions options)
        : executor_{std::move(executor)},
          real_{real},
          log_{std::move(log)},
          options_{std::move(options)} {}
    ~Impl() { stop(); }
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    Result<std::string> start() {
        if (!loopback(options_.listen)) {
            return fail(Errc::bad_input,
                        "the simulator listens on loopback only, not on '" + options_.listen + "'");
        }
        if (!(options_.speed > 0) || options_.speed > speed_max) {
            return fail(Errc::bad_input, "speed must be above 0 and at most 100000");
        }
        if (!(options_.rate >= 0) || options_.rate > 1e6) {
            return fail(Errc::bad_input, "rate must be 0 to 1000000 messages a second");
        }
        if (options_.extra_markets < 0 || options_.extra_markets > extra_markets_max) {
            return fail(Errc::bad_input, "markets must be 0 to 20000");
        }
        auto scenario = options_.scenario_file.empty() ? Scenario::embedded()
                                                       : Scenario::load(options_.scenario_file);
        if (!scenario) return pass(scenario);
        scenario->clone_markets(options_.extra_markets);
        stage_ = std::make_shared<Stage>(executor_, real_, *std::move(scenario), options_);
        for (const auto& account : stage_->world.scenario().accounts) {
            if (auto set = stage_->router.floor().set_account(account); !set) return pass(set);
        }
        if (auto planned = plan_faults(); !planned) return pass(planned);
        auto url = stage_->server.listen(options_.listen);
        if (!url) {
            stage_.reset();
            return pass(url);
        }
        net::spawn(executor_, pump(stage_), [](const std::exception_ptr&) {});
        note(log_, LogLevel::info,
             "serving " + stage_->world.scenario().name + " at " + *url + ", simulated time " +
                 time_text(stage_->clock.now()));
        return url;
    }

    void stop() {
        if (!stage_ || stage_->stopped) return;
        stage_->stopped = true;
        stage_->server.stop();
        stage_->bell.ring();
    }

    [[nodiscard]] const Stage& stage() const {
        PM_ASSERT(stage_ != nullptr);
        return *stage_;
    }

private:
    Result<void> plan_faults() {
        if (options_.fault_plan.empty()) return {};
        const auto plan = Json::parse(options_.fault_plan);
        if (!plan || !plan->is_object()) return fail(Errc::bad_input, "the fault plan is no JSON");
        return stage_->router.floor().add_faults(*plan);
    }

    asio::any_io_executor executor_;
    const Clock& real_;
    Log log_;
    SimOptions options_;
    std::shared_ptr<Stage> stage_;
};

EmbeddedVenue::EmbeddedVenue(asio::any_io_executor executor, const Clock& real, Log log,
                             SimOptions options)
    : impl_{std::make_unique<Impl>(std::move(executor), real, std::move(log), std::move(options))} {
}

EmbeddedVenue::~EmbeddedVenue() = default;

Result<std::string> EmbeddedVenue::start() {
    return impl_->start();
}

const Clock& EmbeddedVenue::clock() const {
    return impl_->stage().clock;
}

Timestamp EmbeddedVenue::end() const {
    return impl_->stage().world.scenario().end;
}

void EmbeddedVenue::stop() {
    impl_->stop();
}

}  // namespace pm::sim
