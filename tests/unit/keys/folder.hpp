#pragma once

/// A folder of our own with files to make, gone at the end.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include <sys/stat.h>

#include "base/secret.hpp"

namespace pm::test {

class Folder {
public:
    Folder() {
        auto name = (std::filesystem::temp_directory_path() / "pm-keys-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no folder"};
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::string path(const std::string& name) const { return path_ + "/" + name; }

    /// Makes a file. @return its path.
    std::string file(const std::string& name, std::string_view text, mode_t mode = 0600) const {
        const auto at = path(name);
        std::ofstream{at} << text;
        ::chmod(at.c_str(), mode);
        return at;
    }

private:
    std::string path_;
};

inline SecretBytes secret(std::string_view text) {
    return std::move(*SecretBytes::copy_of(text));
}

}  // namespace pm::test
