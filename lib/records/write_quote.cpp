/// The quote line, written without JsonWriter: it is made for every price change.

#include <array>

#include "base/decimal.hpp"
#include "base/time_text.hpp"
#include "domain/names.hpp"
#include "records/write.hpp"

namespace pm::records {

namespace {

void append_side(std::string& out, std::string_view price_key, std::string_view size_key,
                 const std::optional<Level>& level) {
    out += price_key;
    if (level) {
        append_decimal(out, level->price.micros(), 6);
    } else {
        out += "null";
    }
    out += size_key;
    if (level) {
        append_decimal(out, level->size.micros, 6);
    } else {
        out += "null";
    }
}

void append_id(std::string& out, const auto& id) {
    if (id.empty()) {
        out += "null";
        return;
    }
    out += '"';
    id.append_to(out);
    out += '"';
}

void append_names(std::string& out, const Quote& quote) {
    out += R"(","token_id":)";
    append_id(out, quote.token);
    out += R"(,"condition_id":)";
    append_id(out, quote.condition);
    out += R"(,"outcome":")";
    out += name_of(quote.outcome);
}

void append_start(std::string& out, Timestamp ts) {
    out += R"({"type":"quote","v":1,"ts":")";
    append_time(out, ts);
}

void append_rest(std::string& out, const Quote& quote) {
    append_side(out, R"(","bid":)", R"(,"bid_size":)", quote.bid);
    append_side(out, R"(,"ask":)", R"(,"ask_size":)", quote.ask);
    out += R"(,"last":)";
    if (quote.last) {
        append_decimal(out, quote.last->micros(), 6);
    } else {
        out += "null";
    }
    out += R"(,"tick":)";
    append_decimal(out, quote.tick.micros(), 6);
    if (quote.venue_ms) {
        out += R"(,"venue_ms":)";
        append_integer(out, *quote.venue_ms);
    }
    out += R"(,"src":")";
    out += name_of(quote.source);
    out += R"(","seq":)";
    append_integer(out, static_cast<std::int64_t>(quote.seq));
    out += "}\n";
}

}  // namespace

void append(std::string& out, Timestamp ts, const Quote& quote) {
    append_start(out, ts);
    append_names(out, quote);
    append_rest(out, quote);
}

/// Of all that a time says only its last six digits are new in most lines.
void QuoteLines::append_start(std::string& out, Timestamp ts) {
    constexpr std::size_t digits = 6;
    const auto second = std::chrono::floor<std::chrono::seconds>(ts);
    if (second_.empty() || second != second_at_) {
        second_at_ = second;
        second_.clear();
        records::append_start(second_, second);
        second_.resize(second_.size() - digits - 1);  // and the Z
    }
    out += second_;
    auto micros = (ts - second).count();
    std::array<char, digits + 1> tail{};
    tail.back() = 'Z';
    for (auto i = digits; i-- > 0; micros /= 10) tail[i] = static_cast<char>('0' + micros % 10);
    out.append(tail.data(), tail.size());
}

void QuoteLines::append(std::string& out, Timestamp ts, const Quote& quote) {
    constexpr std::size_t tokens_max = 50'000;  // of markets that ended long ago, too
    if (names_.size() >= tokens_max) names_.clear();
    auto& names = names_[quote.token];
    if (names.text.empty() || names.condition != quote.condition ||
        names.outcome != quote.outcome) {
        names.condition = quote.condition;
        names.outcome = quote.outcome;
        names.text.clear();
        append_names(names.text, quote);
    }
    append_start(out, ts);
    out += names.text;
    append_rest(out, quote);
}

}  // namespace pm::records
