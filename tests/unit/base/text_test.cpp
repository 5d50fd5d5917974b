#include "base/text.hpp"

#include <rapidcheck.h>

#include "base/json.hpp"
#include "support/catch.hpp"

using namespace pm;

TEST_CASE("hostile text loses what could harm a terminal", "[base][text]") {
    const std::pair<std::string, std::string> cases[] = {
        {"plain", "plain"},
        {"94-95\xC2\xB0"
         "F",
         "94-95\xC2\xB0"
         "F"},  // degree sign stays
        {"S\xC3\xA3o \xE4\xB8\x8A\xE6\xB5\xB7 \xF0\x9F\x98\x80",
         "S\xC3\xA3o \xE4\xB8\x8A\xE6\xB5\xB7 \xF0\x9F\x98\x80"},  // letters and emoji stay
        {"\x1b[31mred\x1b[0m", "[31mred[0m"},                      // escape
        {"\x1b]0;title\x07", "]0;title"},                          // window title
        {"a\xC2\x9B"
         "31mb",
         "a31mb"},                    // C1 CSI
        {"a\nb\r\nc\td", "a b c d"},  // fake lines and columns
        {"a\xE2\x80\xAE"
         "b\xE2\x80\xAC"
         "c",
         "abc"},  // bidi override
        {"a\xE2\x81\xA6"
         "b\xE2\x81\xA9"
         "c",
         "abc"},  // bidi isolate
        {"a\xE2\x80\x8B"
         "b\xEF\xBB\xBF"
         "c",
         "abc"},  // zero width, BOM
        {"a\xC2\xAD"
         "b\xE1\xA0\x8E"
         "c\xEF\xB8\x8F"
         "d",
         "abcd"},  // soft hyphen and such
        {"a\xF3\xA0\x81\x81"
         "b",
         "ab"},  // tag characters
        {std::string{"a\0b\x7f"
                     "c",
                     5},
         "abc"},                                               // NUL, DEL
        {"a\xFF\xC0\xAF\xED\xA0\x80\xF5\x80\x80\x80z", "az"},  // not UTF-8
        {"cut \xE2\x82", "cut "},                              // ends inside a character
        {"", ""},
    };
    for (const auto& [hostile, safe] : cases) CHECK(sanitised(hostile) == safe);
}

TEST_CASE("any bytes become one line of valid UTF-8 without controls", "[base][text]") {
    CHECK(rc::check("sanitised", [](const std::string& bytes) {
        const auto safe = sanitised(bytes);
        for (const char c : safe) RC_ASSERT(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
        RC_ASSERT(sanitised(safe) == safe);
        // Another reader's opinion on UTF-8: our JSON parser refuses anything else.
        RC_ASSERT(Json::parse(Json{safe}.text()).has_value());
    }));
}

TEST_CASE("the nearest word is offered only when it is near", "[base][text]") {
    const std::vector<std::string> known{"edge", "max-order", "profile", "venue"};
    CHECK(nearest("edeg", known) == "edge");
    CHECK(nearest("max-ordr", known) == "max-order");
    CHECK(nearest("profil", known) == "profile");
    CHECK(nearest("venue", known) == "venue");
    CHECK(nearest("something-else", known).empty());
    CHECK(nearest("x", {}).empty());
}

TEST_CASE("splitting keeps empty parts", "[base][text]") {
    CHECK(split("a,b", ',') == std::vector<std::string_view>{"a", "b"});
    CHECK(split(",a,,", ',') == std::vector<std::string_view>{"", "a", "", ""});
    CHECK(split("", ',') == std::vector<std::string_view>{""});
}

TEST_CASE("trimming and lower case touch only what they should", "[base][text]") {
    CHECK(trimmed(" \t a b\r\n") == "a b");
    CHECK(trimmed(" \n ").empty());
    CHECK(trimmed("").empty());
    CHECK(lower_case("NYC-\xC3\x89[Z") == "nyc-\xC3\x89[z");
}
