#include "pm-stream/wishes.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/names.hpp"
#include "records/read.hpp"

namespace pm::stream {

namespace {

constexpr std::size_t token_digits_min = 13;  ///< Ids of the catalogue are shorter.

bool is_token(std::string_view text) {
    return text.size() >= token_digits_min &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

void Wishes::declare(cli::Options& options) {
    options.argument("name", names_,
                     "Events, markets or tokens by slug, URL, id or condition; - reads them, or "
                     "market records, from standard input");
    options.value_list("--tag", tags_, "All open events with this tag").value_name("TAG");
    options.value_list("--city", cities_, "Temperature events of this city").value_name("CITY");
    options.value("--kind", kind_, "Kind of temperature").choices({"highest", "lowest"});
    options.value("--date", date_, "Civil day at the station: today, tomorrow or YYYY-MM-DD")
        .value_name("DATE");
    options.value("--min-liquidity", min_liquidity_, Money::parse, "Dollars of liquidity at least")
        .value_name("DOLLARS");
    options.value("--min-volume", min_volume_, Money::parse, "Dollars of volume at least")
        .value_name("DOLLARS");
    options.value("--outcome", outcome_, "Which tokens of a market")
        .choices({"yes", "no", "both"})
        .default_text("both");
    options.value("--limit", markets_max_, "Follow at most this many markets").value_name("N");
}

bool Wishes::empty() const {
    return names_.empty() && tags_.empty() && cities_.empty() && kind_.empty() && date_.empty();
}

net::Task<wiring::PriceStreamOptions> Wishes::read(cli::Env& env, wiring::Session& session) {
    wiring::PriceStreamOptions out;
    if (auto checked = live::check_date(date_); !checked) co_return pass(checked, "--date");
    if (markets_max_ < 0) co_return fail(Errc::bad_input, "--limit: must not be negative");
    if (outcome_ != "both") out.outcome = named<Outcome>(outcome_);
    out.wish.markets_max = static_cast<std::size_t>(markets_max_);
    for (const auto& word : names_) {
        if (word == "-") {
            auto read = co_await read_input(env, &out);
            if (!read) co_return pass(read);
            continue;
        }
        if (auto taken = take_word(word, out); !taken) co_return pass(taken);
    }
    if (!tags_.empty() || !cities_.empty() || !kind_.empty() || !date_.empty()) {
        live::Selection selection;
        selection.tags = tags_;
        selection.cities = cities_;
        if (!kind_.empty()) selection.kind = named<TemperatureKind>(kind_);
        selection.date = date_;
        selection.min_liquidity = min_liquidity_;
        selection.min_volume = min_volume_;
        out.wish.selection = std::move(selection);
    }
    if (!tokens_.empty()) {
        auto events = co_await session.catalogue().by_tokens(tokens_);
        if (!events) co_return pass(events);
        for (auto& event : *events) {
            for (auto& market : event.markets) out.given.push_back(std::move(market));
        }
        out.only.insert(tokens_.begin(), tokens_.end());
        if (out.given.empty()) {
            co_return fail(Errc::not_found, "no open market has any of these tokens");
        }
    }
    const bool nothing = out.given.empty() && out.wish.names.empty() && !out.wish.selection;
    if (nothing) co_return fail(Errc::not_found, "nothing to stream: the input was empty");
    co_return out;
}

net::Task<void> Wishes::read_input(cli::Env& env, wiring::PriceStreamOptions* out) {
    for (;;) {
        auto line = co_await env.in.next();
        if (!line) {
            auto code = line.error().code == Errc::malformed ? Errc::bad_input : line.error().code;
            co_return fail(code, line.error().message);
        }
        if (!*line) co_return Result<void>{};
        const auto text = trimmed(**line);
        if (text.empty()) continue;
        auto taken = text.front() == '{' ? take_record(text, *out) : take_word(text, *out);
        if (!taken) co_return pass(taken, "line " + std::to_string(env.in.number()));
    }
}

Result<void> Wishes::take_word(std::string_view word, wiring::PriceStreamOptions& out) {
    if (!is_token(word)) {
        if (word.find(' ') != std::string_view::npos) {
            return fail(Errc::bad_input,
                        "'" + sanitised(word.substr(0, 80)) + "' is no name or id");
        }
        out.wish.names.emplace_back(word);
        return {};
    }
    auto token = TokenId::parse(word);
    if (!token) return fail(Errc::bad_input, token.error().message);
    if (std::find(tokens_.begin(), tokens_.end(), *token) == tokens_.end()) {
        tokens_.push_back(*token);
    }
    return {};
}

/// Market records are taken, other records passed over.
Result<void> Wishes::take_record(std::string_view line, wiring::PriceStreamOptions& out) {
    auto record = records::read(line);
    if (!record) return fail(Errc::bad_input, record.error().message);
    auto* market = std::get_if<Market>(&record->body);
    if (market != nullptr && !market->closed && !market->yes.empty()) {
        out.given.push_back(std::move(*market));
    }
    return {};
}

}  // namespace pm::stream
