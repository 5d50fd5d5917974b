#include "net/url.hpp"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

#include "base/text.hpp"

namespace pm::net {

namespace {

std::optional<std::uint16_t> port_of(std::string_view text) {
    unsigned value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (bad != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (value == 0 || value > 65535) return std::nullopt;
    return static_cast<std::uint16_t>(value);
}

tl::unexpected<Error> wrong(std::string_view text, std::string_view why) {
    return fail(Errc::bad_input,
                "not a URL (" + std::string{why} + "): '" + sanitised(text.substr(0, 120)) + "'",
                "write it like https://host/path");
}

std::uint16_t default_port(const Url& url) {
    return url.secure() ? 443 : 80;
}

/// What may stand in a URL, in a host's name, and in the brackets of an IPv6 host.
bool is_visible(char c) {
    return c > ' ' && c <= '~';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_name_char(char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '.' || c == '-' || c == '_';
}
bool is_ipv6_char(char c) {
    return (c >= 'a' && c <= 'f') || is_digit(c) || c == ':' || c == '.';
}

/// The host as it is written in a URL.
std::string bracketed(const std::string& host) {
    return host.find(':') == std::string::npos ? host : '[' + host + ']';
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string Url::authority() const {
    auto out = bracketed(host);
    if (port != default_port(*this)) out.append(":").append(std::to_string(port));
    return out;
}

std::string Url::text() const {
    return scheme + "://" + authority() + target;
}

Result<Url> parse_url(std::string_view text) {
    Url url;
    const auto colon = text.find("://");
    if (colon == std::string_view::npos) return wrong(text, "no scheme");
    url.scheme = lower_case(text.substr(0, colon));
    if (url.scheme != "http" && url.scheme != "https" && url.scheme != "ws" &&
        url.scheme != "wss") {
        return wrong(text, "scheme");
    }
    if (!std::all_of(text.begin(), text.end(), is_visible)) return wrong(text, "character");
    auto rest = text.substr(colon + 3);
    rest = rest.substr(0, rest.find('#'));
    const auto* slash =
        std::find_if(rest.begin(), rest.end(), [](char c) { return c == '/' || c == '?'; });
    const auto authority = rest.substr(0, static_cast<std::size_t>(slash - rest.begin()));
    url.target = slash == rest.end() ? "/" : std::string{rest.substr(authority.size())};
    if (url.target.starts_with('?')) url.target.insert(0, 1, '/');
    if (authority.find('@') != std::string_view::npos) return wrong(text, "user name");
    std::string_view port_text;
    if (authority.starts_with('[')) {
        const auto close = authority.find(']');
        if (close == std::string_view::npos) return wrong(text, "host");
        url.host = lower_case(authority.substr(1, close - 1));
        const bool colons = url.host.find(':') != std::string::npos;
        if (!colons || !std::all_of(url.host.begin(), url.host.end(), is_ipv6_char)) {
            return wrong(text, "host");
        }
        port_text = authority.substr(close + 1);
    } else {
        const auto at = authority.find(':');
        url.host = lower_case(authority.substr(0, at));
        if (at != std::string_view::npos) port_text = authority.substr(at);
        if (!std::all_of(url.host.begin(), url.host.end(), is_name_char)) {
            return wrong(text, "host");
        }
    }
    if (url.host.empty()) return wrong(text, "host");
    url.port = default_port(url);
    if (!port_text.empty()) {
        const auto port = port_text.starts_with(':') ? port_of(port_text.substr(1)) : std::nullopt;
        if (!port) return wrong(text, "port");
        url.port = *port;
    }
    url.origin.reserve(text.size());
    url.origin.append(url.scheme).append("://").append(bracketed(url.host));
    url.origin.append(":").append(std::to_string(url.port));
    return url;
}

bool is_loopback(std::string_view host) {
    if (host == "localhost" || host == "::1") return true;
    in_addr address{};
    return ::inet_pton(AF_INET, std::string{host}.c_str(), &address) == 1 &&
           ntohl(address.s_addr) >> 24U == 127;
}

Result<void> check_allowed(const Url& url) {
    if (url.secure() || is_loopback(url.host)) return {};
    return fail(Errc::bad_config,
                "plain " + url.scheme + " to " + sanitised(url.host) +
                    " is refused: only loopback may be unencrypted",
                url.scheme == "http" ? "use https" : "use wss");
}

std::string query_unescape(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                   hex_value(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string with_query(std::string url, const Query& query) {
    char mark = url.find('?') == std::string::npos ? '?' : '&';
    for (const auto& [name, value] : query) {
        url += mark;
        url += percent_encoded(name) + '=' + percent_encoded(value);
        mark = '&';
    }
    return url;
}

Query query_of(std::string_view target) {
    Query query;
    const auto mark = target.find('?');
    if (mark == std::string_view::npos) return query;
    for (const auto part : split(target.substr(mark + 1), '&')) {
        if (part.empty()) continue;
        const auto equals = part.find('=');
        const auto value =
            equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1);
        query.emplace_back(query_unescape(part.substr(0, equals)), query_unescape(value));
    }
    return query;
}

std::string join(std::string_view base, std::string_view path) {
    while (base.ends_with('/')) base.remove_suffix(1);
    while (path.starts_with('/')) path.remove_prefix(1);
    return std::string{base} + '/' + std::string{path};
}

std::string websocket_url(std::string_view url) {
    if (url.starts_with("https://")) return "wss://" + std::string{url.substr(8)};
    if (url.starts_with("http://")) return "ws://" + std::string{url.substr(7)};
    return std::string{url};
}

Result<Url> resolve_reference(const Url& base, std::string_view location) {
    const auto scheme_end = location.find("://");
    if (scheme_end != std::string_view::npos && scheme_end + 1 == location.find_first_of("/?#")) {
        return parse_url(location);
    }
    if (location.starts_with("//")) return parse_url(base.scheme + ':' + std::string{location});
    const auto root = base.scheme + "://" + base.authority();
    if (location.starts_with('/')) return parse_url(root + std::string{location});
    const auto path = base.target.substr(0, base.target.find('?'));
    if (location.starts_with('?')) return parse_url(root + path + std::string{location});
    if (location.empty() || location.starts_with('#')) return parse_url(root + base.target);
    return parse_url(root + path.substr(0, path.rfind('/') + 1) + std::string{location});
}

}  // namespace pm::net
