#include "cli/line_input.hpp"

#include <fcntl.h>
#include <rapidcheck.h>
#include <thread>
#include <unistd.h>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>

#include "cli/line_buffer.hpp"
#include "fake_env.hpp"
#include "support/catch.hpp"
#include "support/loop.hpp"

namespace {

using namespace pm;
using namespace pm::cli;

/// All lines until the end, or the error.
struct Taken {
    std::vector<std::string> lines;
    std::string error;
};

net::Task<Taken> take_all(LineInput& in) {
    Taken taken;
    for (;;) {
        auto line = co_await in.next();
        if (!line) {
            taken.error = line.error().message;
            break;
        }
        if (!*line) break;
        taken.lines.emplace_back(**line);
    }
    in.release();  // while the loop lives
    co_return taken;
}

Taken all_of(LineInput& in) {
    return *pm::test::run(take_all(in));
}

Taken all_of(std::string text, std::size_t chunk = 0) {
    StringLineInput in{std::move(text), chunk};
    return all_of(in);
}

using Lines = std::vector<std::string>;

struct InputPipe {
    InputPipe() { REQUIRE(::pipe(ends) == 0); }
    ~InputPipe() {
        ::close(ends[0]);
        close_writer();
    }
    void close_writer() {
        if (ends[1] >= 0) ::close(ends[1]);
        ends[1] = -1;
    }
    void put(const std::string& text) const {
        REQUIRE(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    }
    int ends[2]{-1, -1};
};

}  // namespace

TEST_CASE("lines come without their ends, empty ones too", "[cli][input]") {
    const auto taken = all_of("a\n\nbc\n");
    CHECK(taken.lines == Lines{"a", "", "bc"});
    CHECK(taken.error.empty());
    CHECK(all_of("").lines.empty());
}

TEST_CASE("cutting the input anywhere makes no difference", "[cli][input]") {
    CHECK(rc::check("chunks", [] {
        const auto text = *rc::gen::container<std::string>(rc::gen::element('a', '\n', 'b', '\n'));
        const auto chunk = *rc::gen::inRange<std::size_t>(1, 9);
        Lines want;  // the naive way
        std::string line;
        for (const char c : text) {
            if (c == '\n') {
                want.push_back(std::move(line));
                line.clear();
            } else {
                line += c;
            }
        }
        const auto taken = all_of(text, chunk);
        RC_ASSERT(taken.lines == want);
        RC_ASSERT(taken.error.empty() == line.empty());
    }));
}

TEST_CASE("half a line, a NUL and an endless line are refused by number", "[cli][input]") {
    const auto half = all_of("a\nb\nhal");
    CHECK(half.lines == Lines{"a", "b"});
    CHECK(half.error == "line 3 is cut off: the input ended inside it");

    const auto nul = all_of(std::string{"a\nb\0c\nd\n", 8});
    CHECK(nul.lines == Lines{"a"});
    CHECK(nul.error == "line 2 holds a NUL byte");
}

TEST_CASE("a line may have 1 MiB and not one byte more", "[cli][input]") {
    const std::string longest(LineInput::line_max, 'x');
    CHECK(all_of(longest + "\n", 50'000).lines == Lines{longest});
    const auto over = all_of("a\n" + longest + "x\n", 50'000);
    CHECK(over.lines == Lines{"a"});
    CHECK(over.error == "line 2 is longer than 1 MiB");
    // An attacker's line without an end must not fill the memory either.
    CHECK(all_of(std::string(3 * LineInput::line_max, 'x'), 50'000).error ==
          "line 1 is longer than 1 MiB");
}

TEST_CASE("buffered tells whether the next line is already there", "[cli][input]") {
    StringLineInput in{"ab\ncd\nef\n", 6};
    CHECK(!in.buffered());
    CHECK(*pm::test::run(in.next()) == "ab");
    CHECK(in.buffered());
    CHECK(*pm::test::run(in.next()) == "cd");
    CHECK(!in.buffered());
    CHECK(*pm::test::run(in.next()) == "ef");
    CHECK(in.number() == 3);
    CHECK(*pm::test::run(in.next()) == std::nullopt);
    CHECK(*pm::test::run(in.next()) == std::nullopt);
}

TEST_CASE("a pipe is read as it fills, and its mode is put back", "[cli][input]") {
    InputPipe pipe;
    auto in = make_line_input(pipe.ends[0]);
    pipe.put("one\ntw");
    std::thread writer{[&] {
        pipe.put("o\nthree\n");
        pipe.close_writer();
    }};
    const auto taken = all_of(*in);
    writer.join();
    CHECK(taken.lines == Lines{"one", "two", "three"});
    CHECK(taken.error.empty());
    CHECK((::fcntl(pipe.ends[0], F_GETFL) & O_NONBLOCK) == 0);
}

TEST_CASE("waiting for a pipe can be cancelled", "[cli][input]") {
    namespace asio = boost::asio;
    const InputPipe pipe;
    auto in = make_line_input(pipe.ends[0]);
    asio::io_context loop{1};
    asio::cancellation_signal stop;
    std::optional<Result<Taken>> taken;
    net::spawn(
        loop.get_executor(), net::keep(take_all(*in), &taken), [](const std::exception_ptr&) {},
        stop.slot());
    while (loop.poll_one() != 0) {}  // until it waits for the pipe
    CHECK(!taken);
    stop.emit(asio::cancellation_type::terminal);
    loop.run();
    REQUIRE((taken && *taken));
    CHECK((*taken)->error == "told to stop");
}

TEST_CASE("a regular file is read to its end", "[cli][input]") {
    const cli::test::Folder folder;
    std::string text;
    for (int i = 0; i < 50'000; ++i) text += std::to_string(i) + "\n";
    const auto path = folder.file("lines", text);
    const int fd = ::open(path.c_str(), O_RDONLY);
    auto in = make_line_input(fd);
    const auto taken = all_of(*in);
    ::close(fd);
    REQUIRE(taken.lines.size() == 50'000);
    CHECK(taken.lines[12'345] == "12345");
}

TEST_CASE("an input that cannot be read says so", "[cli][input]") {
    auto closed = make_line_input(-1);
    CHECK(all_of(*closed).error == "reading the input failed");
    const int null = ::open("/dev/null", O_RDONLY);
    auto empty = make_line_input(null);
    const auto taken = all_of(*empty);
    ::close(null);
    CHECK(taken.lines.empty());
    CHECK(taken.error.empty());
}
