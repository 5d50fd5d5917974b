/// Rounding, prices, fees and book hashes against values made by others.

#include <algorithm>
#include <cmath>
#include <vector>

#include "crypto/sha1.hpp"
#include "polymarket/amounts.hpp"
#include "polymarket/book_hash.hpp"
#include "polymarket/fee_adjust.hpp"
#include "polymarket/market_price.hpp"
#include "vector_case.hpp"

namespace pm::test {

using namespace polymarket;

namespace {

void expect_amounts(const Amounts& ours, std::int64_t maker, std::int64_t taker) {
    expect_equal(std::to_string(ours.maker), std::to_string(maker), "maker amount");
    expect_equal(std::to_string(ours.taker), std::to_string(taker), "taker amount");
}

/// A double of the other client against our integer: equal, or below it by less than a unit.
void expect_close_below(Money ours, double theirs, double slack) {
    const double micros = theirs * 1e6;
    expect(static_cast<double>(ours.micros) <= micros + 0.001, "more than theirs");
    expect(static_cast<double>(ours.micros) >= micros - slack, "too much less than theirs");
}

double real_of(const Json& json, std::string_view key) {
    const auto value = member(json, key).real();
    if (!value) throw Mismatch{"not a number: " + std::string{key}};
    return *value;
}

}  // namespace

Verdict check_rounding(const Json& item) {
    const auto& input = member(item, "input");
    const auto& expected = member(item, flag_of(item, "agree", true) ? "expected" : "fixedPoint");
    const auto maker = whole_of(expected, "makerAmount");
    const auto theirs = whole_of(expected, "takerAmount");
    const auto side = side_of(input);
    const auto tick = tick_of(input);
    const auto amount = micros_of(input, "amount");
    if (text_of(input, "kind") == "limit") {
        const auto ours = limit_amounts(side, price_of(input), Size{amount}, tick);
        expect(ours.has_value(), "refused");
        expect_amounts(*ours, maker, theirs);
        expect(check_amounts(side, *ours, tick, false) == AmountFault::none, "fails our check");
        return Verdict::passed;
    }
    const auto ours = market_amounts(side, price_of(input), amount, tick);
    expect(ours.has_value(), "refused");
    expect(check_amounts(side, *ours, tick, true) == AmountFault::none, "fails our check");
    if (item.find("obsolete") != nullptr) {
        // Rounded up by the client of then: ours is the next amount below, on the venue's grid.
        const auto places = std::min(accuracy_of(tick).amount, 4);
        const auto unit = static_cast<std::int64_t>(std::llround(std::pow(10.0, 6 - places)));
        expect_amounts(*ours, maker, (theirs - 1) / unit * unit);
        return Verdict::passed;
    }
    const bool cut = theirs % 100 != 0;
    expect_amounts(*ours, maker, theirs / 100 * 100);
    return cut ? Verdict::server_wins : Verdict::passed;
}

Verdict check_market_price(const Json& item) {
    const auto& input = member(item, "input");
    const auto& expected = member(item, "expected");
    std::vector<Level> levels;
    for (const auto& level : member(input, "levels").items()) {
        levels.push_back({price_of(level), Size{micros_of(level, "size")}});
    }
    std::reverse(levels.begin(), levels.end());  // the venue sends the best last
    Sweep sweep{.side = side_of(input),
                .tif = text_of(input, "orderType") == "FAK" ? TimeInForce::fak : TimeInForce::fok,
                .amount = micros_of(input, "amount"),
                .worst = Price::from_micros(0)};
    // The client accepts any price at all.
    if (sweep.side == Side::buy) sweep.worst = Price::from_micros(1'000'000);
    const auto ours = market_price(sweep, levels);
    if (expected.find("error") != nullptr) {
        expect(!ours.has_value(), "a price where there is none");
        return Verdict::passed;
    }
    expect(ours.has_value(), "no price");
    expect_equal(ours->text(), price_of(expected).text(), "price");
    return Verdict::passed;
}

Verdict check_fee_adjust(const Json& item) {
    const auto& input = member(item, "input");
    const BuyCharges charges{
        .fee = {.rate_micros = static_cast<std::int32_t>(micros_of(input, "feeRate")),
                .exponent = static_cast<std::int32_t>(whole_of(input, "feeExponent"))},
        .builder_micros = static_cast<std::int32_t>(micros_of(input, "builderTakerFeeRate")),
        .slippage_percent = static_cast<std::int32_t>(whole_of(input, "feeSlippage"))};
    const Money balance{micros_of(input, "userUSDCBalance")};
    const auto ours =
        reserve_fee(Money{micros_of(input, "amount")}, balance, price_of(input), charges);
    expect_close_below(ours, real_of(member(item, "expected"), "amount"), 2.0);
    return Verdict::passed;
}

Verdict check_fees(const Json& item) {
    const auto& input = member(item, "input");
    const auto& expected = member(item, "expected");
    const FeeSchedule schedule{.rate_micros = static_cast<std::int32_t>(micros_of(input, "rate")),
                               .exponent = static_cast<std::int32_t>(whole_of(input, "exponent"))};
    const auto price = price_of(input);
    if (input.find("balance") != nullptr) {
        const BuyCharges charges{
            .fee = schedule,
            .builder_micros = static_cast<std::int32_t>(micros_of(input, "builderTakerFeeRate")),
            .slippage_percent = 0};
        const auto ours = reserve_fee(Money{micros_of(input, "amount")},
                                      Money{micros_of(input, "balance")}, price, charges);
        expect_close_below(ours, real_of(expected, "adjusted"), 2.0);
        return Verdict::passed;
    }
    const auto fee = taker_fee(schedule, price, Size{micros_of(input, "shares")});
    // Unrounded in the tests, ours to five decimals; the page shows two, ties either way.
    const bool shown = expected.find("feeDisplayed") != nullptr;
    const auto theirs = real_of(expected, shown ? "feeDisplayed" : "fee") * 1e6;
    const double slack = shown ? 5'000.001 : 5.001;
    expect(std::abs(static_cast<double>(fee.micros) - theirs) <= slack, "fee");
    return Verdict::passed;
}

Verdict check_book_hash(const Json& item) {
    const auto& input = member(item, "input");
    const auto& expected = member(item, "expected");
    const auto hash = text_of(expected, "hash");
    if (expected.find("serialized") != nullptr) {
        expect_equal(crypto::sha1_text(text_of(expected, "serialized")), hash, "hash of the text");
    }
    // Some cases were hashed in their own order of keys, or without some: only their text counts.
    if (!flag_of(item, "serverOrder", true)) return Verdict::passed;
    BookTexts book;
    const auto text = [&](std::string_view key) { return input.string(key).value_or(""); };
    book.market = text("market");
    book.asset_id = text("asset_id");
    book.timestamp = text("timestamp");
    for (const auto& level : member(input, "bids").items()) {
        book.bids.push_back({*level.string("price"), *level.string("size")});
    }
    for (const auto& level : member(input, "asks").items()) {
        book.asks.push_back({*level.string("price"), *level.string("size")});
    }
    book.min_order_size = text("min_order_size");
    book.tick_size = text("tick_size");
    book.neg_risk = flag_of(input, "neg_risk", false);
    book.last_trade_price = text("last_trade_price");
    if (expected.find("serialized") != nullptr) {
        expect_equal(book_hash_text(book), text_of(expected, "serialized"), "text");
    }
    expect_equal(book_hash(book), hash, "hash");
    return Verdict::passed;
}

Verdict check_server_fact(const Json& item) {
    const auto& input = member(item, "input");
    const auto& expected = member(item, "expected");
    if (input.find("makerAmount") == nullptr || input.find("takerAmount") == nullptr) {
        return Verdict::fact;
    }
    const auto type = input.string("orderType").value_or("GTC");
    const bool market = type == "FOK" || type == "FAK";
    const Amounts sent{whole_of(input, "makerAmount"), whole_of(input, "takerAmount")};
    const auto side = side_of(input);
    const auto tick = tick_of(input);
    const auto fault = check_amounts(side, sent, tick, market);
    const bool accepted = flag_of(expected, "precisionAccepted", false);
    expect((fault == AmountFault::none) == accepted, "accepted and refused differ");
    if (market && input.find("amountUsd") != nullptr) {
        // What we would have sent for the same wish passes.
        const auto ours =
            market_amounts(side, price_of(input), micros_of(input, "amountUsd"), tick);
        expect(ours.has_value(), "refused");
        expect(check_amounts(side, *ours, tick, true) == AmountFault::none, "ours is refused too");
        if (!accepted) return Verdict::server_wins;
    }
    return Verdict::passed;
}

}  // namespace pm::test
