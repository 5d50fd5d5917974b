#include "pm-markets/commands.hpp"

#include "pm-markets/book.hpp"
#include "pm-markets/history.hpp"
#include "pm-markets/list.hpp"
#include "pm-markets/search.hpp"
#include "pm-markets/show.hpp"
#include "pm-markets/weather.hpp"
#include "wiring/session.hpp"
#include "wiring/shared_settings.hpp"

namespace pm::markets {

void add_commands(cli::App& app) {
    app.tolerate(wiring::every_setting());
    app.declare(wiring::session_settings());
    app.add<ListCommand>();
    app.add<ShowCommand>();
    app.add<BookCommand>();
    app.add<HistoryCommand>();
    app.add<SearchCommand>();
    app.add<WeatherCommand>();
}

}  // namespace pm::markets
