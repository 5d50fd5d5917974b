#pragma once

/// Rows laid out in columns for people.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace pm::cli {

struct TableColumn {
    std::string name{};
    bool right = false;     ///< Numbers line up on the right.
    std::size_t width = 0;  ///< Grows to fit; a later batch keeps it.
};

using TableRow = std::vector<std::string>;

struct TableLook {
    bool header = true;
    bool bold_header = false;
    std::size_t columns = 0;  ///< Cut lines to this width; 0: never.
};

/// How many columns `text` takes on a terminal: combining marks none, wide characters two.
/// @pre UTF-8.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// `text` cut to at most `width` columns, with … where something is missing.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t width);

/// Long ids keep both ends: "712345…6789". Anything else stays as it is.
[[nodiscard]] std::string short_id(std::string_view text);

/// Appends the rows. `layout` learns the widths, so that a second batch lines up with the first.
void append_table(std::string& out, std::vector<TableColumn>& layout,
                  const std::vector<TableRow>& rows, const TableLook& look);

}  // namespace pm::cli
