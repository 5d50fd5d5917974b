#include "pm-sim/serve.hpp"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <utility>

#include <boost/asio/this_coro.hpp>

#include "cli/settings.hpp"
#include "domain/amounts.hpp"
#include "net/pause.hpp"

namespace pm::simulator {

std::vector<cli::Example> ServeCommand::examples() const {
    return {{"pm-sim serve", "one simulated second a second, at http://127.0.0.1:8790"},
            {"pm-sim serve --speed 600", "ten simulated minutes a second"},
            {"pm-sim serve --listen 127.0.0.1:0 --ready-file url", "a free port, told in a file"},
            {"pm-sim serve --rate 1000 --markets 1000", "a load for benchmarks"}};
}

void ServeCommand::declare(cli::Options& options) {
    venue_.listen = "127.0.0.1:8790";
    options.value("--listen", venue_.listen, "Loopback address and port; port 0 picks a free one")
        .value_name("HOST:PORT")
        .default_text("127.0.0.1:8790");
    options.value("--scenario", venue_.scenario_file, "Packed scenario instead of the built-in one")
        .value_name("FILE")
        .completes(cli::Completes::files);
    options.value("--seed", venue_.seed, "Seed of the order flow and the observations")
        .value_name("N")
        .default_text("1");
    options.value("--speed", venue_.speed, "Simulated seconds in a real one")
        .value_name("X")
        .default_text("1");
    options.value("--fault-plan", fault_plan_, "What goes wrong, and when (JSON)")
        .value_name("FILE")
        .completes(cli::Completes::files);
    options.value("--balance", balance_, "Dollars of an account that the scenario does not name")
        .value_name("USD")
        .default_text("10000");
    options
        .value("--truth-log", truth_log_, "Write what really happens, books and orders, to a file")
        .value_name("FILE")
        .completes(cli::Completes::files);
    options.value("--ready-file", ready_file_, "Write the URL there once it serves")
        .value_name("FILE")
        .completes(cli::Completes::files);
    options.value("--duration", duration_, cli::parse_duration, "Stop after this long (real time)")
        .value_name("TIME");
    options.value("--rate", venue_.rate, "Force about this many book messages a second")
        .value_name("N");
    options.value("--markets", venue_.extra_markets, "Add about this many synthetic markets")
        .value_name("N");
}

Result<void> ServeCommand::read_options() {
    if (!balance_.empty()) {
        const auto amount = Money::parse(balance_);
        if (!amount || amount->micros < 0) {
            return fail(Errc::bad_input, "--balance must be an amount of dollars");
        }
        venue_.default_balance = amount->micros;
    }
    if (fault_plan_.empty()) return {};
    std::ifstream in{fault_plan_, std::ios::binary};
    if (!in) return fail(Errc::not_found, "cannot read '" + fault_plan_ + "'");
    venue_.fault_plan.assign(std::istreambuf_iterator<char>{in}, {});
    if (venue_.fault_plan.empty()) return fail(Errc::bad_input, "the fault plan is empty");
    return {};
}

Result<void> write_whole(const std::string& path, const std::string& text) {
    const auto draft = path + ".new";
    {
        std::ofstream out{draft, std::ios::binary | std::ios::trunc};
        out << text;
        out.flush();
        if (!out) return fail(Errc::storage, "cannot write '" + path + "'");
    }
    if (std::rename(draft.c_str(), path.c_str()) != 0) {
        return fail(Errc::storage, "cannot write '" + path + "'");
    }
    return {};
}

net::Task<void> ServeCommand::run(cli::Env& env) {
    namespace asio = boost::asio;
    if (auto read = read_options(); !read) co_return pass(read);
    std::ofstream truth;
    if (!truth_log_.empty()) {
        truth.open(truth_log_, std::ios::binary | std::ios::trunc);
        if (!truth) co_return fail(Errc::storage, "cannot write '" + truth_log_ + "'");
        const bool flush = venue_.rate <= 0;  // At a forced rate the buffer does it.
        venue_.truth_log = [&truth, flush](std::string_view line) {
            truth << line;
            if (flush) truth.flush();
        };
    }
    const auto executor = co_await asio::this_coro::executor;
    sim::EmbeddedVenue venue{executor, env.clock, env.log, venue_};
    auto url = venue.start();
    if (!url) co_return pass(url);
    if (!ready_file_.empty()) {
        const auto written = write_whole(ready_file_, *url + "\n");
        if (!written) co_return tl::unexpected{written.error()};
    }
    const auto said = env.err.write("serving " + *url + "\n");
    if (said) static_cast<void>(env.err.flush());

    auto waiting = duration_ ? net::pause(*duration_) : net::pause_for_ever();
    auto waited = co_await std::move(waiting);
    venue.stop();
    co_return waited;
}

}  // namespace pm::simulator
