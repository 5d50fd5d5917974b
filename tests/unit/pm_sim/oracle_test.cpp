#include "pm-sim/oracle.hpp"

#include <string>

#include "domain/names.hpp"
#include "support/amounts.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::simulator;

namespace {

// A run in which all is well: one buy of ten shares at 0.40 that was filled and confirmed, one
// order that was cancelled, one that was refused. Each test changes one thing.
struct Run {
    Run() {
        order("0xaa", 1'000, "1", "0.4", "10");
        order("0xbb", 5'000, "1", "0.3", "10");
        line(R"({"kind":"match","ms":1100,"trade":"t1","order":"0xaa","token":"1","side":"BUY",)"
             R"("price":"0.4","size":"10","money":"4","fee":"0"})");
        line(R"({"kind":"settle","ms":2000,"trade":"t1","status":"CONFIRMED"})");
        line(R"({"kind":"cancel","ms":6000,"id":"0xbb","left":"10","reason":"CANCELED"})");
        line(
            R"({"kind":"order","verdict":"refused","ms":7000,"id":"0xcc","maker":"0xF","token":"1",)"
            R"("side":"BUY","order_type":"GTC","reason":"invalid expiration"})");
        line(R"({"kind":"book","ms":7000,"token":"1","seq":7})");
        journal.account = "0xf";
        row("c1", "0xaa", "10", 999'000);
        row("c2", "0xbb", "0", 4'999'000);
        row("c3", "0xcc", "0", 6'999'000);
        journal.fills.push_back(
            {"0xaa", "t1", "1", "BUY", 400'000, test::shares(10), Money{0}, "settled"});
        journal.positions["1"] = {test::shares(10), Size{}, test::dollars(4), Money{0}};
        journal.cash = {{test::dollars(100), test::dollars(100), "start"},
                        {test::dollars(96), -test::dollars(4), "fill"}};
        journal.events = {
            {"c1", "intent", "own"}, {"c1", "unknown", "own"}, {"c1", "filled", "trade"}};
        limits = risk::Limits{};
        exit_status = 0;
    }
    void line(std::string text) { lines += std::move(text) + "\n"; }
    void order(std::string_view id, int ms, std::string_view token, std::string_view price,
               std::string_view size) {
        const auto money = notional_up(*Price::parse(price), *Size::parse(size)).micros;
        line(R"({"kind":"order","verdict":"accepted","ms":)" + std::to_string(ms) + R"(,"id":")" +
             std::string{id} + R"(","maker":"0xF","condition":"0x)" + std::string(64, '1') +
             R"(","event":"e","fee_rate":0.05,"token":")" + std::string{token} +
             R"(","side":"BUY","price":")" + std::string{price} + R"(","size":")" +
             std::string{size} + R"(","maker_amount":")" + std::to_string(money) +
             R"(","taker_amount":"1","order_type":"GTC","post_only":false,"expiration":0})");
    }
    void row(std::string client, std::string id, std::string_view filled, std::int64_t created) {
        JournalOrder one;
        one.client_id = std::move(client);
        one.order_id = std::move(id);
        one.token = "1";
        one.side = "BUY";
        one.filled = *Size::parse(filled);
        one.created_us = created;
        journal.by_order_id[one.order_id] = journal.orders.size();
        journal.orders.push_back(std::move(one));
        journal.condition_of["1"] = "0x" + std::string(64, '1');
    }
    /// Numbers of the checks that failed.
    std::vector<int> failed() {
        auto truth = Truth::parse(lines, "0xF");
        REQUIRE(truth.has_value());
        OracleInput input;
        input.truth = std::move(*truth);
        input.journal = journal;
        input.limits = limits;
        input.audit = audit;
        input.audit_fault = audit_fault;
        input.exit_status = exit_status;
        std::vector<int> out;
        for (const auto& finding : judge(input)) {
            if (finding.verdict == Verdict::fail) out.push_back(finding.number);
        }
        return out;
    }

    std::string lines;
    JournalView journal;
    std::optional<risk::Limits> limits;
    std::optional<std::vector<Json>> audit;
    std::optional<std::string> audit_fault;
    std::optional<int> exit_status;
};

using Numbers = std::vector<int>;

}  // namespace

TEST_CASE("the oracle finds nothing where all is well", "[oracle]") {
    Run run;
    CHECK(run.failed() == Numbers{});
    // A venue killed while it wrote leaves half a line.
    run.lines += R"({"kind":"cancel","ms":)";
    CHECK(run.failed() == Numbers{});
}

TEST_CASE("the oracle misses no intent that came too late or not at all", "[oracle]") {
    Run run;
    SECTION("an order that nobody wrote down") {
        run.order("0xdd", 8'000, "2", "0.2", "10");
        run.exit_status.reset();
        CHECK(run.failed() == Numbers{1});
    }
    SECTION("a refused one counts too") {
        run.journal.by_order_id.erase("0xcc");
        CHECK(run.failed() == Numbers{1});
    }
    SECTION("written two seconds after it arrived") {
        run.journal.orders[1].created_us = 7'000'000;
        CHECK(run.failed() == Numbers{1});
    }
    SECTION("within the slack of the clocks") {
        run.journal.orders[1].created_us = 6'000'000;
        CHECK(run.failed() == Numbers{});
    }
}

TEST_CASE("the oracle counts orders of a slot that are open at once", "[oracle]") {
    Run run;
    run.order("0xdd", 5'500, "1", "0.3", "10");
    run.line(R"({"kind":"cancel","ms":9000,"id":"0xdd","left":"10","reason":"CANCELED"})");
    run.row("c4", "0xdd", "0", 5'400'000);
    CHECK(run.failed() == Numbers{2});
    run.journal.orders.back().wanted_by = "by_hand";
    CHECK(run.failed() == Numbers{});
}

TEST_CASE("the oracle compares every fill and sum", "[oracle]") {
    Run run;
    auto& fill = run.journal.fills[0];
    SECTION("a fill that is missing") {
        run.journal.fills.clear();
    }
    SECTION("a fill that never was") {
        auto extra = fill;
        extra.trade_id = "t2";
        run.journal.fills.push_back(extra);
    }
    SECTION("one fill twice") {
        run.journal.fills.push_back(fill);
    }
    SECTION("another price") {
        fill.price = 410'000;
    }
    SECTION("the other side, as when a maker's side is inverted") {
        fill.side = "SELL";
    }
    SECTION("the other token") {
        fill.token = "2";
    }
    SECTION("not settled although it was confirmed") {
        fill.settlement = "provisional";
    }
    SECTION("a failure ignored") {
        const auto at = run.lines.find("CONFIRMED");
        run.lines.replace(at, 9, "FAILED");
    }
    SECTION("an order's filled size") {
        run.journal.orders[0].filled = test::shares(9);
    }
    SECTION("a position") {
        run.journal.positions["1"].settled = test::shares(9);
    }
    const auto failed = run.failed();
    REQUIRE_FALSE(failed.empty());
    CHECK(failed.front() == 3);
}

TEST_CASE("the oracle knows what was halted and what was left", "[oracle]") {
    Run run;
    SECTION("an order after a halt") {
        run.journal.halts.push_back({"daily_loss", 2'000'000, 0});
        CHECK(run.failed() == Numbers{5});
    }
    SECTION("a halt that was reset in time") {
        run.journal.halts.push_back({"daily_loss", 2'000'000, 3'000'000});
        CHECK(run.failed() == Numbers{});
    }
    SECTION("an order left by a clean exit") {
        const auto at = run.lines.find(R"({"kind":"cancel")");
        run.lines.erase(at, run.lines.find('\n', at) + 1 - at);
        CHECK(run.failed() == Numbers{10});
        run.exit_status = 9;
        CHECK(run.failed() == Numbers{});
    }
}

TEST_CASE("the oracle adds up the limits by itself", "[oracle]") {
    Run run;
    // The first order costs 4 dollars and 10 * 0.05 * 0.4 * 0.6 = 0.12 of fee.
    SECTION("one order") {
        run.limits->per_order = Money{4'120'000};
        CHECK(run.failed() == Numbers{});
        run.limits->per_order = Money{4'119'999};
        CHECK(run.failed() == Numbers{6});
    }
    SECTION("everything held and wanted") {
        // 4 held, then 3 dollars and 0.105 of fee wanted.
        run.limits->total = Money{7'105'000};
        CHECK(run.failed() == Numbers{});
        run.limits->total = Money{7'104'999};
        CHECK(run.failed() == Numbers{6});
    }
    SECTION("orders a minute") {
        run.limits->orders_a_minute = 1;
        CHECK(run.failed() == Numbers{6});
    }
    SECTION("orders open at once") {
        run.limits->open_orders = 1;
        CHECK(run.failed() == Numbers{});
        run.limits->open_orders = 0;
        CHECK(run.failed() == Numbers{6});
    }
}

TEST_CASE("the oracle balances the books and closes the unknown", "[oracle]") {
    Run run;
    SECTION("a cent too much") {
        run.journal.cash[1].balance = Money{96'010'000};
        run.journal.cash[1].change = Money{-3'990'000};
        CHECK(run.failed() == Numbers{8});
    }
    SECTION("a balance that does not follow") {
        run.journal.cash[1].change = -test::dollars(5);
        CHECK(run.failed() == Numbers{8});
    }
    SECTION("a fee that the venue did not take") {
        run.journal.fills[0].fee = Money{120'000};
        CHECK(run.failed() == Numbers{8});
    }
    SECTION("an unknown without an end") {
        run.journal.events.pop_back();
        CHECK(run.failed() == Numbers{9});
    }
    SECTION("an unknown that ended by our own word") {
        run.journal.events.back().proof = "own";
        CHECK(run.failed() == Numbers{9});
    }
}

TEST_CASE("the oracle reads the evidence in the audit log", "[oracle]") {
    Run run;
    const auto entry = [](std::string_view id, std::int64_t age_us) {
        return *Json::parse(R"({"kind":"order","order_id":")" + std::string{id} +
                            R"(","evidence":[{"what":"quote","age_us":)" + std::to_string(age_us) +
                            "}]}");
    };
    run.audit = std::vector{entry("0xaa", 30'000'000), entry("0xbb", 1)};
    run.audit_fault = "";
    CHECK(run.failed() == Numbers{});
    SECTION("an old quote") {
        run.audit->at(1) = entry("0xbb", 30'000'001);
        CHECK(run.failed() == Numbers{4});
    }
    SECTION("an order without a line") {
        run.audit->pop_back();
        CHECK(run.failed() == Numbers{4});
    }
    SECTION("a broken chain") {
        run.audit_fault = "audit.jsonl: line 2 does not follow line 1";
        CHECK(run.failed() == Numbers{7});
    }
}
