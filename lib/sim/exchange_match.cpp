#include <algorithm>
#include <utility>

#include "base/wide.hpp"
#include "sim/chance.hpp"
#include "sim/exchange.hpp"
#include "sim/names.hpp"

namespace pm::sim {
namespace {

/// How many micro-shares `money` buys at `price`, rounded down.
std::int64_t affordable(Money money, Price price) {
    if (price.micros() == 0) return 0;
    return static_cast<std::int64_t>(static_cast<Wide>(money.micros) * 1'000'000 / price.micros());
}

/// What a buyer pays is rounded up, what a seller gets down.
Money money_of(Side side, Price price, Size size) {
    return side == Side::buy ? notional_up(price, size) : notional_down(price, size);
}

/// Somebody of the crowd, always the same for the same order or moment.
TradePart stranger(std::uint64_t print) {
    TradePart out;
    const auto who = print % 97;  // A small town, so that names come back.
    out.owner = uuid_text(Fingerprint{}.add("stranger").add(who).value());
    out.address.bytes = derived_bytes<20>(Fingerprint{}.add("stranger").add(who).value());
    out.order_id = hex_name<32>(Fingerprint{}.add("strange order").add(print).value());
    return out;
}

}  // namespace

Exchange::Reach Exchange::reach(const AccountOrder& order) const {
    Reach out;
    const auto& market = parts_.world.markets()[order.market];
    const bool mirrored = order.outcome == Outcome::no;
    const auto across = mirrored ? order.side : opposite(order.side);  // In YES terms.
    const auto schedule = fees(order.market);
    const bool by_dollars = order.spend.micros > 0;
    Size left = order.left();
    Money budget = order.spend;
    const auto visit = [&](const auto& level) {
        const auto price = seen_from(order.outcome, Price::from_micros(level.first));
        const bool reaches = order.side == Side::buy ? price <= order.limit : price >= order.limit;
        if (!reaches || out.whole) return false;
        const auto there = OrderBook::total(level.second);
        const auto wanted = by_dollars ? Size{affordable(budget, price)} : left;
        const auto part = std::min(there, wanted);
        const auto money = money_of(order.side, price, part);
        out.shares += part;
        out.dollars += money;
        out.fee += taker_fee(schedule, price, part);
        budget -= money;
        left -= part;
        out.whole = wanted <= there;
        return true;
    };
    const auto& levels = market.book.side(across);
    if (across == Side::sell) {
        for (auto at = levels.begin(); at != levels.end() && visit(*at); ++at) {}
    } else {
        for (auto at = levels.rbegin(); at != levels.rend() && visit(*at); ++at) {}
    }
    return out;
}

TradePart Exchange::maker_part(const MarketState& market, const Trade& trade,
                               const Match& match) const {
    const auto resting = resting_.find({index_of(market), match.resting});
    if (resting != resting_.end()) {
        const auto& order = orders_[resting->second];
        TradePart out{order.id,   order.owner, order.maker, true, order.outcome,
                      order.side, order.limit, match.size,  {},   {}};
        out.money = money_of(out.side, out.price, out.size);
        return out;
    }
    const auto print = Fingerprint{}.add(market.condition).add(match.resting).value();
    auto out = stranger(print);
    // Half the crowd rests in the other outcome: the match then mints or merges a pair.
    const bool complementary = (print >> 32U) % 2 == 0;
    out.outcome = complementary == (trade.token == Outcome::yes) ? Outcome::no : Outcome::yes;
    out.side = complementary ? trade.side : opposite(trade.side);
    out.price = seen_from(out.outcome, match.price);
    out.size = match.size;
    out.money = money_of(out.side, out.price, out.size);
    return out;
}

TradePart Exchange::taker_part(const MarketState& market, const Trade& trade, Price price,
                               Size size) const {
    TradePart out;
    if (taking_ != nullptr) {
        out.order_id = taking_->id;
        out.owner = taking_->owner;
        out.address = taking_->maker;
        out.account = true;
    } else {
        out = stranger(Fingerprint{}.add("taker").add(market.condition).add(market.seq).value());
    }
    out.outcome = trade.token;
    out.side = trade.side;
    out.price = price;
    out.size = size;
    out.money = money_of(out.side, price, size);
    out.fee = taker_fee(fees(index_of(market)), price, size);
    return out;
}

void Exchange::fill(AccountOrder& order, const TradePart& part, const std::string& trade_id) {
    order.matched += part.size;
    order.traded += part.money;
    order.trades.push_back(trade_id);
    const bool rests = order.number != 0;
    if (rests && order.left().micros == 0) {
        end(order, AccountOrderState::matched, "MATCHED");
    } else if (rests) {
        reserve(order);
    }
}

void Exchange::on_trade(const MarketState& market, const Trade& trade) {
    // One trade for each price: its parts then share one price on the taker's token.
    for (std::size_t from = 0; from < trade.parts.size();) {
        auto to = from;
        AccountTrade out;
        Size size;
        std::vector<AccountOrder*> makers;
        for (; to < trade.parts.size() && trade.parts[to].price == trade.parts[from].price; ++to) {
            size += trade.parts[to].size;
            auto part = maker_part(market, trade, trade.parts[to]);
            makers.push_back(part.account ? &orders_[by_id_.at(part.order_id)] : nullptr);
            out.makers.push_back(std::move(part));
        }
        out.taker =
            taker_part(market, trade, seen_from(trade.token, trade.parts[from].price), size);
        out.bucket = static_cast<std::int64_t>(from);
        from = to;
        const bool concerns = out.taker.account || std::any_of(makers.begin(), makers.end(),
                                                               [](auto* one) { return one; });
        if (!concerns) continue;
        out.market = index_of(market);
        out.id = uuid_text(Fingerprint{}.add("trade").add(parts_.seed).add(++trades_made_).value());
        // The trade is known before the orders say so, as on the venue's stream.
        const auto parts = out.makers;
        const auto taker = out.taker;
        const auto id = out.id;
        parts_.house.begin(std::move(out));
        for (std::size_t i = 0; i < makers.size(); ++i) {
            if (makers[i] == nullptr) continue;
            fill(*makers[i], parts[i], id);
            tell(*makers[i], OrderChange::update);
        }
        if (taking_ != nullptr) {
            fill(*taking_, taker, id);
            tell(*taking_, OrderChange::update);
        }
    }
}

}  // namespace pm::sim
