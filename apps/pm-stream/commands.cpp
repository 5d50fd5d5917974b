#include "pm-stream/commands.hpp"

#include "pm-stream/stream.hpp"
#include "wiring/session.hpp"
#include "wiring/shared_settings.hpp"

namespace pm::stream {

void add_commands(cli::App& app) {
    app.tolerate(wiring::every_setting());
    app.declare(wiring::session_settings());
    app.add_default<StreamCommand>();
}

}  // namespace pm::stream
