#include "records/account.hpp"

#include "domain/names.hpp"
#include "records/line_writer.hpp"

namespace pm::records {

namespace {

std::string_view name_of(CheckResult result) {
    switch (result) {
        case CheckResult::pass: return "pass";
        case CheckResult::warn: return "warn";
        case CheckResult::fail: return "fail";
    }
    return "";
}

}  // namespace

void append(std::string& out, Timestamp ts, const PreviewRow& row) {
    LineWriter line{out, "preview", ts};
    line.id("token_id", row.intent.token);
    line.text("side", pm::name_of(row.intent.side));
    line.micros("price", row.intent.limit.micros());
    line.micros("size", row.intent.size.micros);
    line.text("order_type", pm::name_of(row.intent.tif));
    line.micros("cost", row.cost.micros);
    line.micros("fee", row.fee.micros);
    line.micros("worst_case", row.worst_case.micros);
    line.text("refusal", row.refusal);
    line.text("payload", row.payload);
}

void append(std::string& out, Timestamp ts, const WalletRow& row) {
    LineWriter line{out, "wallet", ts};
    line.text("address", row.address);
    line.text("wallet", row.wallet);
    line.text("signature_type", row.signature_type);
    line.text("source", row.source);
}

void append(std::string& out, Timestamp ts, const ApiKeyRow& row) {
    LineWriter line{out, "api_key", ts};
    line.text("key", row.key);
    line.flag("readonly", row.readonly);
    line.flag("in_use", row.in_use);
}

void append(std::string& out, Timestamp ts, const BalanceRow& row) {
    LineWriter line{out, "balance", ts};
    line.id("token_id", row.token);
    line.micros("balance", row.micros);
}

void append(std::string& out, Timestamp ts, const AllowanceRow& row) {
    LineWriter line{out, "allowance", ts};
    line.text("spender", row.spender);
    line.text("name", row.name);
    line.id("token_id", row.token);
    line.text("amount", row.amount);
    line.flag("enough", row.enough);
}

void append(std::string& out, Timestamp ts, const CheckRow& row) {
    LineWriter line{out, "check", ts};
    line.text("check", row.check);
    line.text("result", name_of(row.result));
    line.text("detail", row.detail);
    line.text("fix", row.fix);
}

void append(std::string& out, Timestamp ts, const LifeRow& row) {
    LineWriter line{out, "life", ts};
    line.text("order_id", row.order_id);
    line.text("step", row.step);
    line.text("proof", row.proof);
    line.text("detail", row.detail);
}

}  // namespace pm::records
