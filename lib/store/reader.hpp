#pragma once

/// A ledger opened for looking only: while a trader writes to it, or when nobody does.

#include <memory>
#include <string>

#include "store/queries.hpp"
#include "store/stamp.hpp"

namespace pm::store {

class Database;

class Reader {
public:
    /// Opens the ledger at `path` without taking its lock and without changing it.
    /// @return Errc::not_found when there is none; Errc::bad_config when it is not one of ours or
    ///         has a newer schema, or an older one that its writer has not migrated yet;
    ///         Errc::storage.
    static Result<std::unique_ptr<Reader>> open(const std::string& path);

    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    [[nodiscard]] const Stamp& stamp() const { return stamp_; }
    [[nodiscard]] Queries queries();

private:
    Reader(std::unique_ptr<Database> database, Stamp stamp);

    std::unique_ptr<Database> database_;
    Stamp stamp_;
};

}  // namespace pm::store
