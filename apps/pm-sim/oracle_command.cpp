#include "pm-sim/oracle_command.hpp"

#include <fstream>
#include <iterator>
#include <utility>

#include "base/text.hpp"
#include "cli/settings.hpp"
#include "crypto/sha256.hpp"
#include "risk/limits_file.hpp"
#include "store/audit_log.hpp"

namespace pm::simulator {
namespace {

Result<std::string> whole_file(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    if (!in) return fail(Errc::not_found, "cannot read '" + sanitised(path) + "'");
    return std::string{std::istreambuf_iterator<char>{in}, {}};
}

/// The lines of an audit log, all its files, that are JSON; the others show in the chain.
Result<std::vector<Json>> audit_lines(const std::string& path) {
    std::vector<Json> out;
    for (const auto& file : store::audit_files(path)) {
        auto text = whole_file(file);
        if (!text) return pass(text);
        for (const auto line : split(*text, '\n')) {
            if (auto json = Json::parse(line)) out.push_back(*std::move(json));
        }
    }
    return out;
}

}  // namespace

std::vector<cli::Example> OracleCommand::examples() const {
    return {{"pm-sim oracle --truth truth.ndjson --db live.db", "what the two can tell alone"},
            {"pm-sim oracle --truth t --db d --audit audit.jsonl --limits limits.toml",
             "all ten checks but the last"}};
}

void OracleCommand::declare(cli::Options& options) {
    options.value("--truth", truth_, "The truth log that pm-sim serve wrote")
        .value_name("FILE")
        .required()
        .completes(cli::Completes::files);
    options.value("--db", ledger_, "The trader's ledger")
        .value_name("FILE")
        .required()
        .completes(cli::Completes::files);
    options.value("--audit", audit_, "The trader's audit log")
        .value_name("FILE")
        .completes(cli::Completes::files);
    options.value("--limits", limits_, "The limits file the trader had")
        .value_name("FILE")
        .completes(cli::Completes::files);
    options.value("--maker", maker_, "The wallet; default: the one the ledger is stamped with")
        .value_name("ADDRESS");
    options.value("--exit-code", exit_status_, "What the trader ended with").value_name("N");
    options.value("--slack", slack_, cli::parse_duration, "How far the two clocks may be apart")
        .value_name("TIME")
        .default_text("1s");
    options.value("--orders-per-slot", orders_per_slot_, "Open at once on a side of a token")
        .value_name("N")
        .default_text("1");
}

Result<OracleInput> OracleCommand::gather() const {
    OracleInput out;
    auto journal = JournalView::read(ledger_);
    if (!journal) return pass(journal);
    out.journal = std::move(*journal);
    auto text = whole_file(truth_);
    if (!text) return pass(text);
    auto truth = Truth::parse(*text, maker_.empty() ? out.journal.account : maker_);
    if (!truth) return pass(truth);
    out.truth = std::move(*truth);
    out.exit_status = exit_status_;
    out.orders_per_slot = orders_per_slot_;
    if (slack_) out.slack = *slack_;
    if (!limits_.empty()) {
        auto file = whole_file(limits_);
        if (!file) return pass(file);
        auto limits = risk::parse_limits(*file);
        if (!limits) return pass(limits);
        out.limits = std::move(*limits);
    }
    if (!audit_.empty()) {
        auto lines = audit_lines(audit_);
        if (!lines) return pass(lines);
        out.audit = std::move(*lines);
        const auto hash = [](std::string_view bytes) { return crypto::sha256(bytes); };
        const auto verified = store::verify_audit(audit_, hash);
        out.audit_fault = verified ? std::string{} : verified.error().message;
    }
    return out;
}

net::Task<void> OracleCommand::run(cli::Env& env) {
    auto input = gather();
    if (!input) co_return pass(input);
    std::string text;
    int failed = 0;
    for (const auto& finding : judge(*input)) {
        text += text_of(finding);
        failed += finding.verdict == Verdict::fail ? 1 : 0;
    }
    // For people and for scripts that grep: these lines are no records.
    auto& out = env.view.screen != nullptr ? *env.view.screen : env.out;
    if (auto written = out.write(text); !written) co_return written;
    if (auto flushed = out.flush(); !flushed) co_return flushed;
    if (failed > 0) co_return fail(Errc::internal, std::to_string(failed) + " checks failed");
    co_return Result<void>{};
}

}  // namespace pm::simulator
