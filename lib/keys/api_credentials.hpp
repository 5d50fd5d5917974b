#pragma once

/// The API key of an account, kept in a private file between runs.

#include <string>

#include "base/secret.hpp"
#include "crypto/address.hpp"

namespace pm::keys {

/// As polymarket::ApiKey, with whose it is.
struct ApiCredentials {
    crypto::Address address;  ///< Of the key that made them.
    std::string key;
    SecretBytes secret;
    SecretBytes passphrase;
};

/// Reads what `store_api_credentials` wrote. @return Errc::not_found when there is no file;
/// Errc::credentials when it is not private (see `read_private_file`), not as written, or of
/// another `address`.
Result<ApiCredentials> load_api_credentials(const std::string& path,
                                            const crypto::Address& address);

/// Writes them to `path`, 0600, whole or not at all; what was there is replaced.
/// @return Errc::bad_input when a text has a quote, a backslash or a control character in it;
///         Errc::storage when it cannot be written.
Result<void> store_api_credentials(const std::string& path, const ApiCredentials& credentials);

}  // namespace pm::keys
