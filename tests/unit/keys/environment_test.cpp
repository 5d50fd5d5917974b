#include "keys/environment.hpp"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <spawn.h>
#include <unistd.h>

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "keys/harden.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::keys;

namespace {

std::string environment_of_process() {
    std::ifstream in{"/proc/self/environ"};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// Runs the hidden test `name` of this program as a process of its own. @return its exit status.
int run_alone(const char* name, const std::string& variable) {
    std::string program = "/proc/self/exe";
    std::string filter = name;
    std::string entry = variable;
    std::string other = "PM_PRIVATE_KEY_FILE=kept";
    char* const arguments[] = {program.data(), filter.data(), nullptr};
    char* const environment[] = {other.data(), entry.data(), nullptr};
    pid_t child = 0;
    REQUIRE(::posix_spawn(&child, "/proc/self/exe", nullptr, nullptr, arguments, environment) == 0);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("a variable is taken once", "[keys][environment]") {
    REQUIRE(::setenv("PM_TEST_SECRET", "canary", 1) == 0);
    REQUIRE(::setenv("PM_TEST_SECRET_OTHER", "kept", 1) == 0);
    const auto taken = take_variable("PM_TEST_SECRET");
    REQUIRE(taken);
    CHECK(taken->view() == "canary");
    CHECK(std::getenv("PM_TEST_SECRET") == nullptr);
    CHECK(std::string{std::getenv("PM_TEST_SECRET_OTHER")} == "kept");
    CHECK(take_variable("PM_TEST_SECRET")->empty());
    ::unsetenv("PM_TEST_SECRET_OTHER");
}

TEST_CASE("the kernel shows no key after it was taken", "[keys][environment]") {
    // Goal: /proc/PID/environ, which every process of the same user can read. Method: a process of
    // its own, because only what it was started with is there.
    CHECK(run_alone("[.scrub]", "PM_PRIVATE_KEY=canary-4711") == 0);
}

TEST_CASE("(alone) the variable goes from the process", "[.scrub]") {
    REQUIRE(environment_of_process().find("canary-4711") != std::string::npos);
    const auto taken = take_variable("PM_PRIVATE_KEY");
    REQUIRE(taken);
    CHECK(taken->view() == "canary-4711");
    CHECK(environment_of_process().find("canary-4711") == std::string::npos);
    CHECK(environment_of_process().find("PM_PRIVATE_KEY_FILE=kept") != std::string::npos);
    CHECK(std::string{std::getenv("PM_PRIVATE_KEY_FILE")} == "kept");
    CHECK(std::getenv("PM_PRIVATE_KEY") == nullptr);
}

TEST_CASE("a hardened process leaves no core and cannot be looked into", "[keys][harden]") {
    const auto child = ::fork();
    if (child == 0) {
        const rlimit any{RLIM_INFINITY, RLIM_INFINITY};
        ::setrlimit(RLIMIT_CORE, &any);
        if (!harden_process()) ::_exit(1);
        rlimit core{1, 1};
        if (::getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_cur != 0) ::_exit(2);
        if (core.rlim_max != 0) ::_exit(3);
        if (::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0) ::_exit(4);
        ::signal(SIGABRT, SIG_DFL);
        ::abort();
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGABRT);
    CHECK_FALSE(WCOREDUMP(status));
}
