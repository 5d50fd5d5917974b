#include "cli/record_output.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "records/schema.hpp"

namespace pm::cli {

namespace {

/// The member at a dotted path: "temperature.city".
const Json* member(const Json& record, std::string_view path) {
    const Json* at = &record;
    for (const auto name : split(path, '.')) {
        at = at->find(name);
        if (at == nullptr) return nullptr;
    }
    return at;
}

/// What a person or a spreadsheet sees of a value: no quotes round text, nothing for null.
std::string cell_text(const Json* value) {
    if (value == nullptr || value->is_null()) return {};
    if (const auto text = value->string()) return std::string{*text};
    return value->text();
}

std::string csv_cell(const Json* value) {
    auto text = cell_text(value);
    const bool from_outside = value != nullptr && !value->is_number();
    constexpr std::string_view runs = "=+-@\t\r";
    if (from_outside && !text.empty() && runs.find(text[0]) != std::string_view::npos) {
        text.insert(0, 1, '\'');
    }
    if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string tsv_cell(const Json* value) {
    auto text = sanitised(cell_text(value));
    const bool from_outside = value != nullptr && !value->is_number();
    if (from_outside && !text.empty() &&
        std::string_view{"=+-@"}.find(text[0]) != std::string_view::npos) {
        text.insert(0, 1, '\'');
    }
    return text;
}

/// "0.41 × 100, 0.4 × 25, … 7 more" for the levels of a book; JSON for other lists.
std::string list_text(const Json& list) {
    constexpr std::size_t shown = 3;
    std::string out;
    std::size_t count = 0;
    for (const auto& item : list.items()) {
        const auto& pair = item.items();
        if (pair.size() != 2 || !pair[0].is_number() || !pair[1].is_number()) return list.text();
        if (++count > shown) continue;
        if (!out.empty()) out += ", ";
        out += pair[0].text() + " × " + pair[1].text();
    }
    if (count > shown) out += ", … " + std::to_string(count - shown) + " more";
    return out;
}

std::string table_cell(const Json* value, bool terminal) {
    if (value == nullptr || value->is_null()) return "–";
    auto text = value->is_array() ? list_text(*value) : cell_text(value);
    text = sanitised(text);
    return terminal ? short_id(text) : text;
}

std::vector<std::string> table_fields(const std::string& type, const Json& record) {
    std::vector<std::string> names;
    if (const auto* known = records::record_type(type)) {
        for (const auto& field : known->fields) {
            if (field.column) names.emplace_back(field.name);
        }
        return names;
    }
    for (const auto& [name, value] : record.members()) {
        if (name != "v" && name != "ts" && name != "type") names.push_back(name);
    }
    return names;
}

bool on_the_right(const std::string& type, const std::string& name) {
    const auto* known = records::record_type(type);
    if (known == nullptr) return false;
    for (const auto& field : known->fields) {
        if (field.name != name) continue;
        return field.kind == records::FieldKind::number ||
               field.kind == records::FieldKind::integer;
    }
    return false;
}

}  // namespace

RecordOutput::RecordOutput(Output& target, RecordShape shape)
    : target_{target}, shape_{std::move(shape)} {}

Result<void> RecordOutput::write(std::string_view lines) {
    if (shape_.format == Format::ndjson && shape_.fields.empty()) {
        any_ = any_ || !lines.empty();
        return target_.write(lines);
    }
    for (const auto line : split(lines, '\n')) {
        if (line.empty()) continue;
        const auto record = Json::parse(line);
        if (!record) return fail(Errc::internal, "a command wrote a line that is not JSON");
        first_ = !any_;
        any_ = true;
        auto done = write_record(*record);
        if (!done) return done;
    }
    return {};
}

Result<void> RecordOutput::write_record(const Json& record) {
    switch (shape_.format) {
        case Format::ndjson: return write_ndjson(record);
        case Format::json: return write_json(record);
        case Format::csv: return write_separated(record, ',');
        case Format::tsv: return write_separated(record, '\t');
        case Format::ids: return write_id(record);
        case Format::table: break;
    }
    return add_row(record);
}

namespace {

void append_picked(std::string& out, const Json& record, const std::vector<std::string>& fields) {
    if (fields.empty()) return record.append_to(out);
    JsonWriter json{out};
    json.begin_object();
    for (const auto& name : fields) {
        json.key(name);
        if (const auto* value = member(record, name)) {
            json.value(*value);
        } else {
            json.null();
        }
    }
    json.end_object();
}

}  // namespace

Result<void> RecordOutput::write_ndjson(const Json& record) {
    std::string line;
    append_picked(line, record, shape_.fields);
    line += '\n';
    return target_.write(line);
}

Result<void> RecordOutput::write_json(const Json& record) {
    std::string text;
    if (!shape_.single) text = first_ ? "[\n" : ",\n";
    append_picked(text, record, shape_.fields);
    if (shape_.single) text += '\n';
    return target_.write(text);
}

std::vector<std::string> RecordOutput::separated_columns(const Json& record) const {
    if (!shape_.fields.empty()) return shape_.fields;
    auto types = shape_.types;
    if (types.empty()) types.emplace_back(record.string("type").value_or(""));
    std::vector<std::string> names{"type", "ts"};
    for (const auto& type : types) {
        const auto* known = records::record_type(type);
        if (known == nullptr) continue;
        for (const auto& field : known->fields) {
            const bool listed = std::find(names.begin(), names.end(), field.name) != names.end();
            if (!listed) names.emplace_back(field.name);
        }
    }
    return names;
}

Result<void> RecordOutput::write_separated(const Json& record, char separator) {
    std::string out;
    if (header_.empty()) {
        header_ = separated_columns(record);
        for (const auto& name : header_) {
            if (&name != &header_.front()) out += separator;
            out += name;
        }
        out += '\n';
    }
    for (const auto& name : header_) {
        if (&name != &header_.front()) out += separator;
        const auto* value = member(record, name);
        out += separator == ',' ? csv_cell(value) : tsv_cell(value);
    }
    out += '\n';
    return target_.write(out);
}

Result<void> RecordOutput::write_id(const Json& record) {
    const auto* known = records::record_type(record.string("type").value_or(""));
    if (known == nullptr || known->id.empty()) return {};
    const auto id = record.string(known->id);
    if (!id) return {};
    return target_.write(sanitised(*id) + "\n");
}

Result<void> RecordOutput::add_row(const Json& record) {
    const std::string type{record.string("type").value_or("")};
    if (type != table_type_ || layout_.empty()) {
        auto printed = print_rows();
        if (!printed) return printed;
        table_type_ = type;
        layout_.clear();
        header_due_ = true;
        for (const auto& name :
             shape_.fields.empty() ? table_fields(type, record) : shape_.fields) {
            layout_.push_back({name, on_the_right(type, name), 0});
        }
    }
    TableRow row;
    for (const auto& column : layout_) {
        row.push_back(table_cell(member(record, column.name), target_.terminal()));
    }
    rows_.push_back(std::move(row));
    return {};
}

Result<void> RecordOutput::print_rows() {
    if (rows_.empty()) return {};
    std::string out;
    const auto width = target_.terminal() ? static_cast<std::size_t>(target_.columns()) : 0;
    append_table(out, layout_, rows_,
                 {.header = header_due_, .bold_header = shape_.color, .columns = width});
    header_due_ = false;
    rows_.clear();
    return target_.write(out);
}

Result<void> RecordOutput::flush() {
    auto printed = print_rows();
    if (!printed) return printed;
    return target_.flush();
}

Result<void> RecordOutput::finish() {
    Result<void> done;
    if (shape_.format == Format::table) done = print_rows();
    if (shape_.format == Format::json && !shape_.single) {
        done = target_.write(any_ ? "\n]\n" : "[]\n");
    }
    if (!done) return done;
    return target_.flush();
}

}  // namespace pm::cli
