#include "store/reader.hpp"

#include <unistd.h>
#include <utility>

#include "base/text.hpp"
#include "store/database.hpp"
#include "store/schema.hpp"

namespace pm::store {

Result<std::unique_ptr<Reader>> Reader::open(const std::string& path) {
    const auto shown = sanitised(path);
    const auto none = [&] {
        return fail(Errc::not_found, "there is no ledger at " + shown,
                    "pm-trade makes it when it first trades; name another one with --db");
    };
    if (::access(path.c_str(), F_OK) != 0) return none();
    auto database = Database::open(path, Access::read);
    if (!database) return pass(database, shown);
    auto ours = recognise(**database);
    if (!ours) return pass(ours, shown);
    if (!*ours) return none();
    auto version = (*database)->integer("PRAGMA user_version");
    if (!version) return pass(version, shown);
    if (*version < schema_version) {
        return fail(Errc::bad_config,
                    shown + ": the ledger has the older schema " + std::to_string(*version),
                    "pm-trade brings it up to date when it next opens it for trading");
    }
    if (auto set = (*database)->run_script("PRAGMA query_only = ON;"); !set) {
        return pass(set, shown);
    }
    auto stamp = read_stamp(**database);
    if (!stamp) return pass(stamp, shown);
    return std::unique_ptr<Reader>{new Reader{std::move(*database), std::move(*stamp)}};
}

Reader::Reader(std::unique_ptr<Database> database, Stamp stamp)
    : database_{std::move(database)}, stamp_{std::move(stamp)} {}

Reader::~Reader() = default;

Queries Reader::queries() {
    return Queries{*database_};
}

}  // namespace pm::store
