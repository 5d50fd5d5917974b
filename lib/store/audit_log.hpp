#pragma once

/// Why everything was done, line by line: append-only JSON, each line chained to the one before it
/// by its hash, so that a line that was changed, lost or put in shows.
///
/// A line's `hash` is that of its own text before `,"hash":`; `prev` is the hash of the line before
/// it. When a file is full it is kept as `path.000001`, and the next one goes on with the chain.
/// What a power cut tears off is marked by the next line; what it takes away altogether can only
/// be seen by comparing with a hash that was kept elsewhere.

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/audit.hpp"

namespace pm::store {

using AuditDigest = std::array<std::uint8_t, 32>;
/// SHA-256; given by the caller, for a store knows no cryptography.
using AuditHash = std::function<AuditDigest(std::string_view)>;

struct AuditOptions {
    std::string path;  ///< "…/audit.jsonl".
    AuditHash hash;
    std::string config_hash;              ///< Of the settings and limits in force.
    std::string version;                  ///< Of this program.
    std::int64_t rotate_at = 67'108'864;  ///< Bytes.
};

/// Lifetime  the clock outlives the log.
class AuditLog final : public Auditor {
public:
    /// Goes on with the log at `path`, or begins it (0600).
    /// @return Errc::storage when it cannot be written, or when its last line is not whole and
    /// true:
    ///         then somebody must look.
    static Result<std::unique_ptr<AuditLog>> open(AuditOptions options, const Clock& clock);

    ~AuditLog() override;
    AuditLog(const AuditLog&) = delete;
    AuditLog& operator=(const AuditLog&) = delete;

    /// Appends a line. After a failure every further call fails: the log is lost.
    /// @return Errc::storage.
    Result<void> record(const AuditEntry& entry) override;

    [[nodiscard]] std::int64_t sequence() const { return sequence_; }  ///< Of the last line.
    [[nodiscard]] const std::string& last_hash() const { return last_hash_; }

private:
    AuditLog(AuditOptions options, const Clock& clock);
    [[nodiscard]] Result<void> resume();
    [[nodiscard]] Result<void> open_file();
    [[nodiscard]] Result<void> rotate();
    [[nodiscard]] Result<void> append(std::string line);
    [[nodiscard]] std::string begun(std::string_view kind, Timestamp at) const;
    [[nodiscard]] std::string body_of(const AuditEntry& entry) const;

    AuditOptions options_;
    const Clock& clock_;
    int descriptor_ = -1;
    std::int64_t size_ = 0;
    std::int64_t sequence_ = 0;
    std::string last_hash_;
    std::string lost_;  ///< Why; empty while it is not.
};

/// What a check of the whole log found.
struct AuditSummary {
    std::int64_t lines = 0;
    std::int64_t first = 0;  ///< Above 1 when older files are not there any more.
    std::int64_t last = 0;
    std::string last_hash;
    std::int64_t torn = 0;  ///< Lines that a power cut tore, and that are marked so.
    std::int64_t files = 0;
};

/// The files of the log at `path`, oldest first; the one being written last.
[[nodiscard]] std::vector<std::string> audit_files(const std::string& path);

/// Checks one text of a log after another: form, sequence and chain.
class AuditCheck {
public:
    explicit AuditCheck(AuditHash hash) : hash_{std::move(hash)} {}
    /// The next file's text. `last`: it may end within a line.
    /// @return Errc::malformed saying where the chain breaks.
    Result<void> add(std::string_view text, bool last);
    [[nodiscard]] const AuditSummary& summary() const { return summary_; }

private:
    [[nodiscard]] Result<void> add_line(std::string_view line);

    AuditHash hash_;
    AuditSummary summary_;
    std::optional<std::string> unread_;  ///< A line that only a mark after it excuses.
};

/// Checks every line of the log at `path`.
/// @return Errc::not_found without a log; Errc::malformed naming file and line; Errc::storage.
Result<AuditSummary> verify_audit(const std::string& path, const AuditHash& hash);

}  // namespace pm::store
