#include "strategy/position_taker.hpp"

#include <algorithm>
#include <cmath>

#include "strategy/sizing.hpp"

namespace pm::strategy {

namespace {

bool older(std::optional<Timestamp> at, Timestamp now, Duration most) {
    return !at || now - *at > most;
}

/// The market's own probability of the token: the middle of the book, or its only side.
std::optional<double> market_probability(const View& view) {
    if (view.bids.empty() && view.asks.empty()) return std::nullopt;
    const auto& low = view.bids.empty() ? view.asks.back() : view.bids.back();
    const auto& high = view.asks.empty() ? view.bids.back() : view.asks.back();
    return static_cast<double>(low.price.micros() + high.price.micros()) / 2e6;
}

/// Probability that the token of the view pays, pulled towards the market as the user wants.
double token_probability(const View& view, double market_weight) {
    const auto p = std::clamp(view.p_yes.value_or(0), 0.0, 1.0);
    const auto ours = view.outcome == Outcome::yes ? p : 1 - p;
    const auto market = market_probability(view);
    return market ? shrunk(ours, *market, market_weight) : ours;
}

/// A proposal to do nothing, or the frame of one to do something.
Proposal propose(const View& view, Side side, double q, const Terms& terms) {
    Proposal out;
    out.signal.token = view.market.token(view.outcome);
    out.signal.side = side;
    out.signal.p = q;
    out.signal.price = terms.worst;
    out.signal.size = terms.size;
    out.signal.fee = terms.fee;
    out.signal.edge = terms.size.micros > 0 ? terms.edge(q, side) : 0;
    return out;
}

Proposal decided(Proposal proposal, Decision decision, Reason reason) {
    proposal.reason = reason;
    proposal.signal.decision = decision;
    proposal.signal.reason = name_of(reason);
    return proposal;
}

/// Nothing is done: about something held that is "hold", else "skip".
Proposal nothing(Proposal proposal, const View& view, Reason reason) {
    const auto decision = view.held.micros > 0 ? Decision::hold : Decision::skip;
    return decided(std::move(proposal), decision, reason);
}

OrderIntent intent_for(const View& view, Side side, const Terms& terms, Reason reason) {
    OrderIntent intent;
    intent.event = view.market.event;
    intent.market = view.market.slug;
    intent.condition = view.market.condition;
    intent.token = view.market.token(view.outcome);
    intent.outcome = view.outcome;
    intent.side = side;
    intent.limit = terms.worst;
    intent.size = terms.size;
    intent.tif = TimeInForce::fak;
    intent.reason = name_of(reason);
    return intent;
}

Size on_grid(Size size, Size step) {
    return Size{size.micros / step.micros * step.micros};
}

std::int32_t micros_of(double dollars) {
    return static_cast<std::int32_t>(std::lround(std::clamp(dollars, -1.0, 1.0) * 1e6));
}

}  // namespace

PositionTaker::PositionTaker(TakerParams params)
    : params_{params},
      edge_micros_{micros_of(params.edge)},
      exit_edge_micros_{micros_of(params.exit_edge)} {}

std::optional<Reason> PositionTaker::obstacle(const View& view) const {
    if (view.market.closed || !view.market.accepting_orders) return Reason::market_closed;
    if (!view.market.trade_ready()) return Reason::market_refused;
    if (!view.p_yes) return Reason::no_forecast;
    if (older(view.forecast_at, view.now, params_.forecast_age)) return Reason::stale_forecast;
    if (!view.book_ready) return Reason::no_book;
    if (!view.bids.empty() && !view.asks.empty() &&
        view.bids.back().price >= view.asks.back().price) {
        return Reason::crossed_book;
    }
    if (older(view.quote_at, view.now, params_.quote_age)) return Reason::stale_quote;
    if (view.order_open) return Reason::order_open;
    return std::nullopt;
}

Proposal PositionTaker::decide(const View& view) const {
    const auto q = view.p_yes ? token_probability(view, params_.market_weight) : 0.0;
    if (const auto reason = obstacle(view)) {
        return nothing(propose(view, Side::buy, q, {}), view, *reason);
    }
    if (view.held.micros > 0) {
        auto selling = about_selling(view, q);
        if (selling.intent || view.other_held.micros > 0) return selling;
        // Nothing to sell: perhaps there is more to buy. If not, what is held is the subject.
        auto buying = about_buying(view, q);
        return buying.intent || buying.reason != Reason::holding ? buying : selling;
    }
    if (view.other_held.micros > 0) {
        return nothing(propose(view, Side::buy, q, {}), view, Reason::holds_other);
    }
    return about_buying(view, q);
}

Proposal PositionTaker::about_selling(const View& view, double q) const {
    const auto& fee = view.market.fee;
    const auto all = terms_for(view.bids, Side::sell, view.held, fee);
    auto proposal = propose(view, Side::sell, q, all);
    if (view.bids.empty()) return nothing(std::move(proposal), view, Reason::no_bid);
    const auto least = exit_edge_micros_ * std::int64_t{1'000'000'000'000};
    Size wanted;
    for (auto level = view.bids.rbegin(); level != view.bids.rend(); ++level) {
        if (edge_atto(probability_micros(q), level->price, Side::sell, fee) <= least) break;
        wanted += level->size;
    }
    if (wanted.micros == 0) return nothing(std::move(proposal), view, Reason::holding);
    const auto size = on_grid(std::min(wanted, view.sellable), params_.size_step);
    if (size.micros == 0 || size < view.market.min_size) {
        return nothing(std::move(proposal), view, Reason::too_small);
    }
    const auto terms = terms_for(view.bids, Side::sell, size, fee);
    proposal = decided(propose(view, Side::sell, q, terms), Decision::exit, Reason::edge_gone);
    proposal.intent = intent_for(view, Side::sell, terms, Reason::edge_gone);
    return proposal;
}

Proposal PositionTaker::about_buying(const View& view, double q) const {
    const auto& fee = view.market.fee;
    const auto smallest = std::max(view.market.min_size, params_.size_step);
    const auto least = terms_for(view.asks, Side::buy, smallest, fee);
    auto proposal = propose(view, Side::buy, q, least);
    if (view.asks.empty()) return nothing(std::move(proposal), view, Reason::no_ask);
    if (!has_edge(probability_micros(q), view.asks.back().price, Side::buy, fee, edge_micros_)) {
        const auto reason = view.held.micros > 0 ? Reason::holding : Reason::no_edge;
        return nothing(std::move(proposal), view, reason);
    }
    if (view.last_trade && view.now - *view.last_trade < params_.cooldown) {
        return nothing(std::move(proposal), view, Reason::cooldown);
    }
    SizeLimits limits{.kelly = params_.kelly,
                      .bankroll = view.bankroll,
                      .room = view.room,
                      .held = view.held,
                      .step = params_.size_step,
                      .edge_micros = edge_micros_};
    const auto terms = kelly_terms(view.asks, q, fee, limits);
    if (terms.size < smallest || terms.notional < marketable_minimum) {
        // Which of the causes was it? Ask again without the room, then without the sizing.
        limits.room = Money{INT64_MAX / 4};
        const auto roomy = kelly_terms(view.asks, q, fee, limits);
        auto reason = Reason::too_small;
        if (roomy.size >= smallest && roomy.notional >= marketable_minimum) {
            reason = Reason::no_room;
        } else if (least.size < smallest) {
            reason = Reason::too_thin;
        } else if (view.held.micros > 0) {
            reason = Reason::full_size;
        }
        return nothing(std::move(proposal), view, reason);
    }
    proposal = decided(propose(view, Side::buy, q, terms), Decision::enter, Reason::edge);
    proposal.intent = intent_for(view, Side::buy, terms, Reason::edge);
    proposal.intent->tif = params_.tif;
    return proposal;
}

}  // namespace pm::strategy
