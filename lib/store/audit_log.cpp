#include "store/audit_log.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <sys/stat.h>

#include "base/hex.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "base/time_text.hpp"
#include "domain/names.hpp"
#include "store/file_lock.hpp"

namespace pm::store {

namespace {

constexpr mode_t owner_only = 0600;
/// More than the longest line: what is read of the end to go on with it.
constexpr std::int64_t tail_max = 1'000'000;

tl::unexpected<Error> failure(const std::string& what, const std::string& path) {
    const int code = errno;
    return fail(Errc::storage,
                what + " " + sanitised(path) + ": " + std::generic_category().message(code),
                "make room on the disk or see to its permissions; then start again");
}

/// The last bytes of a file, from the beginning of a line if there is one.
Result<std::string> tail_of(const std::string& path) {
    std::error_code failed;
    const auto size = static_cast<std::int64_t>(std::filesystem::file_size(path, failed));
    std::ifstream in{path, std::ios::binary};
    if (failed || !in) return fail(Errc::storage, "cannot read " + sanitised(path));
    if (size > tail_max) in.seekg(size - tail_max);
    return std::string{std::istreambuf_iterator<char>{in}, {}};
}

void write_intent(JsonWriter& out, const OrderIntent& intent) {
    out.key("client_id").string(sanitised(intent.client_id));
    out.key("event").string(sanitised(intent.event));
    out.key("market").string(sanitised(intent.market));
    out.key("condition_id").string(intent.condition.text());
    out.key("token_id").string(intent.token.text());
    out.key("outcome").string(name_of(intent.outcome));
    out.key("side").string(name_of(intent.side));
    out.key("price").decimal(intent.limit.micros(), 6);
    out.key("size").decimal(intent.size.micros, 6);
    if (intent.by_dollars()) out.key("spend").decimal(intent.spend.micros, 6);
    out.key("order_type").string(name_of(intent.tif));
    if (intent.post_only) out.key("post_only").boolean(true);
    if (intent.expires) out.key("expires").string(time_text(*intent.expires));
    out.key("reason").string(sanitised(intent.reason));
}

}  // namespace

AuditLog::AuditLog(AuditOptions options, const Clock& clock)
    : options_{std::move(options)}, clock_{clock}, last_hash_(64, '0') {}

AuditLog::~AuditLog() {
    if (descriptor_ < 0) return;
    ::fdatasync(descriptor_);
    ::close(descriptor_);
}

Result<std::unique_ptr<AuditLog>> AuditLog::open(AuditOptions options, const Clock& clock) {
    std::unique_ptr<AuditLog> log{new AuditLog{std::move(options), clock}};
    if (auto made = make_private_folder_of(log->options_.path); !made) return pass(made);
    if (auto resumed = log->resume(); !resumed) return pass(resumed);
    return log;
}

Result<void> AuditLog::open_file() {
    const auto& path = options_.path;
    descriptor_ =
        ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, owner_only);
    if (descriptor_ < 0) return failure("cannot open the audit log", path);
    struct stat state {};
    if (::fstat(descriptor_, &state) != 0) return failure("cannot look at the audit log", path);
    size_ = state.st_size;
    return {};
}

Result<void> AuditLog::resume() {
    const auto files = audit_files(options_.path);
    if (auto opened = open_file(); !opened) return opened;
    std::string text;
    bool own = false;
    // The file being written may be new and empty: then the one before it has the last line.
    for (auto file = files.rbegin(); file != files.rend() && text.empty(); ++file) {
        auto tail = tail_of(*file);
        if (!tail) return pass(tail);
        text = std::move(*tail);
        own = *file == options_.path;
    }
    if (text.empty()) return {};
    std::string torn;
    if (!text.ends_with('\n')) {
        const auto begin = text.rfind('\n');
        torn = text.substr(begin == std::string::npos ? 0 : begin + 1);
    }
    const auto lost = [&] {
        return fail(Errc::storage,
                    "the last line of the audit log at " + sanitised(options_.path) +
                        " is not as it was written",
                    "look at it with pm-trade audit verify, and move it away");
    };
    const auto accept = [&](std::string_view line) {
        const auto mark = line.rfind(",\"hash\":\"");
        const auto json = Json::parse(line);
        if (mark == std::string_view::npos || !json) return false;
        const auto digits = json->string("hash");
        const auto sequence = json->integer("seq");
        if (!digits || !sequence) return false;
        if (hex_text(options_.hash(line.substr(0, mark))) != *digits) return false;
        sequence_ = *sequence;
        last_hash_ = std::string{*digits};
        return true;
    };
    // A line that only its end of line is missing from is whole.
    const bool whole = !torn.empty() && accept(torn);
    if (!whole) {
        auto lines = std::string_view{text}.substr(0, text.size() - torn.size());
        if (lines.ends_with('\n')) lines.remove_suffix(1);
        const auto begin = lines.rfind('\n');
        const auto last = begin == std::string_view::npos ? lines : lines.substr(begin + 1);
        if (!last.empty() && !accept(last)) return lost();
    }
    if (torn.empty()) return {};
    if (!own) return lost();
    if (::write(descriptor_, "\n", 1) != 1) {
        return failure("cannot write the audit log", options_.path);
    }
    ++size_;
    if (whole) return {};
    auto line = begun("torn", clock_.now());
    line += ",\"bytes\":" + std::to_string(torn.size());
    return append(std::move(line));
}

std::string AuditLog::begun(std::string_view kind, Timestamp at) const {
    std::string line;
    JsonWriter out{line};
    out.begin_object();
    out.key("v").integer(1);
    out.key("seq").integer(sequence_ + 1);
    out.key("prev").string(last_hash_);
    out.key("ts").string(time_text(at));
    out.key("mono_us").integer(clock_.steady().time_since_epoch().count());
    out.key("version").string(options_.version);
    out.key("config").string(options_.config_hash);
    out.key("kind").string(kind);
    return line;
}

std::string AuditLog::body_of(const AuditEntry& entry) const {
    std::string text;
    JsonWriter out{text};
    out.begin_object();
    if (!entry.order_id.empty()) out.key("order_id").string(sanitised(entry.order_id));
    if (entry.intent != nullptr) write_intent(out, *entry.intent);
    if (!entry.verdict.empty()) out.key("verdict").string(sanitised(entry.verdict));
    if (!entry.detail.empty()) out.key("detail").string(sanitised(entry.detail));
    if (!entry.proof.empty()) out.key("proof").string(entry.proof);
    if (!entry.request.empty()) {
        out.key("request_sha256").string(hex_text(options_.hash(entry.request)));
    }
    if (entry.repeats > 0) out.key("repeats").integer(entry.repeats);
    if (!entry.evidence.empty()) {
        out.key("evidence").begin_array();
        for (const auto& one : entry.evidence) {
            out.begin_object().key("what").string(one.what);
            if (!one.id.empty()) out.key("id").string(sanitised(one.id));
            out.key("age_us");
            if (one.age) {
                out.integer(one.age->count());
            } else {
                out.null();
            }
            out.end_object();
        }
        out.end_array();
    }
    if (!entry.limits.empty()) {
        out.key("limits").begin_array();
        for (const auto& one : entry.limits) {
            out.begin_object().key("limit").string(one.limit);
            out.key("value").integer(one.value).key("bound").integer(one.bound).end_object();
        }
        out.end_array();
    }
    return text;
}

Result<void> AuditLog::record(const AuditEntry& entry) {
    if (!lost_.empty()) return fail(Errc::storage, "the audit log failed before: " + lost_);
    auto line = begun(entry.kind, entry.at);
    // Both are objects that are not closed yet: the second goes on where the first stops.
    const auto body = body_of(entry);
    if (body.size() > 1) line += "," + body.substr(1);
    return append(std::move(line));
}

Result<void> AuditLog::append(std::string line) {
    auto digest = hex_text(options_.hash(line));
    line += ",\"hash\":\"" + digest + "\"}\n";
    const auto size = static_cast<std::int64_t>(line.size());
    if (size_ > 0 && size_ + size > options_.rotate_at) {
        if (auto rotated = rotate(); !rotated) {
            lost_ = rotated.error().message;
            return rotated;
        }
    }
    if (::write(descriptor_, line.data(), line.size()) != static_cast<ssize_t>(line.size())) {
        auto failed = failure("cannot write the audit log", options_.path);
        lost_ = failed.value().message;
        return failed;
    }
    size_ += size;
    ++sequence_;
    last_hash_ = std::move(digest);
    return {};
}

Result<void> AuditLog::rotate() {
    const auto& path = options_.path;
    if (::fdatasync(descriptor_) != 0) return failure("cannot keep the audit log", path);
    int number = 1;
    for (const auto& file : audit_files(path)) {
        if (file == path) continue;
        number = std::max(number, std::stoi(file.substr(path.size() + 1)) + 1);
    }
    std::string kept(16, '\0');
    kept.resize(static_cast<std::size_t>(std::snprintf(kept.data(), kept.size(), ".%06d", number)));
    if (std::rename(path.c_str(), (path + kept).c_str()) != 0) {
        return failure("cannot put aside the audit log", path);
    }
    ::close(descriptor_);
    return open_file();
}

}  // namespace pm::store
