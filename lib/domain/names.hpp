#pragma once

/// The one spelling of every enumerator that appears in a record.

#include <optional>
#include <string_view>

#include "domain/fill.hpp"
#include "domain/market.hpp"
#include "domain/quote.hpp"
#include "domain/signal.hpp"
#include "domain/status.hpp"

namespace pm {

[[nodiscard]] std::string_view name_of(Side side);              ///< "BUY", "SELL"
[[nodiscard]] std::string_view name_of(Outcome outcome);        ///< "yes", "no"
[[nodiscard]] std::string_view name_of(TimeInForce tif);        ///< "GTC"
[[nodiscard]] std::string_view name_of(OrderStatus status);     ///< "partly_filled"
[[nodiscard]] std::string_view name_of(TradingMode mode);       ///< "paper"
[[nodiscard]] std::string_view name_of(Settlement settlement);  ///< "settled"
[[nodiscard]] std::string_view name_of(Proof proof);            ///< "open_orders"
[[nodiscard]] std::string_view name_of(Liquidity liquidity);    ///< "maker"
[[nodiscard]] std::string_view name_of(QuoteSource source);     ///< "ws"
[[nodiscard]] std::string_view name_of(StreamState state);      ///< "live"
[[nodiscard]] std::string_view name_of(Decision decision);      ///< "enter"
[[nodiscard]] std::string_view name_of(Winner winner);          ///< "yes"
[[nodiscard]] std::string_view name_of(TemperatureKind kind);   ///< "highest"
[[nodiscard]] std::string_view name_of(TemperatureUnit unit);   ///< "C", "F"

/// The enumerator spelt `name`, or nothing.
template <class E>
[[nodiscard]] std::optional<E> named(std::string_view name);

}  // namespace pm
