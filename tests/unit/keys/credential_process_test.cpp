#include "keys/credential_process.hpp"

#include <sys/stat.h>

#include "folder.hpp"
#include "support/catch.hpp"
#include "support/real_clock.hpp"

using namespace pm;
using namespace pm::keys;
using pm::test::Folder;
using pm::test::real_clock;

namespace {

const std::string canary = "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

/// Writes the program and the file that names it. @return the file's path.
std::string process(const Folder& folder, const std::string& script) {
    const auto program = folder.file("program", "#!/bin/sh\n" + script, 0700);
    return folder.file("process.json", R"({"version":1,"command":[")" + program + R"(","show"]})");
}

}  // namespace

TEST_CASE("the key that a program prints is taken", "[keys][process]") {
    const Folder folder;
    const auto path = process(
        folder, R"([ "$1" = show ] && echo '{"version":1,"private_key":"0x)" + canary + "\"}'");
    const auto key = key_from_process(path, real_clock);
    REQUIRE(key);
    CHECK(key->address().text() == "0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
}

TEST_CASE("a program that prints something else gives no key", "[keys][process]") {
    const Folder folder;
    for (const std::string& printed :
         {std::string{}, "0x" + canary, R"({"private_key":"0x)" + canary + R"("})",
          R"({"version":2,"private_key":"0x)" + canary + R"("})",
          R"({"version":1,"private_key":")" + canary.substr(1) + R"("})",
          R"({"version":"1","private_key":")" + canary + R"("})"}) {
        const auto path = process(folder, "cat <<'X'\n" + printed + "\nX");
        const auto key = key_from_process(path, real_clock);
        CAPTURE(printed);
        REQUIRE_FALSE(key);
        CHECK(key.error().code == Errc::credentials);
        CHECK(key.error().message.find(canary.substr(1, 20)) == std::string::npos);
        CHECK(key.error().hint.find(canary.substr(1, 20)) == std::string::npos);
    }
}

TEST_CASE("a file or a program that others may change is not followed", "[keys][process]") {
    const Folder folder;
    const auto path = process(folder, "echo x");
    ::chmod(path.c_str(), 0644);
    CHECK(key_from_process(path, real_clock).error().message.find("others") != std::string::npos);
    ::chmod(path.c_str(), 0600);
    ::chmod(folder.path("program").c_str(), 0702);
    CHECK(key_from_process(path, real_clock).error().message.find("everybody") !=
          std::string::npos);
    CHECK(key_from_process(folder.path("none"), real_clock).error().code == Errc::credentials);
}

TEST_CASE("the file says what is run, and nothing in it is replaced", "[keys][process]") {
    const auto command =
        read_process(R"({"version":1,"command":["/bin/x","$HOME","~"],"environment":{"A":"$B"}})");
    REQUIRE(command);
    CHECK(command->arguments == std::vector<std::string>{"/bin/x", "$HOME", "~"});
    CHECK(command->environment ==
          std::vector<std::string>{"PATH=/usr/local/bin:/usr/bin:/bin", "A=$B"});
    const auto own_path =
        read_process(R"({"version":1,"command":["/bin/x"],"environment":{"PATH":"/p"}})");
    CHECK(own_path->environment == std::vector<std::string>{"PATH=/p"});
    for (const std::string_view text :
         {"", "[]", "{}", R"({"version":1})", R"({"version":2,"command":["/x"]})",
          R"({"version":1,"command":[]})", R"({"version":1,"command":["x"]})",
          R"({"version":1,"command":["./x"]})", R"({"version":1,"command":"/x"})",
          R"({"version":1,"command":["/x",1]})", R"({"version":1,"command":["/x\u0000y"]})",
          R"({"version":1,"command":["/x"],"environment":[]})",
          R"({"version":1,"command":["/x"],"environment":{"A=B":"c"}})",
          R"({"version":1,"command":["/x"],"environment":{"":"c"}})",
          R"({"version":1,"command":["/x"],"environment":{"A":1}})",
          R"({"version":1,"command":["/x"],"shell":true})"}) {
        CAPTURE(text);
        const auto read = read_process(text);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Errc::credentials);
    }
}
