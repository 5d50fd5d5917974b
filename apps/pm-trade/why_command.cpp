#include "pm-trade/why_command.hpp"

#include "domain/names.hpp"
#include "pm-trade/account.hpp"
#include "records/account.hpp"
#include "records/write.hpp"
#include "store/reader.hpp"
#include "wiring/audit.hpp"

namespace pm::trade {

namespace {

std::string terms_of(const Order& order) {
    const auto& intent = order.intent;
    auto out = std::string{name_of(intent.side)} + ' ' + intent.size.text() + " at " +
               intent.limit.text() + ' ' + std::string{name_of(intent.tif)};
    if (intent.post_only) out += " post-only";
    if (intent.by_dollars()) out += ", " + intent.spend.text() + " dollars";
    return out + ", wanted by " + intent.reason;
}

}  // namespace

void WhyCommand::declare(cli::Options& options) {
    options.argument("order", id_, "Order id of the venue, or our client id").required();
    options.flag("--live", live_, "Look in the ledger of real money");
}

net::Task<void> WhyCommand::run(cli::Env& env) {
    auto path = live_ ? live_ledger_file(*env.settings) : ledger_file(*env.settings);
    if (!path) co_return pass(path);
    auto reader = store::Reader::open(*path);
    if (!reader) co_return pass(reader);
    const auto queries = (*reader)->queries();
    auto order = queries.order(id_);
    if (!order) co_return pass(order);
    if (!*order) co_return fail(Errc::not_found, "no order " + id_ + " in this ledger");
    auto life = queries.life_of(id_);
    if (!life) co_return pass(life);
    std::string out;
    records::append(out, (*order)->updated, **order);
    for (const auto& step : *life) {
        records::LifeRow row;
        row.order_id = (*order)->order_id;
        row.step = name_of(step.status);
        row.proof = name_of(step.proof);
        row.detail = step.cause;
        if (step.status == OrderStatus::intent) row.detail = terms_of(**order);
        if (step.filled.micros > 0) row.detail += ", " + step.filled.text() + " filled";
        records::append(out, step.at, row);
    }
    co_return env.out.write(out);
}

void AuditCommand::declare(cli::Options& options) {
    options.argument("action", action_, "What to do").required().choices({"verify"});
    options.value("--file", file_, "Log to check; default: that of the profile")
        .value_name("FILE")
        .completes(cli::Completes::files);
}

net::Task<void> AuditCommand::run(cli::Env& env) {
    auto path = file_.empty() ? wiring::audit_path(*env.settings) : Result<std::string>{file_};
    if (!path) co_return pass(path);
    auto found = store::verify_audit(*path, wiring::audit_hash());
    if (!found) co_return pass(found);
    records::CheckRow row;
    row.check = "audit log";
    row.detail = std::to_string(found->lines) + " lines in " + std::to_string(found->files) +
                 " files, " + std::to_string(found->torn) + " torn and marked; last hash " +
                 found->last_hash;
    if (found->first > 1) {
        row.result = records::CheckResult::warn;
        row.fix = "lines before " + std::to_string(found->first) + " are in files that are gone";
    }
    std::string out;
    records::append(out, env.clock.now(), row);
    co_return env.out.write(out);
}

}  // namespace pm::trade
