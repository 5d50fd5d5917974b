#include "net/socket_stream.hpp"

#include <cstring>
#include <optional>
#include <vector>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "base/assert.hpp"
#include "net/as_value.hpp"
#include "net/seat.hpp"

namespace pm::net {

namespace {

constexpr std::size_t read_ahead = 1U << 16U;
constexpr std::size_t slack = 64;  // simdjson reads this far behind a message

Plain& lowest(Plain& socket) {
    return socket;
}
Plain& lowest(Secure& stream) {
    return stream.next_layer();
}

/// Sends what the kernel takes at once, which nearly always is all of it: no turn of the loop, no
/// alarm. A failure shows again when the rest is written. @return how many bytes went.
std::size_t send_now(Plain& socket, std::string_view bytes) {
    const auto sent =
        ::send(socket.native_handle(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    return sent > 0 ? static_cast<std::size_t>(sent) : 0;
}
std::size_t send_now(Secure&, std::string_view) {
    return 0;  // a record may need to read before it can be sent
}

/// What handlers need when the stream object is already gone: pending operations share it, and Asio
/// completes them after the cut.
template <class Socket>
struct Shared {
    explicit Shared(Socket s) : socket{std::move(s)}, alarm{socket.get_executor()} {
        buffer.resize(read_ahead + slack);
    }

    Socket socket;
    asio::steady_timer alarm;
    Instant alarm_at = Instant::max();     ///< Max: not set.
    Instant read_until = Instant::max();   ///< Max: nobody waits.
    Instant write_until = Instant::max();  ///< The same.
    std::vector<char> buffer;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::weak_ptr<Seat> reading;  ///< The pending read's.
    std::optional<boost::system::error_code> failure;
    bool is_open = true;
};

template <class Socket>
class StreamOf final : public ByteStream {
public:
    explicit StreamOf(Socket socket)
        : state_{std::make_shared<Shared<Socket>>(std::move(socket))} {}
    ~StreamOf() override { cut(); }
    StreamOf(const StreamOf&) = delete;
    StreamOf& operator=(const StreamOf&) = delete;

    Task<Filled> fill(Instant deadline, std::size_t size_max) override {
        auto& s = *state_;
        const auto had = s.end - s.begin;
        for (;;) {
            if (s.end - s.begin > had) co_return Filled::more;
            if (!s.is_open) co_return fail(Errc::lost, "connection cut");
            if (s.failure) {
                if (*s.failure == asio::error::eof) co_return Filled::end;
                co_return fail(Errc::lost, "connection lost: " + s.failure->message());
            }
            if (had >= size_max) co_return fail(Errc::malformed, "message too large");
            if (s.reading.expired()) start_read(size_max);
            s.read_until = deadline;
            set_alarm(state_);
            auto waiting = s.reading.lock()->wait();
            const auto woken = co_await std::move(waiting);
            if (woken == Woken::read_ended) s.read_until = Instant::max();
            if (s.end - s.begin > had || s.failure || !s.is_open) continue;
            if (woken == Woken::late) co_return Filled::deadline;
            co_return fail(Errc::cancelled, "told to stop");
        }
    }

    std::string_view unread() const override {
        return {state_->buffer.data() + state_->begin, state_->end - state_->begin};
    }
    char* unread_data() override { return state_->buffer.data() + state_->begin; }
    void consume(std::size_t bytes) override {
        PM_ASSERT(bytes <= state_->end - state_->begin);
        state_->begin += bytes;
    }

    Task<void> write(std::string_view bytes, Instant deadline) override {
        auto state = state_;
        if (!state->is_open) co_return fail(Errc::lost, "connection cut");
        bytes.remove_prefix(send_now(state->socket, bytes));
        if (bytes.empty()) co_return Result<void>{};
        state->write_until = deadline;
        set_alarm(state);
        auto buffer = asio::buffer(bytes.data(), bytes.size());
        const auto [error, sent] = co_await asio::async_write(state->socket, buffer, as_value);
        state->write_until = Instant::max();
        if (!error) co_return Result<void>{};
        const bool told = error == asio::error::operation_aborted && state->is_open;
        if (told) co_return fail(Errc::cancelled, "told to stop");
        close(*state);
        co_return fail(Errc::lost, "connection lost while sending: " + error.message());
    }

    void finish_sending() override {
        boost::system::error_code ignored;
        lowest(state_->socket).shutdown(Plain::shutdown_send, ignored);
    }
    void cut() override { close(*state_); }
    void reset() override {
        boost::system::error_code ignored;
        lowest(state_->socket).set_option(asio::socket_base::linger{true, 0}, ignored);
        close(*state_);
    }
    bool open() const override { return state_->is_open && !state_->failure; }
    bool idle() const override {
        if (!open() || !state_->reading.expired() || state_->begin != state_->end) return false;
        char byte = 0;
        const auto handle = lowest(state_->socket).native_handle();
        const auto seen = ::recv(handle, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        return seen < 0 && errno == EAGAIN;
    }

private:
    static void close(Shared<Socket>& s) {
        if (!s.is_open) return;
        s.is_open = false;
        boost::system::error_code ignored;
        lowest(s.socket).close(ignored);  // which ends a pending read, and so wakes who waits
        s.alarm.cancel();
    }

    /// One timer for both directions, set for the earlier of their deadlines. It is left as it is
    /// while they only move away, as they do from one message to the next.
    static void set_alarm(const std::shared_ptr<Shared<Socket>>& state) {
        const auto due = std::min(state->read_until, state->write_until);
        if (due >= state->alarm_at || !state->is_open) return;
        state->alarm_at = due;
        state->alarm.expires_at(due);
        state->alarm.async_wait([state](const boost::system::error_code& error) {
            if (!error) ring(state);
        });
    }
    static void ring(const std::shared_ptr<Shared<Socket>>& state) {
        const auto now = std::exchange(state->alarm_at, Instant::max());
        if (state->write_until <= now) return close(*state);
        if (state->read_until <= now) {
            state->read_until = Instant::max();
            if (const auto seat = state->reading.lock()) seat->wake(Woken::late);
        }
        set_alarm(state);
    }

    void start_read(std::size_t size_max) {
        auto& s = *state_;
        make_room(s, size_max);
        auto seat = std::make_shared<Seat>();
        s.reading = seat;
        const auto room = s.buffer.size() - slack - s.end;
        auto target = asio::buffer(s.buffer.data() + s.end, room);
        s.socket.async_read_some(
            target, [state = state_, seat = std::move(seat)](const boost::system::error_code& error,
                                                             std::size_t bytes) {
                state->reading.reset();
                state->end += bytes;
                if (error) state->failure = error;
                seat->wake(Woken::read_ended);
            });
    }

    /// No read is pending, so the bytes may move.
    static void make_room(Shared<Socket>& s, std::size_t size_max) {
        if (s.begin == s.end) s.begin = s.end = 0;
        if (s.buffer.size() - slack - s.end >= read_ahead / 4) return;
        std::memmove(s.buffer.data(), s.buffer.data() + s.begin, s.end - s.begin);
        s.end -= s.begin;
        s.begin = 0;
        if (s.buffer.size() - slack - s.end >= read_ahead / 4) return;
        const auto wanted = std::min(2 * s.buffer.size(), size_max + read_ahead + slack);
        if (wanted > s.buffer.size()) s.buffer.resize(wanted);
    }

    std::shared_ptr<Shared<Socket>> state_;
};

}  // namespace

void tune(Plain& socket) {
    constexpr int user_timeout_ms = 20'000;  // an unacknowledged send is a dead peer: F-02
    boost::system::error_code ignored;
    socket.set_option(asio::ip::tcp::no_delay{true}, ignored);
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &user_timeout_ms,
                 sizeof user_timeout_ms);
}

std::unique_ptr<ByteStream> stream_on(Plain socket) {
    return std::make_unique<StreamOf<Plain>>(std::move(socket));
}

std::unique_ptr<ByteStream> stream_on(Secure socket) {
    return std::make_unique<StreamOf<Secure>>(std::move(socket));
}

}  // namespace pm::net
