#pragma once

/// Take-profit and stop-loss of one position, from what it cost and what is bid.
///
/// A level is reached by two observations at least a second apart, both from books that are not
/// crossed, so that one bad message sells nothing. Once reached it stays so (latched) until the
/// position is gone: a bid that comes back does not take the decision back.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "domain/position.hpp"
#include "domain/quote.hpp"

namespace pm::trading {

/// A distance from the average price paid, fees included: dollars a share, or a part of it.
struct ExitDistance {
    std::int64_t micros = 0;  ///< Micro-dollars, or millionths of the average. Positive.
    bool relative = false;

    /// Reads "0.15" (below 1) or "15%" (up to 10,000%). @return Errc::bad_input otherwise.
    static Result<ExitDistance> parse(std::string_view text);
    [[nodiscard]] Money of(Money average) const;
};

struct ExitRules {
    std::optional<ExitDistance> take_profit;
    std::optional<ExitDistance> stop_loss;
};

enum class ExitCause : std::uint8_t { take_profit, stop_loss };

/// Which rule the bid meets; both edges belong to the exit. Nothing without shares or a bid.
[[nodiscard]] std::optional<ExitCause> judge(const ExitRules& rules, const Position& position,
                                             std::optional<Price> bid);

/// What the shares would bring on average, before fees, sold into `bids` (best at the back); of
/// those that find a buyer when there are too few. Nothing when nobody bids.
[[nodiscard]] std::optional<Price> executable_bid(std::span<const Level> bids, Size size);

class ExitWatch {
public:
    explicit ExitWatch(ExitRules rules, Duration apart = std::chrono::seconds{1})
        : rules_{rules}, apart_{apart} {}

    /// Takes in one observation.
    /// @return why the position should be sold, from the second agreeing observation on.
    std::optional<ExitCause> look(const Position& position, const Quote& quote, Timestamp now);

    /// The same with the depth of the book (best at the back): the rules meet what the whole
    /// position would bring, so a large bid for one share proves nothing.
    std::optional<ExitCause> look(const Position& position, std::span<const Level> bids,
                                  std::span<const Level> asks, Timestamp now);

private:
    std::optional<ExitCause> observe(const Position& position, bool crossed,
                                     std::optional<Price> bid, Timestamp now);

    struct Seen {
        ExitCause cause = ExitCause::take_profit;
        Timestamp since{};
        bool latched = false;
    };
    ExitRules rules_;
    Duration apart_;
    std::map<TokenId, Seen> seen_;
};

}  // namespace pm::trading
