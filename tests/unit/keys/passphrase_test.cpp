/// A real pseudo-terminal: what a person would see is what comes out at its other end.

#include "keys/passphrase.hpp"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <thread>
#include <unistd.h>

#include <sys/wait.h>

#include "keys/descriptor.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::keys;

namespace {

struct Terminal {
    Terminal() : person{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)} {
        REQUIRE(person.open());
        REQUIRE(::grantpt(person.number()) == 0);
        REQUIRE(::unlockpt(person.number()) == 0);
        path = ::ptsname(person.number());
        // Held open, so that its settings last from one opening to the next.
        program = Descriptor{::open(path.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC)};
        REQUIRE(program.open());
    }
    void type(std::string_view text) const {
        REQUIRE(::write(person.number(), text.data(), text.size()) ==
                static_cast<ssize_t>(text.size()));
    }
    /// Everything shown so far, waiting until `mark` is.
    std::string shown(std::string_view mark) {
        while (seen_.find(mark) == std::string::npos) {
            pollfd waiting{.fd = person.number(), .events = POLLIN, .revents = 0};
            if (::poll(&waiting, 1, 5000) <= 0) break;
            char block[256];
            const auto got = ::read(person.number(), block, sizeof block);
            if (got <= 0) break;
            seen_.append(block, static_cast<std::size_t>(got));
        }
        return seen_;
    }
    [[nodiscard]] tcflag_t modes() const {
        termios now{};
        REQUIRE(::tcgetattr(program.number(), &now) == 0);
        return now.c_lflag;
    }

    Descriptor person;
    Descriptor program;
    std::string path;

private:
    std::string seen_;
};

/// Asks, and types `keys` once the question is there.
Result<SecretBytes> asked(Terminal& terminal, std::string_view keys) {
    std::thread person{[&] {
        terminal.shown("Passphrase: ");
        terminal.type(keys);
    }};
    auto line = ask_hidden(terminal.path, "Passphrase: ");
    person.join();
    return line;
}

}  // namespace

TEST_CASE("a passphrase is typed without being shown", "[keys][terminal]") {
    Terminal terminal;
    const auto before = terminal.modes();
    REQUIRE((before & ECHO) != 0);
    const auto line = asked(terminal, "canary 4711\r");
    REQUIRE(line);
    CHECK(line->view() == "canary 4711");
    CHECK(terminal.modes() == before);
    CHECK(terminal.shown("\n") == "Passphrase: \r\n");
}

TEST_CASE("a mistyped passphrase can be mended", "[keys][terminal]") {
    Terminal terminal;
    const std::pair<std::string_view, std::string_view> all[] = {{"canart\x7fy\n", "canary"},
                                                                 {"x\b\b\bok\r", "ok"},
                                                                 {"wrong\x15right\n", "right"},
                                                                 {"p\xc3\xa4\x7f\x61\n", "pa"},
                                                                 {"\n", ""},
                                                                 {"cut off\x04", "cut off"}};
    for (const auto& [keys, want] : all) {
        Terminal fresh;
        const auto line = asked(fresh, keys);
        CAPTURE(want);
        REQUIRE(line);
        CHECK(line->view() == want);
    }
}

TEST_CASE("giving up at the terminal is no passphrase", "[keys][terminal]") {
    for (const std::string_view keys : {"abc\x03", "\x04"}) {
        Terminal terminal;
        const auto before = terminal.modes();
        const auto line = asked(terminal, keys);
        REQUIRE_FALSE(line);
        CHECK(line.error().code == Errc::cancelled);
        CHECK(terminal.modes() == before);
    }
}

TEST_CASE("a signal leaves the terminal as it was", "[keys][terminal]") {
    // A process of its own, which the signal ends once the terminal is in order again.
    Terminal terminal;
    const auto before = terminal.modes();
    const auto child = ::fork();
    if (child == 0) {
        ::signal(SIGTERM, SIG_DFL);
        static_cast<void>(ask_hidden(terminal.path, "Passphrase: "));
        ::_exit(9);
    }
    terminal.shown("Passphrase: ");
    CHECK((terminal.modes() & ECHO) == 0);
    ::kill(child, SIGTERM);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    CHECK(terminal.modes() == before);
}

TEST_CASE("without a terminal nothing is asked", "[keys][terminal]") {
    for (const std::string path : {"/dev/null", "/nonexistent/tty"}) {
        const auto line = ask_hidden(path, "Passphrase: ");
        REQUIRE_FALSE(line);
        CHECK(line.error().code == Errc::credentials);
        CHECK(line.error().hint.find("--passphrase-fd") != std::string::npos);
    }
}

TEST_CASE("a passphrase comes through a descriptor, up to its first line's end",
          "[keys][descriptor]") {
    const auto through = [](std::string_view text) {
        int ends[2];
        REQUIRE(::pipe(ends) == 0);
        REQUIRE(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
        ::close(ends[1]);
        auto line = read_descriptor(ends[0]);
        CHECK(::fcntl(ends[0], F_GETFD) == -1);  // closed
        return line;
    };
    CHECK(through("canary\nmore\n")->view() == "canary");
    CHECK(through("canary\r\n")->view() == "canary");
    CHECK(through("canary")->view() == "canary");
    CHECK(through("")->view().empty());
    CHECK(through(std::string(typed_max, 'x'))->size() == typed_max);
    CHECK_FALSE(through(std::string(typed_max + 1, 'x')));
    const auto none = read_descriptor(987);
    REQUIRE_FALSE(none);
    CHECK(none.error().code == Errc::credentials);
}
