#include "cli/table.hpp"

#include "support/catch.hpp"

using namespace pm::cli;

TEST_CASE("width counts what a terminal shows", "[cli][table]") {
    CHECK(display_width("94-95°F") == 7);
    CHECK(display_width("São Paulo") == 9);
    CHECK(display_width("e\u0301") == 1);  // a combining accent
    CHECK(display_width("東京") == 4);
    CHECK(display_width("😀") == 2);
    CHECK(display_width("") == 0);
}

TEST_CASE("text is cut between characters and says so", "[cli][table]") {
    CHECK(shortened("abcdef", 6) == "abcdef");
    CHECK(shortened("abcdef", 5) == "abcd…");
    CHECK(shortened("°°°°", 3) == "°°…");
    CHECK(shortened("東京都", 4) == "東…");
    CHECK(shortened("abc", 0).empty());
}

TEST_CASE("long ids keep both ends, other text stays", "[cli][table]") {
    CHECK(short_id("0x" + std::string(62, 'a') + "bc") == "0xaaaaaa…aabc");
    CHECK(short_id(std::string(77, '7')) == "77777777…7777");
    CHECK(short_id("0x1234") == "0x1234");
    CHECK(short_id(std::string(77, 'z')) == std::string(77, 'z'));
}

TEST_CASE("columns line up, numbers on the right", "[cli][table]") {
    std::string out;
    std::vector<TableColumn> layout{{"name"}, {"n", true}};
    append_table(out, layout, {{"a°", "1"}, {"long name", "1000"}, {"x"}}, {});
    CHECK(out ==
          "name          n\n"
          "a°            1\n"
          "long name  1000\n"
          "x\n");
}

TEST_CASE("a table never exceeds the terminal", "[cli][table]") {
    std::string out;
    std::vector<TableColumn> layout{{"a"}, {"b"}, {"c"}};
    append_table(out, layout, {{std::string(50, 'a'), "bb", std::string(70, 'c')}},
                 {.columns = 40});
    std::size_t start = 0;
    for (auto end = out.find('\n'); end != std::string::npos; end = out.find('\n', start)) {
        CHECK(display_width(std::string_view{out}.substr(start, end - start)) <= 40);
        start = end + 1;
    }
    CHECK(out.find("bb") != std::string::npos);
    CHECK(out.find("…") != std::string::npos);
}
