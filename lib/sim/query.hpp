#pragma once

/// A request target taken apart, and the replies every API of the simulator makes.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/http.hpp"

namespace pm::sim {

struct Query {
    std::string path;  ///< Decoded, without a slash at its end.
    std::vector<std::pair<std::string, std::string>> parameters;  ///< Decoded, in order.

    /// Reads "/events?slug=a&slug=b". Never fails: what cannot be decoded stays as it is.
    static Query parse(std::string_view target);

    [[nodiscard]] std::optional<std::string_view> first(std::string_view key) const;
    /// Every value of `key` or `key[]`; values with commas are taken apart when `commas`.
    [[nodiscard]] std::vector<std::string> all(std::string_view key, bool commas = false) const;
    [[nodiscard]] bool has(std::string_view key) const { return first(key).has_value(); }
    /// The value as a number, if it is one.
    [[nodiscard]] std::optional<double> number(std::string_view key) const;
    /// "true" or "false", if it is one of them.
    [[nodiscard]] std::optional<bool> boolean(std::string_view key) const;
};

/// The part of `path` behind `prefix`, if it has that prefix.
[[nodiscard]] std::optional<std::string_view> below(std::string_view path, std::string_view prefix);

/// A JSON reply.
[[nodiscard]] net::HttpReply json_reply(std::string body, int status = 200);

/// The CLOB's error form: {"error":"text"}.
[[nodiscard]] net::HttpReply clob_error(int status, std::string_view text);

}  // namespace pm::sim
