#include "pm-markets/list.hpp"

#include <algorithm>
#include <set>

#include "pm-markets/targets.hpp"
#include "records/write.hpp"

namespace pm::markets {

namespace {

/// The venue's names of our sort words. Markets have theirs as text; events as numbers.
std::string venue_field(const std::string& sort) {
    return sort == "end" ? "endDate" : sort;
}

}  // namespace

std::vector<cli::Example> ListCommand::examples() const {
    return {{"pm-markets list --city nyc --date tomorrow", "tomorrow's markets of New York"},
            {"pm-markets list --tag daily-temperature -o ids", "YES tokens, for pm-stream -"}};
}

void ListCommand::declare(cli::Options& options) {
    filters_.declare(options);
    options.value("--sort", sort_, "Order of markets").choices({"volume", "liquidity", "end"});
    options.flag("--ascending", ascending_, "Smallest first");
    options.value("--limit", limit_, "At most this many markets")
        .value_name("N")
        .default_text("100");
    options.flag("--all", all_, "No limit");
    options.value("--outcome", outcome_, "Whose tokens -o ids prints")
        .choices({"yes", "no", "both"})
        .default_text("yes");
}

net::Task<void> ListCommand::run(cli::Env& env) {
    if (limit_ < 1) co_return fail(Errc::bad_input, "--limit: must be at least 1");
    auto selection = filters_.selection();
    if (!selection) co_return pass(selection);
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    auto events = co_await gather(**session, env);
    if (!events) co_return pass(events);
    const auto now = (*session)->clock().now();
    live::narrow(*selection, *events, now);
    std::vector<Market> markets;
    for (auto& event : *events) {
        std::move(event.markets.begin(), event.markets.end(), std::back_inserter(markets));
    }
    arrange(markets);
    const auto limit = static_cast<std::size_t>(limit_);
    if (!all_ && markets.size() > limit) {
        more_ = true;
        markets.resize(limit);
    }
    if (more_) {
        say_incomplete(env, "the first " + std::to_string(markets.size()) +
                                " markets; --limit or --all shows more");
    }
    co_return write(env, now, markets);
}

/// The events of every query, each once.
net::Task<std::vector<Event>> ListCommand::gather(wiring::Session& session, cli::Env& env) {
    std::vector<Event> out;
    std::set<std::string> slugs;
    for (auto& query : filters_.queries()) {
        if (!sort_.empty()) query.sort = venue_field(sort_);
        query.ascending = ascending_;
        // Every event has a market: so many events are enough when nothing is filtered here.
        if (!all_ && !filters_.narrows()) query.limit_total = static_cast<std::size_t>(limit_);
        const bool cut_wanted = query.limit_total != 0;
        auto list = co_await session.catalogue().list(query);
        if (!list) co_return pass(list);
        if (!list->complete && cut_wanted && list->note.starts_with("cut at")) {
            more_ = true;
        } else if (!list->note.empty()) {
            say_incomplete(env, list->note);
        }
        if (list->undecoded > 0) {
            say_incomplete(env, std::to_string(list->undecoded) + " markets could not be read");
        }
        for (auto& event : list->events) {
            if (slugs.insert(event.slug).second) out.push_back(std::move(event));
        }
    }
    co_return out;
}

void ListCommand::arrange(std::vector<Market>& markets) const {
    if (sort_.empty()) return;
    const auto less = [this](const Market& a, const Market& b) {
        if (sort_ == "volume") return a.volume < b.volume;
        if (sort_ == "liquidity") return a.liquidity < b.liquidity;
        return a.end.value_or(Timestamp{}) < b.end.value_or(Timestamp{});
    };
    std::stable_sort(markets.begin(), markets.end(), [&](const Market& a, const Market& b) {
        return ascending_ ? less(a, b) : less(b, a);
    });
}

Result<void> ListCommand::write(cli::Env& env, Timestamp now,
                                const std::vector<Market>& markets) const {
    std::string line;
    for (const auto& market : markets) {
        line.clear();
        const bool ids = env.view.format == cli::Format::ids && env.view.screen != nullptr;
        if (ids && outcome_ != "yes") {
            if (outcome_ == "both" && !market.yes.empty()) line += market.yes.text() + "\n";
            if (!market.no.empty()) line += market.no.text() + "\n";
            if (auto written = env.view.screen->write(line); !written) return pass(written);
            continue;
        }
        records::append(line, now, market);
        if (auto written = env.out.write(line); !written) return pass(written);
    }
    return {};
}

}  // namespace pm::markets
