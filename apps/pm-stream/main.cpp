/// pm-stream: live (or recorded) prices as JSON lines.

#include "cli/app.hpp"
#include "cli/process_env.hpp"
#include "pm-stream/commands.hpp"

int main(int argc, char** argv) {
    auto env = pm::cli::process_env();
    pm::cli::App app{"pm-stream", "Stream prediction-market prices."};
    pm::stream::add_commands(app);
    return app.run(argc, argv, env);
}
