#include "wiring/account_session.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include <boost/asio/this_coro.hpp>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "keys/api_credentials.hpp"
#include "keys/harden.hpp"
#include "polymarket/signing_facts.hpp"

namespace pm::wiring {

namespace {

using polymarket::SignatureType;

constexpr std::array<std::pair<std::string_view, SignatureType>, 4> types{{
    {"eoa", SignatureType::eoa},
    {"proxy", SignatureType::proxy},
    {"safe", SignatureType::safe},
    {"deposit_wallet", SignatureType::deposit_wallet},
}};

cli::Setting setting(std::string name, std::string help, std::string fallback,
                     std::string value_name) {
    cli::Setting out;
    out.name = std::move(name);
    out.help = std::move(help);
    out.fallback = std::move(fallback);
    out.value_name = std::move(value_name);
    return out;
}

/// A host as part of a file's name: "127.0.0.1_8790".
std::string file_part(std::string_view url) {
    const auto start = url.find("://");
    auto host = url.substr(start == std::string_view::npos ? 0 : start + 3);
    host = host.substr(0, host.find('/'));
    std::string out;
    for (const char c : host) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
        out += plain ? c : '_';
    }
    return out;
}

constexpr std::string_view credentials_prefix = "api-";
constexpr std::string_view credentials_suffix = ".json";

polymarket::ApiKey api_key_of(keys::ApiCredentials stored) {
    polymarket::ApiKey out;
    out.key = std::move(stored.key);
    out.secret = std::move(stored.secret);
    out.passphrase = std::move(stored.passphrase);
    return out;
}

Result<keys::ApiCredentials> to_store(const crypto::Address& address,
                                      const polymarket::ApiKey& api) {
    auto secret = SecretBytes::copy_of(api.secret.view());
    if (!secret) return pass(secret);
    auto passphrase = SecretBytes::copy_of(api.passphrase.view());
    if (!passphrase) return pass(passphrase);
    keys::ApiCredentials out;
    out.address = address;
    out.key = api.key;
    out.secret = std::move(*secret);
    out.passphrase = std::move(*passphrase);
    return out;
}

}  // namespace

std::string_view name_of(SignatureType type) {
    for (const auto& [name, value] : types) {
        if (value == type) return name;
    }
    return "";
}

std::vector<cli::Setting> account_settings() {
    std::vector<cli::Setting> out;
    out.push_back(
        setting("wallet", "Address that holds the money; empty: as the type says", "", "ADDRESS"));
    auto type = setting("signature_type", "Kind of wallet that holds the money", "eoa", "TYPE");
    for (const auto& [name, value] : types) type.choices.emplace_back(name);
    out.push_back(std::move(type));
    auto chain = setting("chain_id", "Chain of the exchange contracts",
                         std::to_string(polymarket::polygon_chain), "N");
    chain.kind = cli::SettingKind::integer;
    out.push_back(std::move(chain));
    out.push_back(
        setting("keystore", "Encrypted key (Web3 Secret Storage, version 3)", "", "FILE"));
    out.push_back(
        setting("passphrase_fd", "Read the keystore's passphrase from this descriptor", "", "N"));
    out.push_back(setting("credential_process", "File that names a program which prints the key",
                          "", "FILE"));
    out.push_back(setting("key_file", "File of mode 0600 with the key", "", "FILE"));
    return out;
}

Result<keys::KeyOptions> key_options(const cli::Settings& settings) {
    keys::KeyOptions out;
    out.keystore = settings.text("keystore");
    out.process = settings.text("credential_process");
    out.file = settings.text("key_file");
    const auto& descriptor = settings.text("passphrase_fd");
    if (!descriptor.empty()) {
        const auto number = parse_decimal(descriptor, 0);
        if (!number || *number < 0 || *number > 1'000'000) {
            return tl::unexpected{settings.wrong("passphrase_fd", "not a descriptor's number")};
        }
        out.passphrase_fd = static_cast<int>(*number);
    }
    return out;
}

Result<polymarket::TradingAccount> account_from(const cli::Settings& settings,
                                                const crypto::Address& key) {
    const auto& wanted = settings.text("signature_type");
    const auto* type = std::find_if(types.begin(), types.end(),
                                    [&](const auto& row) { return row.first == wanted; });
    if (type == types.end()) {
        return tl::unexpected{settings.wrong("signature_type", "not a kind of wallet")};
    }
    std::optional<crypto::Address> funder;
    if (const auto& wallet = settings.text("wallet"); !wallet.empty()) {
        auto parsed = crypto::Address::parse(wallet);
        if (!parsed) return tl::unexpected{settings.wrong("wallet", parsed.error().message)};
        funder = *parsed;
    }
    return polymarket::account_of(type->second, key, funder);
}

net::Task<std::unique_ptr<AccountSession>> AccountSession::open(cli::Env& env, Session& session,
                                                                AccountUse use) {
    std::unique_ptr<AccountSession> out{new AccountSession{env, session}};
    out->chain_id_ = static_cast<int>(env.settings->integer("chain_id"));
    auto loaded = use == AccountUse::signing ? out->load_key() : out->load_stored();
    if (!loaded) co_return pass(loaded);
    const auto executor = co_await boost::asio::this_coro::executor;
    out->line_ = out->another_line(executor);
    if (!out->api_) {
        auto found = co_await out->find_credentials();
        if (!found) co_return pass(found);
    }
    out->signer_->use(*out->api_);
    co_return std::move(out);
}

Result<void> AccountSession::load_key() {
    if (auto hardened = keys::harden_process(); !hardened) return hardened;
    auto options = key_options(*env_.settings);
    if (!options) return pass(options);
    keys::KeyWorld world{env_.clock, env_.log, env_.variable};
    auto loaded = keys::load_signing_key(*options, world);
    if (!loaded) return pass(loaded);
    key_ = std::move(*loaded);
    auto account = account_from(*env_.settings, key_->key.address());
    if (!account) return pass(account);
    account_ = *account;
    signer_.emplace(key_->key, chain_id_);
    auto path = credentials_path(account_.key);
    if (!path) return pass(path);
    auto stored = keys::load_api_credentials(*path, account_.key);
    if (stored) {
        api_ = api_key_of(std::move(*stored));
    } else if (stored.error().code != Errc::not_found) {
        return pass(stored);
    }
    return {};
}

/// Without the key: the one account of this profile and venue whose credentials are stored.
Result<void> AccountSession::load_stored() {
    if (auto hardened = keys::harden_process(); !hardened) return hardened;
    auto folder = env_.settings->state_folder();
    if (!folder) return pass(folder);
    const auto prefix =
        std::string{credentials_prefix} + file_part(session_.endpoints().clob) + '-';
    std::vector<std::string> found;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator{*folder, failed}) {
        const auto name = entry.path().filename().string();
        if (name.starts_with(prefix) && name.ends_with(credentials_suffix)) found.push_back(name);
    }
    if (found.empty()) {
        return fail(Errc::credentials, "no API credentials of this venue are stored",
                    "run once: pm-trade keys derive");
    }
    if (found.size() > 1) {
        return fail(Errc::credentials, "API credentials of several accounts are stored",
                    "give each account its own --profile");
    }
    const auto text = std::string_view{found.front()}.substr(prefix.size());
    auto address = crypto::Address::parse(text.substr(0, text.size() - credentials_suffix.size()));
    if (!address) return pass(address, sanitised(found.front()));
    auto stored = keys::load_api_credentials(*folder + '/' + found.front(), *address);
    if (!stored) return pass(stored);
    api_ = api_key_of(std::move(*stored));
    auto account = account_from(*env_.settings, *address);
    if (!account) return pass(account);
    account_ = *account;
    signer_.emplace(*api_, *address);
    return {};
}

AccountSession::Line AccountSession::another_line(boost::asio::any_io_executor executor) {
    Line line;
    auto options = live::account_http_options();
    options.limits.total = env_.settings->duration("timeout");
    line.http = net::make_http_client(std::move(executor), env_.clock, env_.random, env_.log,
                                      std::move(options));
    live::AccountId id;
    id.wallet = account_.funder.text();
    id.signature_type = static_cast<int>(account_.type);
    const live::AccountClient::Parts parts{*line.http, session_.endpoints(), session_.clock(),
                                           *signer_};
    line.client = std::make_unique<live::AccountClient>(parts, std::move(id), env_.log);
    return line;
}

net::Task<void> AccountSession::find_credentials() {
    auto made = co_await line_.client->api_key();
    if (!made) co_return pass(made);
    api_ = std::move(*made);
    auto path = credentials_path(account_.key);
    if (!path) co_return pass(path);
    auto copy = to_store(account_.key, *api_);
    if (!copy) co_return pass(copy);
    co_return keys::store_api_credentials(*path, *copy);
}

Result<void> AccountSession::forget_credentials() {
    auto path = credentials_path(account_.key);
    if (!path) return pass(path);
    std::error_code failed;
    std::filesystem::remove(*path, failed);
    if (!failed) return {};
    return fail(Errc::storage, "cannot remove " + sanitised(*path) + ": " + failed.message());
}

Result<std::string> AccountSession::credentials_path(const crypto::Address& address) const {
    auto folder = env_.settings->state_folder();
    if (!folder) return pass(folder);
    return *folder + '/' + std::string{credentials_prefix} + file_part(session_.endpoints().clob) +
           '-' + address.lower() + std::string{credentials_suffix};
}

}  // namespace pm::wiring
