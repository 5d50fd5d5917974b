#pragma once

/// A JSON value whose numbers keep their digits, so that no price ever passes through a double.
///
/// For the cold path: REST replies, records read back, settings. The market feed has a decoder
/// of its own. Limits: 32 levels deep, 1,000,000 values, 5,000 members an object; a duplicate key
/// is an error. Source: reliability catalogue, network and parsing limits (depth, size, duplicate
/// keys).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace pm {

class Json {
public:
    using Array = std::vector<Json>;
    using Object = std::vector<std::pair<std::string, Json>>;  ///< In the order of the text.
    struct Number {
        std::string digits;  ///< As written: "0.001", "40058.787585000005", "1e3".
    };

    Json() = default;
    explicit Json(bool value) : value_{value} {}
    explicit Json(Number value) : value_{std::move(value)} {}
    explicit Json(std::string value) : value_{std::move(value)} {}
    explicit Json(Array value) : value_{std::move(value)} {}
    explicit Json(Object value) : value_{std::move(value)} {}

    /// Reads one JSON text and nothing after it.
    /// @return Errc::malformed with the place of the first fault.
    static Result<Json> parse(std::string_view text);

    [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    [[nodiscard]] bool is_array() const { return std::holds_alternative<Array>(value_); }
    [[nodiscard]] bool is_object() const { return std::holds_alternative<Object>(value_); }
    [[nodiscard]] bool is_string() const { return std::holds_alternative<std::string>(value_); }
    [[nodiscard]] bool is_number() const { return std::holds_alternative<Number>(value_); }

    /// The member called `key`, or null when this is not an object or has none.
    /// The pointer lives as long as this value.
    [[nodiscard]] const Json* find(std::string_view key) const;

    /// The elements of an array, the members of an object; empty for anything else.
    [[nodiscard]] const Array& items() const;
    [[nodiscard]] const Object& members() const;

    [[nodiscard]] std::optional<bool> boolean() const;
    [[nodiscard]] std::optional<std::string_view> string() const;
    [[nodiscard]] std::optional<std::int64_t> integer() const;  ///< Only a whole number that fits.
    [[nodiscard]] std::optional<double> real() const;  ///< For probabilities and weather only.
    /// The digits of a number or the contents of a string: the venue sends prices as either.
    [[nodiscard]] std::optional<std::string_view> digits() const;

    // Shorthands for members: nothing when the member is absent, null or of another type.
    [[nodiscard]] std::optional<bool> boolean(std::string_view key) const;
    [[nodiscard]] std::optional<std::string_view> string(std::string_view key) const;
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key) const;
    [[nodiscard]] std::optional<double> real(std::string_view key) const;
    [[nodiscard]] std::optional<std::string_view> digits(std::string_view key) const;

    /// Appends this value as compact JSON, numbers as they were written.
    void append_to(std::string& out) const;
    [[nodiscard]] std::string text() const;

private:
    std::variant<std::monostate, bool, Number, std::string, Array, Object> value_;
};

}  // namespace pm
