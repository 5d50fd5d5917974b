#include "wiring/capture.hpp"

#include <array>
#include <cerrno>
#include <system_error>

#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/time_text.hpp"
#include "domain/names.hpp"
#include "records/read.hpp"
#include "records/write.hpp"

namespace pm::wiring {

namespace {

constexpr int no_connection = -2;
constexpr std::size_t line_max = 32U << 20U;  ///< A frame is at most 8 MiB before escaping.

/// Whether JSON may carry `text` as it is: UTF-8 without overlong forms or surrogates.
bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i]);
        std::size_t length = 1;
        std::uint32_t code = first;
        std::uint32_t least = 0;
        if (first >= 0x80) {
            length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
            if (first < 0xc2 || first > 0xf4 || i + length > text.size()) return false;
            code = first & (0x7fU >> length);
            least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
        }
        for (std::size_t k = 1; k < length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if ((next & 0xc0U) != 0x80) return false;
            code = code << 6U | (next & 0x3fU);
        }
        if (code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return false;
        i += length;
    }
    return true;
}

std::string why(const std::string& path) {
    return "'" + path + "': " + std::generic_category().message(errno);
}

}  // namespace

Result<std::unique_ptr<CaptureWriter>> CaptureWriter::create(const std::string& path) {
    auto* file = std::fopen(path.c_str(), "wbe");
    if (file == nullptr) return fail(Errc::storage, "cannot write " + why(path));
    return std::unique_ptr<CaptureWriter>{new CaptureWriter{path, file}};
}

void CaptureWriter::begin(Timestamp ts, std::string_view kind, int conn) {
    pending_ += R"({"type":"capture","v":1,"ts":")";
    append_time(pending_, ts);
    pending_ += R"(","kind":")";
    pending_ += kind;
    pending_ += '"';
    if (conn != no_connection) pending_ += R"(,"conn":)" + std::to_string(conn);
}

void CaptureWriter::record(const std::string& line) {
    pending_ += R"(,"record":)";
    pending_.append(line, 0, line.size() - 1);  // without its \n
}

void CaptureWriter::text(std::string_view key, std::string_view value) {
    pending_ += ",\"";
    pending_ += key;
    pending_ += "\":";
    JsonWriter{pending_}.string(value);
}

void CaptureWriter::end() {
    pending_ += "}\n";
}

void CaptureWriter::market(Timestamp ts, int conn, const Market& market,
                           std::optional<Outcome> only) {
    scratch_.clear();
    records::append(scratch_, ts, market);
    begin(ts, "market", conn);
    if (only) text("only", name_of(*only));
    record(scratch_);
    end();
}

void CaptureWriter::gone(Timestamp ts, const ConditionId& condition) {
    begin(ts, "gone", no_connection);
    text("condition_id", condition.text());
    end();
}

void CaptureWriter::resolved(Timestamp ts, const Resolution& resolution) {
    scratch_.clear();
    records::append(scratch_, ts, resolution);
    begin(ts, "resolved", no_connection);
    record(scratch_);
    end();
}

void CaptureWriter::frame(Timestamp ts, int conn, std::string_view frame) {
    begin(ts, "frame", conn);
    text("text", is_utf8(frame) ? frame : "(not UTF-8)");  // as unreadable as it was
    end();
}

void CaptureWriter::status(Timestamp ts, int conn, StreamState state, std::string_view reason,
                           const std::vector<TokenId>& tokens) {
    StreamStatus status;
    status.state = state;
    status.reason = reason;
    status.tokens = tokens;
    status.count = static_cast<std::int64_t>(tokens.size());
    scratch_.clear();
    records::append(scratch_, ts, status);
    begin(ts, "status", conn);
    record(scratch_);
    end();
}

void CaptureWriter::rest(Timestamp ts, RestReason reason, std::string_view body) {
    begin(ts, "rest", no_connection);
    text("reason", reason == RestReason::poll ? "poll" : "repair");
    text("text", is_utf8(body) ? body : "(not UTF-8)");
    end();
}

Result<void> CaptureWriter::flush() {
    if (pending_.empty()) return {};
    const auto written = std::fwrite(pending_.data(), 1, pending_.size(), file_.get());
    if (written != pending_.size() || std::fflush(file_.get()) != 0) {
        return fail(Errc::storage, "cannot write " + why(path_));
    }
    pending_.clear();
    return {};
}

namespace {

/// A record inside an entry.
template <class T>
Result<T> inner(const Json& json) {
    const auto* record = json.find("record");
    if (record == nullptr) return fail(Errc::malformed, "no record");
    auto read = records::read(record->text());
    if (!read) return pass(read);
    auto* body = std::get_if<T>(&read->body);
    if (body == nullptr) return fail(Errc::malformed, "another record than expected");
    return std::move(*body);
}

Result<std::string> text_of(const Json& json) {
    const auto text = json.string("text");
    if (!text) return fail(Errc::malformed, "no text");
    return std::string{*text};
}

template <class Entry, class Part>
Result<CaptureEntry> made(Timestamp ts, Result<Part> part, Entry entry, Part Entry::*member) {
    if (!part) return pass(part);
    entry.*member = std::move(*part);
    return CaptureEntry{ts, std::move(entry)};
}

}  // namespace

Result<CaptureEntry> read_capture(std::string_view line) {
    auto json = Json::parse(line);
    if (!json) return pass(json);
    if (json->string("type") != "capture" || json->integer("v") != 1) {
        return fail(Errc::malformed, "not a line of a capture", "made by pm-stream --record?");
    }
    auto ts = parse_time(json->string("ts").value_or(""));
    if (!ts) return pass(ts);
    const auto kind = json->string("kind").value_or("");
    const auto conn = static_cast<int>(json->integer("conn").value_or(0));
    if (kind == "frame") {
        return made(*ts, text_of(*json), capture::Frame{conn, {}}, &capture::Frame::text);
    }
    if (kind == "market") {
        const auto only = named<Outcome>(json->string("only").value_or(""));
        return made(*ts, inner<Market>(*json), capture::MarketAdded{conn, {}, only},
                    &capture::MarketAdded::market);
    }
    if (kind == "status") {
        return made(*ts, inner<StreamStatus>(*json), capture::Status{conn, {}},
                    &capture::Status::status);
    }
    if (kind == "resolved") {
        return made(*ts, inner<Resolution>(*json), capture::Resolved{},
                    &capture::Resolved::resolution);
    }
    if (kind == "gone") {
        return made(*ts, ConditionId::parse(json->string("condition_id").value_or("")),
                    capture::MarketGone{}, &capture::MarketGone::condition);
    }
    if (kind == "rest") {
        const auto reason =
            json->string("reason") == "repair" ? RestReason::repair : RestReason::poll;
        return made(*ts, text_of(*json), capture::Rest{reason, {}}, &capture::Rest::text);
    }
    return fail(Errc::malformed, "unknown kind '" + std::string{kind} + "'");
}

Result<std::unique_ptr<CaptureReader>> CaptureReader::open(const std::string& path) {
    auto* file = std::fopen(path.c_str(), "rbe");
    if (file == nullptr) {
        const auto code = errno == ENOENT ? Errc::not_found : Errc::storage;
        return fail(code, "cannot read " + why(path));
    }
    return std::unique_ptr<CaptureReader>{new CaptureReader{path, file}};
}

bool CaptureReader::next_line() {
    line_.clear();
    std::array<char, 4'096> block{};
    while (std::fgets(block.data(), static_cast<int>(block.size()), file_.get()) != nullptr) {
        line_ += block.data();
        if (line_.ends_with('\n')) {
            line_.pop_back();
            ++number_;
            return true;
        }
        if (line_.size() > line_max) break;
    }
    torn_ = !line_.empty();
    return false;
}

Result<std::optional<CaptureEntry>> CaptureReader::next() {
    if (!next_line()) return std::optional<CaptureEntry>{};
    auto entry = read_capture(line_);
    if (!entry) return pass(entry, path_ + ":" + std::to_string(number_));
    return std::optional{std::move(*entry)};
}

Result<void> play(CaptureEntry& entry, StreamCore& core) {
    if (auto* frame = std::get_if<capture::Frame>(&entry.what)) {
        const auto size = frame->text.size();
        frame->text.append(polymarket::FrameDecoder::padding, ' ');
        core.on_frame(entry.ts, frame->conn, std::string_view{frame->text}.substr(0, size));
    } else if (auto* added = std::get_if<capture::MarketAdded>(&entry.what)) {
        core.add_market(entry.ts, added->conn, added->market, added->only);
    } else if (auto* status = std::get_if<capture::Status>(&entry.what)) {
        core.on_state(entry.ts, status->conn, status->status.state, status->status.reason,
                      status->status.tokens);
    } else if (auto* resolved = std::get_if<capture::Resolved>(&entry.what)) {
        core.resolve(entry.ts, resolved->resolution);
    } else if (auto* gone = std::get_if<capture::MarketGone>(&entry.what)) {
        core.drop_market(gone->condition);
    } else if (auto* rest = std::get_if<capture::Rest>(&entry.what)) {
        return core.on_rest(entry.ts, rest->reason, rest->text);
    }
    return {};
}

}  // namespace pm::wiring
