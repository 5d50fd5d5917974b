#include "cli/output.hpp"

#include <cerrno>
#include <climits>
#include <poll.h>
#include <unistd.h>

#include <sys/ioctl.h>

#include "cli/stop_signals.hpp"

namespace pm::cli {

namespace {

constexpr std::size_t held_max = 16'384;  // Source: architecture, output

/// Waits until `fd` takes bytes. After a stop was asked for, not for long.
Result<void> await_room(int fd) {
    constexpr int grace_ms = 500;
    pollfd wanted{fd, POLLOUT, 0};
    const bool stopping = stop_requested();
    const int ready = ::poll(&wanted, 1, stopping ? grace_ms : -1);
    if (ready > 0 || (ready < 0 && errno == EINTR && !stop_requested())) return {};
    return fail(Errc::cancelled, "told to stop while the reader of the output did not read");
}

/// Whether a piece of what a pipe takes at once can be written now.
bool has_room(int fd) {
    pollfd wanted{fd, POLLOUT, 0};
    return ::poll(&wanted, 1, 0) > 0;
}

/// Writes what it can. Once a stop was asked for it never blocks for long: it asks first, and
/// writes no more than a pipe takes at once.
Result<std::size_t> write_some(int fd, std::string_view text) {
    if (stop_requested()) {
        auto room = await_room(fd);
        if (!room) return pass(room);
        text = text.substr(0, PIPE_BUF);
    }
    const auto wrote = ::write(fd, text.data(), text.size());
    if (wrote >= 0) return static_cast<std::size_t>(wrote);
    switch (errno) {
        case EINTR:
            if (stop_requested()) {
                return fail(Errc::cancelled, "told to stop while writing");
            }
            return std::size_t{0};
        case EAGAIN: {
            auto room = await_room(fd);
            if (!room) return pass(room);
            return std::size_t{0};
        }
        case EPIPE:
        case ECONNRESET: return fail(Errc::closed, "the reader of the output went away");
        case EBADF: return fail(Errc::closed, "the output is closed");
        case ENOSPC:
        case EDQUOT:
        case EFBIG: return fail(Errc::storage, "writing the output: no space left");
        default: return fail(Errc::storage, "writing the output failed");
    }
}

}  // namespace

Result<void> FdOutput::write(std::string_view text) {
    if (closed_) return fail(Errc::closed, "the reader of the output went away");
    constexpr std::size_t unread_max = 16U << 20U;
    if (waits_ || pending_.size() + text.size() <= unread_max) pending_ += text;
    if (pending_.size() < held_max) return {};
    return flush();
}

Result<void> FdOutput::flush() {
    if (closed_) return fail(Errc::closed, "the reader of the output went away");
    std::string_view left = pending_;
    while (!left.empty() && (waits_ || has_room(fd_))) {
        auto wrote = write_some(fd_, waits_ ? left : left.substr(0, PIPE_BUF));
        if (!wrote) {
            closed_ = wrote.error().code == Errc::closed;
            pending_.erase(0, pending_.size() - left.size());
            return pass(wrote);
        }
        left.remove_prefix(*wrote);
    }
    pending_.erase(0, pending_.size() - left.size());
    return {};
}

bool FdOutput::terminal() const {
    return ::isatty(fd_) == 1;
}

int FdOutput::columns() const {
    constexpr int usual = 80;
    winsize window{};
    if (::ioctl(fd_, TIOCGWINSZ, &window) != 0 || window.ws_col == 0) return usual;
    return window.ws_col;
}

Result<void> StringOutput::write(std::string_view more) {
    if (text.size() + more.size() > room) {
        return fail(Errc::closed, "the reader of the output went away");
    }
    text += more;
    return {};
}

Result<void> StringOutput::flush() {
    ++flushes;
    return {};
}

}  // namespace pm::cli
