#include "pm-monitor/marking.hpp"

#include <variant>

#include "records/read.hpp"
#include "wiring/session.hpp"

namespace pm::guard {

namespace {

net::Task<monitor::Marks> from_stdin(cli::Env& env) {
    monitor::Marks marks;
    while (true) {
        auto line = co_await env.in.next();
        if (!line) co_return pass(line);
        if (!*line) co_return marks;
        auto record = records::read(**line);
        if (!record) {
            co_return pass(record, "line " + std::to_string(env.in.number()));
        }
        if (const auto* quote = std::get_if<Quote>(&record->body)) marks.apply(*quote, record->ts);
        if (const auto* book = std::get_if<BookSnapshot>(&record->body)) {
            marks.apply(*book, record->ts);
        }
    }
}

net::Task<monitor::Marks> from_venue(cli::Env& env, std::vector<TokenId> tokens) {
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    auto books = co_await (*session)->catalogue().books(std::move(tokens));
    if (!books) co_return pass(books);
    monitor::Marks marks;
    const auto now = (*session)->clock().now();
    for (const auto& book : *books) marks.apply(book, now);
    co_return marks;
}

/// Failures of our own making are errors; those of the network are only a pity.
bool pity(Errc code) {
    return code == Errc::unavailable || code == Errc::lost || code == Errc::throttled ||
           code == Errc::restricted || code == Errc::malformed || code == Errc::rejected ||
           code == Errc::not_found;
}

}  // namespace

net::Task<monitor::Marks> marks_of(cli::Env& env, std::vector<Position> held, MarkSource source) {
    if (source.argument == "-") co_return co_await from_stdin(env);
    if (!source.argument.empty()) {
        co_return fail(Errc::bad_input, "unexpected argument '" + source.argument + "'",
                       "write - to read quotes from standard input");
    }
    std::vector<TokenId> tokens;
    for (const auto& position : held) {
        if (position.held() > Size{}) tokens.push_back(position.token);
    }
    if (source.offline || tokens.empty()) co_return monitor::Marks{};
    auto marks = co_await from_venue(env, std::move(tokens));
    if (marks || !pity(marks.error().code)) co_return marks;
    note(env.log, LogLevel::warning, "no prices: " + marks.error().message);
    co_return monitor::Marks{};
}

}  // namespace pm::guard
