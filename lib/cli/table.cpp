#include "cli/table.hpp"

#include <algorithm>
#include <cstdint>

namespace pm::cli {

namespace {

constexpr std::string_view ellipsis = "…";
constexpr std::size_t gap = 2;

std::size_t bytes_of(char first) {
    const auto byte = static_cast<std::uint8_t>(first);
    return byte < 0x80 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
}

char32_t point_of(std::string_view text) {
    const auto bytes = std::min(bytes_of(text[0]), text.size());
    const auto first = static_cast<std::uint8_t>(text[0]);
    char32_t point = bytes == 1 ? first : first & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        point = (point << 6U) | (static_cast<std::uint8_t>(text[i]) & 0x3FU);
    }
    return point;
}

/// Source: Unicode East Asian Width, the blocks that are wide throughout; emoji planes.
std::size_t width_of(char32_t p) {
    const bool combining = (p >= 0x300 && p <= 0x36F) || (p >= 0x1AB0 && p <= 0x1AFF) ||
                           (p >= 0x20D0 && p <= 0x20FF) || (p >= 0xFE00 && p <= 0xFE0F);
    if (combining) return 0;
    const bool wide = (p >= 0x1100 && p <= 0x115F) || (p >= 0x2E80 && p <= 0xA4CF) ||
                      (p >= 0xAC00 && p <= 0xD7A3) || (p >= 0xF900 && p <= 0xFAFF) ||
                      (p >= 0xFE30 && p <= 0xFE6F) || (p >= 0xFF00 && p <= 0xFF60) ||
                      (p >= 0x1F300 && p <= 0x1FAFF) || (p >= 0x20000 && p <= 0x3FFFD);
    return wide ? 2 : 1;
}

/// How many bytes of `text` fit into `width` columns.
std::size_t bytes_within(std::string_view text, std::size_t width) {
    std::size_t at = 0;
    for (std::size_t used = 0; at < text.size();) {
        used += width_of(point_of(text.substr(at)));
        if (used > width) break;
        at += std::min(bytes_of(text[at]), text.size() - at);
    }
    return at;
}

/// Takes columns off the widest until everything fits.
std::vector<std::size_t> fitted(const std::vector<TableColumn>& layout, std::size_t total) {
    constexpr std::size_t least = 6;
    std::vector<std::size_t> widths;
    std::size_t sum = 0;
    for (const auto& column : layout) {
        widths.push_back(column.width);
        sum += column.width + gap;
    }
    sum -= std::min(sum, gap);
    while (total > 0 && sum > total) {
        auto widest = std::max_element(widths.begin(), widths.end());
        if (widest == widths.end() || *widest <= least) break;
        --*widest;
        --sum;
    }
    return widths;
}

std::string line_of(const TableRow& cells, const std::vector<TableColumn>& layout,
                    const std::vector<std::size_t>& widths, std::size_t total) {
    std::string line;
    for (std::size_t i = 0; i < layout.size(); ++i) {
        const auto cell = shortened(i < cells.size() ? cells[i] : std::string{}, widths[i]);
        const std::string padding(widths[i] - display_width(cell), ' ');
        if (i > 0) line.append(gap, ' ');
        line += layout[i].right ? padding + cell : cell + padding;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return total > 0 ? shortened(line, total) : line;
}

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size(); at += bytes_of(text[at])) {
        width += width_of(point_of(text.substr(at)));
    }
    return width;
}

std::string shortened(std::string_view text, std::size_t width) {
    if (display_width(text) <= width) return std::string{text};
    if (width == 0) return {};
    return std::string{text.substr(0, bytes_within(text, width - 1))} + std::string{ellipsis};
}

std::string short_id(std::string_view text) {
    constexpr std::size_t long_enough = 40;
    constexpr std::size_t head = 8;
    constexpr std::size_t tail = 4;
    const bool hex = text.starts_with("0x");
    const auto digits = hex ? text.substr(2) : text;
    const auto* const allowed = hex ? "0123456789abcdefABCDEF" : "0123456789";
    if (digits.size() < long_enough ||
        digits.find_first_not_of(allowed) != std::string_view::npos) {
        return std::string{text};
    }
    return std::string{text.substr(0, head)} + std::string{ellipsis} +
           std::string{text.substr(text.size() - tail)};
}

void append_table(std::string& out, std::vector<TableColumn>& layout,
                  const std::vector<TableRow>& rows, const TableLook& look) {
    TableRow names;
    for (auto& column : layout) {
        names.push_back(column.name);
        column.width = std::max(column.width, display_width(column.name));
    }
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < layout.size() && i < row.size(); ++i) {
            layout[i].width = std::max(layout[i].width, display_width(row[i]));
        }
    }
    const auto widths = fitted(layout, look.columns);
    if (look.header) {
        const auto line = line_of(names, layout, widths, look.columns);
        out += look.bold_header ? "\x1b[1m" + line + "\x1b[0m" : line;
        out += '\n';
    }
    for (const auto& row : rows) {
        out += line_of(row, layout, widths, look.columns);
        out += '\n';
    }
}

}  // namespace pm::cli
