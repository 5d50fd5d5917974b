#include "polymarket/market_frame.hpp"

#include <algorithm>
#include <bit>
#include <cctype>
#include <cstring>
#include <simdjson.h>

#include "base/assert.hpp"
#include "polymarket/facts.hpp"
#include "polymarket/frame_raw.hpp"

namespace pm::polymarket {

namespace {

namespace od = simdjson::ondemand;

constexpr std::size_t depth_max = 32;
constexpr std::size_t levels_max = 20'000;  ///< A side of a book; a grid of 0.0001 has 9,999.
constexpr std::size_t text_max = 256;

/// Thrown nowhere: a broken text ends the frame, a senseless field only its message.
enum class Fault : std::uint8_t { none, message, frame };

/// Eight characters; a frame is followed by more than that.
std::uint64_t eight_at(const char* text) {
    std::uint64_t word = 0;
    std::memcpy(&word, text, sizeof word);
    return word;
}

/// The upper bit of each byte of `word` that is `c`; also of some behind the first that is.
/// Source: Hacker's Delight, 2nd edition, section 6-1.
constexpr std::uint64_t where(std::uint64_t word, char c) {
    static_assert(std::endian::native == std::endian::little, "the first byte is the lowest");
    constexpr std::uint64_t ones = 0x0101010101010101U;
    const auto zero_there = word ^ (ones * static_cast<unsigned char>(c));
    return (zero_there - ones) & ~zero_there & (ones << 7U);
}

/// Whether something in `text`, or in the few characters behind it, is escaped.
bool may_be_escaped(std::string_view text) {
    constexpr std::size_t short_text = 32;
    if (text.size() > short_text) return text.find('\\') != std::string_view::npos;
    std::uint64_t found = 0;
    for (std::size_t i = 0; i < text.size(); i += 8)
        found |= where(eight_at(text.data() + i), '\\');
    return found != 0;
}

/// The text of a string, where it stands when nothing in it is escaped.
Fault string_of(od::value& value, std::string_view& out) {
    // The token reaches to the next one: blanks, and a quotation mark before them.
    auto token = value.raw_json_token();
    const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
    while (!token.empty() && blank(token.back())) token.remove_suffix(1);
    const bool whole = token.size() >= 2 && token.back() == '"';
    if (!whole || may_be_escaped(token)) {
        return value.get_string().get(out) == simdjson::SUCCESS ? Fault::none : Fault::frame;
    }
    od::raw_json_string raw;
    if (value.get_raw_json_string().get(raw) != simdjson::SUCCESS) return Fault::frame;
    out = token.substr(1, token.size() - 2);
    return Fault::none;
}

/// A member's name, likewise.
Fault name_of(od::field& member, std::string_view& out) {
    constexpr std::size_t name_max = 24;  // longer ones are none of ours
    const char* start = member.key().raw();
    for (std::size_t i = 0; i < name_max; i += 8) {
        const auto word = eight_at(start + i);
        const auto end = where(word, '"');
        const auto escape = where(word, '\\');
        if ((end | escape) == 0) continue;
        const auto first = static_cast<std::size_t>(std::countr_zero(end | escape)) / 8;
        if (start[i + first] != '"') break;
        out = {start, i + first};
        return Fault::none;
    }
    return member.unescaped_key().get(out) == simdjson::SUCCESS ? Fault::none : Fault::frame;
}

/// The text of a string or the digits of a number; empty for null.
Fault text_of(od::value& value, std::string_view& out) {
    od::json_type type;
    if (value.type().get(type) != simdjson::SUCCESS) return Fault::frame;
    if (type == od::json_type::string) return string_of(value, out);
    if (type == od::json_type::number) {
        double ignored = 0;  // checks the syntax; the digits are what we take
        std::string_view digits = value.raw_json_token();
        if (value.get_double().get(ignored) == simdjson::NUMBER_ERROR) return Fault::frame;
        const auto end = digits.find_first_of(" \t\r\n");
        out = digits.substr(0, end);
        if (out == "-0") out = "0";
        return Fault::none;
    }
    if (type == od::json_type::null) {
        bool null = false;
        if (value.is_null().get(null) != simdjson::SUCCESS || !null) return Fault::frame;
        out = {};
        return Fault::none;
    }
    return Fault::message;
}

}  // namespace

bool is_plain_text(std::string_view frame) {
    if (frame.empty() || frame.size() > text_max) return false;
    const auto first = static_cast<unsigned char>(frame.front());
    if (std::isalpha(first) == 0) return false;
    if (frame == "true" || frame == "false" || frame == "null") return false;
    return std::all_of(frame.begin(), frame.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
               std::string_view{" .,:;!?'-_/()\r\n"}.find(c) != std::string_view::npos;
    });
}

struct FrameDecoder::Impl {
    od::parser parser;
    std::string copy;
    KnownIds known;
    Staged staged;
    FrameReport report;
    RawMessage raw;

    Impl() {
        // Bounded depth; the capacity grows with need up to what a frame may be.
        const auto full = parser.allocate(1U << 16U, depth_max);
        PM_ASSERT(full == simdjson::SUCCESS);
    }

    template <class Visit>
    Fault each_object(od::value& value, Visit visit);
    Fault level(od::object& json, RawLevel& out);
    Fault level_array(od::value& value, std::vector<RawLevel>& out);
    Fault change_array(od::value& value);
    Fault read_event_message(od::value& value);
    Fault fields(od::object& json, RawObject& object, bool top);
    Fault message(od::object json);
};

FrameDecoder::FrameDecoder() : impl_{std::make_unique<Impl>()} {
    static_assert(padding >= simdjson::SIMDJSON_PADDING);
}
FrameDecoder::~FrameDecoder() = default;
FrameDecoder::FrameDecoder(FrameDecoder&&) noexcept = default;
FrameDecoder& FrameDecoder::operator=(FrameDecoder&&) noexcept = default;

// ---- Reading: every byte of the frame's known parts, into views. ----

/// Hands each object of a list to `visit`; anything else in it spoils the message.
template <class Visit>
Fault FrameDecoder::Impl::each_object(od::value& value, Visit visit) {
    auto& object = raw.object;
    od::json_type type;
    if (value.type().get(type) != simdjson::SUCCESS) return Fault::frame;
    if (type != od::json_type::array) return object.spoil("a field is not a list"), Fault::none;
    od::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return Fault::frame;
    for (auto item : array) {
        od::value element;
        if (item.get(element) != simdjson::SUCCESS) return Fault::frame;
        if (element.type().get(type) != simdjson::SUCCESS) return Fault::frame;
        if (type != od::json_type::object) {
            object.spoil("a list holds something else than objects");
            continue;
        }
        od::object json;
        if (element.get_object().get(json) != simdjson::SUCCESS) return Fault::frame;
        if (visit(json) == Fault::frame) return Fault::frame;
    }
    return Fault::none;
}

/// A level has two members that are ours, and a book has a hundred levels.
Fault FrameDecoder::Impl::level(od::object& json, RawLevel& out) {
    bool has_price = false;
    bool has_size = false;
    for (auto item : json) {
        od::field member;
        std::string_view key;
        if (std::move(item).get(member) != simdjson::SUCCESS) return Fault::frame;
        if (name_of(member, key) != Fault::none) return Fault::frame;
        const bool is_price = key == "price";
        if (!is_price && key != "size") continue;
        auto& there = is_price ? has_price : has_size;
        if (there) raw.object.spoil("a field comes twice");
        there = true;
        const auto fault = text_of(member.value(), is_price ? out.price : out.size);
        if (fault == Fault::frame) return fault;
        if (fault == Fault::message) raw.object.spoil("a field is of the wrong kind");
    }
    return Fault::none;
}

Fault FrameDecoder::Impl::level_array(od::value& value, std::vector<RawLevel>& out) {
    out.clear();
    return each_object(value, [this, &out](od::object& json) {
        if (out.size() == levels_max) raw.object.spoil("too many levels");
        return level(json, out.emplace_back());
    });
}

Fault FrameDecoder::Impl::change_array(od::value& value) {
    raw.changes.clear();
    return each_object(value, [this](od::object& json) {
        auto& change = raw.changes.emplace_back();
        const auto fault = fields(json, change, false);
        if (change.bad) raw.object.spoil(change.fault);
        if (raw.changes.size() > levels_max) raw.object.spoil("too many changes");
        return fault;
    });
}

Fault FrameDecoder::Impl::read_event_message(od::value& value) {
    auto& object = raw.object;
    raw.event_slug = {};
    od::json_type type;
    if (value.type().get(type) != simdjson::SUCCESS) return Fault::frame;
    if (type != od::json_type::object) return Fault::none;
    od::object json;
    if (value.get_object().get(json) != simdjson::SUCCESS) return Fault::frame;
    RawObject inner;
    if (const auto fault = fields(json, inner, false); fault == Fault::frame) return fault;
    if (inner.bad) object.spoil(inner.fault);
    raw.event_slug = inner.text[slug];
    return Fault::none;
}

Fault FrameDecoder::Impl::fields(od::object& json, RawObject& object, bool top) {
    for (auto item : json) {
        od::field member;
        std::string_view key;
        if (std::move(item).get(member) != simdjson::SUCCESS) return Fault::frame;
        if (name_of(member, key) != Fault::none) return Fault::frame;
        const auto field = field_of(key);
        if (field == no_field || (!top && field >= text_fields)) continue;
        if (object.has(field)) object.spoil("a field comes twice");
        object.seen |= 1U << field;
        auto& value = member.value();
        auto fault = Fault::none;
        if (field < text_fields) {
            fault = text_of(value, object.text[field]);
            if (fault == Fault::message) object.spoil("a field is of the wrong kind");
        } else if (field == price_changes) {
            fault = change_array(value);
        } else if (field == event_message) {
            fault = read_event_message(value);
        } else {
            fault = level_array(value, field == bids ? raw.bids : raw.asks);
        }
        if (fault == Fault::frame) return fault;
    }
    return Fault::none;
}

Fault FrameDecoder::Impl::message(od::object json) {
    raw.clear();
    auto& object = raw.object;
    if (fields(json, object, true) == Fault::frame) return Fault::frame;
    const auto kind = kind_of(object.text[event_type]);
    // Before September 2025 a price change was flat: one price, no list.
    const bool flat =
        kind == EventKind::price_change && !object.has(price_changes) && object.has(price);
    if (kind == EventKind::other || flat) {
        ++report.unknown;
        return Fault::none;
    }
    const char* fault = object.fault;
    if (object.bad || !stage(raw, kind, known, staged, fault)) {
        ++report.damaged;
        report.fault = fault;
        return Fault::none;
    }
    ++report.messages;
    return Fault::none;
}

Result<FrameReport> FrameDecoder::decode(std::string_view frame, MarketSink& sink) {
    auto& impl = *impl_;
    impl.report = {};
    if (is_plain_text(frame)) {
        impl.report.text = true;
        return impl.report;
    }
    const auto bad = [] { return fail(Errc::malformed, "a frame is not JSON"); };
    if (frame.size() > frame_max) return fail(Errc::malformed, "a frame is too large");
    impl.staged.clear();
    od::document document;
    const simdjson::padded_string_view text{frame.data(), frame.size(), frame.size() + padding};
    if (impl.parser.iterate(text).get(document) != simdjson::SUCCESS) return bad();
    od::json_type type;
    if (document.type().get(type) != simdjson::SUCCESS) return bad();
    if (type == od::json_type::object) {
        od::object object;
        if (document.get_object().get(object) != simdjson::SUCCESS) return bad();
        if (impl.message(object) == Fault::frame) return bad();
    } else if (type == od::json_type::array) {
        od::array array;
        if (document.get_array().get(array) != simdjson::SUCCESS) return bad();
        for (auto item : array) {
            od::value element;
            if (item.get(element) != simdjson::SUCCESS) return bad();
            if (element.type().get(type) != simdjson::SUCCESS) return bad();
            od::object object;
            if (type != od::json_type::object) {
                ++impl.report.unknown;
                continue;
            }
            if (element.get_object().get(object) != simdjson::SUCCESS) return bad();
            if (impl.message(object) == Fault::frame) return bad();
        }
    } else {
        return bad();
    }
    const char* rest = nullptr;  // an error here means: nothing is left
    if (document.current_location().get(rest) == simdjson::SUCCESS) return bad();
    impl.staged.deliver(sink);
    return impl.report;
}

Result<FrameReport> FrameDecoder::decode_copy(std::string_view frame, MarketSink& sink) {
    auto& copy = impl_->copy;
    copy.assign(frame);
    copy.append(padding, ' ');
    return decode(std::string_view{copy}.substr(0, frame.size()), sink);
}

}  // namespace pm::polymarket
