#pragma once

/// SQLite as values and results: prepared statements, transactions, nothing else.
///
/// Only this library speaks SQL. Every failure is Errc::storage with SQLite's own words.

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace pm::store {

/// What a `?` in a statement stands for. Text must live until the call returns.
using Value = std::variant<std::monostate, std::int64_t, std::string_view>;

/// One result row; valid only during the call it is handed to. Columns count from 0.
class Row {
public:
    explicit Row(sqlite3_stmt* statement) : statement_{statement} {}
    [[nodiscard]] std::int64_t integer(int column) const;   ///< 0 when null.
    [[nodiscard]] std::string_view text(int column) const;  ///< Empty when null.
    [[nodiscard]] bool is_null(int column) const;

private:
    sqlite3_stmt* statement_;
};

enum class Access : std::uint8_t { read, write };

class Database {
public:
    /// Opens the file at `path`; with `write` it is made when it does not exist.
    /// @return Errc::storage.
    static Result<std::unique_ptr<Database>> open(const std::string& path, Access access);

    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs statements without parameters or results, one after the other.
    Result<void> run_script(std::string_view sql);

    /// Runs one statement. @return how many rows it changed.
    Result<std::int64_t> run(std::string_view sql, std::initializer_list<Value> values = {});

    /// Hands each row to `take`, and stops at its first error.
    Result<void> query(std::string_view sql, std::initializer_list<Value> values,
                       const std::function<Result<void>(const Row&)>& take);

    /// The first column of the first row; 0 when there is none.
    Result<std::int64_t> integer(std::string_view sql, std::initializer_list<Value> values = {});
    /// The same as text; empty when there is none.
    Result<std::string> text(std::string_view sql, std::initializer_list<Value> values = {});

    [[nodiscard]] bool in_transaction() const;

private:
    explicit Database(sqlite3* handle) : handle_{handle} {}
    Result<sqlite3_stmt*> prepared(std::string_view sql, std::initializer_list<Value> values);
    [[nodiscard]] tl::unexpected<Error> failure(int code);

    sqlite3* handle_;
    std::map<std::string, sqlite3_stmt*, std::less<>> statements_;
    std::string broken_;  ///< Why this handle must not be used any more; empty: it may.
};

/// All or nothing: what is not committed is undone when this goes out of scope.
class Transaction {
public:
    /// Takes the write lock at once. @return Errc::storage.
    static Result<Transaction> begin(Database& database);
    Result<void> commit();

    ~Transaction();
    Transaction(Transaction&& other) noexcept
        : database_{std::exchange(other.database_, nullptr)} {}
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

private:
    explicit Transaction(Database& database) : database_{&database} {}
    Database* database_;
};

}  // namespace pm::store
