#include "pm-markets/book.hpp"

#include <algorithm>

#include "domain/names.hpp"
#include "pm-markets/targets.hpp"
#include "records/write.hpp"

namespace pm::markets {

std::vector<cli::Example> BookCommand::examples() const {
    return {{"pm-markets book SLUG --depth 5", "the five best levels of each side"}};
}

void BookCommand::declare(cli::Options& options) {
    options.argument("name", names_, "Token, or a market or event by slug, URL, id or condition")
        .required();
    options.value("--outcome", outcome_, "Whose book of a market")
        .choices({"yes", "no"})
        .default_text("yes");
    options.value("--depth", depth_, "Only so many levels of each side; 0 is all")
        .value_name("N")
        .default_text("0");
}

net::Task<void> BookCommand::run(cli::Env& env) {
    if (depth_ < 0) co_return fail(Errc::bad_input, "--depth: must not be negative");
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    const auto outcome = named<Outcome>(outcome_).value_or(Outcome::yes);
    for (const auto& name : names_) {
        auto tokens = co_await tokens_named(**session, name, outcome);
        if (!tokens) co_return pass(tokens);
        std::vector<BookSnapshot> books;
        if (tokens->size() == 1) {
            auto book = co_await (*session)->catalogue().book(tokens->front());
            if (!book) co_return pass(book);
            books.push_back(std::move(*book));
        } else {
            auto several = co_await (*session)->catalogue().books(*tokens);
            if (!several) co_return pass(several);
            if (several->size() < tokens->size()) {
                say_incomplete(env, std::to_string(tokens->size() - several->size()) +
                                        " of the tokens have no book");
            }
            books = std::move(*several);
        }
        for (auto& book : books) {
            auto written = write(env, (*session)->clock().now(), std::move(book));
            if (!written) co_return pass(written);
        }
    }
    co_return Result<void>{};
}

Result<void> BookCommand::write(cli::Env& env, Timestamp now, BookSnapshot book) const {
    const auto depth = static_cast<std::size_t>(depth_);
    if (depth > 0) {
        book.bids.erase(
            book.bids.begin() + static_cast<std::ptrdiff_t>(std::min(depth, book.bids.size())),
            book.bids.end());
        book.asks.erase(
            book.asks.begin() + static_cast<std::ptrdiff_t>(std::min(depth, book.asks.size())),
            book.asks.end());
    }
    std::string line;
    records::append(line, now, book);
    return env.out.write(line);
}

}  // namespace pm::markets
