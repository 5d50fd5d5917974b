/// pm-monitor: guards what is held.

#include "cli/app.hpp"
#include "cli/process_env.hpp"
#include "pm-monitor/commands.hpp"

int main(int argc, char** argv) {
    auto env = pm::cli::process_env();
    pm::cli::App app{"pm-monitor", "Guard what is held: marks, P&L, exits, resolutions, alerts."};
    pm::guard::add_commands(app);
    return app.run(argc, argv, env);
}
