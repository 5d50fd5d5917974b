#include "keys/signing_key_source.hpp"

#include "base/text.hpp"
#include "crypto/keystore.hpp"
#include "keys/credential_process.hpp"
#include "keys/environment.hpp"
#include "keys/passphrase.hpp"
#include "keys/private_file.hpp"

namespace pm::keys {

namespace {

constexpr std::string_view credentials_folder = "CREDENTIALS_DIRECTORY";

/// The systemd credential `name`; nothing when the service manager gave none of that name.
Result<std::optional<SecretBytes>> read_credential(const std::string& name, const KeyWorld& world) {
    const auto folder = world.variable ? world.variable(credentials_folder) : std::nullopt;
    if (!folder || folder->empty() || name.empty()) return std::optional<SecretBytes>{};
    auto read = read_private_file({.path = *folder + "/" + name, .owner = FileOwner::us_or_root});
    if (read) return std::optional<SecretBytes>{std::move(*read)};
    if (read.error().code == Errc::not_found) return std::optional<SecretBytes>{};
    return pass(read);
}

Result<Loaded> loaded(Result<crypto::SigningKey> key, KeySource source, const std::string& where) {
    auto origin = std::string{name_of(source)} + (where.empty() ? "" : " " + sanitised(where));
    if (!key) return pass(key, origin);
    return Loaded{.key = std::move(*key), .source = source, .origin = std::move(origin)};
}

Result<Loaded> loaded_text(Result<SecretBytes> text, KeySource source, const std::string& where) {
    if (!text) return pass(text);
    return loaded(crypto::SigningKey::from_text(*text), source, where);
}

Result<SecretBytes> passphrase_for(const KeyOptions& options, const KeyWorld& world) {
    if (options.passphrase_fd) return read_descriptor(*options.passphrase_fd);
    auto credential = read_credential(options.passphrase_credential, world);
    if (!credential) return pass(credential);
    if (*credential) {
        auto& text = **credential;
        const auto end = text.view().find_first_of("\r\n");
        if (end != std::string_view::npos) text.shorten(end);
        return std::move(text);
    }
    return ask_hidden(world.terminal, "Passphrase of " + sanitised(options.keystore) + ": ");
}

/// A file that was named and is missing is a matter of credentials, not of "not found".
Result<SecretBytes> read_named(const std::string& path) {
    auto text = read_private_file({.path = path});
    if (!text && text.error().code == Errc::not_found) text.error().code = Errc::credentials;
    return text;
}

Result<Loaded> from_keystore(const KeyOptions& options, const KeyWorld& world) {
    const auto file = read_named(options.keystore);
    if (!file) return tl::unexpected{file.error()};
    // Read before the passphrase is asked for: a file that is no keystore says so at once.
    if (auto good = crypto::keystore_address(file->view()); !good) {
        good.error().code = Errc::credentials;
        return pass(good, sanitised(options.keystore));
    }
    const auto passphrase = passphrase_for(options, world);
    if (!passphrase) return tl::unexpected{passphrase.error()};
    auto opened = crypto::open_keystore(file->view(), *passphrase);
    if (!opened) return pass(opened, sanitised(options.keystore));
    return loaded(crypto::SigningKey::from(std::move(opened->key)), KeySource::keystore,
                  options.keystore);
}

}  // namespace

std::string_view name_of(KeySource source) {
    switch (source) {
        case KeySource::keystore: return "keystore";
        case KeySource::process: return "credential process";
        case KeySource::credential: return "systemd credential";
        case KeySource::file: return "file";
        case KeySource::environment: return "environment";
    }
    return "";
}

Result<Loaded> load_signing_key(const KeyOptions& options, KeyWorld& world) {
    // First of all, whatever wins: a key in the environment is gone from it after this.
    auto typed = take_variable(options.variable);
    if (!typed) return pass(typed);
    if (!typed->empty()) {
        note(world.log, LogLevel::warning,
             "a private key was in the environment (" + options.variable +
                 "), where other programs can read it; keep it in a keystore instead");
    }
    if (!options.keystore.empty()) return from_keystore(options, world);
    if (!options.process.empty()) {
        return loaded(key_from_process(options.process, world.clock), KeySource::process,
                      options.process);
    }
    auto credential = read_credential(options.credential, world);
    if (!credential) return pass(credential);
    if (*credential) {
        return loaded_text(std::move(**credential), KeySource::credential, options.credential);
    }
    if (!options.file.empty()) {
        return loaded_text(read_named(options.file), KeySource::file, options.file);
    }
    if (!typed->empty()) {
        return loaded_text(std::move(*typed), KeySource::environment, options.variable);
    }
    return fail(Errc::credentials, "no private key",
                "make one with 'pm-trade wallet new', or name a keystore with --keystore");
}

}  // namespace pm::keys
