#include "cli/output.hpp"

#include <csignal>
#include <fcntl.h>
#include <thread>
#include <unistd.h>

#include "cli/stop_signals.hpp"
#include "support/catch.hpp"

namespace {

using namespace pm;
using namespace pm::cli;

struct OutputPipe {
    OutputPipe() { REQUIRE(::pipe(ends) == 0); }
    ~OutputPipe() {
        for (const int fd : ends) ::close(fd);
    }
    /// What is in the pipe now.
    std::string drain() {
        ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
        std::string out(1U << 20U, '\0');
        const auto got = ::read(ends[0], out.data(), out.size());
        out.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return out;
    }
    int ends[2]{-1, -1};
};

}  // namespace

TEST_CASE("output is held back until it is flushed or 16 KiB", "[cli][output]") {
    OutputPipe pipe;
    FdOutput out{pipe.ends[1]};
    REQUIRE(out.write("abc\n"));
    CHECK(pipe.drain().empty());
    REQUIRE(out.flush());
    CHECK(pipe.drain() == "abc\n");
    REQUIRE(out.write(std::string(16 * 1024 - 1, 'x')));
    CHECK(pipe.drain().empty());
    REQUIRE(out.write("y"));
    CHECK(pipe.drain().size() == 16 * 1024);
    CHECK(!out.terminal());
    CHECK(out.columns() == 80);
}

TEST_CASE("a reader that went away is Errc::closed, then and later", "[cli][output]") {
    const StopSignals ignores_sigpipe;
    OutputPipe pipe;
    ::close(pipe.ends[0]);
    FdOutput out{pipe.ends[1]};
    REQUIRE(out.write("x"));
    CHECK(out.flush().error().code == Errc::closed);
    CHECK(out.write("y").error().code == Errc::closed);
}

TEST_CASE("a non-blocking descriptor gets every byte in order", "[cli][output]") {
    OutputPipe pipe;
    ::fcntl(pipe.ends[1], F_SETFL, O_NONBLOCK);
    std::string want;
    for (int i = 0; i < 60'000; ++i) want += std::to_string(i) + "\n";  // more than a pipe holds
    std::string have;
    std::thread reader{[&] {
        std::string piece(4'096, '\0');
        while (have.size() < want.size()) {
            const auto got = ::read(pipe.ends[0], piece.data(), piece.size());
            if (got > 0) have.append(piece, 0, static_cast<std::size_t>(got));
        }
    }};
    FdOutput out{pipe.ends[1]};
    CHECK(out.write(want).has_value());
    CHECK(out.flush().has_value());
    reader.join();
    CHECK((have == want));
}

TEST_CASE("a full disk is Errc::storage", "[cli][output]") {
    const int full = ::open("/dev/full", O_WRONLY);
    REQUIRE(full >= 0);
    FdOutput out{full};
    REQUIRE(out.write("x"));
    CHECK(out.flush().error().code == Errc::storage);
    ::close(full);
}

TEST_CASE("a signal ends a write that nobody reads", "[cli][output]") {
    const StopSignals signals;
    OutputPipe pipe;
    FdOutput out{pipe.ends[1]};
    const auto writer = ::pthread_self();
    std::thread killer{[&] {
        while (!stop_requested()) {
            ::pthread_kill(writer, SIGINT);
            break;
        }
    }};
    const auto done = out.write(std::string(1U << 20U, 'x'));
    killer.join();
    REQUIRE(!done);
    CHECK(done.error().code == Errc::cancelled);
}
