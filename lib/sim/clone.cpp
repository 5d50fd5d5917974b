#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "base/hex.hpp"
#include "base/u256.hpp"
#include "sim/chance.hpp"
#include "sim/scenario.hpp"

namespace pm::sim {
namespace {

using Bytes32 = std::array<std::uint8_t, 32>;

Bytes32 derived(std::string_view what, std::string_view name) {
    SeededRandom random{Fingerprint{}.add(what).add(name).value()};
    Bytes32 out{};
    for (auto& byte : out) byte = static_cast<std::uint8_t>(random.next());
    return out;
}

std::string derived_hex(std::string_view what, std::string_view name) {
    return "0x" + hex_text(derived(what, name));
}

std::string derived_token(std::string_view what, std::string_view name) {
    return U256::from_bytes(derived(what, name)).text();
}

/// `json` with the members named in `values` replaced, in place.
Json with(const Json& json, const Json::Object& values) {
    Json::Object out = json.members();
    for (auto& [key, value] : out) {
        for (const auto& [name, replacement] : values) {
            if (key == name) value = replacement;
        }
    }
    return Json{std::move(out)};
}

ScenarioEvent copied(const ScenarioEvent& source, const std::string& suffix) {
    ScenarioEvent out = source;
    out.slug = source.slug + suffix;
    out.gamma = with(source.gamma,
                     {{"slug", Json{out.slug}},
                      {"ticker", Json{out.slug}},
                      {"id", Json{std::string{source.gamma.string("id").value_or("")} + suffix}}});
    for (auto& market : out.markets) {
        const auto slug = std::string{market.gamma.string("slug").value_or("")} + suffix;
        const auto tokens =
            "[\"" + derived_token("yes", slug) + "\", \"" + derived_token("no", slug) + "\"]";
        const auto id = std::string{market.gamma.string("id").value_or("")} + suffix;
        market.gamma = with(market.gamma, {{"slug", Json{slug}},
                                           {"id", Json{id}},
                                           {"conditionId", Json{derived_hex("condition", slug)}},
                                           {"questionID", Json{derived_hex("question", slug)}},
                                           {"clobTokenIds", Json{tokens}}});
    }
    return out;
}

}  // namespace

void Scenario::clone_markets(int count) {
    std::vector<ScenarioEvent> sources;
    for (const auto& event : events) {
        if (!event.closed && event.appears <= begin) sources.push_back(event);
    }
    int made = 0;
    for (int round = 1; made < count && !sources.empty(); ++round) {
        std::array<char, 16> suffix{};
        std::snprintf(suffix.data(), suffix.size(), "-c%04d", round);
        for (const auto& source : sources) {
            if (made >= count) break;
            events.push_back(copied(source, suffix.data()));
            made += static_cast<int>(source.markets.size());
        }
    }
}

}  // namespace pm::sim
