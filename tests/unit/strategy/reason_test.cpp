#include "strategy/reason.hpp"

#include <set>

#include "support/catch.hpp"

using namespace pm;

TEST_CASE("every reason has a code of its own", "[strategy]") {
    std::set<std::string_view> names;
    for (const auto reason : strategy::all_reasons()) names.insert(name_of(reason));
    CHECK(names.size() == strategy::reason_count);
    CHECK_FALSE(names.contains(""));
}
