// Reading an audit log back: is every line as it was written, and is none missing?

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/hex.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "store/audit_log.hpp"

namespace pm::store {

namespace {

constexpr std::string_view hash_key = ",\"hash\":\"";
constexpr std::size_t digest_digits = 64;
/// `,"hash":"<64 digits>"}`
constexpr std::size_t ending = hash_key.size() + digest_digits + 2;

struct Line {
    std::int64_t sequence = 0;
    std::string prev;
    std::string hash;
    std::string kind;
    std::int64_t bytes = 0;  ///< Of the torn line before a mark.
};

/// The line's members, if its own hash is right.
std::optional<Line> read_line(std::string_view text, const AuditHash& hash) {
    if (text.size() <= ending || !text.ends_with("\"}")) return std::nullopt;
    const auto front = text.substr(0, text.size() - ending);
    const auto back = text.substr(front.size());
    if (!back.starts_with(hash_key)) return std::nullopt;
    const auto digits = back.substr(hash_key.size(), digest_digits);
    if (hex_text(hash(front)) != digits) return std::nullopt;
    const auto json = Json::parse(text);
    if (!json) return std::nullopt;
    const auto sequence = json->integer("seq");
    const auto prev = json->string("prev");
    const auto kind = json->string("kind");
    if (!sequence || !prev || !kind) return std::nullopt;
    return Line{*sequence, std::string{*prev}, std::string{digits}, std::string{*kind},
                json->integer("bytes").value_or(0)};
}

tl::unexpected<Error> broken(std::int64_t after, const std::string& what) {
    return fail(Errc::malformed, "after line " + std::to_string(after) + ": " + what);
}

}  // namespace

std::vector<std::string> audit_files(const std::string& path) {
    std::vector<std::string> out;
    const std::filesystem::path whole{path};
    const auto prefix = whole.filename().string() + ".";
    std::error_code failed;
    std::filesystem::directory_iterator at{
        whole.has_parent_path() ? whole.parent_path() : std::filesystem::path{"."}, failed};
    for (; !failed && at != std::filesystem::directory_iterator{}; at.increment(failed)) {
        const auto name = at->path().filename().string();
        if (!name.starts_with(prefix)) continue;
        const auto number = name.substr(prefix.size());
        const bool digits =
            std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (number.size() == 6 && digits) out.push_back(path + "." + number);
    }
    std::sort(out.begin(), out.end());
    if (std::filesystem::exists(whole, failed)) out.push_back(path);
    return out;
}

Result<void> AuditCheck::add(std::string_view text, bool last) {
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        if (end == std::string_view::npos) {
            // Cut off by a crash: the next one to write will mark it, unless it is whole.
            if (!last) return broken(summary_.last, "a file that ends within a line");
            if (!read_line(line, hash_)) {
                ++summary_.torn;
                return {};
            }
        }
        if (auto added = add_line(line); !added) return added;
        if (end == std::string_view::npos) return {};
        text.remove_prefix(end + 1);
    }
    if (last && unread_) return broken(summary_.last, "a line that is not as it was written");
    return {};
}

Result<void> AuditCheck::add_line(std::string_view line) {
    auto read = read_line(line, hash_);
    if (!read) {
        if (unread_) return broken(summary_.last, "a line that is not as it was written");
        unread_ = std::string{line};
        return {};
    }
    const bool mark = read->kind == "torn";
    const bool excused =
        unread_ && mark && read->bytes == static_cast<std::int64_t>(unread_->size());
    if (unread_.has_value() != mark || (mark && !excused)) {
        return broken(summary_.last, "a line that is not as it was written");
    }
    if (mark) ++summary_.torn;
    unread_.reset();
    if (summary_.lines == 0) {
        summary_.first = read->sequence;
        const bool genesis = read->prev == std::string(digest_digits, '0');
        if ((read->sequence == 1) != genesis) return broken(0, "a beginning that is none");
    } else if (read->sequence != summary_.last + 1 || read->prev != summary_.last_hash) {
        return broken(summary_.last, "the chain is broken");
    }
    ++summary_.lines;
    summary_.last = read->sequence;
    summary_.last_hash = std::move(read->hash);
    return {};
}

Result<AuditSummary> verify_audit(const std::string& path, const AuditHash& hash) {
    const auto files = audit_files(path);
    if (files.empty()) return fail(Errc::not_found, "there is no audit log at " + sanitised(path));
    AuditCheck check{hash};
    for (const auto& file : files) {
        std::ifstream in{file, std::ios::binary};
        const std::string text{std::istreambuf_iterator<char>{in}, {}};
        if (!in.good() && !in.eof()) return fail(Errc::storage, "cannot read " + sanitised(file));
        if (auto added = check.add(text, file == files.back()); !added) {
            return pass(added, sanitised(file));
        }
    }
    auto summary = check.summary();
    summary.files = static_cast<std::int64_t>(files.size());
    return summary;
}

}  // namespace pm::store
