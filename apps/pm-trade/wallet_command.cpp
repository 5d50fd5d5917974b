#include "pm-trade/wallet_command.hpp"

#include "base/text.hpp"
#include "crypto/keystore.hpp"
#include "keys/harden.hpp"
#include "keys/passphrase.hpp"
#include "keys/private_file.hpp"
#include "records/account.hpp"
#include "wiring/account_session.hpp"

namespace pm::trade {

namespace {

constexpr const char* terminal = "/dev/tty";

Result<void> write(cli::Env& env, const polymarket::TradingAccount& account,
                   const std::string& source) {
    std::string line;
    records::append(line, env.clock.now(),
                    records::WalletRow{account.key.text(), account.funder.text(),
                                       std::string{wiring::name_of(account.type)}, source});
    return env.out.write(line);
}

}  // namespace

std::vector<cli::Example> WalletCommand::examples() const {
    return {{"pm-trade wallet new", "a fresh key, sealed under a passphrase"},
            {"pm-trade wallet import", "types the key at the terminal, unseen, and seals it"},
            {"pm-trade wallet show", "which key and wallet the settings mean"}};
}

void WalletCommand::declare(cli::Options& options) {
    options.argument("action", action_, "What to do")
        .required()
        .choices({"new", "import", "show", "export-address"});
    options.value("--file", file_, "Keystore to write; default: keystore.json of the profile")
        .value_name("FILE")
        .completes(cli::Completes::files);
}

Result<std::string> WalletCommand::target(const cli::Settings& settings) const {
    if (!file_.empty()) return file_;
    if (!settings.text("keystore").empty()) return settings.text("keystore");
    auto folder = settings.state_folder();
    if (!folder) return pass(folder);
    return *folder + "/keystore.json";
}

Result<SecretBytes> WalletCommand::new_passphrase(const cli::Settings& settings) const {
    auto options = wiring::key_options(settings);
    if (!options) return pass(options);
    if (options->passphrase_fd) return keys::read_descriptor(*options->passphrase_fd);
    auto first = keys::ask_hidden(terminal, "New passphrase: ");
    if (!first) return pass(first);
    if (first->empty()) return fail(Errc::bad_input, "an empty passphrase protects nothing");
    auto again = keys::ask_hidden(terminal, "The same again: ");
    if (!again) return pass(again);
    if (!(*first == *again)) return fail(Errc::bad_input, "the two passphrases differ");
    return first;
}

Result<void> WalletCommand::seal(cli::Env& env, const crypto::SigningKey& key) const {
    auto path = target(*env.settings);
    if (!path) return pass(path);
    auto passphrase = new_passphrase(*env.settings);
    if (!passphrase) return pass(passphrase);
    auto sealed = crypto::seal_keystore(key.secret(), *passphrase, env.random);
    if (!sealed) return pass(sealed);
    auto written = keys::write_private_file(*path, *sealed, keys::Existing::keep);
    if (!written) return written;
    note(env.log, LogLevel::info,
         "sealed in " + sanitised(*path) + "; say so in the settings: keystore = \"" +
             sanitised(*path) + "\"");
    auto account = wiring::account_from(*env.settings, key.address());
    // A new key may not have its wallet yet: the address is what matters now.
    polymarket::TradingAccount plain;
    plain.key = key.address();
    plain.funder = key.address();
    return write(env, account ? *account : plain, "keystore " + sanitised(*path));
}

Result<void> WalletCommand::show(cli::Env& env) const {
    auto options = wiring::key_options(*env.settings);
    if (!options) return pass(options);
    keys::KeyWorld world{env.clock, env.log, env.variable};
    auto loaded = keys::load_signing_key(*options, world);
    if (!loaded) return pass(loaded);
    auto account = wiring::account_from(*env.settings, loaded->key.address());
    if (!account) return pass(account);
    if (action_ == "export-address") {
        return env.view.screen->write(account->funder.text() + '\n');
    }
    return write(env, *account, loaded->origin);
}

net::Task<void> WalletCommand::run(cli::Env& env) {
    if (auto hardened = keys::harden_process(); !hardened) co_return hardened;
    if (action_ == "new") {
        auto key = crypto::SigningKey::fresh(env.random);
        if (!key) co_return pass(key);
        co_return seal(env, *key);
    }
    if (action_ == "import") {
        auto typed = keys::ask_hidden(terminal, "Private key (not shown): ");
        if (!typed) co_return pass(typed);
        auto key = crypto::SigningKey::from_text(*typed);
        if (!key) co_return pass(key);
        co_return seal(env, *key);
    }
    co_return show(env);
}

}  // namespace pm::trade
