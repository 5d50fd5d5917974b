#include "domain/names.hpp"

#include <set>
#include <string>
#include <vector>

#include "support/catch.hpp"

using namespace pm;

namespace {

/// The spellings of the records, by hand, in the order of the enumerators.
template <class E>
void check_names(const std::vector<std::string>& names) {
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto value = static_cast<E>(i);
        CHECK(name_of(value) == names[i]);
        CHECK(named<E>(names[i]) == value);
        seen.insert(name_of(value));
    }
    CHECK(seen.size() == names.size());
    CHECK_FALSE(named<E>(""));
    CHECK_FALSE(named<E>("nonsense"));
    CHECK_FALSE(named<E>(names[0] + " "));
}

}  // namespace

TEST_CASE("every enumerator of a record has one spelling that reads back", "[domain][names]") {
    check_names<Side>({"BUY", "SELL"});
    check_names<Outcome>({"yes", "no"});
    check_names<TimeInForce>({"GTC", "GTD", "FOK", "FAK"});
    check_names<OrderStatus>({"intent", "sent", "unknown", "live", "delayed", "partly_filled",
                              "filled", "cancelled", "expired", "rejected"});
    check_names<TradingMode>({"paper", "live"});
    check_names<Settlement>({"provisional", "settled", "failed"});
    check_names<Liquidity>({"maker", "taker"});
    check_names<QuoteSource>({"ws", "rest", "replay"});
    check_names<StreamState>(
        {"connecting", "live", "gap", "stale", "resync", "polling", "halted", "stopping"});
    check_names<Decision>({"enter", "exit", "hold", "skip"});
    check_names<Winner>({"yes", "no", "split"});
    check_names<TemperatureKind>({"highest", "lowest"});
    check_names<TemperatureUnit>({"C", "F"});
}

TEST_CASE("names are exact: case matters", "[domain][names]") {
    CHECK_FALSE(named<Side>("buy"));
    CHECK_FALSE(named<TemperatureUnit>("c"));
    CHECK_FALSE(named<OrderStatus>("Filled"));
}
