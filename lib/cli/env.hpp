#pragma once

/// Everything a command may touch outside its own arguments, gathered in one value.
///
/// main() builds the real one (process_env.hpp); tests build their own. A command that needs the
/// time, a random number, a variable or a stream takes it from here and from nowhere else.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "cli/line_input.hpp"
#include "cli/output.hpp"

namespace pm::cli {

class Settings;

/// How records leave: -o.
enum class Format : std::uint8_t { table, ndjson, json, csv, tsv, ids };

/// How the user wants to see things. The app fills it in from the flags.
struct View {
    Format format = Format::ndjson;
    bool color = false;        ///< Colour is wanted on standard output.
    Output* screen = nullptr;  ///< Standard output as it is, for charts; null outside a run.
};

struct Env {
    LineInput& in;
    /// Data only. Commands write whole JSON lines (records/write.hpp); the app turns them into
    /// what -o and --fields ask for on the way.
    Output& out;
    Output& err;  ///< People only: progress, warnings, errors.
    const Clock& clock;
    Random& random;
    Log log;  ///< Left empty by process_env: the app then logs to `err`.
    std::function<std::optional<std::string>(std::string_view)> variable;  ///< Environment.

    // Filled in by the app before a command runs.
    const Settings* settings = nullptr;  ///< Never null inside Command::run.
    View view{};
};

}  // namespace pm::cli
