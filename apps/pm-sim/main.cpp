/// pm-sim: a venue on this machine, speaking the venue's own protocol.

#include "cli/app.hpp"
#include "cli/process_env.hpp"
#include "pm-sim/commands.hpp"

int main(int argc, char** argv) {
    auto env = pm::cli::process_env();
    pm::cli::App app{"pm-sim", "Serve a simulated venue: markets, books, weather, all recorded."};
    pm::simulator::add_commands(app);
    return app.run(argc, argv, env);
}
