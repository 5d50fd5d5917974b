#include "pm-forecast/commands.hpp"

#include "pm-forecast/forecast.hpp"
#include "pm-forecast/observe.hpp"
#include "wiring/session.hpp"
#include "wiring/shared_settings.hpp"

namespace pm::outlook {

void add_commands(cli::App& app) {
    app.tolerate(wiring::every_setting());
    app.declare(wiring::session_settings());
    app.add_default<ForecastCommand>();
    app.add<ObserveCommand>();
}

}  // namespace pm::outlook
