#include "records/schema.hpp"

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "base/json.hpp"
#include "records/account.hpp"
#include "records/schema_text.hpp"
#include "samples.hpp"
#include "support/catch.hpp"

namespace {

using namespace pm;
using namespace pm::records;

std::vector<std::string> keys_of(const Json& object) {
    std::vector<std::string> keys;
    for (const auto& [name, value] : object.members()) keys.push_back(name);
    return keys;
}

std::vector<std::string> names_of(std::span<const Field> fields) {
    std::vector<std::string> names;
    for (const auto& field : fields) names.emplace_back(field.name);
    return names;
}

bool fits(FieldKind kind, const Json& value) {
    switch (kind) {
        case FieldKind::text: return value.is_string() || value.is_null();
        case FieldKind::number: return value.is_number() || value.is_null();
        case FieldKind::integer: return value.integer().has_value() || value.is_null();
        case FieldKind::flag: return value.boolean().has_value();
        case FieldKind::time: return value.is_string() || value.is_null();
        case FieldKind::object: return value.is_object();
        case FieldKind::list: return value.is_array() || value.is_number();
    }
    return false;
}

/// Every type with everything it can carry.
std::vector<std::string> full_lines() {
    const auto at = sample::moment();
    std::vector<std::string> lines(22);
    auto market = sample::market();
    market.refusal = "why";
    market.temperature->rule.rounding = Rounding::floor;
    BookSnapshot book;
    book.token = sample::yes();
    book.venue_ms = 1;
    Print print;
    print.token = sample::yes();
    print.venue_ms = 1;
    TickChange tick;
    tick.token = sample::yes();
    Signal signal;
    signal.token = sample::yes();
    Fill fill;
    fill.token = sample::yes();
    append(lines[0], at, market);
    append(lines[1], at, sample::quote());
    append(lines[2], at, book);
    append(lines[3], at, print);
    append(lines[4], at, tick);
    append(lines[5], at, StreamStatus{});
    append(lines[6], at, sample::forecast());
    append(lines[7], at, Observation{"EGLC", sample::forecast().date, {}, {}, {}, 0, {}, "metar"});
    append(lines[8], at, signal);
    append(lines[9], at, sample::order());
    append(lines[10], at, fill);
    append(lines[11], at, sample::position());
    append(lines[12], at, Resolution{sample::condition(), Winner::yes});
    append(lines[13], at, Alert{});
    append(lines[14], at, PricePoint{sample::yes(), at, Price::from_micros(0)});
    PreviewRow preview;
    preview.intent.token = sample::yes();
    append(lines[21], at, preview);
    append(lines[15], at, WalletRow{"0x1", "0x2", "eoa", "keystore"});
    append(lines[16], at, ApiKeyRow{"k", false, true});
    append(lines[17], at, BalanceRow{sample::yes(), 1});
    append(lines[18], at, AllowanceRow{"0x3", "exchange", sample::yes(), "unlimited", true});
    append(lines[19], at, CheckRow{"clock", CheckResult::warn, "2 s late", "set the clock"});
    append(lines[20], at, LifeRow{"0x4", "live", "reply", ""});
    return lines;
}

}  // namespace

TEST_CASE("the writer writes exactly the fields of the schema, in its order", "[records][schema]") {
    std::set<std::string> covered;
    for (const auto& line : full_lines()) {
        const auto json = Json::parse(line.substr(0, line.size() - 1));
        REQUIRE(json);
        const std::string name{*json->string("type")};
        INFO(name);
        const auto* type = record_type(name);
        REQUIRE(type != nullptr);
        covered.insert(name);
        auto want = names_of(type->fields);
        want.insert(want.begin(), {"type", "v", "ts"});
        CHECK(keys_of(*json) == want);
        for (const auto& field : type->fields) {
            INFO(field.name);
            CHECK(fits(field.kind, *json->find(field.name)));
        }
        if (const auto* temperature = json->find("temperature")) {
            CHECK(keys_of(*temperature) == names_of(temperature_fields()));
        }
    }
    CHECK(covered.size() == record_types().size());
}

TEST_CASE("every type has a meaning, columns, and an id that is one of its fields",
          "[records][schema]") {
    for (const auto& type : record_types()) {
        INFO(type.name);
        CHECK(!type.meaning.empty());
        bool has_column = false;
        bool has_id = type.id.empty();
        for (const auto& field : type.fields) {
            CHECK(!field.meaning.empty());
            has_column = has_column || field.column;
            has_id = has_id || field.name == type.id;
        }
        CHECK(has_column);
        CHECK(has_id);
    }
    CHECK(record_type("nothing") == nullptr);
}

TEST_CASE("docs/records.md is up to date", "[records][schema]") {
    const std::string path = PM_SOURCE_DIR "/docs/records.md";
    if (std::getenv("UPDATE_DOCS") != nullptr) std::ofstream{path} << schema_text();
    std::ostringstream have;
    have << std::ifstream{path}.rdbuf();
    CHECK((have.str() == schema_text()));
}
