#pragma once

/// The door to one account at the venue: its key or stored API credentials, and a client that
/// signs with them. Opens neither a database nor a stream.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/env.hpp"
#include "cli/settings.hpp"
#include "crypto/signing_key.hpp"
#include "keys/signing_key_source.hpp"
#include "live/account_client.hpp"
#include "polymarket/wallet.hpp"
#include "wiring/session.hpp"

namespace pm::wiring {

/// The settings that say whose account it is and where its key comes from: `wallet`,
/// `signature_type`, `chain_id`, `keystore`, `passphrase_fd`, `credential_process`, `key_file`.
[[nodiscard]] std::vector<cli::Setting> account_settings();

/// Where the key comes from, by these settings. @return Errc::bad_config.
Result<keys::KeyOptions> key_options(const cli::Settings& settings);

/// The signature type that the settings name, and the account of `key` under it.
/// @return Errc::bad_config as polymarket::account_of, or for a wallet that is no address.
Result<polymarket::TradingAccount> account_from(const cli::Settings& settings,
                                                const crypto::Address& key);

/// "eoa", "proxy", "safe", "deposit_wallet".
[[nodiscard]] std::string_view name_of(polymarket::SignatureType type);

/// What a command does with the account.
enum class AccountUse : std::uint8_t {
    requests,  ///< Reads and cancels: stored API credentials are enough, no key is loaded.
    signing,   ///< Orders or keys: the private key is loaded.
};

class AccountSession {
public:
    /// Loads what `use` needs. With the key at hand, missing API credentials are derived from it
    /// and stored, 0600, in the profile's state folder.
    /// @return Errc::credentials when the key or the credentials are missing or no good;
    ///         Errc::bad_config; as AccountClient::api_key.
    /// Lifetime `env` and `session` outlive it.
    static net::Task<std::unique_ptr<AccountSession>> open(cli::Env& env, Session& session,
                                                           AccountUse use);

    [[nodiscard]] live::AccountClient& client() { return *line_.client; }
    [[nodiscard]] const polymarket::TradingAccount& account() const { return account_; }
    [[nodiscard]] int chain_id() const { return chain_id_; }
    /// Null unless opened for signing.
    [[nodiscard]] const crypto::SigningKey* key() const { return key_ ? &key_->key : nullptr; }
    /// Where the key came from, for people; empty without one.
    [[nodiscard]] std::string origin() const { return key_ ? key_->origin : std::string{}; }
    [[nodiscard]] const polymarket::ApiKey& api() const { return *api_; }

    /// A connection of its own to the same account: for what must not wait behind orders.
    struct Line {
        std::unique_ptr<net::HttpClient> http;
        std::unique_ptr<live::AccountClient> client;
    };
    [[nodiscard]] Line another_line(boost::asio::any_io_executor executor);

    /// Removes the stored API credentials of this account: they have been revoked.
    Result<void> forget_credentials();

private:
    AccountSession(cli::Env& env, Session& session) : env_{env}, session_{session} {}

    Result<void> load_key();
    Result<void> load_stored();
    net::Task<void> find_credentials();
    [[nodiscard]] Result<std::string> credentials_path(const crypto::Address& address) const;

    cli::Env& env_;
    Session& session_;
    int chain_id_ = 0;
    polymarket::TradingAccount account_;
    std::optional<keys::Loaded> key_;
    std::optional<polymarket::ApiKey> api_;
    std::optional<live::KeySigner> signer_;
    Line line_;
};

}  // namespace pm::wiring
