#include "pm-trade/balance_command.hpp"

#include "polymarket/signing_facts.hpp"
#include "records/account.hpp"
#include "wiring/account_session.hpp"

namespace pm::trade {

namespace {

/// More than any order could cost: a billion dollars.
const U256 plenty{std::uint64_t{1'000'000'000} * 1'000'000};

Result<TokenId> token_of(const std::string& text) {
    if (text.empty()) return TokenId{};
    auto token = TokenId::parse(text);
    if (!token) return pass(token, "token");
    return *token;
}

std::string_view name_of_contract(std::string_view address) {
    if (address == polymarket::exchange_contract.lower()) return "exchange";
    if (address == polymarket::neg_risk_exchange_contract.lower()) return "neg-risk exchange";
    if (address == polymarket::position_exchange_contract.lower()) return "position exchange";
    return "";
}

}  // namespace

std::vector<cli::Example> BalanceCommand::examples() const {
    return {{"pm-trade balance", "dollars that can be traded with"},
            {"pm-trade balance TOKEN --refresh", "shares of a token, after a look at the chain"}};
}

void BalanceCommand::declare(cli::Options& options) {
    options.argument("token", tokens_, "Tokens; none: the collateral");
    options.flag("--refresh", refresh_, "Make the venue look at the chain first");
}

net::Task<void> BalanceCommand::run(cli::Env& env) {
    std::vector<TokenId> tokens;
    for (const auto& text : tokens_) {
        auto token = token_of(text);
        if (!token) co_return pass(token);
        tokens.push_back(*token);
    }
    if (tokens.empty()) tokens.emplace_back();
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    auto account =
        co_await wiring::AccountSession::open(env, **session, wiring::AccountUse::requests);
    if (!account) co_return pass(account);
    std::string out;
    for (const auto& token : tokens) {
        auto balance = co_await (*account)->client().balance(token, refresh_);
        if (!balance) co_return pass(balance);
        records::append(out, (*session)->clock().now(),
                        records::BalanceRow{token, balance->micros});
    }
    co_return env.out.write(out);
}

void AllowancesCommand::declare(cli::Options& options) {
    options.argument("token", token_, "Token; none: the collateral");
}

net::Task<void> AllowancesCommand::run(cli::Env& env) {
    auto token = token_of(token_);
    if (!token) co_return pass(token);
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    auto account =
        co_await wiring::AccountSession::open(env, **session, wiring::AccountUse::requests);
    if (!account) co_return pass(account);
    auto balance = co_await (*account)->client().balance(*token);
    if (!balance) co_return pass(balance);
    std::string out;
    for (const auto& [spender, amount] : balance->allowances) {
        records::AllowanceRow row;
        row.spender = spender;
        row.name = name_of_contract(spender);
        row.token = *token;
        row.enough = amount >= plenty;
        row.amount = row.enough ? "unlimited" : amount.text();
        records::append(out, (*session)->clock().now(), row);
    }
    co_return env.out.write(out);
}

}  // namespace pm::trade
