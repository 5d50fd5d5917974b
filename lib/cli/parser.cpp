#include "cli/parser.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace pm::cli {

namespace {

bool is_flag(std::string_view word) {
    if (word.size() < 2 || word[0] != '-') return false;
    const bool number = (word[1] >= '0' && word[1] <= '9') || word[1] == '.';
    return !number;  // "-0.5" is a value
}

/// "--name=value" apart.
struct LongFlag {
    explicit LongFlag(std::string_view word)
        : name{word.substr(0, word.find('='))}, has_value{name.size() < word.size()} {
        if (has_value) value = word.substr(name.size() + 1);
    }
    std::string_view name;
    bool has_value;
    std::string_view value;
};

}  // namespace

const Option* Parser::find(std::string_view name) const {
    for (const auto* table : tables_) {
        for (const auto& option : table->all()) {
            if (option.positional()) continue;
            if (option.long_name() == name || option.short_name() == name) return &option;
        }
    }
    return nullptr;
}

std::size_t Parser::first_argument(const std::vector<std::string>& words) const {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--") return i + 1;
        if (!is_flag(words[i])) return i;
        const bool is_long = words[i].starts_with("--");
        const LongFlag flag{words[i]};
        const auto* option = find(is_long ? flag.name : words[i].substr(0, 2));
        if (option == nullptr || !option->takes_value() || option->value_optional()) continue;
        const bool inside = is_long ? flag.has_value : words[i].size() > 2;
        if (!inside) ++i;
    }
    return words.size();
}

Result<void> Parser::parse(const std::vector<std::string>& words) {
    bool flags_over = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        Result<void> done;
        if (!flags_over && words[i] == "--") {
            flags_over = true;
        } else if (flags_over || !is_flag(words[i])) {
            done = parse_argument(words[i]);
        } else if (words[i].starts_with("--")) {
            done = parse_long(words, i);
        } else {
            done = parse_short(words, i);
        }
        if (!done) return done;
    }
    return check_required();
}

Result<void> Parser::parse_long(const std::vector<std::string>& words, std::size_t& at) {
    const LongFlag flag{words[at]};
    const auto* option = find(flag.name);
    if (option == nullptr) return unknown(flag.name);
    if (!option->takes_value()) {
        if (flag.has_value) {
            return fail(Errc::bad_input, option->long_name() + " takes no value");
        }
        return give(*option, {});
    }
    if (flag.has_value) return give(*option, flag.value);
    const bool has_next = at + 1 < words.size() && !is_flag(words[at + 1]);
    if (has_next) return give(*option, words[++at]);
    if (option->value_optional()) return give(*option, {});
    return fail(Errc::bad_input, option->long_name() + " needs a value",
                option->long_name() + " " + option->value_name());
}

Result<void> Parser::parse_short(const std::vector<std::string>& words, std::size_t& at) {
    const auto& word = words[at];
    for (std::size_t i = 1; i < word.size(); ++i) {
        const std::string name{'-', word[i]};
        const auto* option = find(name);
        if (option == nullptr)
            return unknown(i == 1 && word.size() > 2 ? std::string_view{word}
                                                     : std::string_view{name});
        if (!option->takes_value()) {
            auto given = give(*option, {});
            if (!given) return given;
            continue;
        }
        if (i + 1 < word.size()) return give(*option, std::string_view{word}.substr(i + 1));
        const bool has_next = at + 1 < words.size() && !is_flag(words[at + 1]);
        if (has_next) return give(*option, words[++at]);
        if (option->value_optional()) return give(*option, {});
        return fail(Errc::bad_input, name + " needs a value", name + " " + option->value_name());
    }
    return {};
}

Result<void> Parser::parse_argument(const std::string& word) {
    for (const auto* table : tables_) {
        for (const auto& option : table->all()) {
            if (!option.positional()) continue;
            const bool taken = std::find(seen_.begin(), seen_.end(), &option) != seen_.end();
            if (!taken || option.repeatable()) return give(option, word);
        }
    }
    return fail(Errc::bad_input, "surplus argument '" + sanitised(word.substr(0, 80)) + "'");
}

Result<void> Parser::give(const Option& option, std::string_view value) {
    const bool again = std::find(seen_.begin(), seen_.end(), &option) != seen_.end();
    if (again && !option.repeatable()) {
        return fail(Errc::bad_input, option.long_name() + " is given twice");
    }
    seen_.push_back(&option);
    return option.take(value);
}

Result<void> Parser::check_required() const {
    for (const auto* table : tables_) {
        for (const auto& option : table->all()) {
            if (!option.is_required()) continue;
            if (std::find(seen_.begin(), seen_.end(), &option) != seen_.end()) continue;
            const auto what =
                option.positional() ? "argument " + option.long_name() : option.long_name();
            return fail(Errc::bad_input, what + " is missing", option.help());
        }
    }
    return {};
}

tl::unexpected<Error> Parser::unknown(std::string_view flag) const {
    std::vector<std::string> known;
    for (const auto* table : tables_) {
        for (const auto& option : table->all()) {
            if (!option.positional() && !option.is_hidden()) known.push_back(option.long_name());
        }
    }
    const auto near = nearest(flag, known);
    return fail(Errc::bad_input, "unknown flag " + sanitised(flag.substr(0, 80)),
                near.empty() ? "see --help" : "did you mean " + near + "?");
}

}  // namespace pm::cli
