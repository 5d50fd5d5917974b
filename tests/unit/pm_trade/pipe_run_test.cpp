#include "pm-trade/pipe_run.hpp"

#include <filesystem>

#include "cli/output.hpp"
#include "lines.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::trade;
using namespace pm::trade::test;

namespace {

DeskOptions plain() {
    DeskOptions options;
    options.taker.quote_age = std::chrono::seconds{30};
    return options;
}

/// Runs lines through a fresh account in memory and keeps what came out.
struct Bench {
    explicit Bench(DeskOptions options = plain(), bool pass_on = false)
        : account{*Account::open(plan(options.dry_run))},
          run{options, {account.get(), out, nullptr, pass_on}} {}

    static AccountPlan plan(bool dry_run) {
        AccountPlan plan;
        plan.path = ":memory:";
        plan.bankroll = Money{1'000'000'000};
        plan.dry_run = dry_run;
        return plan;
    }

    void take(const std::string& line) {
        const auto done = run.take(line);
        INFO(line);
        REQUIRE(done.has_value());
    }

    cli::StringOutput out;
    std::unique_ptr<Account> account;
    PipeRun run;
};

void feed_markets(Bench& bench) {
    bench.take(market(first, "111", "112"));
    bench.take(market(second, "221", "222"));
    bench.take(forecast("10:00:00", "0.5"));
    bench.out.text.clear();
}

}  // namespace

// Goal: the decisions of a small stream are those computed by hand, to the last digit.
// Method: ask 0.40 x 50 at p 0.5 with fee rate 0.05. A share costs 0.4 + 0.05*0.4*0.6 = 0.412, so
// the edge is 0.088. Kelly: (0.5 - 0.412) / 0.588 = 0.1497 of 1000, a fifth of it is 29.93
// dollars or 72.6 shares, more than the 50 there are. Fee 50 * 0.012 = 0.6.
// Selling 50 at 0.70: fee 50 * 0.05 * 0.21 = 0.525, edge 0.7 - 0.0105 - 0.5 = 0.1895.
TEST_CASE("a recorded stream leads to the orders computed by hand", "[trade][golden]") {
    Bench bench;
    feed_markets(bench);
    bench.take(quote("10:00:01", "111", true, prices("0.38", "100", "0.4", "50")));
    bench.take(quote("10:02:02", "111", true, prices("0.7", "100", "0.72", "50")));
    const std::string at_one = R"("ts":"2026-06-16T10:00:01.000000Z",)";
    const std::string at_two = R"("ts":"2026-06-16T10:02:02.000000Z",)";
    const std::string golden =
        R"({"type":"signal","v":1,)" + at_one +
        R"("token_id":"111","side":"BUY","p":0.5,"price":0.4,"size":50,"fee":0.6,"edge":0.088,)"
        R"("decision":"enter","reason":"edge"})"
        "\n"
        R"({"type":"fill","v":1,)" +
        at_one +
        R"("order_id":"paper-1","trade_id":"paper-1/50","token_id":"111","side":"BUY",)"
        R"("price":0.4,"size":50,"fee":0.6,"settlement":"settled"})"
        "\n"
        R"({"type":"order","v":1,)" +
        at_one +
        R"("order_id":"paper-1","client_id":"pm-1","token_id":"111","side":"BUY","price":0.4,)"
        R"("size":50,"filled":50,"order_type":"FAK","status":"filled","reason":"","mode":"paper"})"
        "\n"
        R"({"type":"signal","v":1,)" +
        at_two +
        R"("token_id":"111","side":"SELL","p":0.5,"price":0.7,"size":50,"fee":0.525,)"
        R"("edge":0.1895,"decision":"exit","reason":"edge_gone"})"
        "\n"
        R"({"type":"fill","v":1,)" +
        at_two +
        R"("order_id":"paper-2","trade_id":"paper-2/50","token_id":"111","side":"SELL",)"
        R"("price":0.7,"size":50,"fee":0.525,"settlement":"settled"})"
        "\n"
        R"({"type":"order","v":1,)" +
        at_two +
        R"("order_id":"paper-2","client_id":"pm-2","token_id":"111","side":"SELL","price":0.7,)"
        R"("size":50,"filled":50,"order_type":"FAK","status":"filled","reason":"","mode":"paper"})"
        "\n";
    CHECK(bench.out.text == golden);
    // 1000 - 20 - 0.6 + 35 - 0.525
    CHECK(bench.run.desk().portfolio().cash() == Money{1'013'875'000});
}

TEST_CASE("the same lines give the same bytes", "[trade]") {
    std::string texts[2];
    for (auto& text : texts) {
        Bench bench{plain(), false};
        feed_markets(bench);
        for (int i = 0; i < 50; ++i) {
            const auto ask = "0." + std::to_string(20 + i);
            bench.take(
                envelope("quote", "10:0" + std::to_string(i / 10) + ":0" + std::to_string(i % 10)) +
                R"("token_id":"111","condition_id":")" + first +
                R"(","outcome":"yes","bid":0.1,"bid_size":20,"ask":)" + ask +
                R"(,"ask_size":7,"last":null,"tick":0.01,"src":"ws","seq":)" +
                std::to_string(i + 1) + "}");
        }
        text = bench.out.text;
    }
    CHECK(!texts[0].empty());
    CHECK(texts[0] == texts[1]);
}

TEST_CASE("a line that is no record is refused and nothing of it is acted on", "[trade]") {
    Bench bench;
    feed_markets(bench);
    const auto whole = quote("10:00:01", "111", true, prices("0.38", "100", "0.4", "50"));
    for (const auto& bad : {whole.substr(0, whole.size() - 1), whole.substr(0, 40),
                            std::string{"garbage"}, std::string{}, "[" + whole + "]"}) {
        const auto done = bench.run.take(bad);
        REQUIRE_FALSE(done.has_value());
        CHECK(done.error().code == Errc::malformed);
    }
    CHECK(bench.out.text.empty());
    CHECK(bench.run.desk().tally().orders == 0);
}

TEST_CASE("a dry run says what it would do and changes nothing", "[trade]") {
    auto options = plain();
    options.dry_run = true;
    Bench bench{options};
    feed_markets(bench);
    bench.take(quote("10:00:01", "111", true, prices("0.38", "100", "0.4", "50")));
    CHECK(bench.out.text.find(R"("decision":"enter")") != std::string::npos);
    CHECK(bench.out.text.find(R"("type":"order")") == std::string::npos);
    CHECK(bench.out.text.find(R"("type":"fill")") == std::string::npos);
    CHECK(bench.run.desk().portfolio().cash() == Money{1'000'000'000});
}

TEST_CASE("passing on keeps every input line, before what it led to", "[trade]") {
    Bench bench{plain(), true};
    const std::string strange =
        R"({"type":"strange","v":1,"ts":"2026-06-16T10:00:00.000000Z","x":[1,2]})";
    bench.take(strange);
    CHECK(bench.out.text == strange + "\n");
    bench.out.text.clear();
    const auto line = market(first, "111", "112");
    bench.take(line);
    CHECK(bench.out.text.starts_with(line + "\n"));
}

TEST_CASE("a resolution pays what is held", "[trade]") {
    Bench bench;
    feed_markets(bench);
    bench.take(quote("10:00:01", "111", true, prices("0.38", "100", "0.4", "50")));
    const auto before = bench.run.desk().portfolio().cash();
    SECTION("won: a dollar a share") {
        bench.take(resolved("20:00:00", first, "yes"));
        CHECK(bench.run.desk().portfolio().cash() == before + Money{50'000'000});
    }
    SECTION("lost: nothing") {
        bench.take(resolved("20:00:00", first, "no"));
        CHECK(bench.run.desk().portfolio().cash() == before);
    }
    SECTION("told twice: paid once") {
        bench.take(resolved("20:00:00", first, "yes"));
        bench.take(resolved("20:00:01", first, "yes"));
        CHECK(bench.run.desk().portfolio().cash() == before + Money{50'000'000});
    }
    CHECK(bench.run.desk().portfolio().cost() == (Money{0}));
}

TEST_CASE("a forecast file gives its first forecasts at once and later ones in time",
          "[trade][forecast]") {
    auto file = ForecastFile::parse(forecast("12:00:00", "0.5") + "\n" +
                                    forecast("13:00:00", "0.1") + "\n");
    REQUIRE(file.has_value());
    cli::StringOutput out;
    auto account = Account::open(Bench::plan(false));
    REQUIRE(account.has_value());
    PipeRun run{plain(), {account->get(), out, &*file, false}};
    REQUIRE(run.take(market(first, "111", "112")).has_value());
    out.text.clear();
    const auto cheap = prices("0.38", "100", "0.4", "50");
    REQUIRE(run.take(quote("10:00:01", "111", true, cheap)).has_value());
    CHECK(out.text.find(R"("p":0.5,)") != std::string::npos);
    CHECK(out.text.find(R"("p":0.1,)") == std::string::npos);
    out.text.clear();
    // The later forecast sells what the earlier one bought.
    REQUIRE(run.take(quote("13:00:01", "111", true, cheap)).has_value());
    CHECK(out.text.find(R"("p":0.1,)") != std::string::npos);
}

TEST_CASE("a forecast file that is cut off or garbage is refused by line", "[trade][forecast]") {
    const auto good = forecast("12:00:00", "0.5") + "\n";
    const auto cut = ForecastFile::parse(good + good.substr(0, 50));
    REQUIRE_FALSE(cut.has_value());
    CHECK(cut.error().message.find("line 2") != std::string::npos);
    const auto garbage = ForecastFile::parse("nonsense\n");
    REQUIRE_FALSE(garbage.has_value());
    CHECK(garbage.error().message.find("line 1") != std::string::npos);
}

// Goal: a run that ends anywhere is gone on with: same cash, same shares, no id twice.
// Method: two runs over one file; the first is dropped without a word, as a kill would.
TEST_CASE("a restart goes on where the account stopped", "[trade][restart]") {
    const auto folder = std::filesystem::temp_directory_path() / "pm-trade-restart-test";
    std::filesystem::remove_all(folder);
    auto plan = Bench::plan(false);
    plan.path = (folder / "paper.db").string();
    cli::StringOutput out;
    Money cash;
    {
        auto account = Account::open(plan);
        REQUIRE(account.has_value());
        PipeRun run{plain(), {account->get(), out, nullptr, false}};
        REQUIRE(run.take(market(first, "111", "112")).has_value());
        REQUIRE(run.take(forecast("10:00:00", "0.5")).has_value());
        const auto line = quote("10:00:01", "111", true, prices("0.38", "100", "0.4", "50"));
        REQUIRE(run.take(line).has_value());
        cash = run.desk().portfolio().cash();
    }
    out.text.clear();
    plan.bankroll = Money{5'000'000'000};  // only a new account gets it
    auto account = Account::open(plan);
    REQUIRE(account.has_value());
    PipeRun run{plain(), {account->get(), out, nullptr, false}};
    REQUIRE(run.take(market(first, "111", "112")).has_value());
    CHECK(cash == Money{979'400'000});
    CHECK(run.desk().portfolio().cash() == cash);
    const auto* held = run.desk().portfolio().find(*TokenId::parse("111"));
    REQUIRE(held != nullptr);
    CHECK(held->settled == Size{50'000'000});
    REQUIRE(run.take(forecast("10:05:00", "0.1")).has_value());
    const auto line = quote("10:05:01", "111", true, prices("0.38", "100", "0.4", "50"));
    REQUIRE(run.take(line).has_value());
    CHECK(out.text.find(R"("side":"SELL")") != std::string::npos);
    CHECK(out.text.find(R"("order_id":"paper-1")") == std::string::npos);
    std::filesystem::remove_all(folder);
}
