#pragma once

/// Files of tests/data as text, plain or gzip.

#include <algorithm>
#include <array>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>
#include <zlib.h>

namespace pm::test {

/// The whole file "area/name" of tests/data; gzip is inflated. Throws when it cannot be read.
inline std::string data_file(const std::string& name) {
    const auto path = std::string{PM_TEST_DATA} + "/" + name;
    auto* file = gzopen(path.c_str(), "rb");  // reads plain files as they are
    if (file == nullptr) throw std::runtime_error{"cannot open " + path};
    std::string out;
    std::array<char, 65'536> block;
    for (int n = 0; (n = gzread(file, block.data(), block.size())) > 0;) {
        out.append(block.data(), static_cast<std::size_t>(n));
    }
    gzclose(file);
    if (out.empty()) throw std::runtime_error{"empty: " + path};
    return out;
}

/// Names "area/file" of the files whose name starts with `start` and contains `part`, in order.
inline std::vector<std::string> data_files(const std::string& area, const std::string& start,
                                           const std::string& part = "") {
    std::vector<std::string> out;
    for (const auto& entry :
         std::filesystem::directory_iterator{std::string{PM_TEST_DATA} + "/" + area}) {
        const auto name = entry.path().filename().string();
        if (!entry.is_regular_file() || !name.starts_with(start)) continue;
        if (name.find(part) != std::string::npos) out.push_back(area + "/" + name);
    }
    std::sort(out.begin(), out.end());
    return out;
}

/// The lines of a text, without their ends.
inline std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t from = 0; from < text.size();) {
        auto to = text.find('\n', from);
        if (to == std::string::npos) to = text.size();
        if (to > from) out.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return out;
}

}  // namespace pm::test
