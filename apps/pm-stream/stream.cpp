#include "pm-stream/stream.hpp"

#include <boost/asio/this_coro.hpp>

#include "cli/settings.hpp"
#include "pm-stream/replay.hpp"
#include "wiring/capture.hpp"

namespace pm::stream {

std::vector<cli::Example> StreamCommand::examples() const {
    return {{"pm-stream --city london --record london.ndjson", "London's prices, kept in a file"},
            {"pm-markets list --city nyc -o ids | pm-stream -", "exactly these tokens"},
            {"pm-stream --replay london.ndjson --speed max", "the same records again"}};
}

void StreamCommand::declare(cli::Options& options) {
    wishes_.declare(options);
    options.flag("--book", books_, "Whole books whenever a level changed");
    options.flag("--no-prints", no_prints_, "Leave public trades out");
    options.value("--record", record_, "Keep everything in this file, for --replay")
        .value_name("FILE")
        .completes(cli::Completes::files);
    options.value("--replay", replay_, "Play such a file instead of going live")
        .value_name("FILE")
        .completes(cli::Completes::files);
    options.value("--speed", speed_, "Of a replay: 1, 60, max").value_name("N|max");
    options.value("--max-messages", max_messages_, "Stop after so many records").value_name("N");
    options.value("--duration", duration_, cli::parse_duration, "Stop after this time")
        .value_name("TIME");
    options.flag("--fail-stale", fail_stale_, "Status 10 at the first gap");
    options
        .value("--refresh", refresh_, cli::parse_duration,
               "Look for new and ended markets this often; 0: never")
        .value_name("TIME")
        .default_text("60s");
    const auto pace = [&](std::string_view flag, Duration& target, std::string help,
                          std::string fallback) {
        options.value(flag, target, cli::parse_duration, std::move(help))
            .value_name("TIME")
            .default_text(std::move(fallback))
            .group("Connection");
    };
    pace("--poll-every", poll_every_, "Without a socket, ask for books this often", "2s");
    pace("--poll-after", feed_.poll_after, "Ask for books after this long without a socket", "5s");
    pace("--ping-every", feed_.ping_every, "Send PING this often", "10s");
    pace("--dead-after", feed_.silence_max, "Silence that means a dead peer", "30s");
}

Result<PrinterOptions> StreamCommand::printer_options(const cli::Env& env) const {
    if (max_messages_ < 0) return fail(Errc::bad_input, "--max-messages: must not be negative");
    for (const auto& pace : {feed_.ping_every, feed_.silence_max, poll_every_}) {
        if (pace <= Duration{0}) return fail(Errc::bad_input, "a pace must be positive");
    }
    PrinterOptions out;
    out.prints = !no_prints_;
    out.max_messages = max_messages_;
    out.fail_stale = fail_stale_;
    if (duration_) out.until = env.clock.steady() + *duration_;
    return out;
}

net::Task<void> StreamCommand::run(cli::Env& env) {
    auto options = printer_options(env);
    if (!options) co_return pass(options);
    Printer printer{env, *options};
    if (replay_.empty()) {
        if (speed_) co_return fail(Errc::bad_input, "--speed is for --replay");
        if (wishes_.empty()) {
            co_return fail(Errc::bad_input, "nothing to stream",
                           "name events, or use --city, --tag, --date, or - for standard input");
        }
        co_return co_await run_live(env, printer);
    }
    if (!wishes_.empty() || !record_.empty()) {
        co_return fail(Errc::bad_input, "--replay plays a whole file: no names, filters, --record");
    }
    auto speed = parse_speed(speed_.value_or("1"));
    if (!speed) co_return pass(speed, "--speed");
    ReplayOptions replay_options;
    replay_options.path = replay_;
    replay_options.speed = *speed;
    replay_options.books = books_;
    co_return co_await replay(env, printer, std::move(replay_options));
}

net::Task<void> StreamCommand::run_live(cli::Env& env, Printer& printer) {
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    auto options = co_await wishes_.read(env, **session);
    if (!options) co_return pass(options);
    std::unique_ptr<wiring::CaptureWriter> capture;
    if (!record_.empty()) {
        auto created = wiring::CaptureWriter::create(record_);
        if (!created) co_return pass(created, "--record");
        capture = std::move(*created);
    }
    options->capture = capture.get();
    options->core.books = books_;
    options->refresh = refresh_;
    options->feed = feed_;
    options->poll.every = poll_every_;
    wiring::PriceStream stream{**session, env, printer, std::move(*options)};
    auto ended = co_await stream.run();
    const bool told = !ended && ended.error().code == Errc::cancelled;
    if (ended || told) {
        stream.say_stopping(told ? "interrupted" : "");
        auto stopped = printer.on_drained();
        if (ended && !stopped) co_return pass(stopped);
    }
    co_return ended;
}

}  // namespace pm::stream
