#include "store/audit_log.hpp"

#include <csignal>
#include <unistd.h>

#include <sys/resource.h>
#include <sys/stat.h>

#include "base/json.hpp"
#include "ledger_fixture.hpp"

using namespace pm;
using namespace pm::test;
using store::AuditLog;

namespace {

/// Not SHA-256, but as sensitive to every byte as these tests need: four FNV-1a hashes.
store::AuditDigest plain_hash(std::string_view text) {
    store::AuditDigest out{};
    for (std::size_t part = 0; part < 4; ++part) {
        std::uint64_t hash = 14'695'981'039'346'656'037ULL + part;
        for (const char c : text) {
            hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211ULL;
        }
        for (std::size_t i = 0; i < 8; ++i) {
            out[part * 8 + i] = static_cast<std::uint8_t>(hash >> (8 * i));
        }
    }
    return out;
}

struct Fixture {
    [[nodiscard]] std::string path() const { return folder.file("audit.jsonl"); }
    Result<std::unique_ptr<AuditLog>> try_open(std::int64_t rotate_at = 1'000'000) {
        store::AuditOptions options;
        options.path = path();
        options.hash = plain_hash;
        options.config_hash = "c0ffee";
        options.version = "2.0.0";
        options.rotate_at = rotate_at;
        return AuditLog::open(std::move(options), clock);
    }
    std::unique_ptr<AuditLog> open(std::int64_t rotate_at = 1'000'000) {
        auto log = try_open(rotate_at);
        if (!log) FAIL(log.error().message);
        return std::move(*log);
    }
    static AuditEntry entry(int n) {
        AuditEntry out;
        out.kind = "state";
        out.at = at(n);
        out.verdict = "live";
        return out;
    }
    /// A log of `lines` lines, closed.
    void write(int lines) {
        const auto log = open();
        for (int n = 0; n < lines; ++n) REQUIRE(log->record(entry(n)));
    }
    [[nodiscard]] std::string fault() const {
        const auto summary = store::verify_audit(path(), plain_hash);
        return summary ? "none" : summary.error().message;
    }

    Folder folder;
    ManualClock clock{at(0)};
};

}  // namespace

TEST_CASE("a decision is written with all it was based on", "[store][audit]") {
    Fixture f;
    auto wanted = order(7).intent;
    AuditEntry entry;
    entry.kind = "order";
    entry.at = at(7);
    entry.order_id = "0xfeed";
    entry.intent = &wanted;
    entry.evidence = {{"quote", "seq-12", Duration{1'500'000}}, {"balance", {}, std::nullopt}};
    entry.limits = {{"per_order", 4'120'000, 25'000'000}};
    entry.verdict = "approved";
    entry.request = "the secret bytes";
    {
        const auto log = f.open();
        REQUIRE(log->record(entry));
        CHECK(log->sequence() == 1);
    }
    const auto text = bytes_of(f.path());
    CHECK(text.find("the secret bytes") == std::string::npos);
    const auto line = Json::parse(std::string_view{text}.substr(0, text.size() - 1));
    REQUIRE(line);
    CHECK(line->integer("seq") == 1);
    CHECK(line->string("prev") == std::string(64, '0'));
    CHECK(line->string("version") == "2.0.0");
    CHECK(line->string("config") == "c0ffee");
    CHECK(line->string("ts") == "2026-06-16T00:00:07.000000Z");
    CHECK(line->integer("mono_us") == 0);
    CHECK(line->string("order_id") == "0xfeed");
    CHECK(line->string("verdict") == "approved");
    CHECK(line->digits("price") == "0.4");
    CHECK(line->string("request_sha256")->size() == 64);
    const auto& evidence = line->find("evidence")->items();
    REQUIRE(evidence.size() == 2);
    CHECK(evidence[0].string("id") == "seq-12");
    CHECK(evidence[0].integer("age_us") == 1'500'000);
    CHECK(evidence[1].find("age_us")->is_null());
    CHECK(line->find("limits")->items()[0].integer("bound") == 25'000'000);
    CHECK(f.fault() == "none");
}

TEST_CASE("the log is private, and goes on where it stopped", "[store][audit]") {
    Fixture f;
    f.write(3);
    struct stat state {};
    REQUIRE(::stat(f.path().c_str(), &state) == 0);
    CHECK((state.st_mode & 0777U) == 0600);
    {
        const auto log = f.open();
        CHECK(log->sequence() == 3);
        REQUIRE(log->record(Fixture::entry(9)));
    }
    const auto summary = store::verify_audit(f.path(), plain_hash);
    REQUIRE(summary);
    CHECK(summary->lines == 4);
    CHECK(summary->first == 1);
    CHECK(summary->last == 4);
    CHECK(summary->torn == 0);
}

TEST_CASE("any byte that is changed shows", "[store][audit]") {
    Fixture f;
    f.write(4);
    const auto whole = bytes_of(f.path());
    int shown = 0;
    for (std::size_t i = 0; i < whole.size(); i += 7) {
        auto changed = whole;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        write_bytes(f.path(), changed);
        if (f.fault() != "none") ++shown;
    }
    CHECK(shown == static_cast<int>((whole.size() + 6) / 7));
}

TEST_CASE("a line taken out, put in or moved shows", "[store][audit]") {
    Fixture f;
    f.write(4);
    const auto whole = bytes_of(f.path());
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < whole.size();) {
        const auto end = whole.find('\n', at) + 1;
        lines.push_back(whole.substr(at, end - at));
        at = end;
    }
    REQUIRE(lines.size() == 4);
    SECTION("the first") {
        write_bytes(f.path(), lines[1] + lines[2] + lines[3]);
    }
    SECTION("one in the middle") {
        write_bytes(f.path(), lines[0] + lines[2] + lines[3]);
    }
    SECTION("twice") {
        write_bytes(f.path(), lines[0] + lines[1] + lines[1] + lines[2]);
    }
    SECTION("two changed places") {
        write_bytes(f.path(), lines[0] + lines[2] + lines[1]);
    }
    const bool beginning = bytes_of(f.path()).starts_with(lines[1]);
    // What comes after a missing beginning is whole by itself: it is told where it starts.
    if (beginning) {
        CHECK(store::verify_audit(f.path(), plain_hash)->first == 2);
    } else {
        CHECK(f.fault() != "none");
    }
}

TEST_CASE("a line made anew, with a hash of its own, shows at the next one", "[store][audit]") {
    Fixture f;
    f.write(3);
    auto text = bytes_of(f.path());
    const auto second = text.find('\n') + 1;
    const auto mark = text.find(",\"hash\":\"", second);
    auto front = text.substr(second, mark - second);
    front.replace(front.find("\"live\""), 6, "\"gone\"");
    std::string digits;
    for (const auto byte : plain_hash(front)) {
        constexpr std::string_view hex = "0123456789abcdef";
        digits += hex[byte >> 4U];
        digits += hex[byte & 15U];
    }
    text.replace(second, mark - second, front);
    text.replace(mark + 9, 64, digits);
    write_bytes(f.path(), text);
    CHECK(f.fault().find("after line 2: the chain is broken") != std::string::npos);
}

TEST_CASE("a full file is put aside, and the chain goes on", "[store][audit]") {
    Fixture f;
    {
        const auto log = f.open(2'000);
        for (int n = 0; n < 30; ++n) REQUIRE(log->record(Fixture::entry(n)));
    }
    const auto files = store::audit_files(f.path());
    REQUIRE(files.size() > 3);
    CHECK(files[0] == f.path() + ".000001");
    CHECK(files.back() == f.path());
    CHECK(std::filesystem::file_size(files[0]) <= 2'000);
    auto summary = store::verify_audit(f.path(), plain_hash);
    REQUIRE(summary);
    CHECK(summary->lines == 30);
    SECTION("older files may be put away") {
        std::filesystem::remove(files[0]);
        summary = store::verify_audit(f.path(), plain_hash);
        REQUIRE(summary);
        CHECK(summary->first > 1);
        CHECK(summary->last == 30);
    }
    SECTION("not one in the middle") {
        std::filesystem::remove(files[1]);
        CHECK(f.fault().find("the chain is broken") != std::string::npos);
    }
    SECTION("a program that starts on an empty file finds the chain") {
        std::filesystem::rename(f.path(), f.path() + ".000099");
        { REQUIRE(f.open()->record(Fixture::entry(1))); }
        CHECK(store::verify_audit(f.path(), plain_hash)->lines == 31);
    }
}

TEST_CASE("a line torn by a crash is marked, and nothing else is excused", "[store][audit]") {
    Fixture f;
    f.write(3);
    const auto whole = bytes_of(f.path());
    const auto last = whole.rfind('\n', whole.size() - 2) + 1;
    for (const auto cut : {last + 1, last + 40, whole.size() - 2, whole.size() - 1}) {
        write_bytes(f.path(), whole.substr(0, cut));
        { REQUIRE(f.open()->record(Fixture::entry(5))); }
        const auto summary = store::verify_audit(f.path(), plain_hash);
        if (!summary) FAIL(cut << ": " << summary.error().message);
        // Only its end of line was missing: then the line is whole.
        CHECK(summary->torn == (cut == whole.size() - 1 ? 0 : 1));
        CHECK(summary->lines == 4);
    }
    auto marked = bytes_of(f.path());
    write_bytes(f.path(), whole.substr(0, last + 40));
    { REQUIRE(f.open()->record(Fixture::entry(5))); }
    marked = bytes_of(f.path());
    marked.insert(last + 10, "x");  // a torn line that is longer than its mark says
    write_bytes(f.path(), marked);
    CHECK(f.fault() != "none");
}

TEST_CASE("a log whose last line is not true is not gone on with", "[store][audit]") {
    Fixture f;
    f.write(3);
    auto text = bytes_of(f.path());
    text[text.size() - 100] = '~';
    write_bytes(f.path(), text);
    const auto log = f.try_open();
    REQUIRE_FALSE(log);
    CHECK(log.error().code == Errc::storage);
    CHECK(bytes_of(f.path()) == text);
}

TEST_CASE("a log that is lost stays lost", "[store][audit]") {
    Fixture f;
    const auto log = f.open();
    rlimit before{};
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
    const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
    auto small = before;
    small.rlim_cur = 3'000;
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
    int kept = 0;
    Result<void> done;
    while (done && kept < 1'000) {
        done = log->record(Fixture::entry(kept));
        if (done) ++kept;
    }
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
    std::signal(SIGXFSZ, old_handler);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == Errc::storage);
    CHECK_FALSE(log->record(Fixture::entry(0)));  // the disk has room again; the log has a gap
    CHECK(kept > 3);
    REQUIRE(f.open()->record(Fixture::entry(1)));
    const auto summary = store::verify_audit(f.path(), plain_hash);
    REQUIRE(summary);
    CHECK(summary->torn == 1);
    CHECK(summary->lines == kept + 2);
}

TEST_CASE("there is no log to verify before there is one", "[store][audit]") {
    const Fixture f;
    CHECK(store::verify_audit(f.path(), plain_hash).error().code == Errc::not_found);
}
