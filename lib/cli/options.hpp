#pragma once

/// The flags and arguments of one command, bound to variables. One table serves parsing, help,
/// hints and completions.
///
/// Use:
///   options.argument("slug", slug_, "Event, market, URL or id").required();
///   options.value("--city", city_, "City as in the slug").value_name("CITY");
///   options.value("--limit", limit_, "At most this many").value_name("N");
///   options.value("--max", max_, Price::parse, "Refuse prices above this");
///   options.flag("--all", all_, "No limit");
///   options.value("--status", status_, "Which markets").choices({"open", "closed", "any"});
/// The variables keep their value when the flag is absent: initialise them with the default.

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace pm::cli {

/// What a shell offers for a value.
enum class Completes : std::uint8_t { nothing, files, folders };

/// One flag or argument. The setters return it, so they chain.
class Option {
public:
    using Take = std::function<Result<void>(std::string_view)>;

    Option& required();                               ///< Its absence is a usage error.
    Option& value_name(std::string name);             ///< As help shows it: "N", "FILE".
    Option& choices(std::vector<std::string> words);  ///< Anything else is a usage error.
    Option& completes(Completes what);                ///< For the shell.
    Option& group(std::string title);                 ///< Heading in help; default "Options".
    Option& repeats();                                ///< May be given more than once.
    Option& hidden();                                 ///< Not in help or completions.
    Option& default_text(std::string text);           ///< "[default: TEXT]" in help.

    // What help, completions and the parser read.
    [[nodiscard]] const std::string& long_name() const { return long_name_; }
    [[nodiscard]] const std::string& short_name() const { return short_name_; }
    [[nodiscard]] const std::string& help() const { return help_; }
    [[nodiscard]] const std::string& value_name() const { return value_name_; }
    [[nodiscard]] const std::string& group() const { return group_; }
    [[nodiscard]] const std::string& default_text() const { return default_text_; }
    [[nodiscard]] const std::vector<std::string>& choices() const { return choices_; }
    [[nodiscard]] Completes completes() const { return completes_; }
    [[nodiscard]] bool takes_value() const { return takes_value_; }
    [[nodiscard]] bool value_optional() const { return value_optional_; }
    [[nodiscard]] bool repeatable() const { return repeatable_; }
    [[nodiscard]] bool positional() const { return positional_; }
    [[nodiscard]] bool is_required() const { return required_; }
    [[nodiscard]] bool is_hidden() const { return hidden_; }

    /// Checks the choices, then stores the value. @return Errc::bad_input, "--name: why".
    [[nodiscard]] Result<void> take(std::string_view text) const;

private:
    friend class Options;

    std::string long_name_;   ///< "--city"; an argument has "slug".
    std::string short_name_;  ///< "-q" or empty.
    std::string help_;
    std::string value_name_ = "VALUE";
    std::string group_ = "Options";
    std::string default_text_;
    std::vector<std::string> choices_;
    Take take_;
    Completes completes_ = Completes::nothing;
    bool takes_value_ = true;
    bool value_optional_ = false;
    bool repeatable_ = false;
    bool positional_ = false;
    bool required_ = false;
    bool hidden_ = false;
};

class Options {
public:
    /// `names` is "--all" or "-q,--quiet". Sets `target` to true; `--all=false` is not a thing.
    Option& flag(std::string_view names, bool& target, std::string help);
    /// Counts how often it is given: -vv is 2.
    Option& count(std::string_view names, int& target, std::string help);

    // One value, as --name VALUE, --name=VALUE, -nVALUE. Given twice: a usage error, except for
    // the list forms, which collect ("--tag a --tag b", and "--tag a,b" with `value_list`).
    Option& value(std::string_view names, std::string& target, std::string help);
    Option& value(std::string_view names, std::optional<std::string>& target, std::string help);
    Option& value(std::string_view names, std::vector<std::string>& target, std::string help);
    Option& value(std::string_view names, int& target, std::string help);
    Option& value(std::string_view names, std::int64_t& target, std::string help);
    Option& value(std::string_view names, std::uint64_t& target, std::string help);
    Option& value(std::string_view names, double& target, std::string help);
    Option& value(std::string_view names, std::optional<int>& target, std::string help);
    Option& value(std::string_view names, std::optional<double>& target, std::string help);
    Option& value_list(std::string_view names, std::vector<std::string>& target, std::string help);

    /// One value read by `parse`, such as Price::parse; `target` is a T or an optional<T>.
    template <class T, class Parse>
    Option& value(std::string_view names, T& target, Parse parse, std::string help) {
        return add(names, std::move(help), [&target, parse](std::string_view text) {
            auto parsed = parse(text);
            if (!parsed) return Result<void>{pass(parsed)};
            target = std::move(*parsed);
            return Result<void>{};
        });
    }

    /// A value that may be left out: "--fields" alone sets `bare`, "--fields a,b" the target.
    Option& optional_value(std::string_view names, std::string& target, bool& bare,
                           std::string help);

    // Arguments without a flag, in the order of declaration; a vector takes all that are left.
    Option& argument(std::string_view name, std::string& target, std::string help);
    Option& argument(std::string_view name, std::optional<std::string>& target, std::string help);
    Option& argument(std::string_view name, std::vector<std::string>& target, std::string help);

    /// Adds a valued flag with its own reader; errors it returns are shown as "--name: message".
    Option& add(std::string_view names, std::string help, Option::Take take);

    [[nodiscard]] const std::deque<Option>& all() const { return options_; }

private:
    std::deque<Option> options_;  // a deque: references stay valid
};

}  // namespace pm::cli
