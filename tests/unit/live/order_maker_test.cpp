#include "live/order_maker.hpp"

#include <set>

#include "polymarket/order_reader.hpp"
#include "polymarket/signing_facts.hpp"
#include "support/amounts.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::live;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

crypto::SigningKey key() {
    const std::string bytes(32, '\x11');
    return std::move(*crypto::SigningKey::from(std::move(*SecretBytes::copy_of(bytes))));
}

struct Bench {
    explicit Bench(polymarket::SignatureType type = polymarket::SignatureType::eoa) {
        trader.chain_id = 137;
        trader.type = type;
        trader.wallet = type == polymarket::SignatureType::eoa
                            ? signing.address()
                            : *crypto::Address::parse("0x" + std::string(40, 'a'));
        trader.api_key = "7b1e";
    }
    OrderMaker maker(std::int64_t last_ms = 0) {
        return OrderMaker{{signing, random, limits}, trader, last_ms};
    }

    crypto::SigningKey signing = key();
    SeededRandom random{5};
    risk::Limits limits;
    Trader trader;
};

/// A limit buy of 10 YES at 0.35 in an ordinary market with a tick of 0.01.
OrderIntent buy() {
    OrderIntent out;
    out.condition = *ConditionId::parse("0x" + std::string(64, 'c'));
    out.token = *TokenId::parse("4821");
    out.limit = cents(35);
    out.size = shares(10);
    return out;
}

polymarket::OrderOnWire wire(const trading::Prepared& prepared) {
    auto read = polymarket::read_order_body(prepared.body);
    REQUIRE(read);
    return *read;
}

}  // namespace

TEST_CASE("an order's bytes say what was approved, signed by the key", "[live][order]") {
    Bench bench;
    auto maker = bench.maker();
    const auto made = maker.make(buy(), noon);
    REQUIRE(made);
    const auto read = wire(*made);
    CHECK(read.order.maker_amount == 3'500'000);
    CHECK(read.order.taker_amount == 10'000'000);
    CHECK(read.order.side == Side::buy);
    CHECK(read.order.token.text() == "4821");
    CHECK(read.order.maker == bench.signing.address());
    CHECK(read.order.signer == bench.signing.address());
    CHECK(read.order.timestamp_ms == made->timestamp_ms);
    CHECK(read.terms.tif == TimeInForce::gtc);
    CHECK(read.terms.expiration_s == 0);
    CHECK(read.terms.owner == "7b1e");
    const auto domain = polymarket::order_domain(137, false);
    CHECK(crypto::hash_text(polymarket::order_hash(read.order, domain)) == made->order_id);
    CHECK(polymarket::order_signer(read.order, domain, read.signature) == bench.signing.address());
}

TEST_CASE("the market says which exchange an order is signed for", "[live][order]") {
    Bench bench;
    auto maker = bench.maker();
    auto intent = buy();
    const auto id_under = [&](const polymarket::OrderDomain& domain) {
        const auto made = maker.make(intent, noon);
        REQUIRE(made);
        const auto read = wire(*made);
        return crypto::hash_text(polymarket::order_hash(read.order, domain)) == made->order_id;
    };
    CHECK(id_under(polymarket::order_domain(137, false)));
    intent.terms.neg_risk = true;
    CHECK(id_under(polymarket::order_domain(137, true)));
    intent.condition = *ConditionId::parse("0x" + std::string(62, 'c'));  // protocol version 2
    CHECK(id_under(*polymarket::position_domain(137)));
}

TEST_CASE("a deposit wallet is named as maker and signer", "[live][order]") {
    Bench bench{polymarket::SignatureType::deposit_wallet};
    auto maker = bench.maker();
    const auto made = maker.make(buy(), noon);
    REQUIRE(made);
    const auto read = wire(*made);
    CHECK(read.order.maker == bench.trader.wallet);
    CHECK(read.order.signer == bench.trader.wallet);
    CHECK(read.signature.size() == 2 + 2 * 317);
    CHECK(polymarket::order_signer(read.order, polymarket::order_domain(137, false),
                                   read.signature) == bench.signing.address());
    Bench safe{polymarket::SignatureType::safe};
    auto safe_maker = safe.maker();
    const auto by_safe = wire(*safe_maker.make(buy(), noon));
    CHECK(by_safe.order.maker == safe.trader.wallet);
    CHECK(by_safe.order.signer == safe.signing.address());
}

TEST_CASE("times only rise and salts fit a JSON number", "[live][order]") {
    Bench bench;
    const auto now_ms = noon.time_since_epoch().count() / 1000;
    auto maker = bench.maker(now_ms + 5);  // an earlier run was ahead of this clock
    std::set<std::uint64_t> salts;
    std::int64_t last = now_ms + 5;
    for (int i = 0; i < 50; ++i) {
        const auto made = maker.make(buy(), noon - 1s * (i % 3));
        REQUIRE(made);
        CHECK(made->timestamp_ms > last);
        last = made->timestamp_ms;
        const auto salt = wire(*made).order.salt;
        CHECK(salt <= 9'007'199'254'740'991ULL);
        salts.insert(salt);
    }
    CHECK(salts.size() == 50);
    CHECK(maker.last_timestamp_ms() == last);
    CHECK(maker.make(buy(), noon + 1h)->timestamp_ms ==
          (noon + 1h).time_since_epoch().count() / 1000);
}

TEST_CASE("a market buy gives its dollars and floors its shares", "[live][order]") {
    Bench bench;
    auto maker = bench.maker();
    auto intent = buy();
    intent.tif = TimeInForce::fak;
    intent.limit = cents(52);
    intent.spend = dollars(10);
    intent.size = Size{19'230'700};
    const auto read = wire(*maker.make(intent, noon));
    CHECK(read.order.maker_amount == 10'000'000);
    CHECK(read.order.taker_amount == 19'230'700);  // never 19.2308: it could match nothing at 0.52
    intent.side = Side::sell;
    intent.spend = {};
    intent.size = shares(10);
    const auto sold = wire(*maker.make(intent, noon));
    CHECK(sold.order.maker_amount == 10'000'000);
    CHECK(sold.order.taker_amount == 5'200'000);
}

TEST_CASE("a GTD order leaves the book when it should", "[live][order]") {
    Bench bench;
    auto maker = bench.maker();
    auto intent = buy();
    intent.tif = TimeInForce::gtd;
    intent.expires = noon + 30min;
    const auto noon_s = noon.time_since_epoch().count() / 1'000'000;
    // a minute more on the wire
    CHECK(wire(*maker.make(intent, noon)).terms.expiration_s == noon_s + 1860);
    intent.expires = noon + 30min + 1us;
    CHECK(wire(*maker.make(intent, noon)).terms.expiration_s == noon_s + 1861);
    // as near as the venue takes it, with time for the way
    intent.expires = noon + 2min;
    CHECK(wire(*maker.make(intent, noon)).terms.expiration_s == noon_s + 185);
    intent.expires = noon + 90s;
    CHECK(maker.make(intent, noon).error().code == Errc::refused);
    intent.expires.reset();
    CHECK(maker.make(intent, noon).error().code == Errc::refused);
}

TEST_CASE("what the venue or our limits would not take is refused before it is signed",
          "[live][order]") {
    Bench bench;
    auto maker = bench.maker();
    auto off_grid = buy();
    off_grid.limit = Price::from_micros(351'000);
    CHECK(maker.make(off_grid, noon).error().code == Errc::tick_mismatch);
    auto dust = buy();
    dust.size = Size{9'999};
    CHECK(maker.make(dust, noon).error().code == Errc::refused);
    auto crossing = buy();
    crossing.tif = TimeInForce::fok;
    crossing.post_only = true;
    CHECK(maker.make(crossing, noon).error().code == Errc::refused);
    auto large = buy();
    large.size = shares(1'000);  // 350 dollars, the limit is 25
    CHECK(maker.make(large, noon).error().code == Errc::refused);
    CHECK(maker.last_timestamp_ms() == 0);  // nothing was given out
}

TEST_CASE("a request body is read back strictly", "[live][order]") {
    Bench bench;
    auto maker = bench.maker();
    const auto body = maker.make(buy(), noon)->body;
    const auto broken = [&](const std::string& from, const std::string& to) {
        auto text = body;
        const auto at = text.find(from);
        REQUIRE(at != std::string::npos);
        text.replace(at, from.size(), to);
        return !polymarket::read_order_body(text).has_value();
    };
    CHECK(broken(R"("makerAmount":"3500000")", R"("makerAmount":3500000)"));
    CHECK(broken(R"("makerAmount":"3500000")", R"("makerAmount":"-3500000")"));
    CHECK(broken(R"("side":"BUY")", R"("side":"HOLD")"));
    CHECK(broken(R"("signatureType":0)", R"("signatureType":4)"));
    CHECK(broken(R"("orderType":"GTC")", R"("orderType":"IOC")"));
    CHECK(broken(R"("tokenId":"4821")", R"("tokenId":"")"));
    CHECK(broken(R"("owner":"7b1e")", R"("owner":"")"));
    CHECK(!polymarket::read_order_body(body.substr(0, body.size() - 1)));
}
