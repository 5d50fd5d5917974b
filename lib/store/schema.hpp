#pragma once

/// The ledger's tables and how a file gets them.

#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "store/database.hpp"
#include "store/stamp.hpp"

namespace pm::store {

/// Marks a SQLite file as a ledger of ours: "pmlg" in ASCII.
inline constexpr std::int64_t application_id = 0x706d'6c67;

/// What this program reads and writes. Raised by each migration.
inline constexpr std::int64_t schema_version = 3;

/// Refuses what is not a ledger of ours, or is one from the future, without changing it.
/// @return false for a file with nothing in it yet; Errc::bad_config; Errc::storage.
Result<bool> recognise(Database& database);

/// Brings the tables to `schema_version`, step by step, and stamps a new file. All or nothing.
Result<void> migrate(Database& database, const Stamp& stamp);

/// @return Errc::storage when the file's own checks find damage.
Result<void> check_health(Database& database);

/// @return Errc::storage, also when there is no stamp.
Result<Stamp> read_stamp(Database& database);

/// @return Errc::bad_config naming the first difference.
Result<void> compare(const Stamp& wanted, const Stamp& found);

}  // namespace pm::store
