#include "keys/api_credentials.hpp"

#include <sys/stat.h>

#include "folder.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::keys;
using pm::test::Folder;
using pm::test::secret;

namespace {

const auto owner = *crypto::Address::parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
const auto stranger = *crypto::Address::parse("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");

ApiCredentials credentials() {
    return {.address = owner,
            .key = "7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2",
            .secret = secret("glaNOvQgpoYsZCoQlmGluK7EqK6qf4F8SArWCSwe26Y="),
            .passphrase = secret("c0ffee")};
}

}  // namespace

TEST_CASE("API credentials come back as they were stored", "[keys][api]") {
    const Folder folder;
    const auto path = folder.path("state/api.json");
    REQUIRE(store_api_credentials(path, credentials()));
    struct stat state {};
    REQUIRE(::stat(path.c_str(), &state) == 0);
    CHECK((state.st_mode & 0777) == 0600);
    const auto loaded = load_api_credentials(path, owner);
    REQUIRE(loaded);
    CHECK(loaded->key == credentials().key);
    CHECK(loaded->secret == credentials().secret);
    CHECK(loaded->passphrase == credentials().passphrase);
    CHECK(loaded->address == owner);
    REQUIRE(store_api_credentials(path, credentials()));
}

TEST_CASE("API credentials of another key are refused", "[keys][api]") {
    const Folder folder;
    const auto path = folder.path("api.json");
    REQUIRE(store_api_credentials(path, credentials()));
    const auto loaded = load_api_credentials(path, stranger);
    REQUIRE_FALSE(loaded);
    CHECK(loaded.error().code == Errc::credentials);
    CHECK(loaded.error().message.find("c0ffee") == std::string::npos);
}

TEST_CASE("a file that is not one of ours is no credentials", "[keys][api]") {
    const Folder folder;
    const auto missing = load_api_credentials(folder.path("none"), owner);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == Errc::not_found);
    const auto whose = R"("address":"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")";
    for (const std::string& text :
         {std::string{}, std::string{"{}"}, R"({"version":2,)" + std::string{whose} + "}",
          R"({"version":1,)" + std::string{whose} + R"(,"key":"k","secret":"s"})",
          std::string{R"({"version":1,"address":"me","key":"k","secret":"s","passphrase":"p"})"}}) {
        CAPTURE(text);
        const auto loaded = load_api_credentials(folder.file("api.json", text), owner);
        REQUIRE_FALSE(loaded);
        CHECK(loaded.error().code == Errc::credentials);
    }
    const auto open = folder.file("open.json", "{}", 0644);
    CHECK(load_api_credentials(open, owner).error().message.find("others") != std::string::npos);
}

TEST_CASE("a text that JSON would have to escape is not stored", "[keys][api]") {
    const Folder folder;
    auto odd = credentials();
    SECTION("quote") {
        odd.secret = secret("a\"b");
    }
    SECTION("backslash") {
        odd.passphrase = secret("a\\b");
    }
    SECTION("control character") {
        odd.key = "a\nb";
    }
    SECTION("empty") {
        odd.secret = secret("");
    }
    const auto stored = store_api_credentials(folder.path("api.json"), odd);
    REQUIRE_FALSE(stored);
    CHECK(stored.error().code == Errc::bad_input);
}
