#pragma once

/// Where the private key comes from. The first source that is there is used, in this order:
///
/// 1. a keystore (version 3); its passphrase from a descriptor, else from the systemd credential
///    `passphrase_credential`, else asked for at the terminal;
/// 2. a program that prints it (a "credential process", as of cloud tools);
/// 3. the systemd credential `credential`;
/// 4. a file of our own that nobody else may read;
/// 5. the environment variable `variable`, with a warning.
///
/// A source that is there but no good is an error: nothing falls through to a weaker one. The
/// variable is overwritten in any case. Arguments are no source: see key_shape.hpp.
/// Source: docs/keys.md.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "crypto/signing_key.hpp"

namespace pm::keys {

enum class KeySource : std::uint8_t { keystore, process, credential, file, environment };
[[nodiscard]] std::string_view name_of(KeySource source);  ///< "keystore"

/// What the settings say. An empty path means: not this one.
struct KeyOptions {
    std::string keystore;
    std::optional<int> passphrase_fd;
    std::string passphrase_credential = "pm-passphrase";
    std::string process;  ///< The file that names the program, see `read_process`.
    std::string credential = "pm-key";
    std::string file;
    std::string variable = "PM_PRIVATE_KEY";
};

/// What is outside: handed in, so that tests can set it up.
struct KeyWorld {
    const Clock& clock;
    Log log;
    /// The environment, for what is no secret.
    std::function<std::optional<std::string>(std::string_view)> variable;
    std::string terminal = "/dev/tty";
};

struct Loaded {
    crypto::SigningKey key;
    KeySource source;
    std::string origin;  ///< For people: "keystore /home/a/key.json". Never the value.
};

/// @return Errc::credentials when there is no source, or the first one is no good;
///         Errc::cancelled when the person at the terminal gives up.
Result<Loaded> load_signing_key(const KeyOptions& options, KeyWorld& world);

}  // namespace pm::keys
