#pragma once

/// The venue's identifiers as values that compare and hash.

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/u256.hpp"

namespace pm {

/// One outcome's share: a 256-bit number. On the wire `token_id` or `asset_id`, decimal digits.
class TokenId {
public:
    constexpr TokenId() = default;
    constexpr explicit TokenId(U256 value) : value_{value} {}

    /// Reads decimal digits. @return Errc::malformed for anything else, for zero, or on overflow.
    static Result<TokenId> parse(std::string_view text);

    [[nodiscard]] std::string text() const { return value_.text(); }
    void append_to(std::string& out) const { value_.append_to(out); }
    [[nodiscard]] constexpr const U256& value() const { return value_; }
    [[nodiscard]] constexpr bool empty() const { return value_ == U256{}; }

    friend constexpr auto operator<=>(const TokenId&, const TokenId&) = default;

private:
    U256 value_;
};

/// A condition on chain: 32 bytes, or 31 for protocol-v2 markets. On the wire `market`.
/// Source: docs/venue.md, vocabulary.
class ConditionId {
public:
    constexpr ConditionId() = default;

    /// Reads "0x" and 64 or 62 hex digits. @return Errc::malformed for anything else.
    static Result<ConditionId> parse(std::string_view text);

    [[nodiscard]] std::string text() const;  ///< "0x" and lower-case digits; "" when empty.
    void append_to(std::string& out) const;
    [[nodiscard]] constexpr bool empty() const { return size_ == 0; }

    friend constexpr auto operator<=>(const ConditionId&, const ConditionId&) = default;

private:
    std::array<std::uint8_t, 32> bytes_{};
    std::uint8_t size_ = 0;
};

enum class Outcome : std::uint8_t { yes, no };

}  // namespace pm

template <>
struct std::hash<pm::TokenId> {
    std::size_t operator()(const pm::TokenId& id) const noexcept { return id.value().low(); }
};
