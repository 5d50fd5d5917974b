#include "pm-trade/keys_command.hpp"

#include "records/account.hpp"

namespace pm::trade {

namespace {

Result<void> write(cli::Env& env, const records::ApiKeyRow& row) {
    std::string line;
    records::append(line, env.clock.now(), row);
    return env.out.write(line);
}

}  // namespace

std::vector<cli::Example> KeysCommand::examples() const {
    return {{"pm-trade keys derive", "get the API key that belongs to the wallet, and keep it"},
            {"pm-trade keys create --readonly", "a key for a dashboard: it can read, nothing else"},
            {"pm-trade keys list", "what there is; secrets are never shown"}};
}

void KeysCommand::declare(cli::Options& options) {
    options.argument("action", action_, "What to do")
        .required()
        .choices({"derive", "create", "list", "revoke"});
    options.value("--key", key_, "Which key to revoke; without it the one this machine uses")
        .value_name("ID");
    options.flag("--readonly", readonly_, "A key that can read and nothing else");
}

net::Task<void> KeysCommand::list(cli::Env& env, wiring::AccountSession& account) const {
    auto trading = co_await account.client().api_keys();
    if (!trading) co_return pass(trading);
    for (const auto& key : *trading) {
        auto said = write(env, {key, false, key == account.api().key});
        if (!said) co_return said;
    }
    auto readonly = co_await account.client().readonly_keys();
    if (!readonly) co_return pass(readonly);
    for (const auto& key : *readonly) {
        auto said = write(env, {key, true, false});
        if (!said) co_return said;
    }
    co_return Result<void>{};
}

net::Task<void> KeysCommand::revoke(cli::Env& env, wiring::AccountSession& account) const {
    if (readonly_) {
        if (key_.empty()) co_return fail(Errc::bad_input, "which one? --key ID");
        auto gone = co_await account.client().delete_readonly_key(key_);
        if (gone) note(env.log, LogLevel::info, "revoked " + key_);
        co_return gone;
    }
    if (!key_.empty() && key_ != account.api().key) {
        co_return fail(Errc::bad_input, "a key can only be revoked by itself",
                       "this machine uses " + account.api().key);
    }
    auto gone = co_await account.client().delete_api_key();
    if (!gone) co_return gone;
    note(env.log, LogLevel::info, "revoked " + account.api().key);
    co_return account.forget_credentials();
}

net::Task<void> KeysCommand::run(cli::Env& env) {
    if (readonly_ && action_ == "derive") {
        co_return fail(Errc::bad_input, "--readonly keys are made, not derived");
    }
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    const auto use = action_ == "list" ? wiring::AccountUse::requests : wiring::AccountUse::signing;
    auto account = co_await wiring::AccountSession::open(env, **session, use);
    if (!account) co_return pass(account);
    if (action_ == "list") co_return co_await list(env, **account);
    if (action_ == "revoke") co_return co_await revoke(env, **account);
    if (readonly_) {
        auto made = co_await (*account)->client().create_readonly_key();
        if (!made) co_return pass(made);
        co_return write(env, {*made, true, false});
    }
    // Opening the account has derived the key, or made it when there was none.
    co_return write(env, {(*account)->api().key, false, true});
}

}  // namespace pm::trade
