#pragma once

/// A request to the venue as a plain value: what to send, not how.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pm::polymarket {

enum class Service : std::uint8_t { clob, gamma, data, site };
enum class Verb : std::uint8_t { get, post, del };
/// Who may ask: anybody, the holder of the wallet's key (L1), the holder of API credentials (L2).
enum class Access : std::uint8_t { open, wallet, credentials };

/// Has a constructor: it crosses co_await.
struct Request {
    Request(Service s, Verb v, std::string t, std::string_view f)
        : service{s}, verb{v}, target{std::move(t)}, family{f} {}

    Service service;
    Verb verb;
    std::string target;       ///< Path and query, from "/", without the base.
    std::string_view family;  ///< Rate-limit family, one of facts `family_rates`.
    std::string body;         ///< JSON, or empty.
    Access access = Access::open;
};

/// Builds "?a=1&b=x%20y"; keys may repeat, as the venue wants its lists.
class Query {
public:
    Query& add(std::string_view key, std::string_view value);
    Query& add(std::string_view key, std::int64_t value);
    Query& add(std::string_view key, bool value);
    [[nodiscard]] const std::string& text() const { return text_; }  ///< Empty, or from "?".

private:
    std::string text_;
};

}  // namespace pm::polymarket
