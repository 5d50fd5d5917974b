#pragma once

/// The durable record of one account: orders, fills, positions, cash, resolutions.
///
/// One writer at a time: a lock file beside the database names its process. Any number of
/// `Reader`s (store/reader.hpp) may look at the same file meanwhile.
/// Durable means: on disk before the call returns (WAL, synchronous FULL).

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/journal.hpp"
#include "store/queries.hpp"
#include "store/stamp.hpp"

namespace pm::store {

class Database;
class FileLock;

/// Why nobody else can write to the ledger at `path` now: "process 17 is writing to this ledger".
/// Nothing when it is free. @pre the ledger is there.
[[nodiscard]] std::optional<std::string> ledger_in_use(const std::string& path);

class Ledger final : public Journal {
public:
    /// Opens the ledger at `path` for writing, or makes it (file 0600, its folder 0700).
    /// ":memory:" gives one that is gone when closed, for tests and dry runs.
    ///
    /// @return Errc::busy when another process writes to it, naming its pid; Errc::bad_config when
    ///         the file belongs to another account, mode or venue, is not one of ours, or has a
    ///         newer schema; Errc::storage when it cannot be read or written, or is damaged. A
    ///         file that is refused is left as it was: nothing is ever deleted.
    static Result<std::unique_ptr<Ledger>> open(const std::string& path, const Stamp& stamp);

    ~Ledger() override;
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    /// What a restart needs. `now` says which day is today (UTC). Positions are those still held,
    /// and those closed in markets that have not resolved, with what they have realised so far.
    /// @return Errc::storage.
    [[nodiscard]] Result<Books> load(Timestamp now);

    /// Gives a new account its first cash. @return false, and no change, when it has had cash
    /// before; Errc::storage.
    [[nodiscard]] Result<bool> start_with(Money cash, Timestamp at);

    /// @return Errc::refused when the client id was used before; Errc::storage.
    Result<void> record_intent(const Order& order, std::string_view body) override;
    /// Writes the order's new state; an order never seen is added. @return Errc::storage.
    Result<void> record_order(const Order& order) override;
    Result<bool> record_fill(const Fill& fill, const Order& order, const Position& position,
                             Money cash) override;
    Result<bool> record_settlement(const Fill& fill, const Order& order, const Position& position,
                                   Money cash) override;
    /// Recording the same end again changes nothing.
    /// @return Errc::refused when the market has been recorded with another winner; Errc::storage.
    Result<void> record_resolution(const Resolution& resolution,
                                   const std::vector<Position>& positions, Money cash,
                                   Timestamp at) override;

    Result<void> record_halt(std::string_view halt, std::string_view why, Timestamp at) override;
    Result<std::optional<OrderRecord>> recall(std::string_view order_id) override;

    /// A person resets a halt. @return false when it is not latched; Errc::storage.
    [[nodiscard]] Result<bool> reset_halt(std::string_view halt, std::string_view by, Timestamp at);

    /// A small text kept under `key`. @return Errc::storage.
    [[nodiscard]] Result<std::optional<std::string>> note(std::string_view key);
    [[nodiscard]] Result<void> set_note(std::string_view key, std::string_view value);

    /// Takes `count` numbers from a counter that starts at 1 and never gives one twice, not even
    /// after a crash. @return the first of them; Errc::storage. @pre count > 0.
    [[nodiscard]] Result<std::int64_t> take_numbers(std::string_view counter, std::int64_t count);

    /// Everything else one may ask. Lives as long as the ledger.
    [[nodiscard]] Queries queries();

    [[nodiscard]] const Stamp& stamp() const { return stamp_; }

private:
    Ledger(std::unique_ptr<FileLock> lock, std::unique_ptr<Database> database, Stamp stamp);

    std::unique_ptr<FileLock> lock_;  ///< Held until the database is closed.
    std::unique_ptr<Database> database_;
    Stamp stamp_;
};

}  // namespace pm::store
