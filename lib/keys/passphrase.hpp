#pragma once

/// Secrets that a person or another program hands over: typed without echo, or through a
/// descriptor.

#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace pm::keys {

inline constexpr std::size_t typed_max = 1024;  ///< Bytes of a passphrase.

/// Asks at the terminal `path` ("/dev/tty") with `question` and reads a line that is not shown.
/// Backspace takes a character back, Control-U all of them. The terminal is as before afterwards,
/// also when a signal comes: it is acted on after that.
/// @return Errc::credentials when there is no such terminal or its end came; Errc::cancelled for
///         Control-C, Control-D on an empty line, and SIGINT, SIGTERM or SIGHUP.
Result<SecretBytes> ask_hidden(const std::string& path, std::string_view question);

/// The first line of what can be read from `descriptor`, without its end. It is read to the end
/// and closed. @return Errc::credentials when it cannot be read, or holds more than `typed_max`.
Result<SecretBytes> read_descriptor(int descriptor);

}  // namespace pm::keys
