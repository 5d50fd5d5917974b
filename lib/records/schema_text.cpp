#include "records/schema_text.hpp"

#include "records/schema.hpp"

namespace pm::records {

namespace {

std::string_view name_of(FieldKind kind) {
    switch (kind) {
        case FieldKind::text: return "string";
        case FieldKind::number: return "number";
        case FieldKind::integer: return "integer";
        case FieldKind::flag: return "boolean";
        case FieldKind::time: return "time";
        case FieldKind::object: return "object";
        case FieldKind::list: return "list";
    }
    return "";
}

void append_fields(std::string& out, std::span<const Field> fields) {
    out += "| key | kind | meaning |\n|---|---|---|\n";
    for (const auto& field : fields) {
        out += "| `";
        out += field.name;
        out += "` | ";
        out += name_of(field.kind);
        out += " | ";
        out += field.meaning;
        out += " |\n";
    }
    out += '\n';
}

constexpr std::string_view preface =
    "# Records\n\n"
    "What flows between the tools: JSON lines, schema version 1. This file is made from\n"
    "`lib/records/schema.cpp` by `UPDATE_DOCS=1 build/dev/tests/unit/records/records_tests`; a "
    "test "
    "holds it to that.\n\n"
    "* One object a line, UTF-8, `\\n`. Readers refuse half a line.\n"
    "* Every record has `type`, `v` (1) and `ts`: when the tool knew it, RFC 3339, UTC, "
    "microseconds.\n"
    "* Identifiers are strings. Prices, sizes and money are numbers with at most 6 decimals, "
    "printed\n"
    "  exactly from integers; probabilities have at most 9 decimals, edges 6, temperatures 4.\n"
    "* Unknown keys are ignored, unknown types pass through untouched. A known key that is "
    "missing or\n"
    "  of the wrong kind is an error that names it. A key is never absent unless its row says "
    "so.\n"
    "* `-o ids` prints the field named under each heading.\n\n";

}  // namespace

std::string schema_text() {
    std::string out{preface};
    for (const auto& type : record_types()) {
        out += "## `";
        out += type.name;
        out += "`\n\n";
        out += type.meaning;
        if (!type.id.empty()) {
            out += ". Id: `";
            out += type.id;
            out += '`';
        }
        out += ".\n\n";
        append_fields(out, type.fields);
        if (type.name == "market") {
            out += "`temperature` holds:\n\n";
            append_fields(out, temperature_fields());
        }
    }
    out.pop_back();
    return out;
}

}  // namespace pm::records
