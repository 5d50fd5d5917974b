#include "keys/flat_json.hpp"

#include "support/catch.hpp"

using namespace pm;
using keys::FlatJson;

TEST_CASE("texts and whole numbers are found by name, in place", "[keys][json]") {
    const std::string text =
        " { \"version\" : 1 ,\n\"private_key\":\"0xab\", \"n\":-7,\"e\":\"\" } ";
    const auto json = FlatJson::read(text);
    REQUIRE(json);
    CHECK(json->integer("version") == 1);
    CHECK(json->integer("n") == -7);
    REQUIRE(json->string("private_key") == "0xab");
    CHECK(json->string("e") == "");
    const auto* at = json->string("private_key")->data();
    CHECK((at > text.data() && at < text.data() + text.size()));
    CHECK_FALSE(json->string("version"));
    CHECK_FALSE(json->integer("private_key"));
    CHECK_FALSE(json->string("private"));
    CHECK(FlatJson::read("{}"));
}

TEST_CASE("anything else is refused, and not repeated", "[keys][json]") {
    for (const std::string text : {"",
                                   "{",
                                   "}",
                                   "[]",
                                   "{\"a\"}",
                                   "{\"a\":}",
                                   "{\"a\":1,}",
                                   "{,\"a\":1}",
                                   "{\"a\":1}x",
                                   "{\"a\":\"canary\\n\"}",
                                   "{\"a\":\"canary",
                                   "{\"a\":\"can\nary\"}",
                                   "{\"a\":1 \"b\":2}",
                                   "{\"a\":{}}",
                                   "{\"a\":[1]}",
                                   "{\"a\":true}",
                                   "{\"a\":null}",
                                   "{\"a\":\"1\",\"a\":\"2\"}",
                                   "{a:1}",
                                   "{\"a\":1}{}"}) {
        CAPTURE(text);
        const auto json = FlatJson::read(text);
        REQUIRE_FALSE(json);
        CHECK(json.error().code == Errc::malformed);
        CHECK(json.error().message.find("canary") == std::string::npos);
    }
    // Numbers that are none are found out when they are asked for.
    CHECK_FALSE(FlatJson::read("{\"a\":1-2}")->integer("a"));
    CHECK_FALSE(FlatJson::read("{\"a\":99999999999999999999}")->integer("a"));
    std::string many = "{";
    for (int i = 0; i < 17; ++i) many += (i > 0 ? ",\"" : "\"") + std::to_string(i) + "\":1";
    CHECK_FALSE(FlatJson::read(many + "}"));
}
