#pragma once

/// One record being written: the envelope, typed members, and the end of the line.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/json_writer.hpp"
#include "domain/ids.hpp"
#include "domain/price.hpp"

namespace pm::records {

inline constexpr int probability_places = 9;
inline constexpr int edge_places = 6;
inline constexpr int temperature_places = 4;

/// Writes the envelope when made and the end of the line when destroyed.
class LineWriter {
public:
    /// Appends to `out`, which must outlive the writer.
    LineWriter(std::string& out, std::string_view type, Timestamp ts);
    ~LineWriter();
    LineWriter(const LineWriter&) = delete;
    LineWriter& operator=(const LineWriter&) = delete;

    [[nodiscard]] JsonWriter& json() { return json_; }

    void text(std::string_view key, std::string_view value);
    void id(std::string_view key, const TokenId& token);          ///< `null` when empty.
    void id(std::string_view key, const ConditionId& condition);  ///< `null` when empty.
    void micros(std::string_view key, std::int64_t value);        ///< value / 10^6, exactly.
    void price_or_null(std::string_view key, const std::optional<Price>& price);
    void integer(std::string_view key, std::int64_t value);
    void integer_or_null(std::string_view key, const std::optional<int>& value);
    void integer_or_absent(std::string_view key, const std::optional<std::int64_t>& value);
    void flag(std::string_view key, bool value);
    void real(std::string_view key, double value, int places);
    void time_or_null(std::string_view key, const std::optional<Timestamp>& at);

private:
    std::string& out_;
    JsonWriter json_;
};

}  // namespace pm::records
