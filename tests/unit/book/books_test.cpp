#include "book/books.hpp"

#include "level.hpp"
#include "polymarket/market_frame.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"

using namespace pm;
using namespace pm::book;
using pm::test::level;

namespace {

Market market(const std::string& yes, const std::string& no, int tick_micros = 10'000) {
    Market out;
    out.slug = "m" + yes;
    out.condition = *ConditionId::parse("0x" + std::string(64, 'a'));
    out.yes = *TokenId::parse(yes);
    out.no = *TokenId::parse(no);
    out.tick = TickSize::from_micros(tick_micros);
    return out;
}

BookSnapshot snapshot(const TokenId& token, std::vector<Level> bids, std::vector<Level> asks) {
    BookSnapshot out;
    out.token = token;
    out.bids = std::move(bids);
    out.asks = std::move(asks);
    out.venue_ms = 1'000;
    return out;
}

LevelChange change(const TokenId& token, Side side, Level level) {
    LevelChange out;
    out.token = token;
    out.side = side;
    out.level = level;
    out.venue_ms = 1'001;
    return out;
}

struct Fixture {
    Fixture() { books.watch(one); }
    void ready() {
        books.on_book(snapshot(one.yes, {level(35, 80)}, {level(36, 45)}));
        books.on_book(snapshot(one.no, {level(64, 45)}, {level(65, 80)}));
        (void)books.take_changed();
    }
    Books books;
    Market one = market("1", "2");
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a token gives its first quote with its first book", "[books]") {
    CHECK(books.take_changed().empty());
    books.on_level(change(one.yes, Side::buy, level(35, 1)));
    CHECK(books.take_changed().empty());
    CHECK(books.count().early == 1);
    books.on_book(snapshot(one.yes, {level(35, 80)}, {}));
    const auto changed = books.take_changed();
    REQUIRE(changed.size() == 1);
    CHECK(changed[0].token == one.yes);
    CHECK(changed[0].outcome == Outcome::yes);
    CHECK(changed[0].bid == level(35, 80));
    CHECK(!changed[0].ask);
    CHECK(changed[0].seq == 1);
    CHECK(changed[0].venue_ms == 1'000);
}

TEST_CASE_METHOD(Fixture, "many changes of a token between two looks give one quote", "[books]") {
    ready();
    books.on_level(change(one.yes, Side::buy, level(34, 5)));
    CHECK(books.take_changed().empty());  // the best is what it was
    books.on_level(change(one.yes, Side::sell, level(36, 40)));
    books.on_level(change(one.no, Side::buy, level(64, 40)));
    books.on_level(change(one.yes, Side::sell, level(36, 41)));
    const auto changed = books.take_changed();
    REQUIRE(changed.size() == 2);
    CHECK(changed[0].token == one.yes);
    CHECK(changed[0].ask == level(36, 41));
    CHECK(changed[0].seq == 2);
    CHECK(changed[1].token == one.no);
    CHECK(books.take_changed().empty());
}

TEST_CASE_METHOD(Fixture, "a tick change drops the book until the next snapshot", "[books]") {
    ready();
    TickChange tick;
    tick.token = one.yes;
    tick.new_tick = TickSize::from_micros(1'000);
    books.on_tick(tick);
    CHECK(!books.quote(one.yes));
    books.on_level(change(one.yes, Side::buy, level(34, 5)));
    CHECK(books.take_changed().empty());
    books.on_book(snapshot(one.yes, {Level{Price::from_micros(351'000), Size{7}}}, {}));
    const auto changed = books.take_changed();
    REQUIRE(changed.size() == 1);
    CHECK(changed[0].tick.text() == "0.001");
    CHECK(changed[0].bid->price.text() == "0.351");
}

TEST_CASE_METHOD(Fixture, "after a drop nothing old is quoted and sequence numbers go on",
                 "[books]") {
    ready();
    books.drop_all();
    CHECK(!books.quote(one.yes));
    books.on_level(change(one.yes, Side::buy, level(34, 5)));
    CHECK(books.take_changed().empty());
    books.on_book(snapshot(one.yes, {level(30, 1)}, {level(40, 1)}));
    const auto changed = books.take_changed();
    REQUIRE(changed.size() == 1);
    CHECK(changed[0].seq == 2);
}

TEST_CASE_METHOD(Fixture, "updates of tokens nobody watches are counted and left", "[books]") {
    const auto other = *TokenId::parse("99");
    books.on_book(snapshot(other, {level(30, 1)}, {}));
    books.on_level(change(other, Side::buy, level(34, 5)));
    CHECK(books.count().foreign == 2);
    books.forget(one);
    books.on_book(snapshot(one.yes, {level(30, 1)}, {}));
    CHECK(books.count().foreign == 3);
    CHECK(books.take_changed().empty());
    CHECK(books.size() == 0);
    books.watch(market("5", "6"));  // takes the old place, with nothing of the old life
    CHECK(books.size() == 2);
    CHECK(!books.quote(*TokenId::parse("5")));
}

TEST_CASE_METHOD(Fixture, "best prices of the venue are compared at the end of a frame",
                 "[books]") {
    ready();
    auto first = change(one.yes, Side::buy, level(35, 0));
    first.best_bid = Price::from_micros(340'000);  // after the whole message
    first.best_ask = Price::from_micros(360'000);
    auto second = change(one.yes, Side::buy, level(34, 9));
    second.best_bid = first.best_bid;
    second.best_ask = first.best_ask;
    books.on_level(first);
    books.on_level(second);
    (void)books.take_changed();
    CHECK(books.count().agree == 2);
    CHECK(books.count().disagree == 0);
    CHECK(books.take_doubtful().empty());

    second.best_bid = Price::from_micros(350'000);
    second.best_ask.reset();
    books.on_level(second);
    (void)books.take_changed();
    CHECK(books.count().disagree == 1);
    CHECK(books.count().unknown == 1);
    CHECK(books.take_doubtful() == std::vector{one.yes});
    CHECK(books.take_doubtful().empty());
}

TEST_CASE_METHOD(Fixture, "a refused update makes its token doubtful and keeps the book",
                 "[books]") {
    ready();
    books.on_level(change(one.yes, Side::buy, Level{Price::from_micros(355'000), Size{1}}));
    CHECK(books.take_changed().empty());
    CHECK(books.count().refused == 1);
    CHECK(books.take_doubtful() == std::vector{one.yes});
    CHECK(books.quote(one.yes)->bid == level(35, 80));
}

TEST_CASE_METHOD(Fixture, "a polled book older than what the socket brought is not taken",
                 "[books]") {
    ready();
    books.on_level(change(one.yes, Side::buy, level(35, 10)));  // 1001
    books.source(QuoteSource::rest);
    books.on_polled(snapshot(one.yes, {level(20, 1)}, {}));  // 1000
    CHECK(books.quote(one.yes)->bid == level(35, 10));
    auto newer = snapshot(one.yes, {level(20, 1)}, {});
    newer.venue_ms = 1'002;
    books.on_polled(newer);
    CHECK(books.quote(one.yes)->bid == level(20, 1));
    CHECK(books.quote(one.yes)->source == QuoteSource::rest);
}

TEST_CASE_METHOD(Fixture, "a public trade moves the last price only", "[books]") {
    ready();
    Print print;
    print.token = one.yes;
    print.price = Price::from_micros(360'000);
    print.size = Size{5'000'000};
    books.on_print(print);
    const auto changed = books.take_changed();
    REQUIRE(changed.size() == 1);
    CHECK(changed[0].last->text() == "0.36");
    CHECK(changed[0].bid == level(35, 80));
}

TEST_CASE_METHOD(Fixture, "a snapshot holds all levels best first", "[books]") {
    ready();
    books.on_level(change(one.yes, Side::buy, level(34, 5)));
    BookSnapshot out;
    books.snapshot(*books.index(one.yes), out);
    CHECK(out.bids == std::vector{level(35, 80), level(34, 5)});
    CHECK(out.asks == std::vector{level(36, 45)});
}

// Goal: books kept from a real recording agree with the venue's own best prices.
// Method: replay the recorded frames; after every frame compare what the messages said.
TEST_CASE("books of a real recording agree with the venue's best prices", "[books][data]") {
    Books books;
    auto recorded = market(
        "111604417349377875799825956621596386269673370070912696668140891647145772186047",
        "36015050921127306245266044699797268780268172446856063291868548314968920497494", 1'000);
    books.watch(recorded);
    polymarket::FrameDecoder decoder;
    std::size_t quotes = 0;
    for (const auto& line : test::lines(test::data_file("ws/ws_frames_fed_2026-07-20.jsonl"))) {
        REQUIRE(decoder.decode_copy(line, books));
        quotes += books.take_changed().size();
    }
    const auto& count = books.count();
    const auto known = count.agree + count.disagree;
    WARN("best prices agree in " << count.agree << " of " << known << " comparisons ("
                                 << 100.0 * static_cast<double>(count.agree) /
                                        static_cast<double>(known)
                                 << " %), " << count.unknown << " unknown, " << count.changes
                                 << " changes, " << count.early << " before a snapshot, " << quotes
                                 << " quotes");
    CHECK(known >= 20);
    CHECK(count.disagree == 0);
    CHECK(count.refused == 0);
    CHECK(count.foreign == 0);
}
