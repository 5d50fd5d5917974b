#pragma once

/// Whose certificates we believe.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace pm::net {

/// Both empty: the system's directory /etc/ssl/certs, looked up lazily.
struct TlsTrust {
    std::string ca_file;  ///< PEM; from SSL_CERT_FILE.
    std::string ca_dir;   ///< Hashed directory; from SSL_CERT_DIR.
};

/// Reads SSL_CERT_FILE and SSL_CERT_DIR through `variable` (Env::variable of an app).
[[nodiscard]] inline TlsTrust trust_from(
    const std::function<std::optional<std::string>(std::string_view)>& variable) {
    return {variable("SSL_CERT_FILE").value_or(""), variable("SSL_CERT_DIR").value_or("")};
}

}  // namespace pm::net
