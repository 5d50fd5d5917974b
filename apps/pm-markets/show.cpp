#include "pm-markets/show.hpp"

#include "pm-markets/targets.hpp"
#include "records/write.hpp"

namespace pm::markets {

std::vector<cli::Example> ShowCommand::examples() const {
    return {{"pm-markets show highest-temperature-in-nyc-on-june-9-2026", "a whole ladder"}};
}

void ShowCommand::declare(cli::Options& options) {
    options.argument("name", names_, "Slug, URL, id, condition or token").required();
}

net::Task<void> ShowCommand::run(cli::Env& env) {
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    std::string line;
    for (const auto& name : names_) {
        auto markets = co_await markets_named(**session, name);
        if (!markets) co_return pass(markets);
        for (const auto& market : *markets) {
            line.clear();
            records::append(line, (*session)->clock().now(), market);
            if (auto written = env.out.write(line); !written) co_return pass(written);
        }
    }
    co_return Result<void>{};
}

}  // namespace pm::markets
