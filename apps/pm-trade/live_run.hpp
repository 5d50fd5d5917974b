#pragma once

/// What a run with real money does beside hearing prices, however it hears them: recover, listen
/// and reconcile, look whether a person has stopped it, leave no order behind.

#include <functional>
#include <string>
#include <vector>

#include "pm-trade/desk.hpp"
#include "pm-trade/live_door.hpp"
#include "pm-trade/trade_options.hpp"

namespace pm::trade {

/// Opens the door of a run that decides by itself.
/// @return as LiveDoor::open; Errc::refused while trading is stopped.
net::Task<std::unique_ptr<LiveDoor>> enter_live(cli::Env& env, wiring::Session& session,
                                                const TradeOptions& trade, bool heartbeat);

/// Lifetime    door and clock outlive it, and it outlives the desk.
class LiveRun {
public:
    struct Parts {
        LiveDoor& door;
        const Clock& clock;             ///< The venue's time.
        double speed = 1;               ///< Its seconds in a real one.
        std::vector<std::string> tags;  ///< Of the events whose prices come; empty: not known.
        std::function<Result<void>()> write_out;  ///< Called when there may be something to say.
    };
    explicit LiveRun(Parts parts) : parts_{std::move(parts)} {}

    [[nodiscard]] DeskVenue venue();
    [[nodiscard]] store::Ledger& ledger() { return parts_.door.ledger(); }
    [[nodiscard]] const Clock& clock() const { return parts_.clock; }
    /// Whether something that is said to be of `ts` can have happened already. Two programs on one
    /// machine may each have measured the venue's clock for themselves.
    [[nodiscard]] bool may_be_past(Timestamp ts) const;

    /// One way to start: the journal, then the venue. `desk` outlives the run.
    /// @return as LiveLink::open.
    net::Task<void> recover(Desk& desk);
    /// Books and venue agree as far as can be known.
    [[nodiscard]] static StreamStatus recovered();

    /// Until cancelled. @return Errc::refused when a person has stopped trading; as LiveLink::run.
    net::Task<void> run(Desk& desk);

    /// Cancels what is open unless nothing was to be placed, and says so when that could not be
    /// shown to have worked. Being told to stop does not end it.
    net::Task<void> leave(Desk& desk, bool dry_run);

private:
    net::Task<void> watch(Desk& desk);

    Parts parts_;
};

}  // namespace pm::trade
