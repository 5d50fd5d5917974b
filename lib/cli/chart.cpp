#include "cli/chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "cli/table.hpp"

namespace pm::cli {

namespace {

std::string percent(double value) {
    const auto tenths = static_cast<std::int64_t>(std::llround(std::clamp(value, 0.0, 1.0) * 1000));
    auto text = format_decimal(tenths, 1);
    if (text.find('.') == std::string::npos) text += ".0";
    return std::string(text.size() < 5 ? 5 - text.size() : 0, ' ') + text + "%";
}

/// `value` of `top` as blocks of eighths in `width` cells, padded with spaces.
std::vector<std::string> bar_cells(double value, double top, std::size_t width) {
    static constexpr std::array<std::string_view, 8> eighths{" ", "▏", "▎", "▍",
                                                             "▌", "▋", "▊", "▉"};
    const auto full = static_cast<double>(width) * 8;
    auto left = static_cast<std::size_t>(std::llround(std::clamp(value / top, 0.0, 1.0) * full));
    std::vector<std::string> cells;
    for (std::size_t i = 0; i < width; ++i) {
        const auto here = std::min<std::size_t>(left, 8);
        cells.emplace_back(here == 8 ? "█" : eighths[here]);
        left -= here;
    }
    return cells;
}

}  // namespace

std::string chart_text(const std::vector<Bar>& bars, const ChartLook& look) {
    constexpr std::size_t least = 10;
    constexpr std::size_t figures = 2 * 8 + 4;  // two percentages and gaps
    std::size_t label_width = 0;
    std::size_t mark_width = 0;
    double top = 1e-9;
    bool compared = false;
    for (const auto& bar : bars) {
        label_width = std::max(label_width, display_width(sanitised(bar.label)));
        mark_width = std::max(mark_width, display_width(bar.mark));
        top = std::max({top, bar.value, bar.second.value_or(0)});
        compared = compared || bar.second.has_value();
    }
    const auto taken = label_width + figures + mark_width + 2;
    const auto columns = static_cast<std::size_t>(std::max(look.columns, 40));
    const auto width = columns > taken + least ? columns - taken : least;

    std::string out(label_width + 2 + width, ' ');
    out += "  " + look.value_name + (compared ? "  " + look.second_name + " (│)" : "") + "\n";
    for (const auto& bar : bars) {
        auto cells = bar_cells(bar.value, top, width);
        if (bar.second) {
            const auto at =
                std::clamp(*bar.second / top, 0.0, 1.0) * static_cast<double>(width - 1);
            cells[static_cast<std::size_t>(std::llround(at))] = "│";
        }
        const auto label = sanitised(bar.label);
        if (look.color && bar.dim) out += "\x1b[2m";
        out += std::string(label_width - display_width(label), ' ') + label + "  ";
        for (const auto& cell : cells) out += cell;
        out += " " + percent(bar.value);
        if (compared) out += "  " + (bar.second ? percent(*bar.second) : std::string{"     –"});
        if (!bar.mark.empty()) out += "  " + bar.mark;
        if (look.color && bar.dim) out += "\x1b[0m";
        out += '\n';
    }
    return out;
}

}  // namespace pm::cli
