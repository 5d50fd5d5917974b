#include "cli/completions.hpp"

#include <array>
#include <cstdio>

#include "fake_env.hpp"
#include "support/catch.hpp"

namespace {

using namespace pm::cli;
using namespace pm::cli::test;

std::string completions_of(const std::string& shell, bool with_default) {
    App app{"pm-test", "Tests things."};
    if (with_default) app.add_default<EchoCommand>("");
    app.add<EchoCommand>("echo").add<EchoCommand>("repeat");
    app.declare({pm::cli::Setting{.name = "clock",
                                  .help = "It's whose: [x]",
                                  .fallback = "system",
                                  .choices = {"system", "venue"}}});
    const auto done = FakeWorld{}.run(app, {"completions", shell});
    CHECK(done.status == 0);
    return done.out;
}

/// What `command` prints, run by the shell.
std::string output_of(const std::string& command) {
    std::array<char, 4'096> piece{};
    std::string out;
    FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    while (std::fgets(piece.data(), piece.size(), pipe) != nullptr) out += piece.data();
    ::pclose(pipe);
    return out;
}

bool installed(const std::string& shell) {
    const bool there = !output_of("command -v " + shell).empty();
    if (!there) WARN(shell + " is not installed: its completions are not checked here");
    return there;
}

/// What bash offers for the words, the last of which is being typed.
std::string offered(const std::string& file, const std::string& words, int at) {
    return output_of("bash -c 'source " + file + "; COMP_WORDS=(" + words + "); COMP_CWORD=" +
                     std::to_string(at) + "; _pm_test; echo \"${COMPREPLY[@]}\"'");
}

}  // namespace

TEST_CASE("bash completes commands, flags and values", "[cli][completions]") {
    if (!installed("bash")) return;
    const Folder folder;
    const auto file = folder.file("bash", completions_of("bash", false));
    CHECK(offered(file, "pm-test ec", 1) == "echo\n");
    CHECK(offered(file, "pm-test echo --ma", 2) == "--max\n");
    CHECK(offered(file, "pm-test echo --say b", 3) == "bye\n");
    CHECK(offered(file, "pm-test echo -o nd", 3) == "ndjson\n");
    CHECK(offered(file, "pm-test repeat --clock \"\"", 3) == "system venue\n");
    CHECK(offered(file, "pm-test --max 3 echo --pro", 4) == "--profile\n");
    CHECK(offered(file, "pm-test config s", 2) == "show\n");
    CHECK(offered(file, "pm-test compl", 1) == "\n");
}

TEST_CASE("bash completes the flags of a default command", "[cli][completions]") {
    if (!installed("bash")) return;
    const Folder folder;
    const auto file = folder.file("bash", completions_of("bash", true));
    CHECK(offered(file, "pm-test --ma", 1) == "--max\n");
    CHECK(offered(file, "pm-test re", 1) == "repeat\n");
}

TEST_CASE("zsh and fish accept their files", "[cli][completions]") {
    const Folder folder;
    const auto with_default = GENERATE(false, true);
    if (installed("zsh")) {
        const auto file = folder.file("_pm-test", completions_of("zsh", with_default));
        CHECK(output_of("zsh -n " + file + " 2>&1; echo $?") == "0\n");
    }
    if (installed("fish")) {
        const auto file = folder.file("pm-test.fish", completions_of("fish", with_default));
        CHECK(output_of("fish --no-execute " + file + " 2>&1; echo $?") == "0\n");
        CHECK(output_of("HOME=" + folder.path() + " fish -c 'source " + file +
                        "; complete -C \"pm-test ec\"' 2>&1") == "echo\tEcho the input\n");
        CHECK(output_of("HOME=" + folder.path() + " fish -c 'source " + file +
                        "; complete -C \"pm-test echo --say b\"' 2>&1") == "bye\tSay this too\n");
    }
}
