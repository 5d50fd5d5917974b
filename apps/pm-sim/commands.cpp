#include "pm-sim/commands.hpp"

#include "pm-sim/serve.hpp"

namespace pm::simulator {

void add_commands(cli::App& app) {
    app.add<ServeCommand>();
}

}  // namespace pm::simulator
