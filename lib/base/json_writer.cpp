#include "base/json_writer.hpp"

#include <cmath>

#include "base/assert.hpp"
#include "base/decimal.hpp"
#include "base/json.hpp"

namespace pm {

namespace {

void append_escape(std::string& out, unsigned char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u00";
    out += digits[c >> 4U];
    out += digits[c & 15U];
}

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            default:
                if (byte < 0x20 || byte == 0x7F) {
                    append_escape(out, byte);
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

}  // namespace

void JsonWriter::separate() {
    if (needs_comma_) out_ += ',';
    needs_comma_ = true;
}

JsonWriter& JsonWriter::begin_object() {
    separate();
    out_ += '{';
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_object() {
    out_ += '}';
    needs_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::begin_array() {
    separate();
    out_ += '[';
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::end_array() {
    out_ += ']';
    needs_comma_ = true;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    append_quoted(out_, name);
    out_ += ':';
    needs_comma_ = false;
    return *this;
}

JsonWriter& JsonWriter::string(std::string_view text) {
    separate();
    append_quoted(out_, text);
    return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
    separate();
    append_integer(out_, value);
    return *this;
}

JsonWriter& JsonWriter::decimal(std::int64_t scaled, int places) {
    separate();
    append_decimal(out_, scaled, places);
    return *this;
}

JsonWriter& JsonWriter::real(double value, int places) {
    PM_ASSERT(std::isfinite(value));
    PM_ASSERT(places >= 0 && places <= 15);
    const double scaled = std::round(value * std::pow(10.0, places));
    PM_ASSERT(std::abs(scaled) < 9e18);
    return decimal(static_cast<std::int64_t>(scaled), places);
}

JsonWriter& JsonWriter::boolean(bool value) {
    separate();
    out_ += value ? "true" : "false";
    return *this;
}

JsonWriter& JsonWriter::null() {
    separate();
    out_ += "null";
    return *this;
}

JsonWriter& JsonWriter::value(const Json& json) {
    if (json.is_object()) {
        begin_object();
        for (const auto& [name, member] : json.members()) key(name).value(member);
        return end_object();
    }
    if (json.is_array()) {
        begin_array();
        for (const auto& item : json.items()) value(item);
        return end_array();
    }
    if (const auto flag = json.boolean()) return boolean(*flag);
    if (json.is_number()) {
        separate();
        out_ += *json.digits();
        return *this;
    }
    if (const auto text = json.string()) return string(*text);
    return null();
}

}  // namespace pm
