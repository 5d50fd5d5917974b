#include "pm-markets/history.hpp"

#include "domain/names.hpp"
#include "pm-markets/targets.hpp"
#include "records/write.hpp"

namespace pm::markets {

void HistoryCommand::declare(cli::Options& options) {
    options.argument("name", names_, "Token, or a market or event by slug, URL, id or condition")
        .required();
    options.value("--interval", interval_, "How far back")
        .choices({"1h", "6h", "1d", "1w", "1m", "max"})
        .default_text("1d");
    options.value("--fidelity", fidelity_, "Minutes between two points")
        .value_name("MINUTES")
        .default_text("10");
    options.value("--outcome", outcome_, "Whose prices of a market")
        .choices({"yes", "no"})
        .default_text("yes");
}

net::Task<void> HistoryCommand::run(cli::Env& env) {
    if (fidelity_ < 1) co_return fail(Errc::bad_input, "--fidelity: must be at least 1");
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    const auto outcome = named<Outcome>(outcome_).value_or(Outcome::yes);
    std::string lines;
    for (const auto& name : names_) {
        auto tokens = co_await tokens_named(**session, name, outcome);
        if (!tokens) co_return pass(tokens);
        for (const auto& token : *tokens) {
            auto points = co_await (*session)->catalogue().history(token, interval_, fidelity_);
            if (!points) co_return pass(points);
            lines.clear();
            const auto now = (*session)->clock().now();
            for (const auto& point : *points) records::append(lines, now, point);
            if (auto written = env.out.write(lines); !written) co_return pass(written);
        }
    }
    co_return Result<void>{};
}

}  // namespace pm::markets
