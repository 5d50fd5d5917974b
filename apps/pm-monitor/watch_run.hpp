#pragma once

/// One run of `watch`, between the records that come in and those that go out.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "cli/env.hpp"
#include "monitor/fill_book.hpp"
#include "monitor/watcher.hpp"
#include "pm-monitor/holdings.hpp"
#include "pm-monitor/seller.hpp"
#include "records/read.hpp"

namespace pm::guard {

struct WatchOptions {
    bool pass_on = false;       ///< Write every input line, too.
    bool from_records = false;  ///< Positions from fills, even if there is a ledger.
};

class WatchRun final : public monitor::WatchSink {
public:
    /// `env` must outlive this.
    WatchRun(cli::Env& env, monitor::WatchPlan plan, WatchOptions options, Holdings holdings);

    /// Closes positions with `seller` from now on. @pre the plan closes.
    void sell_with(std::unique_ptr<Seller> seller) { seller_ = std::move(seller); }

    // What polling brings.
    void apply(const BookSnapshot& book, Timestamp now);
    void apply(const Market& market, Timestamp now);

    /// Takes one line in. Time follows the records, and the machine between them.
    /// @return Errc::malformed; Errc::storage or Errc::bad_config from the ledger; as
    /// Output::write.
    Result<void> take(std::string_view line);

    /// Reads the positions again. @return as above.
    Result<void> reload(Timestamp now);

    /// Looks for what time alone brings; nothing in a replay, whose time is its records'.
    Result<void> idle();
    Result<void> finish();
    /// Carries out the exits that were asked for, and writes what was said since the last call.
    /// @return Errc::storage when the ledger failed; as Output::write.
    Result<void> write_out();

    [[nodiscard]] monitor::Watcher& watcher() { return watcher_; }
    /// For callers that know the venue's time: nothing else sets it then.
    void set_now(Timestamp now) { now_ = now; }

    void on_position(const MarkedPosition& position) override;
    void on_alert(const Alert& alert) override;
    void on_resolved(const Resolution& resolution) override;
    void on_exit(const monitor::ExitWish& wish, const Position& position) override;

private:
    void apply(records::Record& record);
    Result<void> close_positions();
    [[nodiscard]] Timestamp now() const;

    cli::Env& env_;
    WatchOptions options_;
    Holdings holdings_;
    monitor::FillBook fills_;
    monitor::Watcher watcher_;
    std::unique_ptr<Seller> seller_;  ///< Null: exits are alerts.
    std::vector<monitor::ExitWish> exits_;
    std::vector<Resolution> resolved_;
    std::string out_;
    Timestamp now_{};
    std::optional<Instant> heard_at_;  ///< When the record that set `now_` came in.
    bool replay_ = false;
    bool holdings_changed_ = true;
};

}  // namespace pm::guard
