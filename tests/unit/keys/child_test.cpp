#include "keys/child.hpp"

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

#include "folder.hpp"
#include "support/catch.hpp"
#include "support/real_clock.hpp"

using namespace pm;
using namespace pm::keys;
using namespace std::chrono_literals;
using pm::test::Folder;
using pm::test::real_clock;

namespace {

ChildCommand script(const Folder& folder, const std::string& text) {
    return {.arguments = {folder.file("script", "#!/bin/sh\n" + text, 0700)}, .environment = {}};
}

std::string message_of(const ChildCommand& command) {
    const auto out = output_of(command, real_clock);
    REQUIRE_FALSE(out);
    CHECK(out.error().code == Errc::credentials);
    return out.error().message;
}

}  // namespace

TEST_CASE("a program's output is read, its errors are not", "[keys][child]") {
    const Folder folder;
    const auto out = output_of(script(folder, "echo canary; echo secret >&2"), real_clock);
    REQUIRE(out);
    CHECK(out->view() == "canary\n");
}

TEST_CASE("a program gets its arguments untouched and no shell sees them", "[keys][child]") {
    const Folder folder;
    auto command = script(folder, "printf '%s|' \"$@\"");
    command.arguments.insert(command.arguments.end(), {"$HOME", "a b", ";reboot", "`id`", ""});
    CHECK(output_of(command, real_clock)->view() == "$HOME|a b|;reboot|`id`||");
}

TEST_CASE("a program has the environment it is given and nothing else", "[keys][child]") {
    REQUIRE(::setenv("PM_TEST_SECRET", "canary", 1) == 0);
    const auto out =
        output_of({.arguments = {"/usr/bin/env"}, .environment = {"ONLY=this"}}, real_clock);
    ::unsetenv("PM_TEST_SECRET");
    REQUIRE(out);
    CHECK(out->view() == "ONLY=this\n");
}

TEST_CASE("a program has no input and none of our descriptors", "[keys][child]") {
    const Folder folder;
    // Without close-on-exec, as a careless library would open it.
    const int leaked = ::open(folder.file("open", "canary").c_str(), O_RDONLY);
    REQUIRE(leaked > 2);
    const auto out =
        output_of(script(folder,
                         "cat; for i in 3 4 5 6 7 8 9 10 11 12; do [ -e /proc/$$/fd/$i ] && "
                         "readlink /proc/$$/fd/$i | grep -v script; done; echo end"),
                  real_clock);
    ::close(leaked);
    REQUIRE(out);
    CHECK(out->view() == "end\n");
}

TEST_CASE("a program that fails, is killed or is not there gives no secret", "[keys][child]") {
    const Folder folder;
    CHECK(message_of(script(folder, "echo canary; exit 3")) ==
          "the credential process ended with status 3");
    CHECK(message_of(script(folder, "echo canary; kill -9 $$")) ==
          "the credential process was ended by signal 9");
    CHECK(message_of({.arguments = {folder.path("none")}, .environment = {}})
              .starts_with("the credential process cannot be run"));
    CHECK(message_of({.arguments = {folder.file("plain", "x")}, .environment = {}})
              .starts_with("the credential process cannot be run"));
}

namespace {

/// It was killed: it is gone, or about to be, a zombie of init at most.
bool soon_gone(pid_t process) {
    const auto until = real_clock.steady() + 5s;
    while (real_clock.steady() < until) {
        std::ifstream state{"/proc/" + std::to_string(process) + "/stat"};
        std::string number;
        std::string name;
        std::string letter;
        if (!(state >> number >> name >> letter) || letter == "Z" || letter == "X") return true;
        ::usleep(10'000);
    }
    return false;
}

}  // namespace

TEST_CASE("a program that takes too long is ended with its children", "[keys][child]") {
    const Folder folder;
    const auto mark = folder.path("mark");
    auto command = script(folder, "");
    command.limit = 300ms;
    SECTION("it prints nothing") {
        command = script(folder, "sleep 30");
    }
    SECTION("it closed its output") {
        command = script(folder, "exec >&-; sleep 30");
    }
    SECTION("its child goes on") {
        command = script(folder, "sh -c 'echo $$ > " + mark + "; exec sleep 30' & wait");
    }
    command.limit = 300ms;
    const auto began = real_clock.steady();
    const auto message = message_of(command);
    CHECK((message.find("too long") != std::string::npos ||
           message.find("does not end") != std::string::npos));
    CHECK(real_clock.steady() - began < 10s);
    std::ifstream in{mark};
    pid_t child = 0;
    if (in >> child) CHECK(soon_gone(child));
}

TEST_CASE("a program may print as much as the limit and no more", "[keys][child]") {
    const Folder folder;
    auto command = script(folder, "head -c 1000 /dev/zero");
    command.output_max = 1000;
    CHECK(output_of(command, real_clock)->size() == 1000);
    command.output_max = 999;
    CHECK(message_of(command) == "the credential process prints too much");
    auto endless = script(folder, "cat /dev/zero");
    CHECK(message_of(endless) == "the credential process prints too much");
}
