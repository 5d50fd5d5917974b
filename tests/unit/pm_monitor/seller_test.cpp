#include "pm-monitor/seller.hpp"

#include <cstdlib>
#include <filesystem>

#include "store/reader.hpp"
#include "support/catch.hpp"

using namespace pm;

namespace {

Timestamp at(int seconds) {
    return Timestamp{std::chrono::seconds{1'781'568'000 + seconds}};
}

const TokenId yes = *TokenId::parse("111");
const ConditionId condition = *ConditionId::parse("0x" + std::string(64, 'a'));

Market london() {
    Market market;
    market.event = "london";
    market.slug = "london-21c";
    market.condition = condition;
    market.yes = yes;
    market.no = *TokenId::parse("222");
    market.min_size = Size{5'000'000};
    market.fee = {.rate_micros = 50'000, .exponent = 1};
    market.accepting_orders = true;
    return market;
}

BookSnapshot shown(int bid, std::int64_t shares) {
    BookSnapshot snapshot;
    snapshot.token = yes;
    snapshot.bids = {{Price::from_micros(bid), Size{shares * 1'000'000}}};
    snapshot.asks = {{Price::from_micros(bid + 20'000), Size{500'000'000}}};
    snapshot.tick = TickSize::from_micros(10'000);
    return snapshot;
}

/// A ledger that holds 100 shares bought at 0.40, in a folder of its own.
class HeldLedger {
public:
    HeldLedger() {
        std::string pattern = (std::filesystem::temp_directory_path() / "pm-sell-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        folder = pattern;
        path = pattern + "/paper.db";
        auto ledger = store::Ledger::open(
            path,
            {.mode = TradingMode::paper, .account = "default", .venue = "demo", .created = at(0)});
        REQUIRE(ledger);
        REQUIRE((*ledger)->start_with(Money{1'000'000'000}, at(0)));
        Order order;
        order.order_id = "paper-0";
        order.intent.client_id = "c-0";
        order.intent.condition = condition;
        order.intent.token = yes;
        order.intent.size = Size{100'000'000};
        order.filled = order.intent.size;
        order.status = OrderStatus::filled;
        Fill fill;
        fill.order_id = order.order_id;
        fill.trade_id = "t-0";
        fill.condition = condition;
        fill.token = yes;
        fill.price = Price::from_micros(400'000);
        fill.size = Size{100'000'000};
        fill.at = at(1);
        Position position;
        position.token = yes;
        position.condition = condition;
        position.event = "london";
        position.market = "london-21c";
        position.settled = fill.size;
        position.cost = Money{40'000'000};
        REQUIRE((*ledger)->record_fill(fill, order, position, Money{960'000'000}));
    }
    ~HeldLedger() {
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
    HeldLedger(const HeldLedger&) = delete;
    HeldLedger& operator=(const HeldLedger&) = delete;

    std::string folder;
    std::string path;
};

monitor::ExitWish wish(int bid, std::int64_t shares) {
    return {.cause = trading::ExitCause::take_profit,
            .token = yes,
            .bid = Price::from_micros(bid),
            .size = Size{shares * 1'000'000},
            .average = Money{400'000},
            .trigger = Money{550'000}};
}

}  // namespace

TEST_CASE("a position is sold at the bid, and the ledger knows", "[pm-monitor][seller]") {
    const HeldLedger held;
    auto seller = guard::Seller::open(held.path);
    REQUIRE(seller);
    (*seller)->know(london());
    (*seller)->see(shown(560'000, 500), at(10));
    REQUIRE((*seller)->sell(wish(560'000, 100), at(10)));
    std::string out;
    CHECK((*seller)->take_records(out));
    CHECK(out.find(R"("type":"fill")") != std::string::npos);
    CHECK(out.find(R"("reason":)") != std::string::npos);
    CHECK_FALSE((*seller)->take_records(out));

    auto reader = store::Reader::open(held.path);
    REQUIRE(reader);
    CHECK((*reader)->queries().held()->empty());
    // 100 at 0.56 are 56, the fee 100 * 0.05 * 0.56 * 0.44 = 1.232.
    CHECK(*(*reader)->queries().cash() == Money{960'000'000 + 56'000'000 - 1'232'000});
    CHECK(*(*reader)->queries().realized_total() == Money{16'000'000 - 1'232'000});
}

TEST_CASE("a thin bid takes only what it shows, and the rest stays", "[pm-monitor][seller]") {
    const HeldLedger held;
    auto seller = guard::Seller::open(held.path);
    REQUIRE(seller);
    (*seller)->know(london());
    (*seller)->see(shown(560'000, 30), at(10));
    REQUIRE((*seller)->sell(wish(560'000, 100), at(10)));
    auto reader = store::Reader::open(held.path);
    REQUIRE(reader);
    REQUIRE((*reader)->queries().held()->size() == 1);
    CHECK((*reader)->queries().held()->front().settled == Size{70'000'000});
    CHECK((*reader)->queries().open_orders()->empty());
}

TEST_CASE("what the gate refuses is not sold, and says why", "[pm-monitor][seller]") {
    const HeldLedger held;
    auto seller = guard::Seller::open(held.path);
    REQUIRE(seller);
    (*seller)->see(shown(560'000, 500), at(10));
    CHECK((*seller)->sell(wish(560'000, 100), at(10)).error().code == Errc::not_found);
    (*seller)->know(london());
    const auto more = (*seller)->sell(wish(560'000, 101), at(10));
    REQUIRE_FALSE(more);
    CHECK(more.error().code == Errc::refused);
    CHECK(more.error().message.find("nothing_to_sell") != std::string::npos);
    CHECK((*seller)->sell(wish(560'000, 100), at(3'600)).error().code == Errc::refused);  // old
}

TEST_CASE("there is one writer, and its name is told", "[pm-monitor][seller]") {
    const HeldLedger held;
    auto first = guard::Seller::open(held.path);
    REQUIRE(first);
    const auto second = guard::Seller::open(held.path);
    REQUIRE_FALSE(second);
    CHECK(second.error().code == Errc::busy);
    CHECK_FALSE(second.error().hint.empty());
    CHECK(guard::Seller::open(held.folder + "/absent.db").error().code == Errc::not_found);
}
