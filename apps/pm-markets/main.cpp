/// pm-markets: find and inspect markets.

#include "cli/app.hpp"
#include "cli/process_env.hpp"
#include "pm-markets/commands.hpp"

int main(int argc, char** argv) {
    auto env = pm::cli::process_env();
    pm::cli::App app{"pm-markets", "Find and inspect prediction markets."};
    pm::markets::add_commands(app);
    return app.run(argc, argv, env);
}
