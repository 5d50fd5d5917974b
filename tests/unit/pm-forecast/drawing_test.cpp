#include "pm-forecast/drawing.hpp"

#include "support/catch.hpp"

namespace pm::outlook {
namespace {

TokenId token(int n) {
    return TokenId::parse(std::to_string(n)).value();
}

struct London {
    Event event;
    Forecast forecast;
    Middles middles;
    London() {
        event.title = "Highest temperature in London\x1b[31m on June 16?";
        forecast.station = "EGLC";
        forecast.date = parse_date("2026-06-16").value();
        forecast.mean = 21.26;
        forecast.sd = 1.04;
        forecast.method = "blend";
        forecast.observed = 21;
        int n = 0;
        for (const auto& [bucket, p] : std::initializer_list<std::pair<Bucket, double>>{
                 {{{}, 19}, 0.0}, {{20, 20}, 0.0}, {{21, 21}, 0.75}, {{22, {}}, 0.25}}) {
            Market market;
            market.yes = token(++n);
            market.temperature = TemperatureMarket{TemperatureRule{}, bucket};
            event.markets.push_back(market);
            forecast.buckets.push_back({market.condition, market.yes, bucket, p});
        }
        middles[token(3)] = 0.5;
    }
};

}  // namespace

TEST_CASE("buckets as people write them", "[pm-forecast]") {
    CHECK(bucket_text({{}, 87}, TemperatureUnit::fahrenheit) == "≤ 87°F");
    CHECK(bucket_text({94, 95}, TemperatureUnit::fahrenheit) == "94–95°F");
    CHECK(bucket_text({-3, -3}, TemperatureUnit::celsius) == "-3°C");
    CHECK(bucket_text({21, {}}, TemperatureUnit::celsius) == "≥ 21°C");
}

TEST_CASE("a bucket dies when the measured extreme has passed it", "[pm-forecast]") {
    using enum TemperatureKind;
    CHECK(is_dead({20, 20}, highest, 21));
    CHECK_FALSE(is_dead({21, 21}, highest, 21));
    CHECK_FALSE(is_dead({21, {}}, highest, 30));
    CHECK_FALSE(is_dead({20, 20}, highest, std::nullopt));
    CHECK(is_dead({22, 22}, lowest, 21));
    CHECK_FALSE(is_dead({{}, 19}, lowest, 21));
    CHECK_FALSE(is_dead({21, 21}, lowest, 21));
}

TEST_CASE("the drawing says dead, observed and the market in words and figures", "[pm-forecast]") {
    const London london;
    const auto text = drawing(london.event, london.forecast, london.middles, {});
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("EGLC, 2026-06-16: mean 21.3°C, sd 1°C") != std::string::npos);
    CHECK(text.find("highest so far: 21°C") != std::string::npos);
    CHECK(text.find("75.0%") != std::string::npos);
    CHECK(text.find("50.0%") != std::string::npos);
    std::size_t dead = 0;
    for (auto at = text.find("  dead"); at != std::string::npos; at = text.find("  dead", at + 1))
        ++dead;
    CHECK(dead == 2);
    CHECK(text.find("  observed") != std::string::npos);
}

}  // namespace pm::outlook
