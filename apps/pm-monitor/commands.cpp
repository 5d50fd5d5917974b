#include "pm-monitor/commands.hpp"

#include "pm-monitor/holdings.hpp"
#include "pm-monitor/pnl.hpp"
#include "pm-monitor/positions.hpp"
#include "pm-monitor/watch.hpp"
#include "wiring/session.hpp"
#include "wiring/shared_settings.hpp"

namespace pm::guard {

void add_commands(cli::App& app) {
    app.tolerate(wiring::every_setting());
    app.declare(wiring::session_settings());
    app.declare(ledger_settings());
    app.add_default<WatchCommand>();
    app.add<PositionsCommand>();
    app.add<PnlCommand>();
    app.add<WatchCommand>();
}

}  // namespace pm::guard
