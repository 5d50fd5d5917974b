/// Every file of tests/data/vectors, or of the folder that PM_TEST_VECTORS names, case by case.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "support/catch.hpp"
#include "vector_case.hpp"

using namespace pm;
using namespace pm::test;

namespace {

namespace fs = std::filesystem;

struct Kind {
    std::string_view in_name;
    Verdict (*check)(const Json&);
};

constexpr Kind kinds[] = {
    {"signed-orders", check_signed_order},
    {"poly1271", check_wrapped_order},
    {"v1-order", check_old_order},
    {"clobauth", check_clob_auth},
    {"hmac", check_hmac},
    {"wallet-derivation", check_wallets},
    {"rounding", check_rounding},
    {"market-price", check_market_price},
    {"fee-adjust", check_fee_adjust},
    {"fees", check_fees},
    {"orderbook-hash", check_book_hash},
    {"server-validation", check_server_fact},
};

const Kind* kind_of(const std::string& name) {
    for (const auto& kind : kinds) {
        if (name.find(kind.in_name) != std::string::npos) return &kind;
    }
    return nullptr;
}

bool own_files() {
    return std::getenv("PM_TEST_VECTORS") == nullptr;
}

std::vector<fs::path> files() {
    const auto* named = std::getenv("PM_TEST_VECTORS");
    std::vector<fs::path> out;
    for (const auto& entry :
         fs::directory_iterator{named == nullptr ? PM_TEST_DATA "/vectors" : named}) {
        if (entry.path().extension() == ".json") out.push_back(entry.path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

Json parsed(const fs::path& path) {
    std::ifstream in{path};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    auto json = Json::parse(text);
    if (!json) FAIL(path.string() << ": " << json.error().message);
    return std::move(*json);
}

struct Count {
    int cases = 0;
    int passed = 0;
    int server_wins = 0;
    int facts = 0;
};

Count check_file(const fs::path& path, const Kind& kind) {
    const auto json = parsed(path);
    const auto* cases = json.find("cases");
    Count count;
    for (const auto& item : cases == nullptr ? json.items() : cases->items()) {
        ++count.cases;
        try {
            const auto verdict = kind.check(item);
            ++count.passed;
            count.server_wins += verdict == Verdict::server_wins ? 1 : 0;
            count.facts += verdict == Verdict::fact ? 1 : 0;
        } catch (const std::exception& why) {
            FAIL_CHECK(path.filename().string()
                       << " case " << count.cases << ": " << why.what() << "\n"
                       << item.text().substr(0, 600));
        }
    }
    return count;
}

}  // namespace

TEST_CASE("every vector of every file holds", "[vectors]") {
    Count all;
    for (const auto& path : files()) {
        const auto name = path.filename().string();
        const auto* kind = kind_of(name);
        if (kind == nullptr) {
            std::cout << name << ": a kind we do not know, not checked\n";
            CHECK_FALSE(own_files());  // ours have no such file
            continue;
        }
        const auto count = check_file(path, *kind);
        std::cout << name << ": " << count.passed << " of " << count.cases << " passed";
        if (count.server_wins > 0) {
            std::cout << " (" << count.server_wins << " where the venue's cap cuts the client's)";
        }
        if (count.facts > 0) std::cout << " (" << count.facts << " without anything to compute)";
        std::cout << "\n";
        CHECK(count.cases > 0);
        all.cases += count.cases;
        all.passed += count.passed;
        all.server_wins += count.server_wins;
    }
    std::cout << "vectors: " << all.passed << " of " << all.cases << " passed\n";
    CHECK(all.passed == all.cases);
    if (own_files()) CHECK(all.cases == 864);
}

TEST_CASE("a digit changed in a vector is noticed", "[vectors]") {
    // Goal: no check that always passes. Method: in every member of `expected` of a dozen cases of
    // each of our own files, one at a time, a digit is changed (a text's last, a number's first);
    // the check must fail. What a check has no use for (the client's raw texts) may change.
    const std::vector<std::string> unused{"rawMakerAmt",   "rawTakerAmt", "originalFee",
                                          "feeOnAdjusted", "totalCost",   "expiration"};
    for (const auto& path : files()) {
        if (!own_files()) return;
        const auto name = path.filename().string();
        const auto* kind = kind_of(name);
        if (kind == nullptr || name.starts_with("observed")) continue;
        const auto json = parsed(path);
        const auto& cases = json.find("cases")->items();
        const std::size_t last = std::min<std::size_t>(cases.size(), 12);
        for (std::size_t i = 0; i < last; ++i) {
            const auto section =
                flag_of(cases[i], "agree", true) ? "\"expected\":{" : "\"fixedPoint\":{";
            const auto text = cases[i].text();
            const auto from = text.find(section);
            REQUIRE(from != std::string::npos);
            for (const auto& [key, value] : member(cases[i], "expected").members()) {
                const auto digits = value.digits();
                if (!digits || std::count(unused.begin(), unused.end(), key) > 0) continue;
                const auto at = text.find(std::string{*digits}.substr(0, 40), from);
                if (at == std::string::npos || key == "postBodyJson" || key == "message" ||
                    key == "error" || key == "serialized") {
                    continue;
                }
                auto changed = text;
                auto& digit = changed[value.is_number() ? at : at + digits->size() - 1];
                digit = digit == '1' ? '9' : '1';
                const auto spoiled = Json::parse(changed);
                REQUIRE(spoiled);
                CAPTURE(name, i, key);
                CHECK_THROWS(kind->check(*spoiled));
            }
        }
    }
}

TEST_CASE("for ticks of 0.005 and finer the venue's cap on market orders wins", "[vectors]") {
    // Goal: where the official client gives more decimals than the venue takes, ours are the
    // venue's. Method: the client's own values of every market order; which of them are cut must
    // depend on the tick alone, and both kinds of tick must be there.
    int coarse = 0;
    int fine = 0;
    int fine_and_cut = 0;
    for (const auto& path : files()) {
        if (path.filename().string().find("rounding") == std::string::npos) continue;
        const auto json = parsed(path);
        for (const auto& item : json.find("cases")->items()) {
            const auto& input = member(item, "input");
            if (text_of(input, "kind") != "market" || item.find("obsolete") != nullptr) continue;
            const auto cut = check_rounding(item) == Verdict::server_wins;
            CAPTURE(item.text());
            if (tick_of(input).micros() >= 10'000) {
                ++coarse;
                CHECK_FALSE(cut);
            } else {
                ++fine;
                fine_and_cut += cut ? 1 : 0;
            }
        }
    }
    std::cout << "market orders: " << coarse << " on coarse ticks as the client's, " << fine_and_cut
              << " of " << fine << " on fine ticks cut to 4 decimals\n";
    if (!own_files()) return;
    CHECK(coarse > 50);
    CHECK(fine_and_cut > 50);
}
