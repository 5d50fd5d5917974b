#include "pm-trade/account.hpp"

#include "store/reader.hpp"

namespace pm::trade {

namespace {

/// A journal that nothing can be written to.
class ClosedJournal final : public Journal {
public:
    Result<void> record_intent(const Order& /*order*/, std::string_view /*body*/) override {
        return no();
    }
    Result<void> record_order(const Order& /*order*/) override { return no(); }
    Result<bool> record_fill(const Fill& /*fill*/, const Order& /*order*/,
                             const Position& /*position*/, Money /*cash*/) override {
        return no();
    }
    Result<bool> record_settlement(const Fill& /*fill*/, const Order& /*order*/,
                                   const Position& /*position*/, Money /*cash*/) override {
        return no();
    }
    Result<void> record_halt(std::string_view /*halt*/, std::string_view /*why*/,
                             Timestamp /*at*/) override {
        return no();
    }
    Result<std::optional<OrderRecord>> recall(std::string_view /*order_id*/) override {
        return std::optional<OrderRecord>{};
    }
    Result<void> record_resolution(const Resolution& /*resolution*/,
                                   const std::vector<Position>& /*positions*/, Money /*cash*/,
                                   Timestamp /*at*/) override {
        return no();
    }

private:
    static tl::unexpected<Error> no() { return fail(Errc::storage, "a dry run writes nothing"); }
};

}  // namespace

static Result<std::string> ledger_of(const cli::Settings& settings, TradingMode mode) {
    if (!settings.text("db").empty()) return settings.text("db");
    auto folder = settings.state_folder();
    if (!folder) return pass(folder);
    return store::ledger_path(*folder, mode);
}

Result<std::string> ledger_file(const cli::Settings& settings) {
    return ledger_of(settings, TradingMode::paper);
}

Result<std::string> live_ledger_file(const cli::Settings& settings) {
    return ledger_of(settings, TradingMode::live);
}

Account::Account(AccountPlan plan)
    : plan_{std::move(plan)}, closed_{std::make_unique<ClosedJournal>()} {}

Result<std::unique_ptr<Account>> Account::open(AccountPlan plan) {
    std::unique_ptr<Account> account{new Account{std::move(plan)}};
    if (account->plan_.dry_run) return account;
    auto ledger = store::Ledger::open(account->plan_.path, account->plan_.stamp);
    if (!ledger) return pass(ledger);
    account->ledger_ = std::move(*ledger);
    return account;
}

Result<Books> Account::load(Timestamp now) {
    if (ledger_) {
        auto started = ledger_->start_with(plan_.bankroll, now);
        if (!started) return pass(started);
        return ledger_->load(now);
    }
    Books fresh;
    fresh.cash = plan_.bankroll;
    if (plan_.path == ":memory:") return fresh;
    auto reader = store::Reader::open(plan_.path);
    if (!reader && reader.error().code == Errc::not_found) return fresh;
    if (!reader) return pass(reader);
    return (*reader)->queries().load(now);
}

Journal& Account::journal() {
    if (ledger_) return *ledger_;
    return *closed_;
}

trading::TakeNumbers numbers_of(store::Ledger& ledger) {
    return [&ledger](std::string_view counter, std::int64_t count) {
        return ledger.take_numbers(counter, count);
    };
}

trading::TakeNumbers Account::numbers() {
    if (!ledger_) return {};
    return numbers_of(*ledger_);
}

}  // namespace pm::trade
