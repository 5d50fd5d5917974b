#include "records/line_writer.hpp"

#include "base/time_text.hpp"
#include "records/schema.hpp"

namespace pm::records {

LineWriter::LineWriter(std::string& out, std::string_view type, Timestamp ts)
    : out_{out}, json_{out} {
    json_.begin_object();
    text("type", type);
    integer("v", schema_version);
    time_or_null("ts", ts);
}

LineWriter::~LineWriter() {
    json_.end_object();
    out_ += '\n';
}

void LineWriter::text(std::string_view key, std::string_view value) {
    json_.key(key).string(value);
}

void LineWriter::id(std::string_view key, const TokenId& token) {
    json_.key(key);
    if (token.empty()) {
        json_.null();
    } else {
        json_.string(token.text());
    }
}

void LineWriter::id(std::string_view key, const ConditionId& condition) {
    json_.key(key);
    if (condition.empty()) {
        json_.null();
    } else {
        json_.string(condition.text());
    }
}

void LineWriter::micros(std::string_view key, std::int64_t value) {
    json_.key(key).decimal(value, 6);
}

void LineWriter::price_or_null(std::string_view key, const std::optional<Price>& price) {
    json_.key(key);
    if (price) {
        json_.decimal(price->micros(), 6);
    } else {
        json_.null();
    }
}

void LineWriter::integer(std::string_view key, std::int64_t value) {
    json_.key(key).integer(value);
}

void LineWriter::integer_or_null(std::string_view key, const std::optional<int>& value) {
    json_.key(key);
    if (value) {
        json_.integer(*value);
    } else {
        json_.null();
    }
}

void LineWriter::integer_or_absent(std::string_view key, const std::optional<std::int64_t>& value) {
    if (value) integer(key, *value);
}

void LineWriter::flag(std::string_view key, bool value) {
    json_.key(key).boolean(value);
}

void LineWriter::real(std::string_view key, double value, int places) {
    json_.key(key).real(value, places);
}

void LineWriter::time_or_null(std::string_view key, const std::optional<Timestamp>& at) {
    json_.key(key);
    if (at) {
        json_.string(time_text(*at));
    } else {
        json_.null();
    }
}

}  // namespace pm::records
