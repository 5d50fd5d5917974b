#include "cli/chart.hpp"

#include "support/catch.hpp"

using namespace pm::cli;

TEST_CASE("bars are scaled to the largest figure and keep their figures", "[cli][chart]") {
    const std::vector<Bar> bars{{.label = "≤83°F", .value = 0.25},
                                {.label = "84-85°F", .value = 0.5, .mark = "observed"},
                                {.label = "86°F", .value = 0, .mark = "dead", .dim = true}};
    const auto text = chart_text(bars, {.columns = 57});
    // 57 columns: label 7, gap 2, figures 20, mark 8: the bar has 20.
    CHECK(text == std::string(29, ' ') + "  model\n" +
                      "  ≤83°F  ██████████            25.0%\n"
                      "84-85°F  ████████████████████  50.0%  observed\n"
                      "   86°F                         0.0%  dead\n");
}

TEST_CASE("the market is a tick on the same scale", "[cli][chart]") {
    const std::vector<Bar> bars{{.label = "a", .value = 0.25, .second = 0.5},
                                {.label = "b", .value = 0.125}};
    const auto text = chart_text(bars, {.columns = 44});
    CHECK(text.find("│  25.0%   50.0%\n") != std::string::npos);
    CHECK(text.find("12.5%       –\n") != std::string::npos);
    CHECK(text.find("model  market (│)") != std::string::npos);
}

TEST_CASE("colour is added, never the only sign", "[cli][chart]") {
    const std::vector<Bar> bars{{.label = "x", .value = 0.5, .mark = "dead", .dim = true}};
    const auto plain = chart_text(bars, {.color = false});
    const auto colored = chart_text(bars, {.color = true});
    CHECK(plain.find('\x1b') == std::string::npos);
    CHECK(colored.find("\x1b[2m") != std::string::npos);
    CHECK(colored.find("dead") != std::string::npos);
}

TEST_CASE("a chart of nothing and figures out of range do no harm", "[cli][chart]") {
    CHECK(!chart_text({}, {}).empty());
    CHECK(chart_text({{.label = "x", .value = 0}}, {.columns = 1}).find("0.0%") !=
          std::string::npos);
}
