#pragma once

/// The STOP file: while it is there, nothing is traded. It needs no database, so that a kill works
/// when nothing else does, and stays until a person takes it away.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace pm::store {

/// In the state folder of a profile.
inline constexpr std::string_view stop_file_name = "STOP";

/// How a stop came about. It stops in all of these ways.
enum class StopMade : std::uint8_t {
    whole,         ///< With its text.
    there_before,  ///< Somebody else's; its text is kept.
    without_text,  ///< No room for a byte: a file with less than its text, or none.
    of_the_spare,  ///< No room for a file: the spare has its name now.
};

class StopFile {
public:
    explicit StopFile(std::string path) : path_{std::move(path)} {}

    /// Whether it is there. What can't be looked at counts as there.
    [[nodiscard]] bool there() const;
    /// What it says: when, and why. @return Errc::not_found when there is none; Errc::storage.
    [[nodiscard]] Result<std::string> text() const;
    /// Puts it there, durably, and the folder it is in. One that is there stays as it is. Where
    /// the disk has no room for another file, `spare`, a file of the same folder that can be done
    /// without, gets its name: that takes no room.
    /// @return Errc::storage; the file may be there all the same.
    [[nodiscard]] Result<StopMade> put(std::string_view why, Timestamp at,
                                       const std::string& spare = {}) const;
    /// Takes it away. @return Errc::not_found when there is none; Errc::storage.
    [[nodiscard]] Result<void> take_away() const;

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    [[nodiscard]] Result<void> keep() const;

    std::string path_;
};

}  // namespace pm::store
