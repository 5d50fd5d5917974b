/// Any bytes as an HTTP reply, in pieces of any size: never a crash, never more than the limit.

#include <algorithm>
#include <cstdlib>
#include <string>

#include <boost/asio/io_context.hpp>

#include "net/http_wire.hpp"

namespace {

using namespace pm;

/// Hands out the input piece by piece, then ends.
class Pieces final : public net::ByteStream {
public:
    Pieces(std::string bytes, std::size_t piece) : bytes_{std::move(bytes)}, piece_{piece} {
        bytes_.resize(bytes_.size() + 64);
    }
    net::Task<net::Filled> fill(Instant, std::size_t) override {
        if (end_ == bytes_.size() - 64) co_return net::Filled::end;
        end_ = std::min(bytes_.size() - 64, end_ + piece_);
        co_return net::Filled::more;
    }
    std::string_view unread() const override {
        return std::string_view{bytes_}.substr(begin_, end_ - begin_);
    }
    char* unread_data() override { return bytes_.data() + begin_; }
    void consume(std::size_t bytes) override { begin_ += bytes; }
    net::Task<void> write(std::string_view, Instant) override { co_return Result<void>{}; }
    void finish_sending() override {}
    void cut() override {}
    void reset() override {}
    bool open() const override { return true; }
    bool idle() const override { return true; }

private:
    std::string bytes_;
    std::size_t piece_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    Pieces stream{std::string{reinterpret_cast<const char*>(data) + 1, size - 1}, 1U + data[0]};
    net::ReadLimits limits;
    limits.body_max = 4096;
    boost::asio::io_context loop;
    std::optional<Result<net::ReadReply>> read;
    auto reading = net::keep(net::read_reply(stream, limits, {}, {}, nullptr), &read);
    net::spawn(loop.get_executor(), std::move(reading), [](const std::exception_ptr& error) {
        if (error) std::abort();
    });
    loop.run();
    if (!read) std::abort();
    if (!*read) return 0;
    auto& reply = (*read)->reply;
    if (reply.body.size() > limits.body_max) std::abort();
    if (net::inflate_body(reply, limits.body_max) && reply.body.size() > limits.body_max) {
        std::abort();
    }
    return 0;
}
