#include "pm-markets/filters.hpp"

#include "domain/names.hpp"
#include "polymarket/facts.hpp"

namespace pm::markets {

void Filters::declare(cli::Options& options) {
    options.value_list("--tag", tags_, "Events with this tag (its slug); repeatable")
        .value_name("TAG");
    options.value_list("--city", cities_, "City as in the venue's slugs: nyc, london; repeatable")
        .value_name("CITY");
    options.value("--kind", kind_, "Kind of temperature").choices({"highest", "lowest"});
    options.value("--date", date_, "Civil day at the station: today, tomorrow or YYYY-MM-DD")
        .value_name("DATE");
    options.value("--status", status_, "Which markets")
        .choices({"open", "closed", "any"})
        .default_text("open");
    options.value("--min-liquidity", min_liquidity_, Money::parse, "Dollars of liquidity at least")
        .value_name("DOLLARS");
    options.value("--min-volume", min_volume_, Money::parse, "Dollars of volume at least")
        .value_name("DOLLARS");
}

Result<live::Selection> Filters::selection() const {
    if (auto checked = live::check_date(date_); !checked) return pass(checked, "--date");
    live::Selection out;
    out.cities = cities_;
    if (!kind_.empty()) out.kind = named<TemperatureKind>(kind_);
    out.date = date_;
    out.closed.reset();
    if (status_ != "any") out.closed = status_ == "closed";
    out.min_liquidity = min_liquidity_;
    out.min_volume = min_volume_;
    return out;
}

std::vector<polymarket::EventQuery> Filters::queries() const {
    polymarket::EventQuery query;
    query.closed.reset();
    if (status_ != "any") query.closed = status_ == "closed";
    auto tags = tags_;
    const bool about_weather = !cities_.empty() || !kind_.empty() || !date_.empty();
    if (tags.empty() && about_weather) tags.emplace_back(polymarket::daily_temperature_tag);
    std::vector<polymarket::EventQuery> out;
    for (const auto& tag : tags) {
        out.push_back(query);
        out.back().tag = tag;
    }
    if (out.empty()) out.push_back(query);
    return out;
}

bool Filters::narrows() const {
    return !cities_.empty() || !kind_.empty() || !date_.empty() || status_ == "closed" ||
           min_liquidity_ || min_volume_;
}

}  // namespace pm::markets
