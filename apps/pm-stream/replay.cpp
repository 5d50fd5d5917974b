#include "pm-stream/replay.hpp"

#include <charconv>

#include "base/text.hpp"
#include "net/pause.hpp"

namespace pm::stream {

namespace asio = boost::asio;

Result<std::optional<double>> parse_speed(std::string_view text) {
    if (text == "max") return std::optional<double>{};
    double value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (bad != std::errc{} || end != text.data() + text.size() || !(value > 0) || value > 1e9) {
        return fail(Errc::bad_input, "'" + sanitised(text) + "' is no speed",
                    "a number such as 1 or 60, or max");
    }
    return std::optional{value};
}

net::Task<void> replay(cli::Env& env, Printer& printer, ReplayOptions options) {
    auto reader = wiring::CaptureReader::open(options.path);
    if (!reader) co_return pass(reader);
    wiring::StreamCore core{printer, {.books = options.books, .source = QuoteSource::replay}};
    const auto began = env.clock.steady();
    std::optional<Timestamp> first;
    for (;;) {
        auto entry = (*reader)->next();
        if (!entry) co_return pass(entry);
        if (!*entry) break;
        if (!first) first = (**entry).ts;
        if (options.speed) {
            const auto offset = static_cast<double>(((**entry).ts - *first).count());
            const auto due = began + Duration{static_cast<Duration::rep>(offset / *options.speed)};
            if (const auto left = due - env.clock.steady(); left > Duration{0}) {
                auto go_on = printer.on_drained();
                if (!go_on) co_return pass(go_on);
                if (!*go_on) co_return Result<void>{};
                auto waited = co_await net::pause(left);
                if (!waited) co_return waited;
            }
        }
        auto played = wiring::play(**entry, core);
        if (!played) note(env.log, LogLevel::warning, played.error().message);
        auto go_on = printer.hand_on();
        if (!go_on) co_return pass(go_on);
        if (!*go_on) break;
    }
    if ((*reader)->torn()) {
        note(env.log, LogLevel::warning, "the capture's last line is torn: left out");
    }
    auto flushed = printer.on_drained();
    if (!flushed) co_return pass(flushed);
    co_return Result<void>{};
}

}  // namespace pm::stream
