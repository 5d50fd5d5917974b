/// A connected stream on real sockets: deadlines, the cut, and what is left behind.

#include "net/byte_stream.hpp"

#include <memory>
#include <optional>
#include <string>

#include "base/system_clock.hpp"
#include "net/pause.hpp"
#include "net/task_group.hpp"
#include "support/catch.hpp"
#include "support/loop.hpp"

using namespace pm;
using namespace pm::net;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t held_max = 1U << 20U;

/// Both ends of one connection.
struct Link {
    std::unique_ptr<Acceptor> acceptor;
    std::unique_ptr<ByteStream> ours;
    std::unique_ptr<ByteStream> theirs;
};

Task<std::unique_ptr<ByteStream>> accept_one(Acceptor& acceptor) {
    auto incoming = co_await acceptor.accept();
    if (!incoming) co_return pass(incoming);
    co_return co_await (*incoming)->welcome();
}

class Streams {
public:
    Streams() {
        link_.acceptor = std::move(*listen_on(loop_.executor(), "127.0.0.1", 0, {}));
        const auto where = "http://127.0.0.1:" + std::to_string(link_.acceptor->port());
        link_.ours = std::move(*loop_.run(connector_->connect(*parse_url(where))));
        link_.theirs = std::move(*loop_.run(accept_one(*link_.acceptor)));
    }

    Result<Filled> fill(Duration limit) {
        return loop_.run(link_.ours->fill(clock_.steady() + limit, held_max));
    }
    void hear(std::string_view text) {
        REQUIRE(loop_.run(link_.theirs->write(text, clock_.steady() + 1s)));
    }
    std::string taken() {
        std::string out{link_.ours->unread()};
        link_.ours->consume(out.size());
        return out;
    }
    Link& link() { return link_; }
    test::Loop& loop() { return loop_; }
    const Clock& clock() { return clock_; }

private:
    SystemClock clock_;
    test::Loop loop_;
    std::unique_ptr<Connector> connector_ = make_connector({}, {});
    Link link_;
};

/// Waits for bytes and notes how that ended.
Task<void> wait_for_bytes(ByteStream& stream, Instant deadline,
                          std::optional<Result<Filled>>& how) {
    auto filled = co_await stream.fill(deadline, held_max);
    how.emplace(std::move(filled));
    co_return Result<void>{};
}

}  // namespace

TEST_CASE("a late fill loses nothing: its bytes are there the next time", "[net][stream]") {
    Streams s;
    CHECK(*s.fill(5ms) == Filled::deadline);
    CHECK(*s.fill(5ms) == Filled::deadline);
    s.hear("late");
    CHECK(*s.fill(1s) == Filled::more);
    CHECK(s.taken() == "late");
    CHECK(*s.fill(5ms) == Filled::deadline);
}

TEST_CASE("each wait ends at its own deadline, nearer or farther than the last", "[net][stream]") {
    Streams s;
    s.hear("x");
    REQUIRE(*s.fill(10s) == Filled::more);  // leaves a deadline that nobody waits for any more
    s.taken();
    for (const auto limit : {60ms, 20ms, 120ms}) {
        const auto began = s.clock().steady();
        CHECK(*s.fill(limit) == Filled::deadline);
        const auto took = s.clock().steady() - began;
        CHECK(took >= limit);
        CHECK(took < 5s);
    }
}

TEST_CASE("a wait that is told to stop ends as cancelled", "[net][stream]") {
    Streams s;
    std::optional<Result<Filled>> how;
    auto waiting = wait_for_bytes(*s.link().ours, s.clock().steady() + 10s, how);
    auto both = first_of(std::move(waiting), pause(10ms));
    REQUIRE(s.loop().run(std::move(both)));
    REQUIRE(how);
    CHECK(how->error().code == Errc::cancelled);
}

TEST_CASE("a cut ends the wait of another", "[net][stream]") {
    Streams s;
    std::optional<Result<Filled>> how;
    TaskGroup group{s.loop().executor()};
    group.start(wait_for_bytes(*s.link().ours, s.clock().steady() + 10s, how));
    s.loop().drain(10ms);
    REQUIRE_FALSE(how);
    s.link().ours->cut();
    REQUIRE(s.loop().run(group.stop()));
    REQUIRE(how);
    CHECK(how->error().code == Errc::lost);
    CHECK(s.fill(1s).error().message == "connection cut");
}

TEST_CASE("the end of the peer is an end, its reset is a loss", "[net][stream]") {
    Streams s;
    SECTION("after the last bytes") {
        s.hear("last");
        s.link().theirs->finish_sending();
        CHECK(*s.fill(1s) == Filled::more);
        CHECK(s.taken() == "last");
        CHECK(*s.fill(1s) == Filled::end);
        CHECK_FALSE(s.link().ours->idle());
    }
    SECTION("by a reset") {
        s.link().theirs->reset();
        CHECK(s.fill(1s).error().code == Errc::lost);
    }
}

TEST_CASE("a write to a peer that reads nothing is cut at its deadline", "[net][stream]") {
    Streams s;
    const std::string much(64U << 20U, 'x');
    const auto wrote = s.loop().run(s.link().ours->write(much, s.clock().steady() + 50ms));
    REQUIRE_FALSE(wrote);
    CHECK(wrote.error().code == Errc::lost);
    CHECK_FALSE(s.link().ours->open());
}

TEST_CASE("a long write arrives whole behind what the kernel took at once", "[net][stream]") {
    Streams s;
    std::string much;
    for (int i = 0; much.size() < (8U << 20U); ++i) much += std::to_string(i) + ' ';
    std::string heard;
    auto read_all = [&]() -> Task<void> {
        while (heard.size() < much.size()) {
            auto filled = co_await s.link().theirs->fill(s.clock().steady() + 5s, held_max);
            if (!filled || *filled != Filled::more) co_return fail(Errc::lost, "no more");
            heard += s.link().theirs->unread();
            s.link().theirs->consume(s.link().theirs->unread().size());
        }
        co_return Result<void>{};
    };
    std::optional<Result<void>> wrote;
    auto writing = keep(s.link().ours->write(much, s.clock().steady() + 5s), &wrote);
    spawn(s.loop().executor(), std::move(writing), [](const std::exception_ptr&) {});
    REQUIRE(s.loop().run(read_all()));
    CHECK(heard == much);
    s.loop().drain(10ms);
    REQUIRE(wrote);
    CHECK(*wrote);
}

TEST_CASE("a loop that ends under a waiting reader leaves nothing behind", "[net][stream]") {
    auto s = std::make_unique<Streams>();
    const auto deadline = s->clock().steady() + 10s;
    // The stream is a local of the coroutine, as it is in a client: each could keep the other
    // alive.
    auto own = [](std::unique_ptr<ByteStream> stream, Instant until) -> asio::awaitable<void> {
        auto filled = co_await stream->fill(until, held_max);
        static_cast<void>(filled);
    };
    spawn(s->loop().executor(), own(std::move(s->link().ours), deadline),
          [](const std::exception_ptr&) {});
    s->loop().drain(10ms);
    s.reset();  // the leak checker has the last word
}

TEST_CASE("a second reader sends the first away and hangs nobody", "[net][stream]") {
    Streams s;
    std::optional<Result<Filled>> first;
    TaskGroup group{s.loop().executor()};
    group.start(wait_for_bytes(*s.link().ours, s.clock().steady() + 10s, first));
    s.loop().drain(10ms);
    CHECK(*s.fill(20ms) == Filled::deadline);
    REQUIRE(first);
    CHECK(first->error().code == Errc::cancelled);
    REQUIRE(s.loop().run(group.stop()));
}
