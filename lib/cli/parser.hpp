#pragma once

/// Words of a command line, given to the options they belong to.

#include <string>
#include <vector>

#include "cli/options.hpp"

namespace pm::cli {

/// Tables to look in, the most specific first. They must outlive the parser.
class Parser {
public:
    explicit Parser(std::vector<const Options*> tables) : tables_{std::move(tables)} {}

    /// Gives every word to its option or argument. "--" ends the flags; a lone "-" is an argument.
    /// @return Errc::bad_input for an unknown flag (the hint names the nearest), a missing or
    ///         surplus value, a repeated flag, a surplus or missing argument, a refused value.
    Result<void> parse(const std::vector<std::string>& words);

    /// The index of the first word that is neither a flag nor a flag's value; words.size() if none.
    [[nodiscard]] std::size_t first_argument(const std::vector<std::string>& words) const;

    /// The option called `name` ("--city", "-q"), or null.
    [[nodiscard]] const Option* find(std::string_view name) const;

private:
    Result<void> parse_long(const std::vector<std::string>& words, std::size_t& at);
    Result<void> parse_short(const std::vector<std::string>& words, std::size_t& at);
    Result<void> parse_argument(const std::string& word);
    Result<void> give(const Option& option, std::string_view value);
    [[nodiscard]] Result<void> check_required() const;
    [[nodiscard]] tl::unexpected<Error> unknown(std::string_view flag) const;

    std::vector<const Options*> tables_;
    std::vector<const Option*> seen_;
};

}  // namespace pm::cli
