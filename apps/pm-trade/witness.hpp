#pragma once

/// Sees what the desk does: writes records and remembers what a summary tells.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "pm-trade/record_sink.hpp"

namespace pm::trade {

class Witness final : public DeskSink {
public:
    explicit Witness(cli::Output& out) : records_{out} {}

    /// A signal worth showing.
    struct Shown {
        Timestamp ts{};
        Signal signal;
    };

    void on_signal(Timestamp ts, const Signal& signal) override;
    void on_order(Timestamp ts, const Order& order) override;
    void on_fill(Timestamp ts, const Fill& fill) override;
    void on_status(Timestamp ts, const StreamStatus& status) override;
    void on_alert(Timestamp ts, const Alert& alert) override;
    void on_resolved(Timestamp ts, const Resolution& resolution,
                     const trading::Settled& settled) override;

    Result<void> write_out() { return records_.write_out(); }

    /// The acts with the largest edges, one a token, largest first.
    [[nodiscard]] std::vector<Shown> best(std::size_t count) const;
    [[nodiscard]] std::int64_t resolved() const { return resolved_; }
    [[nodiscard]] std::int64_t settled_positions() const { return settled_positions_; }
    [[nodiscard]] Money realized_by_settling() const { return realized_; }
    [[nodiscard]] Money fees() const { return fees_; }
    [[nodiscard]] Money bought() const { return bought_; }
    [[nodiscard]] Money sold() const { return sold_; }

private:
    RecordSink records_;
    std::map<TokenId, Shown> entries_;
    std::int64_t resolved_ = 0;
    std::int64_t settled_positions_ = 0;
    Money realized_;
    Money fees_;
    Money bought_;
    Money sold_;
};

}  // namespace pm::trade
