#include <algorithm>

#include "cli/program.hpp"
#include "cli/table.hpp"

namespace pm::cli {

namespace {

/// "-o, --output FORMAT".
std::string left_side(const Option& option) {
    if (option.positional()) {
        return option.long_name() + (option.repeatable() ? "..." : "");
    }
    std::string out = option.short_name().empty() ? "    " : option.short_name() + ", ";
    out += option.long_name();
    if (!option.takes_value()) return out;
    const auto& name = option.value_name();
    return out + (option.value_optional() ? " [" + name + "]" : " " + name);
}

std::string right_side(const Option& option) {
    auto out = option.help();
    if (!option.choices().empty()) {
        std::string words;
        for (const auto& word : option.choices()) words += (words.empty() ? "" : "|") + word;
        out += " (" + words + ")";
    }
    if (!option.default_text().empty()) out += " [default: " + option.default_text() + "]";
    return out;
}

struct HelpLine {
    std::string left;
    std::string right;
};

void append_section(std::string& out, const std::string& title,
                    const std::vector<HelpLine>& lines) {
    constexpr std::size_t widest_left = 28;
    if (lines.empty()) return;
    out += "\n" + title + ":\n";
    std::size_t width = 0;
    for (const auto& line : lines) {
        const auto own = display_width(line.left);
        if (own <= widest_left) width = std::max(width, own);
    }
    for (const auto& line : lines) {
        const auto own = display_width(line.left);
        out += "  " + line.left;
        if (own > width) {
            out += "\n  " + std::string(width, ' ');
        } else {
            out.append(width - own, ' ');
        }
        out += "  " + line.right + "\n";
    }
}

void append_options(std::string& out, const Options& options) {
    std::vector<std::string> groups;
    std::vector<HelpLine> arguments;
    for (const auto& option : options.all()) {
        if (option.is_hidden()) continue;
        if (option.positional()) {
            arguments.push_back({left_side(option), right_side(option)});
        } else if (std::find(groups.begin(), groups.end(), option.group()) == groups.end()) {
            groups.push_back(option.group());
        }
    }
    append_section(out, "Arguments", arguments);
    for (const auto& group : groups) {
        std::vector<HelpLine> lines;
        for (const auto& option : options.all()) {
            if (option.is_hidden() || option.positional() || option.group() != group) continue;
            lines.push_back({left_side(option), right_side(option)});
        }
        append_section(out, group, lines);
    }
}

std::string usage_of(const Options& options) {
    std::string out = " [options]";
    for (const auto& option : options.all()) {
        if (!option.positional() || option.is_hidden()) continue;
        const auto name = option.long_name() + (option.repeatable() ? "..." : "");
        out += option.is_required() ? " " + name : " [" + name + "]";
    }
    return out;
}

}  // namespace

std::string help_text(const Program& program, const ProgramCommand* command) {
    const auto* shown = command != nullptr ? command : program.default_command();
    const bool whole = shown == nullptr || shown->name.empty();
    std::string out = whole ? program.summary : shown->summary;
    out += "\n\nUsage: " + program.name;
    if (!whole) out += " " + shown->name;
    out += shown != nullptr ? usage_of(*shown->options) : " COMMAND [options]";
    if (whole && shown != nullptr) out += "\n       " + program.name + " COMMAND [options]";
    out += '\n';

    std::vector<HelpLine> commands;
    std::vector<HelpLine> examples;
    for (const auto& one : program.commands) {
        if (whole && !one.hidden && !one.name.empty()) commands.push_back({one.name, one.summary});
        if (!whole && &one != shown) continue;
        for (const auto& example : one.examples) {
            examples.push_back({std::string{example.line}, std::string{example.meaning}});
        }
    }
    if (whole) append_section(out, "Commands", commands);
    if (shown != nullptr) append_options(out, *shown->options);
    append_options(out, *program.globals);
    if (!examples.empty()) {
        out += "\nExamples:\n";
        for (const auto& example : examples) {
            out += "  # " + example.right + "\n  " + example.left + "\n";
        }
    }
    if (whole && !commands.empty()) {
        out += "\n`" + program.name + " COMMAND --help` says more about a command.\n";
    }
    return out;
}

}  // namespace pm::cli
