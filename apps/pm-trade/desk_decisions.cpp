// The desk's decisions: what it sees, what it wants, what the gate says, what is said.

#include <algorithm>
#include <span>

#include "domain/names.hpp"
#include "pm-trade/desk.hpp"
#include "strategy/edge.hpp"

namespace pm::trade {

namespace {

/// The levels whose prices pass the middle by no more than the collar; at least the best one, for
/// the gate to judge. `side` is of the book: buy is bids.
std::span<const Level> inside_collar(const book::Book& book, Side side, std::int32_t collar) {
    const auto levels = side == Side::buy ? book.bids() : book.asks();
    const auto bid = book.best_bid();
    const auto ask = book.best_ask();
    const std::int64_t low = bid ? bid->price.micros() : 0;
    const std::int64_t high = ask ? ask->price.micros() : Price::micros_per_dollar;
    std::size_t kept = 0;
    while (kept < levels.size()) {
        const std::int64_t price = levels[levels.size() - 1 - kept].price.micros();
        const auto passed = side == Side::buy ? low + high - 2 * price : 2 * price - low - high;
        if (kept > 0 && passed > 2 * std::int64_t{collar}) break;
        ++kept;
    }
    return levels.last(kept);
}

}  // namespace

std::optional<Timestamp> Desk::quoted_at(const TokenState& state) const {
    if (state.trust != Trust::good) return std::nullopt;
    return heard_;
}

Money Desk::room_in(const Market& market) const {
    if (stakes_old_) {
        stakes_ = executor_.stakes();
        stakes_old_ = false;
    }
    const auto& limits = options_.limits;
    Money free = portfolio_.cash();
    for (const auto& stake : stakes_) {
        if (stake.kind == risk::Stake::Kind::buy) free -= stake.cost;
    }
    return std::min({limits.per_order, free,
                     limits.per_market - risk::market_cost(stakes_, market.condition),
                     limits.per_event - risk::worst_loss(stakes_, market.event),
                     limits.total - risk::total_cost(stakes_)});
}

strategy::View Desk::view_of(const TokenState& state, const MarketState& market) const {
    const auto& known = market.market;
    const auto other_outcome = state.outcome == Outcome::yes ? Outcome::no : Outcome::yes;
    const auto* held = portfolio_.find(known.token(state.outcome));
    const auto* other = portfolio_.find(known.token(other_outcome));
    return {.now = now_,
            .market = known,
            .outcome = state.outcome,
            .tick = state.tick,
            .book_ready = state.book.ready(),
            .bids = inside_collar(state.book, Side::buy, options_.limits.collar_micros),
            .asks = inside_collar(state.book, Side::sell, options_.limits.collar_micros),
            .quote_at = quoted_at(state),
            .p_yes = market.p_yes,
            .forecast_at = market.forecast_at,
            .held = held == nullptr ? Size{} : held->held(),
            .sellable = held == nullptr ? Size{} : held->settled - held->reserved,
            .other_held = other == nullptr ? Size{} : other->held(),
            .order_open = tracker_.any_open(known.condition),
            .last_trade = market.last_trade,
            .bankroll = portfolio_.cash() + portfolio_.cost(),
            .room = room_in(known)};
}

trading::Occasion Desk::occasion_for(const TokenState& state, const MarketState& market) const {
    const auto bid = state.book.best_bid();
    const auto ask = state.book.best_ask();
    trading::Occasion occasion{.market = &market.market,
                               .now = now_,
                               .quoted_at = quoted_at(state),
                               .forecast_at = market.forecast_at,
                               .bid = bid ? std::optional{bid->price} : std::nullopt,
                               .ask = ask ? std::optional{ask->price} : std::nullopt};
    if (outside_.venue != nullptr) occasion.book_at = state.booked_at;
    if (outside_.evidence) outside_.evidence(occasion);
    return occasion;
}

void Desk::decide(const TokenId& token, TokenState& state) {
    const auto found = markets_.find(state.condition);
    if (found == markets_.end() || found->second.resolved) return;
    auto& market = found->second;
    if (leave_by_rule(token, state, market)) return;
    act(state, market, taker_.decide(view_of(state, market)));
}

bool Desk::leave_by_rule(const TokenId& token, TokenState& state, MarketState& market) {
    const auto* held = portfolio_.find(token);
    if (held == nullptr || state.trust != Trust::good || !state.book.ready()) return false;
    const auto bids = state.book.bids();
    const auto cause = exits_.look(*held, bids, state.book.asks(), now_);
    if (!cause || bids.empty() || tracker_.any_open(market.market.condition)) return false;
    const auto step = options_.taker.size_step.micros;
    const Size free{(held->settled - held->reserved).micros / step * step};
    if (free.micros <= 0 || free < market.market.min_size) return false;
    const auto terms =
        strategy::terms_for(inside_collar(state.book, Side::buy, options_.limits.collar_micros),
                            Side::sell, free, market.market.fee);
    strategy::Proposal proposal;
    proposal.reason = *cause == trading::ExitCause::take_profit ? strategy::Reason::take_profit
                                                                : strategy::Reason::stop_loss;
    const auto p = market.p_yes.value_or(0);
    proposal.signal = {.token = token,
                       .side = Side::sell,
                       .p = state.outcome == Outcome::yes ? p : 1 - p,
                       .price = terms.worst,
                       .size = terms.size,
                       .fee = terms.fee,
                       .edge = 0,
                       .decision = Decision::exit,
                       .reason = std::string{name_of(proposal.reason)}};
    proposal.signal.edge = terms.edge(proposal.signal.p, Side::sell);
    proposal.intent = OrderIntent{.client_id = {},
                                  .event = market.market.event,
                                  .market = market.market.slug,
                                  .condition = market.market.condition,
                                  .token = token,
                                  .outcome = state.outcome,
                                  .side = Side::sell,
                                  .limit = terms.worst,
                                  .size = terms.size,
                                  .tif = TimeInForce::fak,
                                  .reason = proposal.signal.reason};
    act(state, market, std::move(proposal));
    return true;
}

Result<void> Desk::check_stop(Timestamp ts) {
    if (!outside_.stopped || !outside_.stopped()) return {};
    now_ = std::max(now_, ts);
    const Error why{Errc::refused, "a person has stopped trading", "pm-trade kill --reset"};
    executor_.halt(risk::Halt::stop_file, why, now_);
    return tl::unexpected<Error>{why};
}

void Desk::act(TokenState& state, MarketState& market, strategy::Proposal proposal) {
    ++tally_.decisions;
    auto& signal = proposal.signal;
    if (!proposal.intent) return say(state, signal);
    const auto occasion = occasion_for(state, market);
    const auto review = executor_.review(*proposal.intent, occasion);
    if (!review) {
        signal.decision = Decision::skip;
        signal.reason = name_of(review.error().code);
        return say(state, signal);
    }
    say(state, signal);
    if (options_.dry_run) return;
    if (!check_stop(now_)) return;
    // A failed exit may be tried again at once; an entry waits for its cool-down either way.
    if (proposal.intent->side == Side::buy) market.last_trade = now_;
    ++tally_.orders;
    auto placed = executor_.place(std::move(*proposal.intent), occasion);
    stakes_old_ = true;
    if (!placed && placed.error().code == Errc::throttled) {
        // Nothing was sent, and there will be another moment: that is no reason to stop trading.
        signal.decision = Decision::skip;
        signal.reason = name_of(risk::RefusalCode::venue_throttled);
        say(state, signal);
    } else if (!placed && !failure_) {
        failure_ = placed.error();
    }
    watch_losses();
}

void Desk::say(TokenState& state, const Signal& signal) {
    const bool acts = signal.decision == Decision::enter || signal.decision == Decision::exit;
    ++tally_.by_reason[std::string{name_of(signal.decision)} + " " + signal.reason];
    const bool fresh = state.said != signal.decision || state.said_reason != signal.reason;
    state.said = signal.decision;
    state.said_reason = signal.reason;
    if (!acts && options_.signals == SignalChoice::acts) return;
    if (!acts && !fresh && options_.signals == SignalChoice::changes) return;
    sink_.on_signal(now_, signal);
}

}  // namespace pm::trade
