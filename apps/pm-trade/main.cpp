/// pm-trade: decides and places orders, on paper unless told otherwise.

#include "cli/app.hpp"
#include "cli/process_env.hpp"
#include "pm-trade/commands.hpp"

int main(int argc, char** argv) {
    auto env = pm::cli::process_env();
    pm::cli::App app{"pm-trade", "Decide and place orders, on paper unless told otherwise."};
    pm::trade::add_commands(app);
    return app.run(argc, argv, env);
}
