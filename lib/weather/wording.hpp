#pragma once

/// Text matched against known wordings with slots: "recorded at the {station} in degrees {unit}".
///
/// Nothing but the slots may vary. Text and wording are compared after `plain_text`.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pm::weather {

/// `text` in lower case (ASCII), with every run of white space as one space, typographic quotes,
/// spaces, degree signs, dashes and comparison signs as their plain forms, and no outer space.
/// A minus sign (U+2212) becomes a hyphen too.
[[nodiscard]] std::string plain_text(std::string_view text);

/// The slots of one match, in their order.
using Slots = std::vector<std::pair<std::string_view, std::string_view>>;

/// The first slot called `name`, or nothing.
[[nodiscard]] std::optional<std::string_view> slot(const Slots& slots, std::string_view name);

/// How much of the start of `text` the wording covers.
struct WordingMatch {
    std::size_t length = 0;
    Slots slots;  ///< Views into `text` and into the wording.
};

/// Matches the start of `text`, already plain, against `wording`. Slots are written {name}: a slot
/// takes as little as the literal after it allows, at most 120 bytes; {url} takes all up to a space
/// and gives a full stop at its end back.
/// @return nothing when the text is worded differently.
[[nodiscard]] std::optional<WordingMatch> match_start(std::string_view text,
                                                      std::string_view wording);

/// The same for the whole text.
[[nodiscard]] std::optional<Slots> match_all(std::string_view text, std::string_view wording);

/// The month called `name`, in full or by three letters, 1 to 12; 0 for anything else.
[[nodiscard]] unsigned month_named(std::string_view name);

/// A number of one or two digits, or 0. For days of a month.
[[nodiscard]] unsigned day_number(std::string_view digits);

}  // namespace pm::weather
