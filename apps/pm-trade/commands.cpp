#include "pm-trade/commands.hpp"

#include "pm-trade/auto_command.hpp"
#include "pm-trade/ledger_commands.hpp"
#include "pm-trade/pipe_command.hpp"
#include "pm-trade/trade_options.hpp"
#include "wiring/session.hpp"

namespace pm::trade {

void add_commands(cli::App& app) {
    app.declare(wiring::session_settings());
    app.declare(trade_settings());
    app.add_default<PipeCommand>();
    app.add<AutoCommand>();
    app.add<PositionsCommand>();
    app.add<OrdersCommand>();
}

}  // namespace pm::trade
