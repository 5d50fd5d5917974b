#include "weather/settlement_rule.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "base/text.hpp"
#include "domain/names.hpp"
#include "weather/bucket_label.hpp"
#include "weather/event_texts.hpp"
#include "weather/rule_text.hpp"
#include "weather/stations.hpp"

namespace pm::weather {

namespace {

tl::unexpected<Error> refused(std::string reason) {
    return fail(Errc::refused, std::move(reason));
}

std::string bucket_text(const Bucket& b) {
    if (!b.low) return std::to_string(b.high.value_or(0)) + " or below";
    if (!b.high) return std::to_string(*b.low) + " or higher";
    return std::to_string(*b.low) + " to " + std::to_string(*b.high);
}

/// Says why an event is none of a station's daily temperature, or nothing.
std::optional<std::string> not_daily(const Event& event) {
    const auto title = lower_case(event.title);
    const bool temperature = event.slug.find("temperature") != std::string::npos ||
                             title.find("temperature") != std::string::npos;
    if (!temperature) return "not about a temperature";
    const auto is_global = [](const std::string& tag) { return tag == "global-temp"; };
    const bool global = std::any_of(event.tags.begin(), event.tags.end(), is_global) ||
                        title.find("temperature increase") != std::string::npos;
    if (global) return "not a daily station temperature";
    return std::nullopt;
}

/// Compares what a headline says with the rule text.
Result<void> check_headline(const Headline& headline, const RuleText& text,
                            std::string_view where) {
    const std::string place{where};
    if (headline.kind != text.kind) return refused(place + " says another kind than the rule text");
    if (!headline.day.matches(text.date))
        return refused(place + " says another day than the rule text, " + date_text(text.date));
    return {};
}

Result<const Station*> station_of(const Event& event, const RuleText& text, const Headline& slug) {
    const auto* station = find_station(text.source.station);
    if (!station) return refused("unknown station " + text.source.station);
    if (station->city != slug.city)
        return refused(station->id + " is not a station of '" + sanitised(slug.city) + "'");
    if (!station->valid_on(text.date))
        return refused(station->id + " does not settle " + station->city + " on " +
                       date_text(text.date));
    if (!is_named(*station, text.station_name))
        return refused("'" + sanitised(text.station_name) + "' is not a known name of " +
                       station->id);
    if (event.resolution_source.empty()) return station;
    const auto address = parse_source_address(event.resolution_source);
    if (!address) return refused(address.error().message);
    if (*address != text.source)
        return refused("the resolution source is not the one of the rule text");
    return station;
}

/// Fails when a market slug speaks of another bucket.
Result<void> check_slug(const Market& market, const Event& event, const BucketLabel& label) {
    const auto prefix = event.slug + "-";
    if (!market.slug.starts_with(prefix)) return {};
    const auto told = parse_slug_bucket(std::string_view{market.slug}.substr(prefix.size()));
    if (!told) return {};
    const auto same = [](std::optional<int> a, std::optional<int> b) {
        return a.has_value() == b.has_value() && (!a || std::abs(*a) == std::abs(*b));
    };
    if (label.unit == told->unit && same(label.bucket.low, told->low) &&
        same(label.bucket.high, told->high))
        return {};
    return refused("market slug '" + sanitised(market.slug) + "' and bucket " +
                   bucket_text(label.bucket) + " differ");
}

/// The bucket on which label, question and slug of one market agree.
Result<Bucket> read_market(const Market& market, const Event& event, const RuleText& text,
                           const Station& station) {
    auto question = parse_question(market.question);
    if (!question) return pass(question);
    if (auto same = check_headline(question->headline, text, "a question"); !same)
        return pass(same);
    if (!is_city(station, question->headline.city))
        return refused("a question asks about '" + sanitised(question->headline.city) + "'");
    auto label = parse_bucket_label(question->label);
    if (!label) return refused(label.error().message);
    if (!label->unit) label->unit = text.unit;
    if (!market.label.empty()) {
        auto shown = parse_bucket_label(market.label);
        if (!shown) return refused(shown.error().message);
        if (!shown->unit) shown->unit = text.unit;
        if (*shown != *label)
            return refused("label '" + sanitised(market.label) + "' and question differ");
    }
    if (*label->unit != text.unit) return refused("a bucket is in another unit than the rule text");
    if (auto slug = check_slug(market, event, *label); !slug) return pass(slug);
    return label->bucket;
}

}  // namespace

Result<void> check_tiling(std::vector<Bucket> buckets) {
    if (buckets.size() < 2) return refused("fewer than two buckets");
    std::sort(buckets.begin(), buckets.end(), [](const Bucket& a, const Bucket& b) {
        return a.low < b.low;  // an open low side sorts first
    });
    if (buckets.front().low) return refused("no bucket is open below");
    if (buckets.back().high) return refused("no bucket is open above");
    for (std::size_t i = 1; i < buckets.size(); ++i) {
        const auto& below = buckets[i - 1];
        const auto& above = buckets[i];
        if (!below.high || !above.low || *below.high + 1 != *above.low)
            return refused("buckets " + bucket_text(below) + " and " + bucket_text(above) +
                           " leave a gap or overlap");
    }
    return {};
}

Result<Settlement> read_settlement(const Event& event) {
    if (auto reason = not_daily(event)) return refused(std::move(*reason));
    auto slug = parse_event_slug(event.slug);
    if (!slug) return pass(slug);
    auto title = parse_title(event.title);
    if (!title) return pass(title);
    auto text = parse_rule_text(event.description);
    if (!text) return pass(text);
    if (auto same = check_headline(*slug, *text, "the slug"); !same) return pass(same);
    if (auto same = check_headline(*title, *text, "the title"); !same) return pass(same);
    if (event.date && *event.date != text->date)
        return refused("the event's date is not " + date_text(text->date));
    if (!event.date && !slug->day.year) return refused("only the rule text names a year");
    auto station = station_of(event, *text, *slug);
    if (!station) return pass(station);
    if (!is_city(**station, title->city))
        return refused("the title is about '" + sanitised(title->city) + "'");

    Settlement settlement;
    for (const auto& market : event.markets) {
        auto bucket = read_market(market, event, *text, **station);
        if (!bucket) return pass(bucket);
        settlement.buckets.push_back(*bucket);
    }
    if (auto tiled = check_tiling(settlement.buckets); !tiled) return pass(tiled);
    settlement.rule = {.kind = text->kind,
                       .city = slug->city,
                       .station = text->source.station,
                       .source = text->source.host,
                       .date = text->date,
                       .unit = text->unit,
                       .rounding = text->rounding,
                       .rule_hash = text->hash};
    return settlement;
}

void annotate(Event& event) {
    auto settlement = read_settlement(event);
    for (std::size_t i = 0; i < event.markets.size(); ++i) {
        auto& market = event.markets[i];
        market.temperature.reset();
        market.refusal.clear();
        if (settlement)
            market.temperature = TemperatureMarket{settlement->rule, settlement->buckets[i]};
        else
            market.refusal = settlement.error().message;
    }
}

}  // namespace pm::weather
