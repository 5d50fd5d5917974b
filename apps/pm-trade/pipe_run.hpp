#pragma once

/// One run over records: lines in, the desk, records out. Without processes or sockets.

#include <optional>
#include <string_view>

#include "pm-trade/account.hpp"
#include "pm-trade/forecast_file.hpp"
#include "pm-trade/record_sink.hpp"

namespace pm::trade {

class PipeRun {
public:
    struct Parts {
        Account& account;
        cli::Output& out;
        ForecastFile* forecasts = nullptr;  ///< Null: they come otherwise.
        bool pass_on = false;               ///< Lines of the input go out, too.
    };
    PipeRun(DeskOptions options, Parts parts);

    /// Takes one line in. The desk's time is the record's.
    /// @return Errc::malformed for a line that is no record: nothing of it was acted on;
    ///         Errc::storage when the account can't be read or written; as Output::write.
    Result<void> take(std::string_view line);

    [[nodiscard]] Desk& desk() { return desk_; }
    Result<void> write_out() { return sink_.write_out(); }

private:
    Parts parts_;
    RecordSink sink_;
    Desk desk_;
    bool started_ = false;
};

}  // namespace pm::trade
