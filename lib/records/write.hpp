#pragma once

/// Values as JSON lines. Each `append` adds one whole line, with its \n, to a reused string.
///
/// The keys are those of schema.hpp, in its order. Prices, sizes and money are printed exactly
/// from their integers; probabilities have at most 9 decimals, edges at most 6, temperatures 4.
/// Text must be UTF-8. `ts` is when this tool knew it. Nothing fails.

#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.hpp"
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

void append(std::string& out, Timestamp ts, const Market& market);
void append(std::string& out, Timestamp ts, const Quote& quote);
void append(std::string& out, Timestamp ts, const BookSnapshot& book);
void append(std::string& out, Timestamp ts, const Print& print);
void append(std::string& out, Timestamp ts, const TickChange& change);
void append(std::string& out, Timestamp ts, const StreamStatus& status);
void append(std::string& out, Timestamp ts, const Forecast& forecast);
void append(std::string& out, Timestamp ts, const Observation& observation);
void append(std::string& out, Timestamp ts, const Signal& signal);
void append(std::string& out, Timestamp ts, const Order& order);
void append(std::string& out, Timestamp ts, const Fill& fill);
void append(std::string& out, Timestamp ts, const MarkedPosition& position);
void append(std::string& out, Timestamp ts, const Resolution& resolution);
void append(std::string& out, Timestamp ts, const Alert& alert);
void append(std::string& out, Timestamp ts, const PricePoint& point);

/// The same quote lines for a stream of them: what never changes of a token is written once. No
/// allocation once every token has come and `out` has room.
class QuoteLines {
public:
    void append(std::string& out, Timestamp ts, const Quote& quote);

private:
    struct Names {
        std::string text;
        ConditionId condition;
        Outcome outcome = Outcome::yes;
    };
    void append_start(std::string& out, Timestamp ts);

    std::unordered_map<TokenId, Names> names_;
    std::string second_;  ///< The start of every line of the second below.
    Timestamp second_at_{};
};

}  // namespace pm::records
