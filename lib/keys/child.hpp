#pragma once

/// Another program that prints a secret.

#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/secret.hpp"

namespace pm::keys {

struct ChildCommand {
    std::vector<std::string> arguments;    ///< The first is the program's absolute path.
    std::vector<std::string> environment;  ///< "NAME=value"; the child has nothing else.
    Duration limit = std::chrono::seconds{10};
    std::size_t output_max = 65'536;
};

/// Runs the program without a shell and returns what it printed. It gets no input, no descriptor
/// of ours and no environment but the given one; what it says on its error stream is thrown away,
/// because it may be about the secret. When it takes too long, it and its children are killed.
/// @return Errc::credentials when it cannot be run, fails, prints too much or takes too long.
Result<SecretBytes> output_of(const ChildCommand& command, const Clock& clock);

}  // namespace pm::keys
