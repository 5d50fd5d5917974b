/// The quote line, written without JsonWriter: it is made for every price change.

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

}  // namespace

void append(std::string& out, Timestamp ts, const Quote& quote) {
    out += R"({"type":"quote","v":1,"ts":")";
    append_time(out, ts);
    out += R"(","token_id":)";
    append_id(out, quote.token);
    out += R"(,"condition_id":)";
    append_id(out, quote.condition);
    out += R"(,"outcome":")";
    out += name_of(quote.outcome);
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

}  // namespace pm::records
