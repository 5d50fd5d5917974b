#include "pm-markets/targets.hpp"

#include "base/log.hpp"

namespace pm::markets {

namespace {

/// Token ids have many more digits than the ids of the catalogue.
constexpr std::size_t token_digits_min = 13;

bool is_token(const std::string& text) {
    return text.size() >= token_digits_min &&
           text.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

void say_incomplete(cli::Env& env, std::string_view why) {
    note(env.log, LogLevel::warning, "incomplete: " + std::string{why});
}

net::Task<std::vector<Market>> markets_named(wiring::Session& session, std::string name) {
    auto found = co_await session.catalogue().find(std::move(name));
    if (!found) co_return pass(found);
    std::vector<Market> out;
    if (found->market) {
        out.push_back(std::move(found->event.markets[*found->market]));
    } else {
        out = std::move(found->event.markets);
    }
    co_return out;
}

net::Task<std::vector<TokenId>> tokens_named(wiring::Session& session, std::string name,
                                             Outcome outcome) {
    std::vector<TokenId> out;
    if (is_token(name)) {
        auto token = TokenId::parse(name);
        if (!token) co_return fail(Errc::bad_input, token.error().message);
        out.push_back(*token);
        co_return out;
    }
    auto markets = co_await markets_named(session, name);
    if (!markets) co_return pass(markets);
    for (const auto& market : *markets) {
        if (!market.token(outcome).empty()) out.push_back(market.token(outcome));
    }
    if (out.empty()) {
        co_return fail(Errc::not_found, "'" + name + "' has no tokens yet",
                       "a market gets them some minutes after it was listed");
    }
    co_return out;
}

}  // namespace pm::markets
