/// pm-forecast: the probability of every bucket of a temperature event.

#include "cli/app.hpp"
#include "cli/process_env.hpp"
#include "pm-forecast/commands.hpp"

int main(int argc, char** argv) {
    auto env = pm::cli::process_env();
    pm::cli::App app{"pm-forecast", "Probability of every bucket of a temperature event."};
    pm::outlook::add_commands(app);
    return app.run(argc, argv, env);
}
