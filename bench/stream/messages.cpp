#include "stream/messages.hpp"

#include "base/result.hpp"
#include "peer.hpp"

namespace pm::bench {

namespace {

constexpr int levels_a_side = 40;
constexpr std::int64_t share = 1'000'000;

std::string price_text(int cents) {
    return cents % 10 == 0 ? "0." + std::to_string(cents / 10)
                           : "0." + std::string(cents < 10 ? 1 : 0, '0') + std::to_string(cents);
}

std::string size_text(std::int64_t micros) {
    return Size{micros}.text();
}

std::string digits(Random& random, std::size_t count, std::string_view alphabet) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += alphabet[random.below(alphabet.size())];
    return out;
}

std::string token_text(Random& random) {
    return std::to_string(1 + random.below(9)) + digits(random, 76, "0123456789");
}

void member(std::string& out, std::string_view key, std::string_view value) {
    out.append("\"").append(key).append("\":\"").append(value).append("\",");
}

template <class Levels>
void write_levels(std::string& out, const Levels& levels, bool mirrored) {
    for (const auto& [cents, micros] : levels) {
        out.append(R"({"price":")").append(price_text(mirrored ? 100 - cents : cents));
        out.append(R"(","size":")").append(size_text(micros)).append(R"("},)");
    }
    out.back() = ']';
}

}  // namespace

Messages::Messages(std::size_t markets, std::uint64_t seed) : random_{seed} {
    for (std::size_t i = 0; i < markets; ++i) {
        Market market;
        market.event = "event-" + std::to_string(i / 10);
        market.slug = "market-" + std::to_string(i);
        market.condition = must(ConditionId::parse("0x" + digits(random_, 64, "0123456789abcdef")));
        market.yes = must(TokenId::parse(token_text(random_)));
        market.no = must(TokenId::parse(token_text(random_)));
        market.min_size = Size{5 * share};
        market.accepting_orders = true;
        markets_.push_back(std::move(market));
        Book book;
        const auto middle = 45 + static_cast<int>(random_.below(10));
        for (int level = 0; level < levels_a_side; ++level) {
            book.bids[middle - level] = share * static_cast<std::int64_t>(5 + random_.below(9'000));
            book.asks[middle + 1 + level] =
                share * static_cast<std::int64_t>(5 + random_.below(9'000));
        }
        books_.push_back(std::move(book));
    }
}

void Messages::head(std::string& out, std::size_t market, const TokenId* token) {
    out = "{";
    member(out, "market", markets_[market].condition.text());
    if (token != nullptr) member(out, "asset_id", token->text());
    ms_ += 1;
    member(out, "timestamp", std::to_string(ms_));
}

std::string Messages::book_text(std::size_t market, Outcome outcome) {
    std::string out;
    head(out, market, &markets_[market].token(outcome));
    member(out, "hash", digits(random_, 40, "0123456789abcdef"));
    const auto& book = books_[market];
    const bool yes = outcome == Outcome::yes;
    // The best price is last: bids ascend, asks descend.
    std::map<int, std::int64_t, std::greater<>> asks{book.asks.begin(), book.asks.end()};
    std::map<int, std::int64_t, std::greater<>> bids{book.bids.begin(), book.bids.end()};
    out += R"("bids":[)";
    if (yes)
        write_levels(out, book.bids, false);
    else
        write_levels(out, asks, true);
    out += R"(,"asks":[)";
    if (yes)
        write_levels(out, asks, false);
    else
        write_levels(out, book.bids, true);
    return out.append(R"(,"tick_size":"0.01","event_type":"book"})");
}

std::string Messages::first_book(const TokenId& token) {
    for (std::size_t i = 0; i < markets_.size(); ++i) {
        if (markets_[i].yes == token) return book_text(i, Outcome::yes);
        if (markets_[i].no == token) return book_text(i, Outcome::no);
    }
    give_up("a token that nobody has was asked for");
}

std::int64_t Messages::size_with(std::uint32_t stamp) {
    return share * static_cast<std::int64_t>(5 + random_.below(9'000)) + stamp;
}

/// Nine times in ten the best level changes its size.
Messages::Change Messages::choose(Book& book, std::uint32_t stamp) {
    Change change;
    change.bid = random_.below(2) == 0;
    change.micros = size_with(stamp);
    const auto depth = random_.below(10) == 0 ? 1 + static_cast<int>(random_.below(8)) : 0;
    if (change.bid) {
        change.cents = std::prev(book.bids.end())->first - depth;
        book.bids[change.cents] = change.micros;
    } else {
        change.cents = book.asks.begin()->first + depth;
        book.asks[change.cents] = change.micros;
    }
    return change;
}

std::string Messages::price_change(std::size_t market, const Change& change) {
    const auto& book = books_[market];
    const auto bid = std::prev(book.bids.end())->first;
    const auto ask = book.asks.begin()->first;
    std::string out;
    head(out, market, nullptr);
    out += R"("price_changes":[)";
    const auto leg = [&](const TokenId& token, int cents, bool buy, int low, int high) {
        out += "{";
        member(out, "asset_id", token.text());
        member(out, "price", price_text(cents));
        member(out, "size", size_text(change.micros));
        member(out, "side", buy ? "BUY" : "SELL");
        member(out, "hash", digits(random_, 40, "0123456789abcdef"));
        member(out, "best_bid", price_text(low));
        member(out, "best_ask", price_text(high));
        out.back() = '}';
    };
    leg(markets_[market].yes, change.cents, change.bid, bid, ask);
    out += ",";
    leg(markets_[market].no, 100 - change.cents, !change.bid, 100 - ask, 100 - bid);
    return out.append(R"(],"event_type":"price_change"})");
}

std::string Messages::trade(std::size_t market, std::uint32_t stamp) {
    std::string out;
    head(out, market, &markets_[market].yes);
    member(out, "price", price_text(books_[market].asks.begin()->first));
    member(out, "size", size_text(size_with(stamp)));
    member(out, "fee_rate_bps", "0");
    member(out, "side", "BUY");
    member(out, "event_type", "last_trade_price");
    member(out, "transaction_hash", "0x" + digits(random_, 64, "0123456789abcdef"));
    out.back() = '}';
    return out;
}

std::string Messages::best(std::size_t market) {
    const auto& book = books_[market];
    const auto bid = std::prev(book.bids.end())->first;
    const auto ask = book.asks.begin()->first;
    std::string out;
    head(out, market, &markets_[market].yes);
    member(out, "best_bid", price_text(bid));
    member(out, "best_ask", price_text(ask));
    member(out, "spread", price_text(ask - bid));
    member(out, "event_type", "best_bid_ask");
    out.back() = '}';
    return out;
}

std::string Messages::next(std::uint32_t stamp) {
    const auto market = random_.below(markets_.size());
    const auto kind = random_.below(1'000);
    if (kind < 851) return price_change(market, choose(books_[market], stamp));
    if (kind < 900) return book_text(market, random_.below(2) == 0 ? Outcome::yes : Outcome::no);
    if (kind < 950) return trade(market, stamp);
    return best(market);
}

std::string Messages::last() {
    auto& book = books_[0];
    const auto best = std::prev(book.bids.end());
    best->second = 777'777'777'777;
    return price_change(0, {true, best->first, best->second});
}

}  // namespace pm::bench
