#include "pm-markets/search.hpp"

#include "pm-markets/targets.hpp"
#include "records/write.hpp"

namespace pm::markets {

std::vector<cli::Example> SearchCommand::examples() const {
    return {{"pm-markets search highest temperature tokyo", "events about Tokyo's maximum"}};
}

void SearchCommand::declare(cli::Options& options) {
    options.argument("words", words_, "What to look for").required();
    options.value("--limit", limit_, "At most this many events").value_name("N").default_text("20");
    options.flag("--closed", closed_, "Closed ones too");
}

net::Task<void> SearchCommand::run(cli::Env& env) {
    if (limit_ < 1) co_return fail(Errc::bad_input, "--limit: must be at least 1");
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    std::string words;
    for (const auto& word : words_) words += (words.empty() ? "" : " ") + word;
    auto found =
        co_await (*session)->catalogue().search(words, closed_, static_cast<std::size_t>(limit_));
    if (!found) co_return pass(found);
    if (!found->complete) {
        say_incomplete(env, found->note.empty() ? "more events fit; see --limit" : found->note);
    }
    std::string line;
    const auto now = (*session)->clock().now();
    for (const auto& event : found->events) {
        for (const auto& market : event.markets) {
            if (market.closed && !closed_) continue;
            line.clear();
            records::append(line, now, market);
            if (auto written = env.out.write(line); !written) co_return pass(written);
        }
    }
    co_return Result<void>{};
}

}  // namespace pm::markets
