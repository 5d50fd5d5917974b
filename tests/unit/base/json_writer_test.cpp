#include "base/json_writer.hpp"

#include <rapidcheck.h>

#include "base/json.hpp"
#include "support/catch.hpp"

using namespace pm;

TEST_CASE("values of every kind come out with their commas", "[base][json]") {
    std::string out = "before ";
    JsonWriter w{out};
    w.begin_object();
    w.key("s").string("x").key("i").integer(-5).key("d").decimal(530'000, 6);
    w.key("r").real(0.25, 6).key("b").boolean(false).key("n").null();
    w.key("a").begin_array().integer(1).begin_array().end_array().begin_object().end_object();
    w.integer(2).end_array().key("last").boolean(true).end_object();
    CHECK(
        out ==
        R"(before {"s":"x","i":-5,"d":0.53,"r":0.25,"b":false,"n":null,"a":[1,[],{},2],"last":true})");
}

TEST_CASE("a real is rounded to its places and printed shortest", "[base][json]") {
    const auto text = [](double value, int places) {
        std::string out;
        JsonWriter{out}.real(value, places);
        return out;
    };
    CHECK(text(1.0 / 3.0, 6) == "0.333333");
    CHECK(text(2.0 / 3.0, 6) == "0.666667");
    CHECK(text(0.1 + 0.2, 6) == "0.3");
    CHECK(text(-0.0000001, 6) == "0");
    CHECK(text(1e-9, 6) == "0");
    CHECK(text(-12.5, 1) == "-12.5");
    CHECK(text(99.95, 1) == "100");
}

TEST_CASE("text is escaped so that it reads back", "[base][json]") {
    std::string out;
    JsonWriter{out}.string(std::string_view{"a\"\\\n\r\t\0\x1b\x7f\xC3\xA9", 11});
    CHECK(out == "\"a\\\"\\\\\\n\\r\\t\\u0000\\u001b\\u007f\xC3\xA9\"");
    CHECK(rc::check("round trip", [] {
        const auto text = *rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127));
        std::string json;
        JsonWriter{json}.string(text);
        RC_ASSERT(json.find('\n') == std::string::npos);
        const auto read = Json::parse(json);
        RC_ASSERT(read.has_value());
        RC_ASSERT(read->string() == std::string_view{text});
    }));
}
