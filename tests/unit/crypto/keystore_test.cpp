#include "crypto/keystore.hpp"

#include "base/hex.hpp"
#include "base/json.hpp"
#include "crypto/signing_key.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::crypto;

namespace {

// Source: Web3 Secret Storage Definition, test vectors; both hold the same key.
const std::string secret = "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";
const std::string address = "0x008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b";
const std::string pbkdf2_file =
    R"({"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"6087dab2f9fdbbfaddc31a909735c1e6"},)"
    R"("ciphertext":"5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",)"
    R"("kdf":"pbkdf2","kdfparams":{"c":262144,"dklen":32,"prf":"hmac-sha256",)"
    R"("salt":"ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},)"
    R"("mac":"517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"},)"
    R"("id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3})";
const std::string scrypt_file =
    R"({"crypto":{"cipher":"aes-128-ctr","cipherparams":{"iv":"83dbcc02d8ccb40e466191a123791e0e"},)"
    R"("ciphertext":"d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",)"
    R"("kdf":"scrypt","kdfparams":{"dklen":32,"n":262144,"r":1,"p":8,)"
    R"("salt":"ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"},)"
    R"("mac":"2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"},)"
    R"("id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3})";

SecretBytes words(std::string_view text) {
    return std::move(*SecretBytes::copy_of(text));
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

/// A file that costs nothing to open, for the tests that open many.
constexpr SealCost cheap{.n = 2, .r = 1, .p = 1};

std::string cheap_file(std::string_view passphrase, std::uint64_t seed = 1) {
    SeededRandom random{seed};
    const auto key = SigningKey::fresh(random);
    auto file = seal_keystore(key->secret(), words(passphrase), random, cheap);
    REQUIRE(file);
    return *file;
}

}  // namespace

TEST_CASE("the published keystores open with their passphrase", "[crypto][keystore]") {
    for (const auto& file : {pbkdf2_file, scrypt_file}) {
        const auto opened = open_keystore(file, words("testpassword"));
        CAPTURE(file, opened ? "" : opened.error().message);
        REQUIRE(opened);
        CHECK(hex_text(opened->key.bytes()) == secret);
        CHECK(opened->address.text() == address);
    }
}

TEST_CASE("a wrong passphrase is a matter of credentials", "[crypto][keystore]") {
    const auto file = cheap_file("right");
    for (const std::string_view guess : {"", "Right", "right ", "righ"}) {
        const auto opened = open_keystore(file, words(guess));
        REQUIRE_FALSE(opened);
        CHECK(opened.error().code == Errc::credentials);
    }
    CHECK(open_keystore(file, words("right")));
    CHECK_FALSE(open_keystore(pbkdf2_file, words("testpasswore")));
}

TEST_CASE("a file whose address is another's is refused", "[crypto][keystore]") {
    const auto right =
        replaced(pbkdf2_file, R"({"crypto")",
                 R"({"address":"008aeeda4d805471df9b2a5b0f38a0c3bcba786b","crypto")");
    CHECK(open_keystore(right, words("testpassword")));
    CHECK(keystore_address(right)->value().text() == address);
    const auto wrong = replaced(right, "008aeeda", "108aeeda");
    const auto opened = open_keystore(wrong, words("testpassword"));
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == Errc::credentials);
    CHECK_FALSE(keystore_address(pbkdf2_file)->has_value());
}

TEST_CASE("what was sealed opens again, with the default cost too", "[crypto][keystore]") {
    SystemRandom random;
    const auto key = SigningKey::fresh(random);
    REQUIRE(key);
    const auto file = seal_keystore(key->secret(), words("päss wörd"), random);
    REQUIRE(file);
    const auto json = Json::parse(*file);
    REQUIRE(json);
    CHECK(json->find("crypto")->find("kdfparams")->integer("n") == 262'144);
    CHECK(json->find("crypto")->find("kdfparams")->integer("r") == 8);
    CHECK(json->find("crypto")->find("kdfparams")->integer("p") == 1);
    CHECK(json->string("id")->size() == 36);
    CHECK(file->find(hex_text(key->secret().bytes())) == std::string::npos);
    const auto opened = open_keystore(*file, words("päss wörd"));
    REQUIRE(opened);
    CHECK(opened->key == key->secret());
    CHECK(opened->address == key->address());
}

TEST_CASE("two seals of one key have nothing in common", "[crypto][keystore]") {
    SystemRandom random;
    const auto key = SigningKey::fresh(random);
    const auto member = [](const std::string& file, std::string_view name) {
        return std::string{*Json::parse(file)->find("crypto")->string(name)};
    };
    const auto a = seal_keystore(key->secret(), words("p"), random, cheap);
    const auto b = seal_keystore(key->secret(), words("p"), random, cheap);
    CHECK(member(*a, "ciphertext") != member(*b, "ciphertext"));
    CHECK(member(*a, "mac") != member(*b, "mac"));
}

TEST_CASE("a changed digit anywhere that counts is noticed", "[crypto][keystore]") {
    const auto file = cheap_file("p");
    REQUIRE(open_keystore(file, words("p")));
    for (const std::string_view name : {"ciphertext", "mac", "salt", "address"}) {
        auto changed = file;
        auto& digit = changed[file.find(name) + name.size() + 3];
        digit = digit == '0' ? '1' : '0';
        CAPTURE(name);
        const auto opened = open_keystore(changed, words("p"));
        REQUIRE_FALSE(opened);
        CHECK(opened.error().code == Errc::credentials);
    }
    // The start vector is not under the MAC: only the address gives a change away.
    auto changed = file;
    auto& digit = changed[file.find("\"iv\"") + 6];
    digit = digit == '0' ? '1' : '0';
    CHECK_FALSE(open_keystore(changed, words("p")));
}

TEST_CASE("files that are no keystore, or cost too much, are malformed", "[crypto][keystore]") {
    const std::pair<std::string_view, std::string_view> changes[] = {
        {R"("version":3)", R"("version":1)"},
        {R"("aes-128-ctr")", R"("aes-128-cbc")"},
        {R"("scrypt")", R"("argon2")"},
        {R"("n":262144)", R"("n":262145)"},
        {R"("n":262144)", R"("n":0)"},
        {R"("n":262144)", R"("n":-2)"},
        {R"("n":262144)", R"("n":1073741824)"},
        {R"("r":1)", R"("r":65)"},
        {R"("r":1)", R"("r":0)"},
        {R"("p":8)", R"("p":0)"},
        {R"("p":8)", R"("p":4294967297)"},
        {R"("dklen":32)", R"("dklen":64)"},
        {R"("salt":"ab)", R"("salt":"xb)"},
        {R"("salt":"ab)", R"("salt":"b)"},
        {R"("iv":"83)", R"("iv":")"},
        {R"("mac":"21)", R"("mac":"2)"},
        {R"("ciphertext":"d1)", R"("ciphertext":"d1d1)"},
        {R"("crypto")", R"("cryptic")"},
        {R"("kdfparams")", R"("params")"},
        {R"("cipherparams")", R"("params")"}};
    for (const auto& [from, to] : changes) {
        CAPTURE(to);
        const auto opened = open_keystore(replaced(scrypt_file, from, to), words("testpassword"));
        REQUIRE_FALSE(opened);
        CHECK(opened.error().code == Errc::malformed);
    }
    CHECK_FALSE(open_keystore("", words("p")));
    CHECK_FALSE(open_keystore("[]", words("p")));
    CHECK_FALSE(open_keystore(replaced(pbkdf2_file, "262144", "10000001"), words("p")));
    CHECK_FALSE(open_keystore(replaced(pbkdf2_file, "hmac-sha256", "hmac-sha1"), words("p")));
}
