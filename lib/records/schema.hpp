#pragma once

/// The schema of the JSON lines that flow between the tools: version, types, fields, meanings.
///
/// docs/records.md is generated from this table (schema_text.hpp), and a test holds writer and
/// reader to it. Change it only with a new version and a note in the changelog; adding a key is
/// allowed, because readers ignore keys they do not know.

#include <cstdint>
#include <span>
#include <string_view>

namespace pm::records {

inline constexpr int schema_version = 1;  ///< `v` on every record.

/// How a field is printed.
enum class FieldKind : std::uint8_t {
    text,
    number,  ///< Exact decimal.
    integer,
    flag,
    time,  ///< RFC 3339 UTC, microseconds.
    object,
    list,
};

struct Field {
    std::string_view name;
    FieldKind kind;
    std::string_view meaning;  ///< One line, for docs/records.md.
    bool column = false;       ///< Shown in tables when the user picks no fields.
};

struct RecordType {
    std::string_view name;
    std::string_view meaning;
    std::string_view id;            ///< The field that -o ids prints; empty: none.
    std::span<const Field> fields;  ///< Beside `type`, `v` and `ts`, in the order of writing.
};

/// Every record type, in the order of the documentation.
[[nodiscard]] std::span<const RecordType> record_types();

/// The type called `name`, or null.
[[nodiscard]] const RecordType* record_type(std::string_view name);

/// The fields of the `temperature` object inside a market.
[[nodiscard]] std::span<const Field> temperature_fields();

}  // namespace pm::records
