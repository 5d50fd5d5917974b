#include "store/database.hpp"

#include <sqlite3.h>
#include <utility>

namespace pm::store {

namespace {

constexpr int busy_timeout_ms = 2'000;  // Source: reliability catalogue F-63.

/// After these SQLite cannot say any more what is on disk, so the handle is given up: a repeated
/// fsync may claim success for pages the kernel has dropped. Source: reliability catalogue F-62.
bool gives_up(int primary) {
    return primary == SQLITE_IOERR || primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}

std::string hint_for(int primary) {
    switch (primary) {
        case SQLITE_FULL: return "make room on the disk; nothing was half-written";
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM: return "check the permissions of the file and of its folder";
        case SQLITE_BUSY: return "another program holds the database; try again";
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return "the file is damaged; keep it, restore a copy, or name another with --db";
        case SQLITE_IOERR: return "check the disk, then start again; the last change is not saved";
        default: return {};
    }
}

int bind(sqlite3_stmt* statement, int place, const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        return sqlite3_bind_int64(statement, place, *number);
    }
    if (const auto* text = std::get_if<std::string_view>(&value)) {
        const char* data = text->empty() ? "" : text->data();
        return sqlite3_bind_text64(statement, place, data, text->size(), SQLITE_STATIC,
                                   SQLITE_UTF8);
    }
    return sqlite3_bind_null(statement, place);
}

/// Makes a cached statement fit for its next use, whatever happened to it.
class Reset {
public:
    explicit Reset(sqlite3_stmt* statement) : statement_{statement} {}
    ~Reset() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    Reset(const Reset&) = delete;
    Reset& operator=(const Reset&) = delete;

private:
    sqlite3_stmt* statement_;
};

}  // namespace

std::int64_t Row::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

std::string_view Row::text(int column) const {
    const void* data = sqlite3_column_text(statement_, column);
    if (data == nullptr) return {};
    return {static_cast<const char*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Row::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path, Access access) {
    const int flags =
        access == Access::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    if (handle == nullptr) return fail(Errc::storage, "no memory for a database");
    std::unique_ptr<Database> database{new Database{handle}};
    if (code != SQLITE_OK) return database->failure(code);
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, busy_timeout_ms);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    return database;
}

Database::~Database() {
    for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
    sqlite3_close_v2(handle_);
}

tl::unexpected<Error> Database::failure(int code) {
    const int primary = code & 0xff;
    std::string message = sqlite3_errmsg(handle_);
    message += " (SQLite " + std::to_string(sqlite3_extended_errcode(handle_)) + ")";
    if (gives_up(primary)) broken_ = message;
    return fail(Errc::storage, std::move(message), hint_for(primary));
}

Result<sqlite3_stmt*> Database::prepared(std::string_view sql,
                                         std::initializer_list<Value> values) {
    if (!broken_.empty()) {
        return fail(Errc::storage, "the database failed before: " + broken_,
                    "check the disk, then start again");
    }
    auto found = statements_.find(sql);
    if (found == statements_.end()) {
        sqlite3_stmt* made = nullptr;
        const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                            SQLITE_PREPARE_PERSISTENT, &made, nullptr);
        if (code != SQLITE_OK) return failure(code);
        found = statements_.emplace(std::string{sql}, made).first;
    }
    int place = 0;
    for (const auto& value : values) {
        const int code = bind(found->second, ++place, value);
        if (code != SQLITE_OK) return failure(code);
    }
    return found->second;
}

Result<void> Database::run_script(std::string_view sql) {
    const char* next = sql.data();
    const char* const end = next + sql.size();
    while (next < end) {
        sqlite3_stmt* statement = nullptr;
        const int made =
            sqlite3_prepare_v2(handle_, next, static_cast<int>(end - next), &statement, &next);
        if (made != SQLITE_OK) return failure(made);
        if (statement == nullptr) continue;  // white space between two statements
        int code = SQLITE_ROW;
        while (code == SQLITE_ROW) code = sqlite3_step(statement);
        sqlite3_finalize(statement);
        if (code != SQLITE_DONE) return failure(code);
    }
    return {};
}

Result<std::int64_t> Database::run(std::string_view sql, std::initializer_list<Value> values) {
    auto statement = prepared(sql, values);
    if (!statement) return pass(statement);
    const Reset reset{*statement};
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) code = sqlite3_step(*statement);
    if (code != SQLITE_DONE) return failure(code);
    return sqlite3_changes64(handle_);
}

Result<void> Database::query(std::string_view sql, std::initializer_list<Value> values,
                             const std::function<Result<void>(const Row&)>& take) {
    auto statement = prepared(sql, values);
    if (!statement) return pass(statement);
    const Reset reset{*statement};
    int code = SQLITE_ROW;
    while ((code = sqlite3_step(*statement)) == SQLITE_ROW) {
        if (auto taken = take(Row{*statement}); !taken) return taken;
    }
    if (code != SQLITE_DONE) return failure(code);
    return {};
}

Result<std::int64_t> Database::integer(std::string_view sql, std::initializer_list<Value> values) {
    auto statement = prepared(sql, values);
    if (!statement) return pass(statement);
    const Reset reset{*statement};
    const int code = sqlite3_step(*statement);
    if (code == SQLITE_DONE) return 0;
    if (code != SQLITE_ROW) return failure(code);
    return Row{*statement}.integer(0);
}

Result<std::string> Database::text(std::string_view sql, std::initializer_list<Value> values) {
    auto statement = prepared(sql, values);
    if (!statement) return pass(statement);
    const Reset reset{*statement};
    const int code = sqlite3_step(*statement);
    if (code == SQLITE_DONE) return std::string{};
    if (code != SQLITE_ROW) return failure(code);
    return std::string{Row{*statement}.text(0)};
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(handle_) == 0;
}

Result<Transaction> Transaction::begin(Database& database) {
    if (auto begun = database.run("BEGIN IMMEDIATE"); !begun) return pass(begun);
    return Transaction{database};
}

Result<void> Transaction::commit() {
    if (auto done = database_->run("COMMIT"); !done) return pass(done);
    database_ = nullptr;
    return {};
}

Transaction::~Transaction() {
    // SQLite has rolled back by itself after some errors, and then has nothing left to undo.
    if (database_ != nullptr && database_->in_transaction()) {
        static_cast<void>(database_->run("ROLLBACK"));
    }
}

}  // namespace pm::store
