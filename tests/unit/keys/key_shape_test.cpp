#include "keys/key_shape.hpp"

#include "support/catch.hpp"

using namespace pm::keys;

namespace {

const std::string digits = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const std::string seed = "test test test test test test test test test test test junk";

std::optional<std::size_t> among(const std::vector<std::string>& arguments) {
    const std::vector<std::string_view> views{arguments.begin(), arguments.end()};
    return key_among(views);
}

}  // namespace

TEST_CASE("keys and seed phrases are known by their shape", "[keys][arguments]") {
    CHECK(looks_like_a_key(digits));
    CHECK(looks_like_a_key("0x" + digits));
    CHECK(looks_like_a_key(" 0X" + digits + "\n"));
    CHECK(looks_like_a_key(seed));
    CHECK_FALSE(looks_like_a_key(digits.substr(1)));
    CHECK_FALSE(looks_like_a_key(digits + "0"));
    CHECK_FALSE(looks_like_a_key("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"));
    CHECK_FALSE(looks_like_a_key("a sentence with a few words"));
    CHECK_FALSE(looks_like_a_key(""));
    // A token id: decimal digits, but never exactly 64 hex ones in practice; 77 here.
    CHECK_FALSE(looks_like_a_key(
        "71321045679252212594626385532706912750332728571942532289631379312455583992563"));
}

TEST_CASE("a key among the arguments is found wherever it stands", "[keys][arguments]") {
    CHECK(among({"wallet", "import", "0x" + digits}) == 2U);
    CHECK(among({"wallet", "import", digits}) == 2U);
    CHECK(among({"keys", "create", "0x" + digits}) == 2U);
    CHECK(among({"buy", "--private-key", "0x" + digits}) == 2U);
    CHECK(among({"buy", "--private-key=0x" + digits}) == 1U);
    CHECK(among({"--secret", digits}) == 1U);
    CHECK(among({"--pk", "0x" + digits, "orders"}) == 1U);
    CHECK(among({"cancel", digits}) == 1U);
    CHECK(among({"--note=" + digits}) == 0U);
    CHECK(among({"wallet", "import", seed}) == 2U);
    std::vector<std::string> words(12, "word");
    words.insert(words.begin(), "import");
    CHECK(among(words).has_value());
}

TEST_CASE("ids in their places are no keys", "[keys][arguments]") {
    const auto id = "0x" + digits;
    CHECK_FALSE(among({"cancel", id}));
    CHECK_FALSE(among({"why", id}));
    CHECK_FALSE(among({"orders", "--market", id}));
    CHECK_FALSE(among({"cancel", "--market=" + id}));
    CHECK_FALSE(among({"wallet", "show"}));
    CHECK_FALSE(among({"buy", "--keystore", "/home/a/key.json"}));
    CHECK_FALSE(among({}));
    CHECK_FALSE(among({"--key-file"}));
}
