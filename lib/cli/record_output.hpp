#pragma once

/// Turns JSON lines into what -o and --fields ask for, on the way to the real output.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/env.hpp"
#include "cli/output.hpp"
#include "cli/table.hpp"

namespace pm {
class Json;
}

namespace pm::cli {

struct RecordShape {
    Format format = Format::ndjson;
    std::vector<std::string> fields{};  ///< Picked ones, dotted paths allowed; empty: the default.
    std::vector<std::string> types{};   ///< The record types to come; decides csv and tsv columns.
    bool single = false;                ///< -o json prints a record, not a list of records.
    bool color = false;
};

/// Commands write whole JSON lines into it.
///   ndjson  as they come, or objects of the picked fields
///   json    one array, or the record itself when `single`
///   csv tsv one header, then a row a record; cells that a spreadsheet would run are quoted
///   table   columns for people, laid out per batch: until `flush`
///   ids     the id of each record that has one
class RecordOutput final : public Output {
public:
    /// `target` must outlive this.
    RecordOutput(Output& target, RecordShape shape);

    /// Takes whole lines. @return as Output::write; Errc::internal if a line is not JSON.
    Result<void> write(std::string_view lines) override;
    Result<void> flush() override;
    void wait_for_reader(bool wait) override { target_.wait_for_reader(wait); }
    [[nodiscard]] bool terminal() const override { return target_.terminal(); }
    [[nodiscard]] int columns() const override { return target_.columns(); }

    /// Writes what closes the whole (the end of a JSON array) and flushes. Call once, at the end.
    Result<void> finish();

    [[nodiscard]] bool any() const { return any_; }  ///< Whether there was a record.

private:
    Result<void> write_record(const Json& record);
    Result<void> write_ndjson(const Json& record);
    Result<void> write_json(const Json& record);
    Result<void> write_separated(const Json& record, char separator);
    Result<void> write_id(const Json& record);
    Result<void> add_row(const Json& record);
    Result<void> print_rows();
    [[nodiscard]] std::vector<std::string> separated_columns(const Json& record) const;

    Output& target_;
    RecordShape shape_;
    bool any_ = false;
    bool first_ = false;               ///< The record being written is.
    std::vector<std::string> header_;  // of csv and tsv
    std::string table_type_;           // of the rows below
    std::vector<TableColumn> layout_;
    std::vector<TableRow> rows_;
    bool header_due_ = true;
};

}  // namespace pm::cli
