#pragma once

/// Keys that were typed where everybody can read them: the arguments of a process are in `ps`, in
/// /proc and in the shell's history.

#include <optional>
#include <span>
#include <string_view>

namespace pm::keys {

/// Whether `text` could be a private key or a seed phrase: 64 hex digits, "0x" before them or not,
/// or 12, 15, 18, 21 or 24 short words. An order id and a condition id look like a key with "0x".
[[nodiscard]] bool looks_like_a_key(std::string_view text);

/// The first of a program's arguments (without its name) that gives a key away; nothing when there
/// is none. It is
/// - 64 hex digits without "0x", or a seed phrase, anywhere;
/// - what looks like a key beside "wallet" or "keys", where nothing takes an order id;
/// - what looks like a key as the value of an option whose name speaks of keys or secrets
///   ("--private-key X", "--secret=X").
/// The program must then stop, without repeating it, and advise to move the money to a new key.
[[nodiscard]] std::optional<std::size_t> key_among(std::span<const std::string_view> arguments);

}  // namespace pm::keys
