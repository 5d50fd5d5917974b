#include "cli/app.hpp"

#include <csignal>

#include "base/json.hpp"
#include "fake_env.hpp"
#include "net/pause.hpp"
#include "support/catch.hpp"

namespace {

using namespace pm;
using namespace pm::cli;
using namespace pm::cli::test;
using namespace std::chrono_literals;

/// Two subcommands and a setting.
void fill(App& app) {
    app.add<EchoCommand>("echo").add<EchoCommand>("repeat");
    app.declare({Setting{.name = "venue", .help = "Where", .fallback = "https://real.example"}});
}

Outcome run(std::vector<std::string> words, std::string input = {}) {
    App app{"pm-test", "Tests things."};
    fill(app);
    FakeWorld world;
    world.input = std::move(input);
    return world.run(app, std::move(words));
}

Outcome run_script(ScriptCommand::Script script, std::vector<std::string> words = {}) {
    App app{"pm-test", "Tests things."};
    app.add<ScriptCommand>("go", std::move(script));
    words.insert(words.begin(), "go");
    return FakeWorld{}.run(app, std::move(words));
}

std::size_t lines_in(const std::string& text) {
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("an unknown flag is a usage error that names the nearest", "[cli][app]") {
    const auto done = run({"echo", "--mx", "3"});
    CHECK(done.status == 2);
    CHECK(done.err == "pm-test: unknown flag --mx (did you mean --max?)\n");
    CHECK(done.out.empty());
}

TEST_CASE("an unknown command is a usage error that names the nearest", "[cli][app]") {
    const auto done = run({"ecoh"});
    CHECK(done.status == 2);
    CHECK(done.err == "pm-test: unknown command 'ecoh' (did you mean echo?)\n");
}

TEST_CASE("no command at all says what there is", "[cli][app]") {
    const auto done = run({});
    CHECK(done.status == 2);
    CHECK(done.err == "pm-test: a command is missing (one of echo, repeat, config; see --help)\n");
}

TEST_CASE("other mistakes on the command line are one line and status 2", "[cli][app]") {
    const auto check = [](std::vector<std::string> words, const std::string& want) {
        const auto done = run(std::move(words));
        CHECK(done.status == 2);
        CHECK(done.err == want);
        CHECK(done.out.empty());
    };
    check({"echo", "-o", "xml"},
          "pm-test: --output: 'xml' is not one of table, ndjson, json, csv, tsv, ids\n");
    check({"echo", "-o", "jsn"},
          "pm-test: --output: 'jsn' is not one of table, ndjson, json, csv, tsv, ids "
          "(did you mean json?)\n");
    check({"echo", "--max", "many"}, "pm-test: --max: 'many' is not a whole number\n");
    check({"echo", "--max"}, "pm-test: --max needs a value (--max N)\n");
    check({"echo", "--max", "1", "--max", "2"}, "pm-test: --max is given twice\n");
    check({"echo", "--edge", "nan"}, "pm-test: --edge: 'nan' is not a number\n");
    check({"echo", "--single=yes"}, "pm-test: --single takes no value\n");
    check({"echo", "-Z"}, "pm-test: unknown flag -Z (see --help)\n");
    check({"config"}, "pm-test: argument action is missing (What to do)\n");
    check({"config", "show", "more"}, "pm-test: surplus argument 'more'\n");
    check({"echo", "--fields", "mesage"},
          "pm-test: --fields: unknown field 'mesage' (did you mean message?)\n");
}

TEST_CASE("global flags may stand before and after the command", "[cli][app]") {
    const auto before = run({"-o", "ids", "--max", "1", "echo"}, "a\nb\n");
    const auto after = run({"echo", "--max=1", "-oids"}, "a\nb\n");
    CHECK(before.status == 0);
    CHECK(before.out == "echo\n");
    CHECK(after.out == before.out);
}

TEST_CASE("negative numbers are values and a lone minus an argument", "[cli][app]") {
    const auto done = run({"echo", "--edge", "-0.5", "-", "--", "--max"});
    CHECK(done.status == 0);
    CHECK(lines_in(done.out) == 2);
    CHECK(done.out.find(R"("message":"-")") != std::string::npos);
    CHECK(done.out.find(R"("message":"--max")") != std::string::npos);
}

TEST_CASE("a default command runs when the first word is no command", "[cli][app]") {
    App app{"pm-test", "Tests things."};
    app.add_default<EchoCommand>("").add<EchoCommand>("repeat");
    FakeWorld world;
    world.input = "one\n";
    const auto words = world.run(app, {"nyc", "--say", "hello"});
    CHECK(words.status == 0);
    CHECK(lines_in(words.out) == 3);

    App bare{"pm-test", "Tests things."};
    bare.add_default<EchoCommand>("").add<EchoCommand>("repeat");
    CHECK(lines_in(world.run(bare, {}).out) == 1);

    App named{"pm-test", "Tests things."};
    named.add_default<EchoCommand>("").add<EchoCommand>("repeat");
    CHECK(lines_in(world.run(named, {"repeat"}).out) == 1);
}

TEST_CASE("half a line is never taken for a line", "[cli][app]") {
    const auto done = run({"echo"}, "whole\nhal");
    CHECK(done.status == 1);
    CHECK(done.err == "pm-test: line 2 is cut off: the input ended inside it\n");
    CHECK(lines_in(done.out) == 1);
}

TEST_CASE("a reader that goes away is a quiet success", "[cli][app]") {
    App app{"pm-test", "Tests things."};
    fill(app);
    FakeWorld world;
    world.input = std::string(2'000, '\n');
    world.room = 1'000;
    const auto done = world.run(app, {"echo"});
    CHECK(done.status == 0);
    CHECK(done.err.empty());
}

TEST_CASE("every error code has one exit status", "[cli][app]") {
    // By hand from the contract's table.
    const std::vector<std::pair<Errc, int>> table{{Errc::bad_input, 2},
                                                  {Errc::bad_config, 11},
                                                  {Errc::credentials, 3},
                                                  {Errc::not_found, 4},
                                                  {Errc::malformed, 1},
                                                  {Errc::refused, 5},
                                                  {Errc::tick_mismatch, 7},
                                                  {Errc::unavailable, 6},
                                                  {Errc::lost, 1},
                                                  {Errc::rejected, 7},
                                                  {Errc::restricted, 8},
                                                  {Errc::throttled, 8},
                                                  {Errc::outcome_unknown, 9},
                                                  {Errc::stale, 10},
                                                  {Errc::storage, 1},
                                                  {Errc::busy, 1},
                                                  {Errc::cancelled, 130},
                                                  {Errc::closed, 0},
                                                  {Errc::internal, 1}};
    CHECK(table.size() == exit_table.size());
    for (const auto& row : table) {
        const auto code = row.first;
        const auto done = run_script([code](Env&) -> net::Task<void> {
            co_return fail(code, "it went wrong", "try again");
        });
        INFO(name_of(code));
        CHECK(done.status == row.second);
        const bool quiet = code == Errc::closed || code == Errc::cancelled;
        CHECK(done.err == (quiet ? "" : "pm-test: it went wrong (try again)\n"));
    }
}

TEST_CASE("an error is JSON when records were asked for", "[cli][app]") {
    const auto done = run_script(
        [](Env&) -> net::Task<void> { co_return fail(Errc::throttled, "slow\ndown", "wait"); },
        {"-o", "ndjson"});
    CHECK(
        done.err ==
        R"({"type":"error","code":"throttled","message":"slow down","hint":"wait","retryable":true})"
        "\n");
    const auto usage = run({"echo", "--output=ndjson", "--mx"});
    const auto json = Json::parse(usage.err);
    REQUIRE(json);
    CHECK(json->string("code") == "bad_input");
}

TEST_CASE("an error from outside cannot drive the terminal", "[cli][app]") {
    const auto done = run_script(
        [](Env&) -> net::Task<void> { co_return fail(Errc::malformed, "bad\x1b[31m\nthing"); });
    CHECK(done.err.find('\x1b') == std::string::npos);
    CHECK(lines_in(done.err) == 1);
}

TEST_CASE("nothing to show is status 4 only when asked", "[cli][app]") {
    CHECK(run({"echo"}).status == 0);
    CHECK(run({"echo", "--exit-status"}).status == 4);
    CHECK(run({"echo", "--exit-status"}, "x\n").status == 0);
}

TEST_CASE("the first interrupt cancels what waits and ends with 130", "[cli][app]") {
    const auto signal = GENERATE(SIGINT, SIGTERM);
    const auto done = run_script([signal](Env&) -> net::Task<void> {
        std::raise(signal);
        co_return co_await net::pause(1h);
    });
    CHECK(done.status == 130);
    CHECK(done.err.empty());
}

TEST_CASE("a wait begun after the interrupt is cancelled too", "[cli][app]") {
    int waits = 0;
    const auto done = run_script([&waits](Env&) -> net::Task<void> {
        std::raise(SIGINT);
        for (waits = 0; waits < 2; ++waits) {
            auto waited = co_await net::pause(1h);
            if (waited) co_return fail(Errc::internal, "waited an hour");
        }
        co_return fail(Errc::cancelled, "told to stop");
    });
    CHECK(done.status == 130);
    CHECK(waits == 2);
}

TEST_CASE("an exception of a library is one line and status 1", "[cli][app]") {
    const auto done = run_script([](Env&) -> net::Task<void> {
        throw std::runtime_error{"surprise"};
        co_return Result<void>{};
    });
    CHECK(done.status == 1);
    CHECK(done.err == "pm-test: surprise\n");
}

TEST_CASE("the log goes to stderr from the wanted level on", "[cli][app]") {
    const auto talk = [](Env& env) -> net::Task<void> {
        note(env.log, LogLevel::debug, "d");
        note(env.log, LogLevel::info, "i");
        note(env.log, LogLevel::warning, "w");
        note(env.log, LogLevel::error, "e");
        co_return Result<void>{};
    };
    CHECK(run_script(talk).err == "pm-test: warning: w\npm-test: error: e\n");
    CHECK(run_script(talk, {"-q"}).err == "pm-test: error: e\n");
    CHECK(lines_in(run_script(talk, {"-v"}).err) == 3);
    CHECK(lines_in(run_script(talk, {"-vv"}).err) == 4);
    CHECK(run_script(talk, {"-q", "-o", "ndjson"}).err ==
          R"({"type":"log","level":"error","message":"e"})"
          "\n");
}

TEST_CASE("colour is for terminals, and for who asks", "[cli][app]") {
    const auto color_with = [](bool terminal, std::map<std::string, std::string> variables,
                               std::vector<std::string> words) {
        bool color = false;
        App app{"pm-test", "Tests things."};
        app.add<ScriptCommand>("go", [&color](Env& env) -> net::Task<void> {
            color = env.view.color;
            co_return Result<void>{};
        });
        FakeWorld world;
        world.terminal = terminal;
        world.variables = std::move(variables);
        words.insert(words.begin(), "go");
        CHECK(world.run(app, std::move(words)).status == 0);
        return color;
    };
    CHECK(color_with(true, {}, {}));
    CHECK(!color_with(false, {}, {}));
    CHECK(!color_with(true, {{"NO_COLOR", "1"}}, {}));
    CHECK(!color_with(true, {{"TERM", "dumb"}}, {}));
    CHECK(!color_with(true, {}, {"--color", "never"}));
    CHECK(color_with(false, {{"NO_COLOR", "1"}}, {"--color=always"}));
}

TEST_CASE("help names every flag and shows the examples", "[cli][app]") {
    const auto done = run({"echo", "--help"});
    CHECK(done.status == 0);
    for (const auto* part :
         {"Usage: pm-test echo [options] [word...]", "--max N", "-s, --say", "(hello|bye|=1+1)",
          "--venue VALUE", "[default: https://real.example]", "-o, --output FORMAT",
          "Examples:", "  # the first three\n  pm-test echo --max 3\n"}) {
        INFO(part);
        CHECK(done.out.find(part) != std::string::npos);
    }
    const auto whole = run({"--help"});
    CHECK(whole.status == 0);
    CHECK(whole.out.find("Usage: pm-test COMMAND [options]") != std::string::npos);
    CHECK(whole.out.find("echo") != std::string::npos);
    CHECK(whole.out.find("completions") == std::string::npos);
    CHECK(run({"echo", "--bogus", "--help"}).status == 0);
}

TEST_CASE("the version is the project's", "[cli][app]") {
    CHECK(run({"--version"}).out == run({"echo", "--version"}).out);
    CHECK(run({"--version"}).out.starts_with("pm-test 0."));
}

TEST_CASE("bare --fields lists what can be picked", "[cli][app]") {
    const auto done = run({"echo", "--fields"}, "never read\n");
    CHECK(done.status == 0);
    CHECK(done.out == "type\nv\nts\nseverity\ncode\nmessage\nsubject\n");
}
