#include "cli/options.hpp"

#include <charconv>
#include <cmath>

#include "base/assert.hpp"
#include "base/text.hpp"

namespace pm::cli {

namespace {

template <class T>
Result<T> parse_number(std::string_view text, const char* what) {
    T value{};
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (read.ec != std::errc{} || read.ptr != end) {
        return fail(Errc::bad_input, "'" + sanitised(text.substr(0, 40)) + "' is not " + what);
    }
    return value;
}

template <class T>
Result<T> parse_whole(std::string_view text) {
    return parse_number<T>(text, "a whole number");
}

Result<double> parse_real(std::string_view text) {
    auto value = parse_number<double>(text, "a number");
    if (value && !std::isfinite(*value)) {
        return fail(Errc::bad_input, "'" + sanitised(text.substr(0, 40)) + "' is not a number");
    }
    return value;
}

Result<std::string> as_text(std::string_view text) {
    return std::string{text};
}

}  // namespace

Option& Option::required() {
    required_ = true;
    return *this;
}

Option& Option::value_name(std::string name) {
    value_name_ = std::move(name);
    return *this;
}

Option& Option::choices(std::vector<std::string> words) {
    choices_ = std::move(words);
    return *this;
}

Option& Option::completes(Completes what) {
    completes_ = what;
    return *this;
}

Option& Option::group(std::string title) {
    group_ = std::move(title);
    return *this;
}

Option& Option::repeats() {
    repeatable_ = true;
    return *this;
}

Option& Option::hidden() {
    hidden_ = true;
    return *this;
}

Option& Option::default_text(std::string text) {
    default_text_ = std::move(text);
    return *this;
}

Result<void> Option::take(std::string_view text) const {
    if (!choices_.empty() && !(value_optional_ && text.empty())) {
        bool known = false;
        std::string all;
        for (const auto& word : choices_) {
            known = known || word == text;
            all += (all.empty() ? "" : ", ") + word;
        }
        if (!known) {
            const auto near = nearest(text, choices_);
            return fail(
                Errc::bad_input,
                long_name_ + ": '" + sanitised(text.substr(0, 40)) + "' is not one of " + all,
                near.empty() ? "" : "did you mean " + near + "?");
        }
    }
    auto taken = take_(text);
    if (taken) return taken;
    auto error = std::move(taken.error()).during(long_name_);
    error.code = Errc::bad_input;
    return tl::unexpected{std::move(error)};
}

Option& Options::add(std::string_view names, std::string help, Option::Take take) {
    options_.emplace_back();
    auto& option = options_.back();
    for (const auto name : split(names, ',')) {
        const bool is_long = name.starts_with("--");
        PM_ASSERT(is_long ? name.size() > 2 : name.size() == 2 && name[0] == '-');
        (is_long ? option.long_name_ : option.short_name_) = name;
    }
    PM_ASSERT(!option.long_name_.empty());
    option.help_ = std::move(help);
    option.take_ = std::move(take);
    return option;
}

Option& Options::flag(std::string_view names, bool& target, std::string help) {
    auto& option = add(names, std::move(help), [&target](std::string_view) {
        target = true;
        return Result<void>{};
    });
    option.takes_value_ = false;
    option.repeatable_ = true;
    return option;
}

Option& Options::count(std::string_view names, int& target, std::string help) {
    auto& option = add(names, std::move(help), [&target](std::string_view) {
        ++target;
        return Result<void>{};
    });
    option.takes_value_ = false;
    option.repeatable_ = true;
    return option;
}

Option& Options::value(std::string_view names, std::string& target, std::string help) {
    return value(names, target, as_text, std::move(help));
}

Option& Options::value(std::string_view names, std::optional<std::string>& target,
                       std::string help) {
    return value(names, target, as_text, std::move(help));
}

Option& Options::value(std::string_view names, std::vector<std::string>& target, std::string help) {
    auto& option = add(names, std::move(help), [&target](std::string_view text) {
        target.emplace_back(text);
        return Result<void>{};
    });
    option.repeatable_ = true;
    return option;
}

Option& Options::value_list(std::string_view names, std::vector<std::string>& target,
                            std::string help) {
    auto& option = add(names, std::move(help), [&target](std::string_view text) {
        for (const auto part : split(text, ',')) {
            if (!trimmed(part).empty()) target.emplace_back(trimmed(part));
        }
        return Result<void>{};
    });
    option.repeatable_ = true;
    return option;
}

Option& Options::value(std::string_view names, int& target, std::string help) {
    return value(names, target, parse_whole<int>, std::move(help)).value_name("N");
}

Option& Options::value(std::string_view names, std::int64_t& target, std::string help) {
    return value(names, target, parse_whole<std::int64_t>, std::move(help)).value_name("N");
}

Option& Options::value(std::string_view names, std::uint64_t& target, std::string help) {
    return value(names, target, parse_whole<std::uint64_t>, std::move(help)).value_name("N");
}

Option& Options::value(std::string_view names, double& target, std::string help) {
    return value(names, target, parse_real, std::move(help)).value_name("X");
}

Option& Options::value(std::string_view names, std::optional<int>& target, std::string help) {
    return value(names, target, parse_whole<int>, std::move(help)).value_name("N");
}

Option& Options::value(std::string_view names, std::optional<double>& target, std::string help) {
    return value(names, target, parse_real, std::move(help)).value_name("X");
}

Option& Options::optional_value(std::string_view names, std::string& target, bool& bare,
                                std::string help) {
    auto& option = add(names, std::move(help), [&target, &bare](std::string_view text) {
        bare = text.empty();
        target = text;
        return Result<void>{};
    });
    option.value_optional_ = true;
    return option;
}

namespace {

constexpr std::string_view placeholder = "--argument";  // replaced by the name right after

}  // namespace

Option& Options::argument(std::string_view name, std::string& target, std::string help) {
    auto& option = value(placeholder, target, std::move(help));
    option.long_name_ = name;
    option.positional_ = true;
    return option;
}

Option& Options::argument(std::string_view name, std::optional<std::string>& target,
                          std::string help) {
    auto& option = value(placeholder, target, std::move(help));
    option.long_name_ = name;
    option.positional_ = true;
    return option;
}

Option& Options::argument(std::string_view name, std::vector<std::string>& target,
                          std::string help) {
    auto& option = value(placeholder, target, std::move(help));
    option.long_name_ = name;
    option.positional_ = true;
    return option;
}

}  // namespace pm::cli
