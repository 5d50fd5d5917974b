#include "risk/refusal.hpp"

#include <fstream>
#include <sstream>
#include <string>

#include "risk/limit_settings.hpp"
#include "support/catch.hpp"

using namespace pm;

namespace {

std::string text_of_docs() {
    std::ifstream in{PM_SOURCE_DIR "/docs/refusals.md"};
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

/// How many rows of a table begin with `name`.
int rows_of(const std::string& text, std::string_view name) {
    const auto begin = "\n| `" + std::string{name} + "` | ";
    int count = 0;
    for (auto at = text.find(begin); at != std::string::npos; at = text.find(begin, at + 1)) {
        ++count;
    }
    return count;
}

}  // namespace

TEST_CASE("docs/refusals.md has a row for every code and every halt", "[risk][docs]") {
    const auto text = text_of_docs();
    for (const auto code : risk::all_refusals) {
        if (code == risk::RefusalCode::halted) continue;  // its section is the halts'
        const auto name = risk::name_of(code);
        const int wanted = risk::halt_named(name) ? 2 : 1;  // daily_loss is both
        INFO(name);
        CHECK(rows_of(text, name) == wanted);
    }
    for (const auto halt : risk::all_halts) {
        INFO(risk::name_of(halt));
        CHECK(rows_of(text, risk::name_of(halt)) >= 1);
    }
}

TEST_CASE("docs/refusals.md names every limit", "[risk][docs]") {
    const auto text = text_of_docs();
    for (const auto& setting : risk::limit_settings()) {
        INFO(setting.name);
        CHECK(text.find('`' + std::string{setting.name} + '`') != std::string::npos);
    }
}
