#pragma once

/// One writer at a time, held by the kernel: it is free again when the holder dies, however it
/// dies. The file keeps the holder's process number for people and stays behind, empty of meaning.

#include <memory>
#include <string>

#include "base/result.hpp"

namespace pm::store {

class FileLock {
public:
    /// Takes the lock file at `path`, made 0600 when it does not exist.
    /// @return Errc::busy naming the holder's pid; Errc::storage when it cannot be made.
    static Result<std::unique_ptr<FileLock>> take(const std::string& path);

    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

private:
    explicit FileLock(int descriptor) : descriptor_{descriptor} {}
    int descriptor_;
};

/// Makes the folder that `path` lies in, and those above it, 0700 each. One that is there stays
/// as it is. @return Errc::storage.
Result<void> make_private_folder_of(const std::string& path);

/// Makes `path` an empty file of mode 0600 when it does not exist; takes away what group and
/// others may do when it does. @return Errc::storage.
Result<void> make_private_file(const std::string& path);

}  // namespace pm::store
