#pragma once

/// URLs: the parts we use, and only the schemes we speak.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace pm::net {

/// An absolute http, https, ws or wss URL, made by parse_url. Scheme and host in lower case; a host
/// in brackets
/// ("[::1]") is kept without them.
struct Url {
    Url() = default;  // it crosses co_await (CONTRIBUTING.md)

    std::string scheme;
    std::string host;
    std::uint16_t port = 0;  ///< The scheme's default when the text names none.
    std::string target;      ///< Path and query, at least "/"; the fragment is dropped.
    /// "https://host:port", always with the port: what connections and breakers are kept by.
    std::string origin;

    [[nodiscard]] bool secure() const { return scheme == "https" || scheme == "wss"; }
    /// "host", or "host:port" when the port is not the scheme's own; brackets around IPv6.
    [[nodiscard]] std::string authority() const;
    [[nodiscard]] std::string text() const;
};

/// @return Errc::bad_input for another scheme, user info, an empty or odd host, a port outside
///         1..65535, spaces, control characters or bytes above 0x7e.
Result<Url> parse_url(std::string_view text);

/// Whether `host` is this machine: 127.0.0.0/8, ::1 or localhost.
[[nodiscard]] bool is_loopback(std::string_view host);

/// Plain text protocols are for loopback only.
/// @return Errc::bad_config for http or ws to another host.
Result<void> check_allowed(const Url& url);

/// Undoes percent-encoding and '+'. A broken escape is kept as it is.
[[nodiscard]] std::string query_unescape(std::string_view text);

using Query = std::vector<std::pair<std::string, std::string>>;

/// Puts "?a=b&c=d" (or "&..." when there is a query already) behind `url`, escaped.
[[nodiscard]] std::string with_query(std::string url, const Query& query);

/// The names and values of a target's query, unescaped, in order. No query: empty.
[[nodiscard]] Query query_of(std::string_view target);

/// `base` and `path` with exactly one slash between them.
[[nodiscard]] std::string join(std::string_view base, std::string_view path);

/// "wss://..." for "https://...", "ws://..." for "http://..."; others unchanged.
[[nodiscard]] std::string websocket_url(std::string_view url);

/// What a Location header means at `base`: absolute, "//host/x", "/x" or relative.
/// @return Errc::bad_input as parse_url.
Result<Url> resolve_reference(const Url& base, std::string_view location);

}  // namespace pm::net
