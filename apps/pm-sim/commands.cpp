#include "pm-sim/commands.hpp"

#include "pm-sim/oracle_command.hpp"
#include "pm-sim/serve.hpp"
#include "wiring/shared_settings.hpp"

namespace pm::simulator {

void add_commands(cli::App& app) {
    app.tolerate(wiring::every_setting());
    app.add<ServeCommand>();
    app.add<OracleCommand>();
}

}  // namespace pm::simulator
