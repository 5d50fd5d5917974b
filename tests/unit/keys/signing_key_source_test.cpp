#include "keys/signing_key_source.hpp"

#include <cstdlib>
#include <unistd.h>

#include <sys/stat.h>

#include "base/system_clock.hpp"
#include "crypto/keystore.hpp"
#include "folder.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::keys;
using pm::test::Folder;
using pm::test::secret;

namespace {

/// Keys 1 to 5, so that the address tells which source was used.
std::string digits(int n) {
    return std::string(63, '0') + std::to_string(n);
}

std::string address(int n) {
    return crypto::SigningKey::from_text(secret(digits(n)))->address().text();
}

/// A world with every source in it, each with a key of its own; a test takes some away.
struct Everything {
    Everything() {
        SeededRandom random{1};
        const auto key = crypto::SigningKey::from_text(secret(digits(1)));
        const crypto::SealCost cheap{.n = 2, .r = 1, .p = 1};
        const auto sealed =
            crypto::seal_keystore(key->secret(), secret("open sesame"), random, cheap);
        options.keystore = folder.file("keystore.json", *sealed);
        const auto program = folder.file(
            "program",
            "#!/bin/sh\necho '{\"version\":1,\"private_key\":\"0x" + digits(2) + "\"}'\n", 0700);
        options.process =
            folder.file("process.json", R"({"version":1,"command":[")" + program + R"("]})");
        folder.file("pm-key", digits(3) + "\n", 0400);
        folder.file("pm-passphrase", "open sesame\n", 0400);
        options.file = folder.file("key", "0x" + digits(4) + "\n");
        ::setenv("PM_PRIVATE_KEY", digits(5).c_str(), 1);
        world.variable = [this](std::string_view name) -> std::optional<std::string> {
            if (name == "CREDENTIALS_DIRECTORY" && has_credentials) return folder.path();
            return std::nullopt;
        };
        world.log = [this](LogLevel level, std::string_view text) {
            logged += std::string{name_of(level)} + ": " + std::string{text} + "\n";
        };
        world.terminal = "/nonexistent";
    }
    ~Everything() { ::unsetenv("PM_PRIVATE_KEY"); }

    Folder folder;
    KeyOptions options;
    bool has_credentials = true;
    std::string logged;
    SystemClock clock;
    KeyWorld world{clock, {}, {}};
};

}  // namespace

TEST_CASE("the first source that is there is used", "[keys][source]") {
    Everything all;
    KeySource want = KeySource::keystore;
    int number = 1;
    const auto take_away_keystore = [&] {
        all.options.keystore.clear();
        want = KeySource::process;
        number = 2;
    };
    const auto take_away_process = [&] {
        take_away_keystore();
        all.options.process.clear();
        want = KeySource::credential;
        number = 3;
    };
    const auto take_away_credential = [&] {
        take_away_process();
        all.has_credentials = false;
        want = KeySource::file;
        number = 4;
    };
    SECTION("all of them") {}
    SECTION("without keystore") {
        take_away_keystore();
    }
    SECTION("without credential process") {
        take_away_process();
    }
    SECTION("without systemd") {
        take_away_credential();
    }
    SECTION("with systemd, but no credential of that name") {
        take_away_credential();
        all.has_credentials = true;
        std::filesystem::remove(all.folder.path("pm-key"));
    }
    SECTION("the environment alone") {
        take_away_credential();
        all.options.file.clear();
        want = KeySource::environment;
        number = 5;
    }
    const auto loaded = load_signing_key(all.options, all.world);
    REQUIRE(loaded);
    CHECK(loaded->source == want);
    CHECK(loaded->key.address().text() == address(number));
    CHECK(loaded->origin.starts_with(name_of(want)));
    CHECK(loaded->origin.find(digits(number).substr(40)) == std::string::npos);
    // Whatever won, the variable is gone and was warned about, without its value.
    CHECK(std::getenv("PM_PRIVATE_KEY") == nullptr);
    CHECK(all.logged.starts_with("warning: "));
    CHECK(all.logged.find(digits(5).substr(40)) == std::string::npos);
}

TEST_CASE("a source that is no good is not passed over", "[keys][source]") {
    Everything all;
    SECTION("keystore missing") {
        all.options.keystore = all.folder.path("none");
    }
    SECTION("keystore open to others") {
        ::chmod(all.options.keystore.c_str(), 0644);
    }
    SECTION("keystore that is none") {
        all.options.keystore = all.folder.file("odd", "{}");
    }
    SECTION("wrong passphrase") {
        std::filesystem::remove(all.folder.path("pm-passphrase"));
        all.folder.file("pm-passphrase", "open barley", 0400);
    }
    SECTION("no passphrase anywhere") {
        std::filesystem::remove(all.folder.path("pm-passphrase"));
    }
    SECTION("passphrase open to others") {
        ::chmod(all.folder.path("pm-passphrase").c_str(), 0444);
    }
    SECTION("credential process fails") {
        all.options.keystore.clear();
        all.folder.file("program", "#!/bin/sh\nexit 1\n", 0700);
    }
    SECTION("systemd credential open to others") {
        all.options.keystore.clear();
        all.options.process.clear();
        ::chmod(all.folder.path("pm-key").c_str(), 0644);
    }
    SECTION("systemd credential that is no key") {
        all.options.keystore.clear();
        all.options.process.clear();
        std::filesystem::remove(all.folder.path("pm-key"));
        all.folder.file("pm-key", "secret canary");
    }
    SECTION("file missing") {
        all.options = {};
        all.has_credentials = false;
        all.options.file = all.folder.path("none");
    }
    SECTION("variable that is no key") {
        all.options = {};
        all.has_credentials = false;
        ::setenv("PM_PRIVATE_KEY", "secret canary", 1);
    }
    SECTION("nothing at all") {
        all.options = {};
        all.has_credentials = false;
        ::unsetenv("PM_PRIVATE_KEY");
    }
    const auto loaded = load_signing_key(all.options, all.world);
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == Errc::credentials);
    CHECK(loaded.error().message.find("canary") == std::string::npos);
    CHECK(loaded.error().message.find("barley") == std::string::npos);
    CHECK(std::getenv("PM_PRIVATE_KEY") == nullptr);
}

TEST_CASE("a passphrase from a descriptor comes before systemd's", "[keys][source]") {
    Everything all;
    std::filesystem::remove(all.folder.path("pm-passphrase"));
    all.folder.file("pm-passphrase", "open barley", 0400);
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    REQUIRE(::write(ends[1], "open sesame\n", 12) == 12);
    ::close(ends[1]);
    all.options.passphrase_fd = ends[0];
    const auto loaded = load_signing_key(all.options, all.world);
    REQUIRE(loaded);
    CHECK(loaded->key.address().text() == address(1));
}
