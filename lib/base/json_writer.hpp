#pragma once

/// Compact JSON appended to a reused string. Money and prices come from integers, exactly.
///
/// Use: `JsonWriter w{out}; w.begin_object().key("p").decimal(530'000, 6).end_object();`
/// The caller keeps begin and end in pairs; commas are put in by the writer.

#include <cstdint>
#include <string>
#include <string_view>

namespace pm {

class Json;

class JsonWriter {
public:
    /// Appends to `out`, which must outlive the writer.
    explicit JsonWriter(std::string& out) : out_{out} {}

    JsonWriter& begin_object();
    JsonWriter& end_object();
    JsonWriter& begin_array();
    JsonWriter& end_array();
    JsonWriter& key(std::string_view name);  ///< `name` needs no escaping: it is one of ours.

    JsonWriter& string(std::string_view text);  ///< Escaped. @pre UTF-8.
    JsonWriter& integer(std::int64_t value);
    JsonWriter& decimal(std::int64_t scaled, int places);  ///< scaled / 10^places, exactly.
    /// A probability or a temperature: `places` decimals at most, shortest form.
    /// @pre finite; anything else is a bug and aborts.
    JsonWriter& real(double value, int places);
    JsonWriter& boolean(bool value);
    JsonWriter& null();
    JsonWriter& value(const Json& json);  ///< A whole value, numbers as they were written.

private:
    void separate();

    std::string& out_;
    bool needs_comma_ = false;
};

}  // namespace pm
