#include "pm-monitor/seller.hpp"

#include <utility>

#include "records/write.hpp"
#include "store/reader.hpp"

namespace pm::guard {

Result<std::unique_ptr<Seller>> Seller::open(const std::string& path) {
    // The stamp of the ledger that is there: we close what somebody else opened.
    auto reader = store::Reader::open(path);
    if (!reader) return pass(reader);
    const auto stamp = (*reader)->stamp();
    if (stamp.mode != TradingMode::paper) {
        return fail(Errc::refused, "only paper positions are closed here",
                    "without --close, exits that are reached are alerts");
    }
    auto ledger = store::Ledger::open(path, stamp);
    if (!ledger && ledger.error().code == Errc::busy) {
        auto error = std::move(ledger.error());
        error.hint = "give --tp and --sl to that pm-trade, or leave --close out: exits are alerts";
        return tl::unexpected{std::move(error)};
    }
    if (!ledger) return pass(ledger);
    return std::unique_ptr<Seller>{new Seller{std::move(*ledger)}};
}

Seller::Seller(std::unique_ptr<store::Ledger> ledger)
    : ledger_{std::move(ledger)},
      numbers_{[this](std::string_view counter, std::int64_t count) {
          return ledger_->take_numbers(counter, count);
      }},
      gate_{risk::Limits{}, TradingMode::paper},
      venue_{*this, {.next_number = [this] { return numbers_.next("paper"); }}},
      executor_{{gate_, *ledger_, venue_, tracker_, portfolio_, numbers_, *this}} {
    venue_.tell(executor_);
}

void Seller::begin(Timestamp now) {
    if (began_) return;
    began_ = true;
    now_ = now;
    auto books = ledger_->load(now);
    if (!books) {
        halted_ = std::move(books.error());
        return;
    }
    if (auto restored = executor_.restore(*books, now); !restored) return;
    venue_.restore(books->open_orders, now);
}

Seller::~Seller() = default;

void Seller::know(const Market& market) {
    executor_.know(market);
    markets_[market.yes] = market;
    markets_[market.no] = market;
}

void Seller::see(const Quote& quote, Timestamp now) {
    BookSnapshot top;
    top.token = quote.token;
    if (quote.bid) top.bids.push_back(*quote.bid);
    if (quote.ask) top.asks.push_back(*quote.ask);
    top.tick = quote.tick;
    see(top, now);
}

void Seller::see(const BookSnapshot& snapshot, Timestamp now) {
    begin(now);
    now_ = std::max(now_, now);
    venue_.advance(now_);
    auto& seen = books_[snapshot.token];
    seen.at = now_;
    const auto market = markets_.find(snapshot.token);
    const auto known = market != markets_.end() ? market->second.tick : TickSize::from_micros(100);
    const auto tick = snapshot.tick.value_or(known);
    if (seen.book.replace(snapshot.bids, snapshot.asks, tick) != book::Verdict::applied) {
        seen.book.drop();
    }
    venue_.on_book(snapshot.token, now_);
}

Result<void> Seller::sell(const monitor::ExitWish& wish, Timestamp now) {
    if (halted_) return tl::unexpected{*halted_};
    now_ = std::max(now_, now);
    const auto market = markets_.find(wish.token);
    const auto seen = books_.find(wish.token);
    if (market == markets_.end() || seen == books_.end()) {
        return fail(Errc::not_found, "no market and book of token " + wish.token.text());
    }
    const auto& of = market->second;
    const auto& book = seen->second.book;
    const auto price = [](const std::optional<Level>& level) {
        return level ? std::optional{level->price} : std::nullopt;
    };
    OrderIntent intent;
    intent.event = of.event;
    intent.market = of.slug;
    intent.condition = of.condition;
    intent.token = wish.token;
    intent.outcome = wish.token == of.yes ? Outcome::yes : Outcome::no;
    intent.side = Side::sell;
    intent.limit = wish.bid;
    intent.size = wish.size;
    intent.tif = TimeInForce::fak;
    intent.reason = std::string{monitor::name_of(wish.cause)};
    const trading::Occasion occasion{.market = &of,
                                     .now = now_,
                                     .quoted_at = seen->second.at,
                                     .forecast_at = std::nullopt,
                                     .bid = price(book.best_bid()),
                                     .ask = price(book.best_ask())};
    auto placed = executor_.place(std::move(intent), occasion);
    if (!placed) return pass(placed);
    if (halted_) return tl::unexpected{*halted_};
    if (!placed->refusal) return {};
    return fail(Errc::refused,
                std::string{risk::name_of(placed->refusal->code)} + ": " + placed->refusal->detail);
}

Result<void> Seller::resolve(const Resolution& resolution, Timestamp now) {
    begin(now);
    if (halted_) return tl::unexpected{*halted_};
    auto settled = executor_.resolve(resolution, now);
    if (!settled) return pass(settled);
    return {};
}

bool Seller::take_records(std::string& out) {
    const bool some = !records_.empty();
    out += records_;
    records_.clear();
    return some;
}

void Seller::on_order(const Order& order) {
    records::append(records_, now_, order);
}

void Seller::on_fill(const Fill& fill) {
    records::append(records_, now_, fill);
}

void Seller::on_halt(risk::Halt, const Error& why) {
    halted_ = why;
}

const book::Book* Seller::find(const TokenId& token) const {
    const auto found = books_.find(token);
    return found == books_.end() || !found->second.book.ready() ? nullptr : &found->second.book;
}

FeeSchedule Seller::fee(const TokenId& token) const {
    const auto market = markets_.find(token);
    return market == markets_.end() ? FeeSchedule{70'000, 1} : market->second.fee;
}

}  // namespace pm::guard
