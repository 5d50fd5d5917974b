#pragma once

/// Files that only their owner may read: checked before they are believed, replaced in one step.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace pm::keys {

/// Whose a file may be.
enum class FileOwner : std::uint8_t {
    us,
    us_or_root,  ///< As the system's service manager hands credentials over.
};

struct PrivateFile {
    std::string path;
    std::size_t max = 65'536;  ///< Bytes; more is refused.
    FileOwner owner = FileOwner::us;
};

/// The whole file. It must be a regular file of the right owner, no symbolic link, closed to
/// group and others (for root's files the group may read), in a folder that not everybody can
/// write to; all this is asked of the opened file, not of its name.
/// @return Errc::not_found when there is none; Errc::credentials, naming what is wrong and how to
///         set it right, for everything else.
Result<SecretBytes> read_private_file(const PrivateFile& file);

/// What to do when the file is there already.
enum class Existing : std::uint8_t { replace, keep };

/// Writes `bytes` to `path` with mode 0600: whole, durable and at once, or not at all. Folders
/// that are missing are made, 0700.
/// @return Errc::busy when the file is there and is to be kept; Errc::storage for other failures.
Result<void> write_private_file(const std::string& path, std::string_view bytes, Existing existing);

}  // namespace pm::keys
