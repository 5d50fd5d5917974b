#include "weather/distribution.hpp"

#include <cmath>

#include "events.hpp"
#include "weather/bucket_probability.hpp"

namespace pm::weather {
namespace {

constexpr auto highest = TemperatureKind::highest;
constexpr auto lowest = TemperatureKind::lowest;
constexpr auto half_up = Rounding::half_up;

std::unique_ptr<Distribution> normal(double mean, double sd) {
    return std::make_unique<Normal>(mean, sd);
}

std::vector<Bucket> ladder_of(const Json& rows) {
    std::vector<Bucket> ladder;
    const auto bound = [](const Json& row, std::string_view key) -> std::optional<int> {
        const auto value = row.integer(key);
        return value ? std::optional{static_cast<int>(*value)} : std::nullopt;
    };
    for (const auto& row : rows.items()) ladder.push_back({bound(row, "lo"), bound(row, "hi")});
    return ladder;
}

std::unique_ptr<Distribution> distribution_of(const Json& row) {
    const auto kind = *row.string("dist");
    const auto number = [&](std::string_view key) { return row.real(key).value(); };
    if (kind == "normal") return normal(number("mu"), number("sigma"));
    if (kind == "normal_max_with_observed")
        return std::make_unique<WithObserved>(normal(number("mu"), number("sigma")),
                                              number("observed_max"), highest);
    if (kind == "normal_truncated_below")
        return std::make_unique<Truncated>(normal(number("mu"), number("sigma")), number("lower"),
                                           highest);
    return nullptr;  // Student's t is for a later method
}

}  // namespace

TEST_CASE("the normal distribution agrees with R", "[weather][distribution]") {
    const auto vectors = test::file_json("weather/distributions.json");
    int cases = 0;
    const Normal standard{0, 1};
    for (const auto& row : vectors.find("cases")->items()) {
        if (row.string("fn") != "pnorm") continue;
        const double x = row.real("x").value();
        CAPTURE(x);
        CHECK(standard.below(x) == Approx(row.real("lower").value()).epsilon(1e-12).margin(1e-300));
        CHECK(standard.above(x) == Approx(row.real("upper").value()).epsilon(1e-12));
        ++cases;
    }
    CHECK(cases == 8);
}

TEST_CASE("bucket probabilities agree with R to 1e-9", "[weather][distribution]") {
    const auto vectors = test::file_json("weather/bucket_probs.json");
    int cases = 0;
    for (const auto& row : vectors.find("cases")->items()) {
        const auto x = distribution_of(row);
        if (!x) continue;
        const auto ladder = ladder_of(*row.find("ladder"));
        const auto p = ladder_probabilities(*x, ladder, half_up);
        REQUIRE(p.has_value());
        const auto& expected = row.find("p")->items();
        REQUIRE(expected.size() == p->size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            CAPTURE(std::string{*row.string("dist")}, i);
            CHECK(std::abs(p->at(i) - expected[i].real().value()) <= 1e-9);
        }
        ++cases;
    }
    CHECK(cases == 57);
}

TEST_CASE("far buckets keep their digits on both sides", "[weather][distribution]") {
    // R: pnorm(-8.5) = 9.479534822203e-18; the bucket from 8.5 sd up has the same.
    const Normal x{0, 1};
    CHECK(bucket_probability(x, {9, {}}, half_up) == Approx(9.479534822203e-18).epsilon(1e-9));
    CHECK(bucket_probability(x, {{}, -9}, half_up) == Approx(9.479534822203e-18).epsilon(1e-9));
    CHECK(bucket_probability(x, {9, 9}, half_up) > 0);
    CHECK(bucket_probability(x, {9, 9}, half_up) ==
          Approx(bucket_probability(x, {-9, -9}, half_up)).epsilon(1e-9));
}

TEST_CASE("rounding decides where a bucket begins", "[weather][distribution]") {
    const Normal x{27.4, 0.01};
    CHECK(bucket_probability(x, {27, 27}, half_up) == Approx(1));
    const Normal y{27.6, 0.01};
    CHECK(bucket_probability(y, {28, 28}, half_up) == Approx(1));
    CHECK(bucket_probability(y, {27, 27}, Rounding::floor) ==
          Approx(1));  // 27.6 pays 27 in Hong Kong
    CHECK(bucket_probability(y, {94, 95}, half_up) == Approx(0).margin(1e-12));
}

TEST_CASE("a ladder with a hole is an error, not a smaller sum", "[weather][distribution]") {
    const Normal x{20, 2};
    CHECK(ladder_probabilities(x, {{{}, 19}, {20, {}}}, half_up).has_value());
    CHECK(ladder_probabilities(x, {{{}, 19}, {21, {}}}, half_up).error().code == Errc::internal);
    CHECK(ladder_probabilities(x, {{{}, 20}, {20, {}}}, half_up).error().code == Errc::internal);
}

TEST_CASE("a mixture is the mean of its parts", "[weather][distribution]") {
    const Mixture x{{{1, 10, 1}, {3, 14, 2}}};
    CHECK(x.mean() == Approx(13));
    CHECK(x.sd() == Approx(std::sqrt(0.25 * (1 + 9) + 0.75 * (4 + 1))));
    CHECK(x.below(12) == Approx(0.25 * Normal(10, 1).below(12) + 0.75 * Normal(14, 2).below(12)));
    CHECK(x.below(12) + x.above(12) == Approx(1).epsilon(1e-14));
}

TEST_CASE("what was measured kills the buckets on its wrong side", "[weather][distribution]") {
    const std::vector<Bucket> ladder{{{}, 19}, {20, 20}, {21, 21}, {22, {}}};
    const WithObserved high{normal(20, 1), 21, highest};
    const auto p = ladder_probabilities(high, ladder, half_up).value();
    CHECK(p[0] == 0);
    CHECK(p[1] == 0);
    CHECK(p[2] == Approx(Normal(20, 1).below(21.5)));
    CHECK(p[3] == Approx(Normal(20, 1).above(21.5)));
    const WithObserved low{normal(20, 1), 20, lowest};
    const auto q = ladder_probabilities(low, ladder, half_up).value();
    CHECK(q[0] == Approx(Normal(20, 1).below(19.5)));
    CHECK(q[1] == Approx(Normal(20, 1).above(19.5)));
    CHECK(q[2] == 0);
    CHECK(q[3] == 0);
}

TEST_CASE("floored degrees are killed at their own edges", "[weather][distribution]") {
    const std::vector<Bucket> ladder{{{}, 26}, {27, 27}, {28, {}}};
    const auto p =
        ladder_probabilities(WithObserved{normal(26, 1), 27, highest}, ladder, Rounding::floor)
            .value();
    CHECK(p[0] == 0);
    CHECK(p[1] == Approx(Normal(26, 1).below(28)));
    const auto q =
        ladder_probabilities(WithObserved{normal(28, 1), 27, lowest}, ladder, Rounding::floor)
            .value();
    CHECK(q[0] == Approx(Normal(28, 1).below(27)));
    CHECK(q[2] == 0);
}

TEST_CASE("lowest temperatures are the mirror of highest ones", "[weather][distribution]") {
    const Truncated high{normal(20, 2), 21.5, highest};
    const Truncated low{normal(-20, 2), -21.5, lowest};
    for (double x = 18; x < 28; x += 0.5)
        CHECK(high.above(x) == Approx(low.below(-x)).margin(1e-15));
    CHECK(high.mean() == Approx(-low.mean()).epsilon(1e-9));
}

TEST_CASE("moments of bent distributions", "[weather][distribution]") {
    // The truncated normal's mean is mu + sd * phi(a) / (1 - Phi(a)); a = 0 gives sqrt(2/pi).
    const Truncated half{normal(20, 2), 20, highest};
    CHECK(half.mean() == Approx(20 + 2 * std::sqrt(2 / 3.14159265358979)).epsilon(1e-4));
    CHECK(half.sd() == Approx(2 * std::sqrt(1 - 2 / 3.14159265358979)).epsilon(1e-3));
    const WithObserved clipped{normal(20, 2), 20, highest};
    CHECK(clipped.mean() == Approx(20 + 2 / std::sqrt(2 * 3.14159265358979)).epsilon(1e-3));
    const Certain known{21};
    CHECK(ladder_probabilities(known, {{{}, 20}, {21, 21}, {22, {}}}, half_up).value() ==
          std::vector<double>{0, 1, 0});
}

}  // namespace pm::weather
