#include "domain/names.hpp"

#include <array>
#include <utility>

#include "base/assert.hpp"

namespace pm {

namespace {

template <class E, std::size_t N>
using Names = std::array<std::pair<E, std::string_view>, N>;

constexpr Names<Side, 2> sides{{{Side::buy, "BUY"}, {Side::sell, "SELL"}}};
constexpr Names<Outcome, 2> outcomes{{{Outcome::yes, "yes"}, {Outcome::no, "no"}}};
constexpr Names<TimeInForce, 4> tifs{{{TimeInForce::gtc, "GTC"},
                                      {TimeInForce::gtd, "GTD"},
                                      {TimeInForce::fok, "FOK"},
                                      {TimeInForce::fak, "FAK"}}};
constexpr Names<OrderStatus, 10> statuses{{{OrderStatus::intent, "intent"},
                                           {OrderStatus::sent, "sent"},
                                           {OrderStatus::unknown, "unknown"},
                                           {OrderStatus::live, "live"},
                                           {OrderStatus::delayed, "delayed"},
                                           {OrderStatus::partly_filled, "partly_filled"},
                                           {OrderStatus::filled, "filled"},
                                           {OrderStatus::cancelled, "cancelled"},
                                           {OrderStatus::expired, "expired"},
                                           {OrderStatus::rejected, "rejected"}}};
constexpr Names<TradingMode, 2> modes{{{TradingMode::paper, "paper"}, {TradingMode::live, "live"}}};
constexpr Names<Settlement, 3> settlements{{{Settlement::provisional, "provisional"},
                                            {Settlement::settled, "settled"},
                                            {Settlement::failed, "failed"}}};
constexpr Names<Proof, 8> proofs{{{Proof::own, "own"},
                                  {Proof::reply, "reply"},
                                  {Proof::order_lookup, "order_lookup"},
                                  {Proof::open_orders, "open_orders"},
                                  {Proof::trade, "trade"},
                                  {Proof::stream, "stream"},
                                  {Proof::duplicated, "duplicated"},
                                  {Proof::negative, "negative"}}};
constexpr Names<Liquidity, 2> liquidities{
    {{Liquidity::maker, "maker"}, {Liquidity::taker, "taker"}}};
constexpr Names<QuoteSource, 3> sources{
    {{QuoteSource::ws, "ws"}, {QuoteSource::rest, "rest"}, {QuoteSource::replay, "replay"}}};
constexpr Names<StreamState, 8> states{{{StreamState::connecting, "connecting"},
                                        {StreamState::live, "live"},
                                        {StreamState::gap, "gap"},
                                        {StreamState::stale, "stale"},
                                        {StreamState::resync, "resync"},
                                        {StreamState::polling, "polling"},
                                        {StreamState::halted, "halted"},
                                        {StreamState::stopping, "stopping"}}};
constexpr Names<Decision, 4> decisions{{{Decision::enter, "enter"},
                                        {Decision::exit, "exit"},
                                        {Decision::hold, "hold"},
                                        {Decision::skip, "skip"}}};
constexpr Names<Winner, 3> winners{
    {{Winner::yes, "yes"}, {Winner::no, "no"}, {Winner::split, "split"}}};
constexpr Names<TemperatureKind, 2> kinds{
    {{TemperatureKind::highest, "highest"}, {TemperatureKind::lowest, "lowest"}}};
constexpr Names<TemperatureUnit, 2> units{
    {{TemperatureUnit::celsius, "C"}, {TemperatureUnit::fahrenheit, "F"}}};

template <class E, std::size_t N>
std::string_view name_in(const Names<E, N>& names, E value) {
    for (const auto& [known, name] : names) {
        if (known == value) return name;
    }
    PM_ASSERT(false && "an enumerator without a name");
    return {};
}

template <class E, std::size_t N>
std::optional<E> named_in(const Names<E, N>& names, std::string_view wanted) {
    for (const auto& [known, name] : names) {
        if (name == wanted) return known;
    }
    return std::nullopt;
}

}  // namespace

std::string_view name_of(Side v) {
    return name_in(sides, v);
}
std::string_view name_of(Outcome v) {
    return name_in(outcomes, v);
}
std::string_view name_of(TimeInForce v) {
    return name_in(tifs, v);
}
std::string_view name_of(OrderStatus v) {
    return name_in(statuses, v);
}
std::string_view name_of(TradingMode v) {
    return name_in(modes, v);
}
std::string_view name_of(Settlement v) {
    return name_in(settlements, v);
}
std::string_view name_of(Proof v) {
    return name_in(proofs, v);
}
std::string_view name_of(Liquidity v) {
    return name_in(liquidities, v);
}
std::string_view name_of(QuoteSource v) {
    return name_in(sources, v);
}
std::string_view name_of(StreamState v) {
    return name_in(states, v);
}
std::string_view name_of(Decision v) {
    return name_in(decisions, v);
}
std::string_view name_of(Winner v) {
    return name_in(winners, v);
}
std::string_view name_of(TemperatureKind v) {
    return name_in(kinds, v);
}
std::string_view name_of(TemperatureUnit v) {
    return name_in(units, v);
}

template <>
std::optional<Side> named(std::string_view n) {
    return named_in(sides, n);
}
template <>
std::optional<Outcome> named(std::string_view n) {
    return named_in(outcomes, n);
}
template <>
std::optional<TimeInForce> named(std::string_view n) {
    return named_in(tifs, n);
}
template <>
std::optional<OrderStatus> named(std::string_view n) {
    return named_in(statuses, n);
}
template <>
std::optional<TradingMode> named(std::string_view n) {
    return named_in(modes, n);
}
template <>
std::optional<Settlement> named(std::string_view n) {
    return named_in(settlements, n);
}
template <>
std::optional<Proof> named(std::string_view n) {
    return named_in(proofs, n);
}
template <>
std::optional<Liquidity> named(std::string_view n) {
    return named_in(liquidities, n);
}
template <>
std::optional<QuoteSource> named(std::string_view n) {
    return named_in(sources, n);
}
template <>
std::optional<StreamState> named(std::string_view n) {
    return named_in(states, n);
}
template <>
std::optional<Decision> named(std::string_view n) {
    return named_in(decisions, n);
}
template <>
std::optional<Winner> named(std::string_view n) {
    return named_in(winners, n);
}
template <>
std::optional<TemperatureKind> named(std::string_view n) {
    return named_in(kinds, n);
}
template <>
std::optional<TemperatureUnit> named(std::string_view n) {
    return named_in(units, n);
}

}  // namespace pm
