#include "cli/line_buffer.hpp"

#include <cstring>

namespace pm::cli {

std::string LineBuffer::next_name() const {
    return "line " + std::to_string(number_ + 1);
}

bool LineBuffer::has_line() const {
    if (searched_ < start_) searched_ = start_;
    const auto* found =
        static_cast<const char*>(std::memchr(bytes_.data() + searched_, '\n', filled_ - searched_));
    searched_ = found != nullptr ? static_cast<std::size_t>(found - bytes_.data()) : filled_;
    return found != nullptr;
}

Result<std::optional<std::string_view>> LineBuffer::take() {
    if (!has_line()) {
        if (filled_ - start_ > line_max_) {
            return fail(Errc::malformed, next_name() + " is longer than 1 MiB");
        }
        return std::optional<std::string_view>{};
    }
    const std::string_view line{bytes_.data() + start_, searched_ - start_};
    if (line.size() > line_max_) {
        return fail(Errc::malformed, next_name() + " is longer than 1 MiB");
    }
    if (line.find('\0') != std::string_view::npos) {
        return fail(Errc::malformed, next_name() + " holds a NUL byte");
    }
    start_ = searched_ + 1;
    ++number_;
    return std::optional{line};
}

std::span<char> LineBuffer::room(std::size_t bytes) {
    if (start_ > 0) {
        std::memmove(bytes_.data(), bytes_.data() + start_, filled_ - start_);
        filled_ -= start_;
        searched_ = searched_ > start_ ? searched_ - start_ : 0;
        start_ = 0;
    }
    if (bytes_.size() < filled_ + bytes) bytes_.resize(filled_ + bytes);
    return {bytes_.data() + filled_, bytes_.size() - filled_};
}

Result<void> LineBuffer::end() const {
    if (filled_ == start_) return {};
    return fail(Errc::malformed, next_name() + " is cut off: the input ended inside it");
}

}  // namespace pm::cli
