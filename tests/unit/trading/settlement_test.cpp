// Goal: after 10,000 trades, a quarter of which fail on chain and a quarter of which are retried
// first, told in any order, a tenth of it twice, with restarts in between, the ledger holds exactly
// what the chain does, and each failed trade was undone once.
// Method: a naive chain adds up what was confirmed. The account is the real one, on a real ledger
// file; a restart throws everything away but the file.

#include <array>
#include <filesystem>
#include <memory>
#include <unistd.h>

#include "base/random.hpp"
#include "store/ledger.hpp"
#include "support/catch.hpp"
#include "unit/trading/account_fixture.hpp"

using namespace pm;
using namespace pm::test;
using trading::OrderReport;
using trading::TradeReport;
using trading::TradeStage;

namespace {

constexpr int markets = 25;

/// In memory where there is such a place: what is tested is not the disk.
std::string folder_for_files() {
    const bool shared = std::filesystem::is_directory("/dev/shm");
    std::string pattern = std::string{shared ? "/dev/shm" : "/tmp"} + "/pm-settle-XXXXXX";
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    return pattern;
}

Market market_number(int number) {
    auto out = munich();
    const auto digits = std::to_string(number);
    out.slug = "bucket-" + digits;
    out.condition =
        ConditionId::parse("0x" + std::string(64 - digits.size(), '0') + digits).value();
    out.yes = TokenId{U256{static_cast<std::uint64_t>(number) * 2}};
    out.no = TokenId{U256{static_cast<std::uint64_t>(number) * 2 + 1}};
    return out;
}

/// Everything that a process has and loses.
struct Process {
    Process(const std::string& path, QuietVenue& venue, HeardExecution& heard, Timestamp now)
        : executor{{gate, ledger_at(path), venue, tracker, portfolio, numbers, heard}} {
        auto books = ledger->load(now);
        REQUIRE(books.has_value());
        REQUIRE(executor.restore(*books, now).has_value());
    }
    Journal& ledger_at(const std::string& path) {
        store::Stamp stamp;
        stamp.mode = TradingMode::live;
        stamp.account = "0xabc";
        auto opened = store::Ledger::open(path, stamp);
        if (!opened) FAIL(opened.error().message);
        ledger = std::move(*opened);
        REQUIRE(ledger->start_with(dollars(100'000), noon).has_value());
        return *ledger;
    }

    static risk::Limits limits() {
        auto wide = wide_limits();
        wide.per_order = wide.per_market = wide.per_event = wide.total = dollars(1'000'000);
        wide.canary_order = wide.canary_total = wide.daily_loss = dollars(1'000'000);
        wide.open_orders = wide.orders_a_minute = 1'000'000;
        return wide;
    }
    risk::Gate gate{limits(), TradingMode::live};
    std::unique_ptr<store::Ledger> ledger;
    trading::Tracker tracker;
    trading::Portfolio portfolio;
    trading::Numbers numbers{[this](std::string_view counter, std::int64_t count) {
        return ledger->take_numbers(counter, count);
    }};
    trading::Executor executor;
};

/// What really happened on chain.
struct Chain {
    std::map<TokenId, std::int64_t> shares;
    std::int64_t cash = 100'000'000'000;
    int trades = 0;
    int failed = 0;
    int retried = 0;
};

class Story {
public:
    Story(std::uint64_t seed, std::string folder)
        : random_{seed}, folder_{std::move(folder)}, path_{folder_ + "/live.db"} {
        restart();
    }
    ~Story() { std::filesystem::remove_all(folder_); }
    Story(const Story&) = delete;
    Story& operator=(const Story&) = delete;

    void run(int trades) {
        while (chain.trades < trades) {
            place();
            // Also when nothing may be placed: a slot waits for what is still on its way.
            while (waiting_.size() > 60 || (!waiting_.empty() && random_.below(3) == 0)) deliver();
            if (random_.below(150) == 0) restart();
        }
        while (!waiting_.empty()) {
            deliver();
            if (random_.below(400) == 0) restart();
        }
        restart();
        while (!waiting_.empty()) deliver();
    }

    Process& process() { return *process_; }
    Chain chain;
    int restarts = 0;
    int replays = 0;

private:
    using Event = std::function<void(trading::Executor&)>;

    void restart() {
        process_.reset();
        process_ = std::make_unique<Process>(path_, venue_, heard_, now_);
        ++restarts;
        // What a start does: orders that are not listed any more are looked up. An end that was
        // told before its trades is told again.
        for (const auto& order : process_->tracker.open()) {
            const auto over = over_.find(order.order_id);
            if (over == over_.end()) continue;
            tell([report = over->second](trading::Executor& executor) {
                executor.on_report(report);
            });
        }
    }

    void place() {
        now_ += std::chrono::milliseconds{200};
        const auto market = market_number(static_cast<int>(random_.below(markets)) + 1);
        const bool sells = random_.below(3) == 0;
        const auto* held = process_->portfolio.find(market.yes);
        auto size = shares(static_cast<std::int64_t>(random_.below(20)) + 5);
        if (sells) {
            const auto free = held == nullptr ? Size{} : held->settled - held->reserved;
            size = std::min(size, Size{free.micros / 1'000'000 * 1'000'000});
            if (size < shares(5)) return;
        }
        auto intent = wish(sells ? Side::sell : Side::buy, sells ? cents(38) : cents(40), size);
        intent.market = market.slug;
        intent.condition = market.condition;
        intent.token = market.yes;
        trading::Occasion occasion{.market = &market,
                                   .now = now_,
                                   .quoted_at = now_,
                                   .forecast_at = now_,
                                   .bid = cents(38),
                                   .ask = cents(40)};
        occasion.book_at = occasion.balance_at = now_;
        occasion.clock_offset = Duration{0};
        const auto placed = process_->executor.place(intent, occasion);
        REQUIRE(placed.has_value());
        if (!placed->order_id) return;  // the slot is not free, or it would meet our own order
        match(*placed->order_id, intent, market);
    }

    /// One to three trades, then the end of the order.
    void match(const std::string& id, const OrderIntent& intent, const Market& market) {
        const auto parts = static_cast<std::int64_t>(random_.below(3)) + 1;
        Size left = intent.size;
        for (std::int64_t part = 0; part < parts && left.micros > 0; ++part) {
            const auto size =
                part + 1 == parts && random_.below(2) == 0
                    ? left
                    : Size{std::max<std::int64_t>(10'000, left.micros / 2 / 10'000 * 10'000)};
            left -= size;
            settle(id, intent, market, size);
        }
        OrderReport over;
        over.order_id = id;
        over.status = OrderStatus::cancelled;
        over.matched = intent.size - left;
        over.at = now_ + std::chrono::seconds{1};
        over_[id] = over;
        tell([over](trading::Executor& executor) { executor.on_report(over); });
    }

    void settle(const std::string& id, const OrderIntent& intent, const Market& market, Size size) {
        const bool fails = random_.below(4) == 0;
        const bool retried = random_.below(4) == 0;
        TradeReport report;
        report.trade_id = "t-" + std::to_string(++chain.trades);
        report.condition = market.condition;
        report.at = now_;
        trading::TradeLeg leg;
        leg.order_id = id;
        leg.size = size;
        leg.liquidity = random_.below(2) == 0 ? Liquidity::maker : Liquidity::taker;
        // As a maker our leg may be told in terms of the other outcome.
        const bool other = leg.liquidity == Liquidity::maker && random_.below(2) == 0;
        leg.token = other ? market.no : market.yes;
        leg.price = other ? intent.limit.complement() : intent.limit;
        report.legs.push_back(leg);
        trading::TradeLeg stranger = leg;
        stranger.order_id = "0xstranger";
        report.legs.push_back(stranger);

        std::vector<TradeStage> stages{TradeStage::matched};
        if (retried) stages.push_back(TradeStage::retrying);
        if (random_.below(2) == 0) stages.push_back(TradeStage::mined);
        stages.push_back(fails ? TradeStage::failed : TradeStage::confirmed);
        for (const auto stage : stages) {
            report.stage = stage;
            report.at = now_ + std::chrono::seconds{static_cast<int>(stage)};
            tell([report](trading::Executor& executor) { executor.on_report(report); });
        }
        chain.failed += fails ? 1 : 0;
        chain.retried += retried ? 1 : 0;
        if (fails) return;
        const auto notional = leg.token == market.yes ? leg.price : leg.price.complement();
        auto fee = Money{};
        if (leg.liquidity == Liquidity::taker) fee = taker_fee(market.fee, notional, size);
        const bool sells = intent.side == Side::sell;
        chain.shares[market.yes] += sells ? -size.micros : size.micros;
        const auto dollars = size.micros / 100 * (notional.micros() / 10'000);
        chain.cash += (sells ? dollars : -dollars) - fee.micros;
    }

    void tell(Event event) {
        if (random_.below(10) == 0) {
            waiting_.push_back(event);
            ++replays;
        }
        waiting_.push_back(std::move(event));
    }
    void deliver() {
        const auto at = random_.below(waiting_.size());
        std::swap(waiting_[at], waiting_.back());
        const auto event = std::move(waiting_.back());
        waiting_.pop_back();
        event(process_->executor);
    }

    SeededRandom random_;
    std::string folder_;
    std::string path_;
    QuietVenue venue_;
    HeardExecution heard_;
    std::unique_ptr<Process> process_;
    std::vector<Event> waiting_;
    std::map<std::string, OrderReport> over_;
    Timestamp now_ = noon;
};

void settle_and_check(std::uint64_t seed, int trades) {
    Story story{seed, folder_for_files()};
    story.run(trades);
    auto& process = story.process();
    CHECK_FALSE(process.gate.halted());
    CHECK(process.executor.foreign() == 0);
    CHECK(process.tracker.open().empty());
    // The chain's shares and dollars, to the millionth.
    CHECK(process.portfolio.cash().micros == story.chain.cash);
    for (const auto& [token, shares] : story.chain.shares) {
        const auto* held = process.portfolio.find(token);
        REQUIRE(held != nullptr);
        CHECK(held->settled.micros == shares);
        CHECK(held->provisional == Size{});
    }
    Money realized;
    for (const auto& position : process.portfolio.positions()) realized += position.realized;
    CHECK(process.portfolio.cash() + process.portfolio.cost() - realized == dollars(100'000));
    // Each failed trade is written as failed once, and nothing is left in between.
    const auto queries = process.ledger->queries();
    const auto fills = queries.fills({.limit = 1'000'000, .before = std::nullopt});
    REQUIRE(fills.has_value());
    std::map<Settlement, int> ends;
    for (const auto& fill : fills->rows) ++ends[fill.settlement];
    CHECK(ends[Settlement::failed] == story.chain.failed);
    CHECK(ends[Settlement::provisional] == 0);
    CHECK(ends[Settlement::settled] == story.chain.trades - story.chain.failed);
    std::map<std::string, int> undone;
    const auto cash = queries.cash_changes({.limit = 1'000'000, .before = std::nullopt});
    for (const auto& change : cash->rows) {
        if (change.reason == "settlement") ++undone[change.subject];
    }
    for (const auto& [trade, times] : undone) CHECK(times == 1);
    // The run has met what it is about.
    CHECK(story.chain.failed > trades / 5);
    CHECK(story.chain.retried > trades / 5);
    CHECK(story.replays > trades / 10);
    CHECK(story.restarts > trades / 500);
    CHECK(undone.size() > static_cast<std::size_t>(trades / 20));
}

}  // namespace

TEST_CASE("trades that fail, come twice and outlive restarts leave what the chain says",
          "[trading][settlement]") {
    settle_and_check(20'261'140, 1'500);
}

// Run by `ctest -C long -L long`.
TEST_CASE("ten thousand trades leave what the chain says", "[.long]") {
    settle_and_check(20'261'141, 10'000);
}
