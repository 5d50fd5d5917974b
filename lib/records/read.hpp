#pragma once

/// JSON lines as values again: the other end of write.hpp.

#include <string>
#include <string_view>
#include <variant>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/fill.hpp"
#include "domain/forecast.hpp"
#include "domain/market.hpp"
#include "domain/order.hpp"
#include "domain/position.hpp"
#include "domain/quote.hpp"
#include "domain/signal.hpp"
#include "domain/status.hpp"
#include "domain/update.hpp"

namespace pm::records {

/// A record of a type we do not know, to be passed through untouched.
struct Unknown {
    std::string type;
    std::string line;  ///< As it came, without \n.
};

using Body = std::variant<Market, Quote, BookSnapshot, Print, TickChange, StreamStatus, Forecast,
                          Observation, Signal, Order, Fill, MarkedPosition, Resolution, Alert,
                          PricePoint, Unknown>;

/// One line. Members of a value that its record does not carry keep their defaults, except:
/// Order::updated and Fill::at are `ts`; MarkedPosition's cost comes from value - unrealized.
struct Record {
    Timestamp ts{};
    Body body;
};

/// Reads one line without its \n. Unknown keys are ignored, unknown types pass through.
/// @return Errc::malformed if it is not a JSON object with `type`, `v` 1 and `ts`, or if a known
///         key is missing or of the wrong type or range; the message names type and key.
Result<Record> read(std::string_view line);

}  // namespace pm::records
