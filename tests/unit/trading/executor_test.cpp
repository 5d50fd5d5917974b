#include "trading/executor.hpp"

#include <deque>
#include <map>

#include "support/catch.hpp"
#include "unit/trading/fixture.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

/// What happened, in order: "intent o-1", "submit o-1", "fill t-1".
using Story = std::vector<std::string>;

/// A journal in memory that can be told to fail from the n-th call on.
class MemoryJournal final : public Journal {
public:
    explicit MemoryJournal(Story& story) : story_{story} {}

    Result<void> record_intent(const Order& order, std::string_view /*body*/) override {
        if (auto e = say("intent " + order.order_id); !e) return e;
        return {};
    }
    Result<void> record_order(const Order& order) override {
        return say("order " + order.order_id);
    }
    Result<bool> record_fill(const Fill& fill, const Order& /*order*/, const Position& position,
                             Money cash) override {
        if (auto e = say("journal " + fill.trade_id); !e) return pass(e);
        if (known[{fill.order_id, fill.trade_id}]++ > 0) return false;
        last_position = position;
        last_cash = cash;
        return true;
    }
    Result<bool> record_settlement(const Fill& fill, const Order& /*order*/,
                                   const Position& position, Money cash) override {
        if (auto e = say("settle " + fill.trade_id); !e) return pass(e);
        last_position = position;
        last_cash = cash;
        return true;
    }
    Result<void> record_halt(std::string_view halt, std::string_view /*why*/,
                             Timestamp /*at*/) override {
        latched.emplace_back(halt);
        return {};
    }
    Result<std::optional<OrderRecord>> recall(std::string_view order_id) override {
        const auto found = remembered.find(order_id);
        if (found == remembered.end()) return std::optional<OrderRecord>{};
        return std::optional{found->second};
    }
    Result<void> record_resolution(const Resolution& /*resolution*/,
                                   const std::vector<Position>& /*positions*/, Money cash,
                                   Timestamp /*at*/) override {
        if (auto e = say("resolution"); !e) return e;
        last_cash = cash;
        return {};
    }

    int good_calls = 1'000;
    std::vector<std::string> latched;
    std::map<std::string, OrderRecord, std::less<>> remembered;
    std::map<std::pair<std::string, std::string>, int> known;
    Position last_position;
    Money last_cash;

private:
    Result<void> say(const std::string& what) {
        if (good_calls-- <= 0) return fail(Errc::storage, "disk full");
        story_.push_back(what);
        return {};
    }
    Story& story_;
};

/// A venue that does as it is told.
class ScriptedVenue final : public trading::Venue {
public:
    explicit ScriptedVenue(Story& story) : story_{story} {}

    [[nodiscard]] TradingMode mode() const override { return TradingMode::paper; }
    Result<trading::Prepared> prepare(const risk::Approved<OrderIntent>& /*order*/) override {
        return trading::Prepared{"o-" + std::to_string(++orders), body};
    }
    Result<void> submit(const trading::Prepared& prepared,
                        risk::Approved<OrderIntent> order) override {
        story_.push_back("submit " + prepared.order_id);
        submitted.push_back(*order);
        if (error) return tl::unexpected<Error>{*error};
        return {};
    }
    Result<void> cancel(std::string_view order_id) override {
        story_.push_back("cancel " + std::string{order_id});
        return fail(Errc::not_found, "gone");
    }

    int orders = 0;
    std::string body;
    std::vector<OrderIntent> submitted;
    std::optional<Error> error;

private:
    Story& story_;
};

class Listener final : public trading::ExecutionSink {
public:
    explicit Listener(Story& story) : story_{story} {}
    void on_order(const Order& order) override {
        last = order;
        story_.push_back("told " + order.order_id);
    }
    void on_fill(const Fill& fill) override { story_.push_back("fill " + fill.trade_id); }
    void on_halt(risk::Halt halt, const Error& /*why*/) override {
        story_.push_back("halt " + std::string{name_of(halt)});
    }
    Order last;

private:
    Story& story_;
};

struct ExecutorFixture {
    explicit ExecutorFixture(Money cash = dollars(1'000)) {
        Books books;
        books.cash = cash;
        portfolio = trading::Portfolio{books, noon};
    }
    Result<trading::Placed> place(Side side = Side::buy, Size size = shares(10)) {
        const trading::Occasion occasion{.market = &market,
                                         .now = now,
                                         .quoted_at = now,
                                         .forecast_at = now,
                                         .bid = cents(38),
                                         .ask = cents(40)};
        return executor.place(wish(side, side == Side::buy ? cents(40) : cents(38), size),
                              occasion);
    }
    void fill(const std::string& order, const std::string& trade, Size size,
              Side side = Side::buy) {
        executor.on_fill(fill_of(wish(side, cents(40), size), trade, cents(40), size, {}, order));
    }

    Story story;
    Market market = munich();
    Timestamp now = noon;
    risk::Gate gate{risk::Limits{}, TradingMode::paper};
    MemoryJournal journal{story};
    ScriptedVenue venue{story};
    trading::Tracker tracker;
    trading::Portfolio portfolio;
    trading::Numbers numbers;
    Listener listener{story};
    trading::Executor executor{{.gate = gate,
                                .journal = journal,
                                .venue = venue,
                                .tracker = tracker,
                                .portfolio = portfolio,
                                .numbers = numbers,
                                .sink = listener}};
};

}  // namespace

TEST_CASE("an intent is written down before it is sent", "[trading][executor]") {
    ExecutorFixture f;
    const auto placed = f.place();
    REQUIRE(placed.has_value());
    CHECK(placed->order_id == "o-1");
    CHECK(f.story == Story{"intent o-1", "submit o-1"});
    CHECK(f.venue.submitted[0].client_id == "pm-1");
    CHECK(f.tracker.find("o-1") != nullptr);
}

TEST_CASE("a refused intent is neither written nor sent", "[trading][executor]") {
    ExecutorFixture f;
    const auto placed = f.place(Side::buy, shares(1));
    REQUIRE(placed.has_value());
    REQUIRE(placed->refusal.has_value());
    CHECK(placed->refusal->code == risk::RefusalCode::below_minimum);
    CHECK(f.story.empty());
}

TEST_CASE("a journal that fails means no order, and a halt", "[trading][executor]") {
    ExecutorFixture f;
    f.journal.good_calls = 0;
    const auto placed = f.place();
    REQUIRE_FALSE(placed.has_value());
    CHECK(placed.error().code == Errc::storage);
    CHECK(f.story == Story{"halt journal"});
    CHECK(f.venue.submitted.empty());
    // It stays so when the disk is back: a person must look.
    f.journal.good_calls = 100;
    CHECK(f.place()->refusal->code == risk::RefusalCode::halted);
    CHECK(f.venue.submitted.empty());
}

TEST_CASE("a fill is written down before anybody hears of it", "[trading][executor]") {
    ExecutorFixture f;
    static_cast<void>(f.place());
    f.story.clear();
    f.fill("o-1", "t-1", shares(4));
    CHECK(f.story == Story{"journal t-1", "fill t-1", "told o-1"});
    CHECK(f.portfolio.find(f.market.yes)->settled == shares(4));
    CHECK(f.journal.last_cash == Money{998'400'000});
    CHECK(f.portfolio.cash() == f.journal.last_cash);
    CHECK(f.listener.last.status == OrderStatus::partly_filled);
}

TEST_CASE("a fill that comes twice counts once", "[trading][executor]") {
    ExecutorFixture f;
    static_cast<void>(f.place());
    f.fill("o-1", "t-1", shares(4));
    f.fill("o-1", "t-1", shares(4));
    CHECK(f.portfolio.find(f.market.yes)->settled == shares(4));
    CHECK(f.portfolio.cash() == Money{998'400'000});
}

TEST_CASE("a fill that the journal knows from before a crash counts once", "[trading][executor]") {
    ExecutorFixture f;
    static_cast<void>(f.place());
    f.journal.known[{"o-1", "t-1"}] = 1;
    f.fill("o-1", "t-1", shares(4));
    CHECK(f.portfolio.find(f.market.yes) == nullptr);
    CHECK(f.portfolio.cash() == dollars(1'000));
    CHECK(f.tracker.find("o-1")->filled == Size{});
}

TEST_CASE("a fill that cannot be written down halts, and is in our books all the same",
          "[trading][executor]") {
    ExecutorFixture f;
    static_cast<void>(f.place());
    f.journal.good_calls = 0;
    f.fill("o-1", "t-1", shares(4));
    CHECK(f.gate.halted());
    CHECK(f.portfolio.find(f.market.yes)->settled == shares(4));
}

TEST_CASE("what submit says about the order is what becomes of it", "[trading][executor]") {
    ExecutorFixture f;
    SECTION("certain that it does not exist") {
        f.venue.error = Error{Errc::rejected, "not enough balance"};
        static_cast<void>(f.place());
        CHECK(f.tracker.find("o-1")->status == OrderStatus::rejected);
        CHECK(f.tracker.find("o-1")->reason == "not enough balance");
        CHECK(f.tracker.open().empty());
    }
    SECTION("not certain: it stays open and counts against every limit") {
        f.venue.error = Error{Errc::outcome_unknown, "timed out"};
        static_cast<void>(f.place());
        CHECK(f.tracker.find("o-1")->status == OrderStatus::unknown);
        CHECK(f.tracker.open().size() == 1);
    }
}

TEST_CASE("shares of an open sale are promised once", "[trading][executor]") {
    ExecutorFixture f;
    static_cast<void>(f.place());
    f.fill("o-1", "t-1", shares(10));
    CHECK(f.place(Side::sell, shares(6))->order_id == "o-2");
    CHECK(f.portfolio.find(f.market.yes)->reserved == shares(6));
    CHECK(f.place(Side::sell, shares(6))->refusal->code == risk::RefusalCode::nothing_to_sell);
    f.fill("o-2", "t-2", shares(2), Side::sell);
    CHECK(f.portfolio.find(f.market.yes)->settled == shares(8));
    CHECK(f.portfolio.find(f.market.yes)->reserved == shares(4));
    CHECK(f.journal.last_position.reserved == shares(4));
    f.executor.on_order({"o-2", OrderStatus::cancelled, shares(2), "asked", noon});
    CHECK(f.portfolio.find(f.market.yes)->reserved == Size{});
}

TEST_CASE("a sale of more than is held halts instead of going short", "[trading][executor]") {
    ExecutorFixture f;
    static_cast<void>(f.place());
    f.fill("o-1", "t-1", shares(10));
    static_cast<void>(f.place(Side::sell, shares(10)));
    static_cast<void>(f.executor.resolve({f.market.condition, Winner::yes}, noon));
    f.fill("o-2", "t-2", shares(10), Side::sell);
    CHECK(f.gate.halted());
    CHECK(f.portfolio.find(f.market.yes)->held() == Size{});
}

TEST_CASE("only so many orders a minute", "[trading][executor]") {
    ExecutorFixture f;
    f.gate = risk::Gate{{.orders_a_minute = 2}, TradingMode::paper};
    CHECK(f.place()->order_id == "o-1");
    f.now += 30s;
    CHECK(f.place()->order_id == "o-2");
    f.now += 30s - 1us;
    CHECK(f.place()->refusal->code == risk::RefusalCode::order_rate);
    f.now += 1us;
    CHECK(f.place()->order_id == "o-3");
}

TEST_CASE("the end of a market ends its orders and pays once", "[trading][executor]") {
    ExecutorFixture f;
    static_cast<void>(f.place());
    f.fill("o-1", "t-1", shares(4));
    const auto settled = f.executor.resolve({f.market.condition, Winner::yes}, noon);
    REQUIRE(settled.has_value());
    CHECK(settled->realized == Money{2'400'000});
    CHECK(f.portfolio.cash() == Money{1'002'400'000});
    CHECK(f.tracker.open().empty());
    CHECK(f.tracker.find("o-1")->status == OrderStatus::expired);
    const auto again = f.executor.resolve({f.market.condition, Winner::yes}, noon);
    REQUIRE(again.has_value());
    CHECK(again->positions.empty());
    CHECK(f.portfolio.cash() == Money{1'002'400'000});
}

TEST_CASE("an end that cannot be written down pays nothing and halts", "[trading][executor]") {
    ExecutorFixture f;
    static_cast<void>(f.place());
    f.fill("o-1", "t-1", shares(10));
    f.journal.good_calls = 0;
    CHECK_FALSE(f.executor.resolve({f.market.condition, Winner::yes}, noon).has_value());
    CHECK(f.gate.halted());
    CHECK(f.portfolio.cash() == dollars(996));
}
