#include "cli/line_input.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <sys/stat.h>

#include "cli/line_buffer.hpp"
#include "net/as_value.hpp"

namespace pm::cli {

namespace asio = boost::asio;

namespace {

using Line = std::optional<std::string_view>;
constexpr std::size_t piece = 65'536;

/// Reads without waiting; `again` when nothing is there yet.
struct ReadSome {
    std::size_t bytes = 0;
    bool again = false;
    bool failed = false;
};

ReadSome read_some(int fd, std::span<char> into) {
    for (;;) {
        const auto got = ::read(fd, into.data(), into.size());
        if (got >= 0) return {static_cast<std::size_t>(got), false, false};
        if (errno == EINTR) continue;
        const bool again = errno == EAGAIN;
        return {0, again, !again};
    }
}

class FdLineInput final : public LineInput {
public:
    explicit FdLineInput(int fd) : fd_{fd}, flags_{::fcntl(fd, F_GETFL)} {
        struct stat what {};
        const bool known = ::fstat(fd, &what) == 0;
        direct_ = !known || S_ISREG(what.st_mode) || S_ISDIR(what.st_mode) ||
                  (S_ISCHR(what.st_mode) && ::isatty(fd) == 0);
    }
    ~FdLineInput() override { FdLineInput::release(); }

    net::Task<Line> next() override {
        for (;;) {
            if (over_) co_return Line{};
            auto line = buffer_.take();
            if (!line || *line) {
                over_ = !line;
                co_return line;
            }
            auto more = co_await fill();
            if (!more) {
                over_ = true;
                co_return pass(more);
            }
        }
    }

    [[nodiscard]] bool buffered() const override { return !over_ && buffer_.has_line(); }
    [[nodiscard]] std::size_t number() const override { return buffer_.number(); }
    [[nodiscard]] bool terminal() const override { return ::isatty(fd_) == 1; }

    void release() override {
        if (!source_) return;
        source_->release();
        source_.reset();
        if (flags_ >= 0) ::fcntl(fd_, F_SETFL, flags_);  // a terminal is shared with the shell
    }

private:
    /// Reads once, waiting when it must. Gives other work a turn first: a full pipe must not
    /// starve timers and signals.
    net::Task<void> fill() {
        const auto executor = co_await asio::this_coro::executor;
        co_await asio::post(executor, asio::use_awaitable);
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) {
            co_return fail(Errc::cancelled, "told to stop");
        }
        if (!direct_ && !source_) {
            source_.emplace(executor);
            boost::system::error_code failed;
            source_->assign(fd_, failed);
            if (!failed) source_->non_blocking(true, failed);
            if (failed) direct_ = true;
        }
        for (;;) {
            const auto got = read_some(fd_, buffer_.room(piece));
            if (got.failed) co_return fail(Errc::storage, "reading the input failed");
            if (!got.again) {
                buffer_.added(got.bytes);
                if (got.bytes > 0) co_return Result<void>{};
                over_ = true;
                co_return buffer_.end();
            }
            auto [stopped] = co_await source_->async_wait(asio::posix::stream_descriptor::wait_read,
                                                          net::as_value);
            if (stopped) co_return fail(Errc::cancelled, "told to stop");
        }
    }

    int fd_;
    int flags_;
    bool direct_ = false;
    bool over_ = false;
    LineBuffer buffer_{line_max};
    std::optional<asio::posix::stream_descriptor> source_;
};

}  // namespace

std::unique_ptr<LineInput> make_line_input(int fd) {
    return std::make_unique<FdLineInput>(fd);
}

struct StringLineInput::State {
    std::string text;
    std::size_t chunk = 0;
    std::size_t given = 0;
    bool over = false;
    LineBuffer buffer{line_max};

    /// Moves the next piece of the text into the buffer; false at the end.
    bool refill() {
        const auto left = text.size() - given;
        const auto bytes = chunk == 0 ? left : std::min(chunk, left);
        if (bytes == 0) return false;
        const auto into = buffer.room(bytes);
        std::copy_n(text.data() + given, bytes, into.data());
        buffer.added(bytes);
        given += bytes;
        return true;
    }
};

StringLineInput::StringLineInput(std::string text, std::size_t chunk)
    : state_{std::make_unique<State>()} {
    state_->text = std::move(text);
    state_->chunk = chunk;
}

StringLineInput::~StringLineInput() = default;

net::Task<Line> StringLineInput::next() {
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
        co_return fail(Errc::cancelled, "told to stop");
    }
    for (;;) {
        if (state_->over) co_return Line{};
        auto line = state_->buffer.take();
        if (!line || *line) {
            state_->over = !line;
            co_return line;
        }
        if (state_->refill()) continue;
        state_->over = true;
        auto end = state_->buffer.end();
        if (!end) co_return pass(end);
    }
}

bool StringLineInput::buffered() const {
    return !state_->over && state_->buffer.has_line();
}

std::size_t StringLineInput::number() const {
    return state_->buffer.number();
}

}  // namespace pm::cli
