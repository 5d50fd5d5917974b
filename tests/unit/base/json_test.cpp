#include "base/json.hpp"

#include <rapidcheck.h>

#include "support/catch.hpp"

using namespace pm;

namespace {

Json read(std::string_view text) {
    auto json = Json::parse(text);
    if (!json) FAIL(json.error().message);
    return std::move(*json);
}

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

}  // namespace

TEST_CASE("numbers keep the digits they were written with", "[base][json]") {
    for (const char* digits :
         {"0", "0.001", "0.10", "40058.787585000005", "1e3", "-1.5E-7", "18446744073709551616",
          "115792089237316195423570985008687907853269984665640564039457584007913129639935",
          "123456789012345678", "1.000000000000000000000000001"}) {
        CAPTURE(digits);
        const auto json = read(digits);
        REQUIRE(json.is_number());
        CHECK(*json.digits() == digits);
        CHECK(json.text() == digits);
    }
}

TEST_CASE("members are found by name and type", "[base][json]") {
    const auto json = read(R"({"s":"x","n":5,"f":0.25,"b":true,"z":null,"a":[1,2],"o":{"k":"v"}})");
    CHECK(json.string("s") == "x");
    CHECK(json.integer("n") == 5);
    CHECK(json.real("f") == 0.25);
    CHECK(json.boolean("b") == true);
    CHECK(json.find("z")->is_null());
    CHECK(json.find("a")->items().size() == 2);
    CHECK(json.find("o")->string("k") == "v");
    CHECK(json.find("absent") == nullptr);
    CHECK_FALSE(json.string("n"));
    CHECK_FALSE(json.integer("s"));
    CHECK_FALSE(json.integer("f"));
    CHECK_FALSE(json.boolean("n"));
    CHECK_FALSE(json.string("z"));
    CHECK_FALSE(json.string("absent"));
    CHECK(json.digits("s") == "x");  // the venue sends prices as text, too
    CHECK(json.digits("n") == "5");
    CHECK(json.items().empty());
    CHECK(read("[1]").members().empty());
}

TEST_CASE("an integer is given only when it fits", "[base][json]") {
    CHECK(read("9223372036854775807").integer() == 9'223'372'036'854'775'807);
    CHECK_FALSE(read("9223372036854775808").integer());
    CHECK(read("-9223372036854775808").integer() == -9'223'372'036'854'775'807 - 1);
    CHECK_FALSE(read("1.5").integer());
}

TEST_CASE("what is not JSON is refused with its place", "[base][json]") {
    for (const char* text : {"",
                             " ",
                             "{",
                             "[",
                             "{\"a\":1",
                             "{\"a\":1,}",
                             "[1,]",
                             "{} x",
                             "1 2",
                             "nul",
                             "NaN",
                             "Infinity",
                             "'a'",
                             "{a:1}",
                             "[01]",
                             "[+1]",
                             "[.5]",
                             "[1.]",
                             "\"\\x\"",
                             "\"a",
                             "\"\x01\"",
                             "\"\xff\"",
                             "\"\xed\xa0\x80\"",
                             "{\"a\" 1}",
                             "<html></html>",
                             "[1e999]",
                             "/*c*/1",
                             "\"\\ud800\""}) {
        CAPTURE(text);
        const auto json = Json::parse(text);
        REQUIRE_FALSE(json);
        CHECK(json.error().code == Errc::malformed);
        CHECK_FALSE(json.error().message.empty());
    }
    CHECK_FALSE(Json::parse(std::string_view{"1\0", 2}));
}

TEST_CASE("a key given twice is an error, at any depth", "[base][json]") {
    CHECK(Json::parse(R"({"a":1,"a":1})").error().message.find("'a'") != std::string::npos);
    CHECK_FALSE(Json::parse(R"([{"x":{"a":1,"b":2,"a":3}}])"));
    CHECK_FALSE(Json::parse("{\"a\":1,\"\\u0061\":2}"));
    CHECK(Json::parse(R"({"a":{"a":1},"b":{"a":1}})"));
}

TEST_CASE("an error about a key shows nothing harmful of it", "[base][json]") {
    const auto key = "\\u001b[2J\\n" + std::string(5'000, 'k');
    const auto json = Json::parse("{\"" + key + "\":1,\"" + key + "\":2}");
    REQUIRE_FALSE(json);
    CHECK(json.error().message.size() < 100);
    CHECK(json.error().message.find('\x1b') == std::string::npos);
}

TEST_CASE("depth is limited to 32 levels", "[base][json]") {
    CHECK(Json::parse(nested(32)));
    CHECK_FALSE(Json::parse(nested(33)));
    CHECK_FALSE(Json::parse(std::string(1'000'000, '[')));
    std::string objects;
    for (int i = 0; i < 33; ++i) objects += "{\"a\":";
    CHECK_FALSE(Json::parse(objects + "1" + std::string(33, '}')));
}

TEST_CASE("width is limited: a million values, 5,000 members", "[base][json]") {
    std::string values = "[0";
    for (int i = 1; i < 999'999; ++i) values += ",0";
    CHECK(Json::parse(values + "]"));  // with the array itself, a million
    CHECK_FALSE(Json::parse(values + ",0]"));
    std::string members = "{";
    for (int i = 0; i < 5'000; ++i) members += "\"k" + std::to_string(i) + "\":0,";
    CHECK(Json::parse(members.substr(0, members.size() - 1) + "}"));
    CHECK_FALSE(Json::parse(members + "\"one more\":0}"));
}

TEST_CASE("escapes become the characters they stand for", "[base][json]") {
    CHECK(read(R"("\u00e9\n\t\"\\\/\ud83d\ude00")").string() ==
          "\xC3\xA9\n\t\"\\/\xF0\x9F\x98\x80");
}

TEST_CASE("what is read prints as compact JSON that reads the same", "[base][json]") {
    const std::string text =
        R"({"z":[1,2.50,{"k":"\"\\\n"}],"a":null,"b":[],"c":{},"t":true,"f":false,"e":""})";
    const auto json = read(text);
    CHECK(json.text() == text);
    CHECK(read(json.text()).text() == text);
    CHECK(read(" { \"a\" : [ 1 , 2 ] } ").text() == R"({"a":[1,2]})");
}

TEST_CASE("any bytes are read or refused", "[base][json]") {
    CHECK(rc::check("no crash, and what is read prints and reads again", [] {
        const auto text = *rc::gen::container<std::string>(
            rc::gen::oneOf(rc::gen::elementOf(std::string{"{}[]\",:0123456789.eE-+truefalsn \\u"}),
                           rc::gen::arbitrary<char>()));
        const auto json = Json::parse(text);
        if (!json) return;
        const auto printed = json->text();
        const auto again = Json::parse(printed);
        RC_ASSERT(again.has_value());
        RC_ASSERT(again->text() == printed);
    }));
}
