#pragma once

/// A stream written down so that it can be played again: every input of a `StreamCore`, in order.
///
/// One JSON object a line, `type` "capture", `v` 1, `ts` when it came, and by `kind`:
///   market  `conn`, `record` (a market record), `only` (yes or no; absent: both)
///   gone    `condition_id`
///   resolved `record` (a resolved record)
///   frame   `conn`, `text` (the frame, as it came)
///   status  `conn`, `record` (a status record)      rest   `reason`, `text` (the reply, as it
///   came)
/// A process killed while it writes leaves at most one torn line at the end, which readers leave
/// out.

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.hpp"
#include "domain/market.hpp"
#include "domain/status.hpp"
#include "wiring/stream_core.hpp"

namespace pm::wiring {

class CaptureWriter {
public:
    /// Creates `path`, or empties it. @return Errc::storage.
    static Result<std::unique_ptr<CaptureWriter>> create(const std::string& path);

    void market(Timestamp ts, int conn, const Market& market, std::optional<Outcome> only);
    void gone(Timestamp ts, const ConditionId& condition);
    void resolved(Timestamp ts, const Resolution& resolution);
    void frame(Timestamp ts, int conn, std::string_view text);
    void status(Timestamp ts, int conn, StreamState state, std::string_view reason,
                const std::vector<TokenId>& tokens);
    void rest(Timestamp ts, RestReason reason, std::string_view text);

    /// Writes whole lines out. @return Errc::storage when the disk does not take them.
    Result<void> flush();

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    CaptureWriter(std::string path, std::FILE* file) : path_{std::move(path)}, file_{file} {}
    void begin(Timestamp ts, std::string_view kind, int conn);
    void record(const std::string& line);
    void text(std::string_view key, std::string_view value);
    void end();

    std::string path_;
    std::unique_ptr<std::FILE, Close> file_;
    std::string pending_;
    std::string scratch_;
};

namespace capture {
struct MarketAdded {
    int conn = 0;
    Market market;
    std::optional<Outcome> only;
};
struct MarketGone {
    ConditionId condition;
};
struct Resolved {
    Resolution resolution;
};
struct Frame {
    int conn = 0;
    std::string text;
};
struct Status {
    int conn = 0;
    StreamStatus status;
};
struct Rest {
    RestReason reason = RestReason::poll;
    std::string text;
};
}  // namespace capture

struct CaptureEntry {
    Timestamp ts{};
    std::variant<capture::MarketAdded, capture::MarketGone, capture::Resolved, capture::Frame,
                 capture::Status, capture::Rest>
        what;
};

/// Reads one line. @return Errc::malformed.
Result<CaptureEntry> read_capture(std::string_view line);

class CaptureReader {
public:
    /// @return Errc::not_found when there is no such file, Errc::storage when it cannot be read.
    static Result<std::unique_ptr<CaptureReader>> open(const std::string& path);

    /// The next entry; nothing at the end, a torn last line left out.
    /// @return Errc::malformed naming the line.
    Result<std::optional<CaptureEntry>> next();

    [[nodiscard]] bool torn() const { return torn_; }  ///< The last line was left out.

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    CaptureReader(std::string path, std::FILE* file) : path_{std::move(path)}, file_{file} {}
    /// @return false at the end.
    bool next_line();

    std::string path_;
    std::unique_ptr<std::FILE, Close> file_;
    std::string line_;
    std::size_t number_ = 0;
    bool torn_ = false;
};

/// Gives one entry to a core. @pre for frames: the entry's text has room behind it; see `play`.
Result<void> play(CaptureEntry& entry, StreamCore& core);

}  // namespace pm::wiring
