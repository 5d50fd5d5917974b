#include "cli/settings.hpp"

#include <filesystem>

#include "cli/settings_file.hpp"
#include "fake_env.hpp"
#include "support/catch.hpp"

namespace {

using namespace pm;
using namespace pm::cli;
using namespace pm::cli::test;
using namespace std::chrono_literals;

std::vector<Setting> table() {
    return {
        {.name = "venue", .help = "Where", .fallback = "https://real.example"},
        {.name = "edge", .help = "Least edge", .fallback = "0.05", .kind = SettingKind::real},
        {.name = "limits.per_order",
         .help = "Dollars",
         .fallback = "50",
         .kind = SettingKind::integer},
        {.name = "refresh", .help = "How often", .fallback = "30s", .kind = SettingKind::duration},
        {.name = "pass", .help = "Hand on", .fallback = "true", .kind = SettingKind::boolean},
        {.name = "cities", .help = "Which", .kind = SettingKind::list},
        {.name = "clock", .help = "Whose", .fallback = "system", .choices = {"system", "venue"}},
        {.name = "token", .help = "Secret", .secret = true},
    };
}

/// Sources in a folder of their own; each test adds to them.
struct Sources {
    Folder folder;
    std::map<std::string, std::string> variables;
    SettingSources from;

    Sources() {
        variables["HOME"] = folder.path();
        from.variable = [this](std::string_view name) {
            const auto found = variables.find(std::string{name});
            return found == variables.end() ? std::nullopt : std::optional{found->second};
        };
    }
    Result<Settings> load() const { return Settings::load(table(), from); }
    std::string complaint(Errc code = Errc::bad_config) const {
        const auto settings = load();
        if (settings) return "accepted";
        CHECK(settings.error().code == code);
        return settings.error().message +
               (settings.error().hint.empty() ? "" : " (" + settings.error().hint + ")");
    }
};

}  // namespace

TEST_CASE("defaults hold when nobody says otherwise", "[cli][settings]") {
    const auto settings = Sources{}.load();
    REQUIRE(settings);
    CHECK(settings->text("venue") == "https://real.example");
    CHECK(settings->real("edge") == 0.05);
    CHECK(settings->integer("limits.per_order") == 50);
    CHECK(settings->duration("refresh") == 30s);
    CHECK(settings->boolean("pass"));
    CHECK(settings->list("cities").empty());
    CHECK(settings->defaulted("venue"));
    CHECK(settings->profile() == "default");
}

TEST_CASE("flag beats variable beats later file beats earlier file beats home file",
          "[cli][settings]") {
    Sources sources;
    const auto home = sources.folder.file(".config/pm/config.toml", "venue = \"home\"\n");
    const auto venue = [&] {
        const auto settings = sources.load();
        REQUIRE(settings);
        return settings->text("venue") + " from " + settings->value("venue").origin;
    };
    CHECK(venue() == "home from " + home + ":1");
    const auto first = sources.folder.file("first.toml", "# comment\nvenue = \"first\"\n");
    sources.from.files = {first};
    CHECK(venue() == "first from " + first + ":2");
    const auto second = sources.folder.file("second.toml", "venue = \"second\"\n");
    sources.from.files.push_back(second);
    CHECK(venue() == "second from " + second + ":1");
    sources.variables["PM_VENUE"] = "variable";
    CHECK(venue() == "variable from PM_VENUE");
    sources.from.flags["venue"] = "flag";
    CHECK(venue() == "flag from flag --venue");
}

TEST_CASE("XDG_CONFIG_HOME moves the home file", "[cli][settings]") {
    Sources sources;
    sources.folder.file("xdg/pm/config.toml", "edge = 0.1\n");
    sources.variables["XDG_CONFIG_HOME"] = sources.folder.path() + "/xdg";
    CHECK(sources.load()->real("edge") == 0.1);
}

TEST_CASE("tables, numbers, booleans and lists are read", "[cli][settings]") {
    Sources sources;
    sources.from.files = {sources.folder.file("a.toml",
                                              "edge = 0.25\npass = false\nrefresh = \"5m\"\n"
                                              "cities = [\"nyc\", \"london\"]\n"
                                              "[limits]\nper_order = 1_000\n")};
    const auto settings = sources.load();
    REQUIRE(settings);
    CHECK(settings->text("edge") == "0.25");
    CHECK(!settings->boolean("pass"));
    CHECK(settings->duration("refresh") == 5min);
    CHECK(settings->list("cities") == std::vector<std::string>{"nyc", "london"});
    CHECK(settings->integer("limits.per_order") == 1'000);
}

TEST_CASE("a profile's table holds for that profile only", "[cli][settings]") {
    Sources sources;
    sources.from.files = {sources.folder.file(
        "a.toml",
        "edge = 0.1\n[profile.bold]\nedge = 0.2\n[profile.bold.limits]\nper_order = 9\n")};
    CHECK(sources.load()->real("edge") == 0.1);
    sources.from.profile = "bold";
    CHECK(sources.load()->real("edge") == 0.2);
    CHECK(sources.load()->integer("limits.per_order") == 9);
    sources.from.profile.clear();
    sources.variables["PM_PROFILE"] = "bold";
    CHECK(sources.load()->real("edge") == 0.2);
    sources.variables["PM_PROFILE"] = "../x";
    CHECK(sources.complaint() == "the profile's name may have letters, digits, - and _ only");
}

TEST_CASE("an unknown key names its line and the nearest key", "[cli][settings]") {
    Sources sources;
    const auto path = sources.folder.file("a.toml", "edge = 0.1\nvenu = \"x\"\n");
    sources.from.files = {path};
    CHECK(sources.complaint() == path + ":2: unknown key venu (did you mean venue?)");
    sources.folder.file("a.toml", "[limits]\nper_ordr = 1\n");
    CHECK(sources.complaint() ==
          path + ":2: unknown key limits.per_ordr (did you mean limits.per_order?)");
    // Also in a profile that is not in use: it would bite later.
    sources.folder.file("a.toml", "[profile.other]\nvenu = \"x\"\n");
    CHECK(sources.complaint() == path + ":2: unknown key venu (did you mean venue?)");
}

TEST_CASE("a file that is not TOML names its line", "[cli][settings]") {
    Sources sources;
    const auto path = sources.folder.file("a.toml", "edge = 0.1\nedge = 0.2\n");
    sources.from.files = {path};
    CHECK(sources.complaint().starts_with(path + ":2: "));
    for (const auto* text : {"edge = \n", "[limits\n", "edge 0.1\n", "= 1\n", "edge = 0.1 0.2\n",
                             "venue = \"x\n", "edge = 2026-06-16\n", "profile = \"x\"\n",
                             "[profile]\nx = 1\n", "\xff = 1\n", "\xEF\xBB\xAF\n"}) {
        INFO(text);
        sources.folder.file("a.toml", text);
        CHECK(sources.complaint().starts_with(path + ":"));
    }
    sources.folder.file("a.toml", "# été\nvenue = \"http://é\"\né = 1\n");
    CHECK(sources.complaint().starts_with(path + ":3: a letter that no setting's name has"));
    sources.from.files = {path + ".missing"};
    CHECK(sources.complaint() == "cannot read the settings file " + path + ".missing");
    sources.from.files = {sources.folder.path()};
    CHECK(sources.complaint() == "cannot read the settings file " + sources.folder.path());
}

TEST_CASE("a value of the wrong kind names its source", "[cli][settings]") {
    Sources sources;
    sources.variables["PM_EDGE"] = "lots";
    CHECK(sources.complaint() == "PM_EDGE: edge: 'lots' is not a number");
    sources.variables.erase("PM_EDGE");
    sources.from.flags["refresh"] = "soon";
    CHECK(sources.complaint(Errc::bad_input) ==
          "flag --refresh: refresh: 'soon' is not a duration such as 500ms, 30s or 2h");
    sources.from.flags = {{"clock", "moon"}};
    CHECK(sources.complaint(Errc::bad_input) ==
          "flag --clock: clock: 'moon' is not one of system, venue");
}

TEST_CASE("names of flags and variables follow from the setting's", "[cli][settings]") {
    CHECK(flag_of({.name = "limits.per_order"}) == "--limits-per-order");
    CHECK(variable_of({.name = "limits.per_order"}) == "PM_LIMITS_PER_ORDER");
    CHECK(flag_of({.name = "key", .secret = true}).empty());
    CHECK(flag_of({.name = "ws_url", .flag = "--ws"}) == "--ws");
}

TEST_CASE("durations have units", "[cli][settings]") {
    CHECK(*parse_duration("500ms") == 500ms);
    CHECK(*parse_duration("1.5s") == 1500ms);
    CHECK(*parse_duration("2h") == 2h);
    CHECK(*parse_duration("1d") == 24h);
    CHECK(*parse_duration("7") == 7s);
    for (const auto* text : {"", "s", "-1s", "1y", "1 s", "1e3s", "9999999d"}) {
        INFO(text);
        CHECK(!parse_duration(text));
    }
}

TEST_CASE("state and cache folders are private and made when asked for", "[cli][settings]") {
    namespace fs = std::filesystem;
    Sources sources;
    const auto state = *sources.load()->state_folder();
    CHECK(state == sources.folder.path() + "/.local/state/pm");
    CHECK(fs::status(state).permissions() == fs::perms::owner_all);
    sources.variables["XDG_CACHE_HOME"] = sources.folder.path() + "/cache";
    sources.from.profile = "bold";
    CHECK(*sources.load()->cache_folder() == sources.folder.path() + "/cache/pm/bold");
    sources.variables.erase("HOME");
    CHECK(sources.load()->state_folder().error().code == Errc::bad_config);
}

TEST_CASE("config show --origin tells value and source and masks secrets", "[cli][settings]") {
    App app{"pm-test", "Tests things."};
    app.declare(table());
    FakeWorld world;
    world.variables = {{"PM_TOKEN", "hunter2"}, {"PM_EDGE", "0.5"}};
    const auto done = world.run(app, {"config", "show", "--origin", "-o", "table"});
    CHECK(done.status == 0);
    CHECK(done.out.find("hunter2") == std::string::npos);
    CHECK(done.out ==
          "setting           value                 origin\n"
          "venue             https://real.example  default\n"
          "edge              0.5                   PM_EDGE\n"
          "limits.per_order  50                    default\n"
          "refresh           30s                   default\n"
          "pass              true                  default\n"
          "cities                                  default\n"
          "clock             system                default\n"
          "token             ********              PM_TOKEN\n");
    const auto lines = world.run(app, {"config", "show", "--edge", "0.6"});
    CHECK(lines.out.find(R"({"setting":"edge","value":"0.6"})") != std::string::npos);
}

TEST_CASE("a key that another tool reads is let pass, and suggested", "[cli][settings]") {
    Sources sources;
    const auto path = sources.folder.file("a.toml", "wallet = \"x\"\n");
    sources.from.files = {path};
    CHECK_FALSE(sources.load());
    sources.from.elsewhere = {"wallet"};
    CHECK(sources.load());
    sources.folder.file("a.toml", "walet = \"x\"\n");
    CHECK(sources.complaint() == path + ":1: unknown key walet (did you mean wallet?)");
}

TEST_CASE("an unknown key in a file stops an app with status 11", "[cli][settings]") {
    const Folder folder;
    const auto path = folder.file("bad.toml", "venu = 1\n");
    App app{"pm-test", "Tests things."};
    app.declare(table());
    const auto done = FakeWorld{}.run(app, {"config", "show", "--config", path});
    CHECK(done.status == 11);
    CHECK(done.err == "pm-test: " + path + ":1: unknown key venu (did you mean venue?)\n");
    CHECK(done.out.empty());
}
