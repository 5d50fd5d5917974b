#pragma once

/// One run over records: lines in, the desk, records out. Without processes or sockets.

#include <optional>
#include <string_view>

#include "pm-trade/account.hpp"
#include "pm-trade/forecast_file.hpp"
#include "pm-trade/live_run.hpp"
#include "pm-trade/record_sink.hpp"

namespace pm::trade {

class PipeRun {
public:
    struct Parts {
        Account* account = nullptr;  ///< Null with real money.
        cli::Output& out;
        ForecastFile* forecasts = nullptr;  ///< Null: they come otherwise.
        bool pass_on = false;               ///< Lines of the input go out, too.
        LiveRun* live = nullptr;  ///< Null: paper. Its clock is the desk's; prices keep their age.
    };
    PipeRun(DeskOptions options, Parts parts);

    /// Takes one line in. On paper the desk's time is the record's.
    /// @return Errc::malformed for a line that is no record, or with real money one of the future:
    ///         nothing of it was acted on;
    ///         Errc::storage when the account can't be read or written; as Output::write.
    Result<void> take(std::string_view line);

    [[nodiscard]] Desk& desk() { return desk_; }
    /// Goes on with what `books` hold.
    void start(const Books& books, Timestamp now);
    void say(const StreamStatus& status) { sink_.on_status(desk_.now(), status); }
    /// Hands on what was said since, down to the descriptor. @return as Output::flush.
    Result<void> write_out();

private:
    Result<void> start_on_paper(Timestamp now);
    Result<void> keep_time(Timestamp recorded);

    Parts parts_;
    RecordSink sink_;
    Desk desk_;
    bool started_ = false;
};

}  // namespace pm::trade
