#include "cli/output.hpp"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <thread>
#include <unistd.h>
#include <utility>

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
    REQUIRE(out.write(std::string((1U << 14U) - 1, 'x')));
    CHECK(pipe.drain().empty());
    REQUIRE(out.write("y"));
    CHECK(pipe.drain().size() == 1U << 14U);
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

TEST_CASE("who does not wait for its reader loses nothing that is read later", "[cli][output]") {
    OutputPipe pipe;
    FdOutput out{pipe.ends[1]};
    out.wait_for_reader(false);
    std::string said;
    for (int i = 0; i < 40'000; ++i) {
        const auto line = "line " + std::to_string(i) + "\n";
        said += line;
        REQUIRE(out.write(line));
        REQUIRE(out.flush());  // a pipe nobody reads is full long before the end
    }
    std::string read;
    std::thread reader{[&] {
        std::array<char, 65'536> block{};
        while (read.size() < said.size()) {
            const auto got = ::read(pipe.ends[0], block.data(), block.size());
            if (got <= 0) return;
            read.append(block.data(), static_cast<std::size_t>(got));
        }
    }};
    out.wait_for_reader(true);
    const auto flushed = out.flush();
    reader.join();
    CHECK(flushed);
    CHECK(read == said);
}

TEST_CASE("what nobody reads is held up to a limit, in whole lines", "[cli][output]") {
    OutputPipe pipe;
    FdOutput out{pipe.ends[1]};
    out.wait_for_reader(false);
    const std::string line = std::string(1U << 20U, 'x') + "\n";
    for (int i = 0; i < 40; ++i) REQUIRE(out.write(line));
    std::size_t bytes = 0;
    std::size_t lines = 0;
    std::thread reader{[&] {
        std::array<char, 65'536> block{};
        for (ssize_t got = 1; got > 0;) {
            got = ::read(pipe.ends[0], block.data(), block.size());
            for (ssize_t i = 0; i < got; ++i) {
                if (block[static_cast<std::size_t>(i)] == '\n') ++lines;
            }
            bytes += got > 0 ? static_cast<std::size_t>(got) : 0;
        }
    }};
    out.wait_for_reader(true);
    const auto flushed = out.flush();
    ::close(std::exchange(pipe.ends[1], -1));
    reader.join();
    CHECK(flushed);
    CHECK(bytes == lines * line.size());
    CHECK(lines >= 15);
    CHECK(lines <= 17);
}
