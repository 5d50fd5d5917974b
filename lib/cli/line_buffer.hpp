#pragma once

/// Bytes as they arrive, cut into lines. Pure; the driver is in line_input.cpp.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pm::cli {

class LineBuffer {
public:
    /// Refuses lines longer than `line_max` bytes.
    explicit LineBuffer(std::size_t line_max) : line_max_{line_max} {}

    /// The next whole line without its \n, or nothing when more bytes are needed. The view lives
    /// until the next call of anything here.
    /// @return Errc::malformed, naming the line, when it is too long or holds a NUL.
    Result<std::optional<std::string_view>> take();

    /// Whether `take` would return a line.
    [[nodiscard]] bool has_line() const;

    /// Room for at least `bytes`; `added` says how many were filled in.
    [[nodiscard]] std::span<char> room(std::size_t bytes);
    void added(std::size_t bytes) { filled_ += bytes; }

    /// Errc::malformed, naming the line, if the input ends in half a line.
    [[nodiscard]] Result<void> end() const;

    [[nodiscard]] std::size_t number() const { return number_; }

private:
    [[nodiscard]] std::string next_name() const;

    std::size_t line_max_;
    std::string bytes_;      // capacity; only [start_, filled_) means something
    std::size_t start_ = 0;  // of the next line
    std::size_t filled_ = 0;
    mutable std::size_t searched_ = 0;  // no \n in [start_, searched_)
    std::size_t number_ = 0;
};

}  // namespace pm::cli
