#include "risk/limit_settings.hpp"

#include <map>

#include "support/catch.hpp"

using namespace pm;

namespace {

risk::SettingLookup of(std::map<std::string, std::string, std::less<>> values) {
    return [values](std::string_view name) -> std::optional<std::string> {
        const auto found = values.find(name);
        if (found == values.end()) return std::nullopt;
        return found->second;
    };
}

}  // namespace

TEST_CASE("paper limits are those of the type when nobody sets any", "[risk][limits]") {
    const auto read = risk::read_limits(TradingMode::paper, of({}));
    REQUIRE(read.has_value());
    const risk::Limits defaults;
    CHECK(read->per_order == defaults.per_order);
    CHECK(read->per_market == defaults.per_market);
    CHECK(read->per_event == defaults.per_event);
    CHECK(read->total == defaults.total);
    CHECK(read->daily_loss == defaults.daily_loss);
    CHECK(read->open_orders == defaults.open_orders);
    CHECK(read->orders_a_minute == defaults.orders_a_minute);
    CHECK(read->quote_age == defaults.quote_age);
    CHECK(read->forecast_age == defaults.forecast_age);
    CHECK(read->collar_micros == defaults.collar_micros);
    CHECK(risk::check(*read).has_value());
}

TEST_CASE("live trading has no default limits", "[risk][limits]") {
    std::map<std::string, std::string, std::less<>> all;
    for (const auto& row : risk::limit_settings()) all.emplace(row.name, "1");
    CHECK(risk::read_limits(TradingMode::live, of(all)).has_value());
    for (const auto& row : risk::limit_settings()) {
        auto one_missing = all;
        one_missing.erase(std::string{row.name});
        const auto read = risk::read_limits(TradingMode::live, of(one_missing));
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().code == Errc::bad_config);
        CHECK(read.error().message.find(row.name) != std::string::npos);
    }
}

TEST_CASE("a limit that cannot be meant is refused by name", "[risk][limits]") {
    for (const auto* bad : {"0", "-1", "", "much", "1e3", "0.0000001"}) {
        INFO(bad);
        const auto read = risk::read_limits(TradingMode::paper, of({{"limits.total", bad}}));
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().message.find("limits.total") == 0);
    }
    CHECK_FALSE(risk::read_limits(TradingMode::paper, of({{"limits.open_orders", "2.5"}})));
    CHECK_FALSE(risk::read_limits(TradingMode::paper, of({{"limits.collar", "1.000001"}})));
    CHECK(risk::read_limits(TradingMode::paper, of({{"limits.collar", "1"}})).has_value());
}
