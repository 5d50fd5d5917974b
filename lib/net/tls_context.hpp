#pragma once

/// TLS contexts: whom a client trusts, who a server is.

#include <string>

#include <boost/asio/ssl/context.hpp>

#include "base/result.hpp"
#include "net/byte_stream.hpp"
#include "net/tls_trust.hpp"

namespace pm::net {

/// TLS 1.2 or newer, certificates verified. Loading the system's whole bundle would cost 16 ms;
/// the hashed directory costs nothing until a certificate is looked up.
/// @return Errc::bad_config when the trusted certificates can't be read.
Result<asio::ssl::context> client_context(const TlsTrust& trust);

/// @return Errc::bad_config when certificate or key can't be read or don't fit.
Result<asio::ssl::context> server_context(const ServerIdentity& identity);

/// Has OpenSSL compare the server's certificate with `host`, a name or an address, and sends the
/// name along (SNI). @return false when OpenSSL does not take it.
[[nodiscard]] bool expect_host(SSL* connection, const std::string& host);

}  // namespace pm::net
