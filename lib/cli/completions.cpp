#include "cli/completions.hpp"

#include <algorithm>

namespace pm::cli {

namespace {

/// Every visible flag of a command with the global ones behind it.
std::vector<const Option*> flags_of(const Program& program, const ProgramCommand& command) {
    std::vector<const Option*> out;
    for (const auto* table : {command.options, program.globals}) {
        for (const auto& option : table->all()) {
            if (!option.is_hidden() && !option.positional()) out.push_back(&option);
        }
    }
    return out;
}

std::string joined(const std::vector<std::string>& words, std::string_view separator) {
    std::string out;
    for (const auto& word : words) {
        if (!out.empty()) out += separator;
        out += word;
    }
    return out;
}

std::string command_words(const Program& program) {
    std::vector<std::string> names;
    for (const auto& command : program.commands) {
        if (!command.hidden && !command.name.empty()) names.push_back(command.name);
    }
    return joined(names, " ");
}

/// "pm_markets": a name for shell functions.
std::string function_name(const Program& program) {
    auto out = program.name;
    std::replace(out.begin(), out.end(), '-', '_');
    return out;
}

// ---- bash -------------------------------------------------------------------------------------

std::string bash_names(const Option& option) {
    return option.short_name().empty() ? option.long_name()
                                       : option.short_name() + "|" + option.long_name();
}

std::string bash_values(const Option& option) {
    if (!option.choices().empty()) {
        return "COMPREPLY=($(compgen -W '" + joined(option.choices(), " ") + "' -- \"$cur\"))";
    }
    switch (option.completes()) {
        case Completes::files: return "COMPREPLY=($(compgen -f -- \"$cur\"))";
        case Completes::folders: return "COMPREPLY=($(compgen -d -- \"$cur\"))";
        case Completes::nothing: break;
    }
    return "COMPREPLY=()";
}

/// The body for one command: values after flags, then flags, then choices of arguments.
std::string bash_command(const Program& program, const ProgramCommand& command) {
    std::string out = "            case $prev in\n";
    std::vector<std::string> names;
    for (const auto* option : flags_of(program, command)) {
        if (!option->short_name().empty()) names.push_back(option->short_name());
        names.push_back(option->long_name());
        if (!option->takes_value() || option->value_optional()) continue;
        out += "                " + bash_names(*option) + ") " + bash_values(*option) +
               "; return ;;\n";
    }
    out += "            esac\n            words='" + joined(names, " ");
    bool files = false;
    for (const auto& option : command.options->all()) {
        if (!option.positional() || option.is_hidden()) continue;
        if (!option.choices().empty()) out += " " + joined(option.choices(), " ");
        files = files || option.completes() == Completes::files;
    }
    out += "'\n";
    if (files) out += "            files=yes\n";
    return out;
}

std::string bash_text(const Program& program) {
    const auto function = "_" + function_name(program);
    const auto commands = command_words(program);
    std::string out = "# bash completion of " + program.name + ". Made by `" + program.name +
                      " completions bash`; do not edit.\n";
    out += function +
           "() {\n"
           "    local cur=${COMP_WORDS[COMP_CWORD]} prev= command= words= files= i\n"
           "    ((COMP_CWORD > 0)) && prev=${COMP_WORDS[COMP_CWORD-1]}\n"
           "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
           "        case ${COMP_WORDS[i]} in\n            ";
    auto pattern = commands;
    std::replace(pattern.begin(), pattern.end(), ' ', '|');
    out += pattern + ") command=${COMP_WORDS[i]}; break ;;\n        esac\n    done\n";
    out += "    case $command in\n";
    for (const auto& command : program.commands) {
        if (command.hidden || command.name.empty()) continue;
        out +=
            "        " + command.name + ")\n" + bash_command(program, command) + "            ;;\n";
    }
    const Options none;
    ProgramCommand top{"", "", &none, {}, false};
    const auto* standard = program.default_command();
    out += "        *)\n" + bash_command(program, standard != nullptr ? *standard : top) +
           "            words=\"" + commands + " $words\"\n            ;;\n";
    out +=
        "    esac\n"
        "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
        "    [[ $files ]] && COMPREPLY+=($(compgen -f -- \"$cur\"))\n"
        "    return 0\n}\n";
    return out + "complete -F " + function + " " + program.name + "\n";
}

// ---- zsh --------------------------------------------------------------------------------------

/// Text inside a zsh _arguments spec, in single quotes.
std::string zsh_text_of(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\'') {
            out += "'\\''";
        } else if (c == '[' || c == ']' || c == ':' || c == '\\') {
            out += '\\';
            out += c;
        } else {
            out += c;
        }
    }
    return out;
}

std::string zsh_action(const Option& option) {
    if (!option.choices().empty()) return "(" + joined(option.choices(), " ") + ")";
    switch (option.completes()) {
        case Completes::files: return "_files";
        case Completes::folders: return "_files -/";
        case Completes::nothing: break;
    }
    return " ";
}

std::string zsh_specs(const Program& program, const ProgramCommand& command) {
    std::string out;
    for (const auto* option : flags_of(program, command)) {
        std::string tail = "[" + zsh_text_of(option->help()) + "]";
        if (option->takes_value()) {
            tail += std::string{option->value_optional() ? "::" : ":"} +
                    zsh_text_of(option->value_name()) + ":" + zsh_action(*option);
        }
        for (const auto& name : {option->short_name(), option->long_name()}) {
            if (name.empty()) continue;
            const bool long_value = option->takes_value() && name.starts_with("--");
            out += std::string{"            '"} + (option->repeatable() ? "*" : "") + name +
                   (long_value ? "=" : "") + tail + "' \\\n";
        }
    }
    for (const auto& option : command.options->all()) {
        if (!option.positional() || option.is_hidden()) continue;
        out += std::string{"            '"} + (option.repeatable() ? "*" : "") + ":" +
               zsh_text_of(option.long_name()) + ":" + zsh_action(option) + "' \\\n";
    }
    return out + "            && return\n";
}

std::string zsh_text(const Program& program) {
    const auto function = "_" + function_name(program);
    std::string out = "#compdef " + program.name + "\n# zsh completion of " + program.name +
                      ". Made by `" + program.name + " completions zsh`; do not edit.\n";
    out += function + "() {\n    local -a commands\n    commands=(\n";
    std::string pattern;
    for (const auto& command : program.commands) {
        if (command.hidden || command.name.empty()) continue;
        out += "        '" + command.name + ":" + zsh_text_of(command.summary) + "'\n";
        pattern += (pattern.empty() ? "" : "|") + command.name;
    }
    out +=
        "    )\n    local command= i\n"
        "    for ((i = 2; i < CURRENT; i++)); do\n"
        "        case ${words[i]} in\n"
        "            (" +
        pattern + ") command=${words[i]}; break ;;\n        esac\n    done\n";
    out +=
        "    if [[ -n $command ]]; then\n"
        "        shift $((i - 1)) words\n        ((CURRENT -= i - 1))\n    fi\n";
    out += "    case $command in\n";
    for (const auto& command : program.commands) {
        if (command.hidden || command.name.empty()) continue;
        out += "        (" + command.name + ")\n            _arguments -s -S \\\n" +
               zsh_specs(program, command) + "            ;;\n";
    }
    const Options none;
    ProgramCommand top{"", "", &none, {}, false};
    const auto* standard = program.default_command();
    out +=
        "        (*)\n            [[ $PREFIX != -* ]] && _describe command commands\n"
        "            _arguments -s -S \\\n" +
        zsh_specs(program, standard != nullptr ? *standard : top) + "            ;;\n";
    out += "    esac\n}\n";
    return out + function + " \"$@\"\n";
}

// ---- fish -------------------------------------------------------------------------------------

std::string fish_quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

std::string fish_option(const std::string& start, const Option& option) {
    auto out = start;
    if (!option.short_name().empty()) out += " -s " + option.short_name().substr(1);
    out += " -l " + option.long_name().substr(2) + " -d " + fish_quoted(option.help());
    if (!option.takes_value() || option.value_optional()) return out + "\n";
    if (!option.choices().empty()) {
        return out + " -x -a " + fish_quoted(joined(option.choices(), " ")) + "\n";
    }
    switch (option.completes()) {
        case Completes::files: return out + " -r -F\n";
        case Completes::folders: return out + " -x -a '(__fish_complete_directories)'\n";
        case Completes::nothing: break;
    }
    return out + " -x\n";
}

std::string fish_text(const Program& program) {
    const auto& name = program.name;
    const auto commands = command_words(program);
    std::string out = "# fish completion of " + name + ". Made by `" + name +
                      " completions fish`; do not edit.\ncomplete -c " + name + " -f\n";
    const auto start = "complete -c " + name;
    const auto none_seen = start + " -n 'not __fish_seen_subcommand_from " + commands + "'";
    for (const auto& command : program.commands) {
        if (command.hidden || command.name.empty()) continue;
        out += none_seen + " -a " + command.name + " -d " + fish_quoted(command.summary) + "\n";
    }
    for (const auto& option : program.globals->all()) {
        if (!option.is_hidden()) out += fish_option(start, option);
    }
    for (const auto& command : program.commands) {
        if (command.hidden) continue;
        const auto when = command.name.empty()
                              ? none_seen
                              : start + " -n '__fish_seen_subcommand_from " + command.name + "'";
        for (const auto& option : command.options->all()) {
            if (option.is_hidden()) continue;
            if (!option.positional()) {
                out += fish_option(when, option);
            } else if (!option.choices().empty()) {
                out += when + " -a " + fish_quoted(joined(option.choices(), " ")) + "\n";
            } else if (option.completes() == Completes::files) {
                out += when + " -F\n";
            }
        }
    }
    return out;
}

}  // namespace

std::string completions_text(const Program& program, Shell shell) {
    switch (shell) {
        case Shell::bash: return bash_text(program);
        case Shell::zsh: return zsh_text(program);
        case Shell::fish: break;
    }
    return fish_text(program);
}

}  // namespace pm::cli
