#pragma once

/// A private key printed by a program of the user's choice: a password manager, a vault.
///
/// The file that names it, private as a key file:
///   {"version":1,"command":["/usr/bin/pass","show","pm"],"environment":{"GNUPGHOME":"/home/a/.g"}}
/// It prints {"version":1,"private_key":"0x…"}.
/// Source: docs/keys.md, credential process.

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "crypto/signing_key.hpp"
#include "keys/child.hpp"

namespace pm::keys {

/// Reads the text of the file. The program's path must be absolute; no variable in any text is
/// replaced. @return Errc::credentials for anything else.
Result<ChildCommand> read_process(std::string_view text);

/// Runs the program that the file at `path` names and takes the key from what it prints.
/// @return Errc::credentials when the file is not private or not as above, when the program fails
///         (see `output_of`), or prints something else.
Result<crypto::SigningKey> key_from_process(const std::string& path, const Clock& clock);

}  // namespace pm::keys
