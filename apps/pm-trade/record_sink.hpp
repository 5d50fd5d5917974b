#pragma once

/// What the desk does, as records on standard output.

#include <optional>
#include <string>

#include "cli/output.hpp"
#include "pm-trade/desk.hpp"

namespace pm::trade {

class RecordSink final : public DeskSink {
public:
    /// `out` must outlive the sink.
    explicit RecordSink(cli::Output& out) : out_{out} {}

    void on_signal(Timestamp ts, const Signal& signal) override;
    void on_order(Timestamp ts, const Order& order) override;
    void on_fill(Timestamp ts, const Fill& fill) override;
    void on_status(Timestamp ts, const StreamStatus& status) override;
    void on_alert(Timestamp ts, const Alert& alert) override;
    void on_resolved(Timestamp ts, const Resolution& resolution,
                     const trading::Settled& settled) override;

    /// Resolutions come by themselves, passed on from the input.
    void leave_resolved_out() { says_resolved_ = false; }
    void add(std::string_view line);  ///< A line of the input, without its \n.

    /// Hands on what was said since. @return as Output::write.
    Result<void> write_out();

private:
    cli::Output& out_;
    std::string text_;
    bool says_resolved_ = true;
};

}  // namespace pm::trade
