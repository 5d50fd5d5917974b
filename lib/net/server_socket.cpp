#include "net/server_socket.hpp"

#include "net/pause.hpp"
#include "net/ws_link.hpp"

namespace pm::net {

namespace {

constexpr Duration close_max = std::chrono::seconds{2};
constexpr Duration frame_time_max =
    std::chrono::minutes{10};  // a slow reader is bounded by the queue

/// What the writer shares with the socket: frames wait here, the bell rings on every change.
struct Outbox {
    Outbox(const asio::any_io_executor& executor, ByteStream& s, const Clock& c)
        : stream{s}, clock{c}, bell{executor} {}
    ByteStream& stream;
    const Clock& clock;
    Bell bell;
    std::string queue;
    std::size_t in_flight = 0;
    bool ending = false;  ///< No more frames: write what is queued and stop.
    bool half_close = false;
    bool running = true;
};

asio::awaitable<void> write_all(std::shared_ptr<Outbox> box) {
    while (box->stream.open()) {
        if (box->queue.empty()) {
            if (box->half_close) box->stream.finish_sending();
            if (box->ending || box->half_close) break;
            co_await box->bell.wait();
            continue;
        }
        std::string bytes;
        bytes.swap(box->queue);
        box->in_flight = bytes.size();
        auto written = co_await box->stream.write(bytes, box->clock.steady() + frame_time_max);
        box->in_flight = 0;
        if (!written) break;
    }
    box->running = false;
    box->bell.ring();
}

class Socket final : public OpenServerSocket {
public:
    Socket(asio::any_io_executor executor, ByteStream& stream, const Clock& clock,
           const ServerOptions& options, Headers headers)
        : stream_{stream},
          clock_{clock},
          queue_max_{options.send_queue_max},
          headers_{std::move(headers)},
          link_{stream, ws::Role::server, options.message_max},
          box_{std::make_shared<Outbox>(executor, stream, clock)} {
        spawn(executor, write_all(box_), [box = box_](const std::exception_ptr&) {});
    }
    ~Socket() override { end_writer(); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    Task<std::optional<std::string>> receive(Instant deadline) override {
        std::optional<std::string> none;
        for (;;) {
            auto event = co_await link_.next(deadline);
            if (!event) {
                if (event.error().code == Errc::lost) event.error().code = Errc::closed;
                const bool broken = event.error().code == Errc::malformed;
                if (broken) put(ws::Opcode::close, ws::close_payload(1002));
                co_return pass(event);
            }
            switch (event->kind) {
                case ws::Event::Kind::deadline: co_return none;
                case ws::Event::Kind::message: co_return std::optional{std::string{event->payload}};
                case ws::Event::Kind::closed:
                    peer_closed_ = true;
                    if (event->code != 1006) put(ws::Opcode::close, ws::close_payload(1000));
                    co_return fail(Errc::closed,
                                   "closed by the peer, code " + std::to_string(event->code));
                case ws::Event::Kind::ping:
                    if (answers_pings_) put(ws::Opcode::pong, event->payload);
            }
        }
    }

    Task<void> send(std::string_view text) override {
        if (!stream_.open() || !box_->running || box_->ending) {
            co_return fail(Errc::closed, "the socket is closed");
        }
        put(ws::Opcode::text, text);
        if (queued() > queue_max_) {
            cut();
            co_return fail(Errc::closed, "the reader is too slow");
        }
        co_return Result<void>{};
    }

    Task<void> close(int code) override {
        put(ws::Opcode::close, ws::close_payload(code));
        end_writer();
        const auto deadline = clock_.steady() + close_max;
        while (stream_.open() && !peer_closed_) {
            auto event = co_await link_.next(deadline);
            if (!event) break;
            if (event->kind == ws::Event::Kind::deadline) break;
            if (event->kind == ws::Event::Kind::closed) break;
        }
        co_return Result<void>{};
    }

    asio::awaitable<void> finished() override {
        end_writer();
        const auto deadline = clock_.steady() + close_max;
        while (box_->running && stream_.open()) {
            const bool rung = co_await box_->bell.wait(deadline - clock_.steady());
            if (!rung) break;
        }
        stream_.cut();
        while (box_->running) {  // the cut ends a write at once
            co_await box_->bell.wait();
        }
    }

    void cut() override { stream_.reset(); }
    void answer_pings(bool yes) override { answers_pings_ = yes; }
    void stop_sending() override {
        box_->half_close = true;
        box_->bell.ring();
    }
    void send_raw(std::string bytes) override {
        box_->queue += bytes;
        box_->bell.ring();
    }
    std::size_t queued() const override { return box_->queue.size() + box_->in_flight; }
    const Headers& headers() const override { return headers_; }

private:
    void put(ws::Opcode opcode, std::string_view payload) {
        if (box_->ending || box_->half_close) return;
        ws::append_frame(box_->queue, opcode, payload, std::nullopt);
        box_->bell.ring();
    }
    void end_writer() {
        box_->ending = true;
        box_->bell.ring();
    }

    ByteStream& stream_;
    const Clock& clock_;
    std::size_t queue_max_;
    Headers headers_;
    ws::Link link_;
    std::shared_ptr<Outbox> box_;  ///< Shared with the writer coroutine.
    bool answers_pings_ = true;
    bool peer_closed_ = false;
};

}  // namespace

std::unique_ptr<OpenServerSocket> make_server_socket(asio::any_io_executor executor,
                                                     ByteStream& stream, const Clock& clock,
                                                     const ServerOptions& options,
                                                     Headers headers) {
    return std::make_unique<Socket>(std::move(executor), stream, clock, options,
                                    std::move(headers));
}

}  // namespace pm::net
