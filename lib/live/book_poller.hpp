#pragma once

/// Reads books by request when the socket cannot be had.

#include <string>
#include <vector>

#include "base/backoff.hpp"
#include "base/clock.hpp"
#include "base/random.hpp"
#include "live/catalogue.hpp"

namespace pm::live {

struct PollPace {
    Duration every = std::chrono::seconds{2};  ///< From the end of one round to the next.
    BackoffPace after_errors{std::chrono::seconds{1}, std::chrono::seconds{30}};
};

class BookPoller {
public:
    /// Everything outlives the poller. The clock's `steady` is used.
    BookPoller(Catalogue& catalogue, const Clock& clock, Random& random, PollPace pace = {});

    /// Reads all books once, in batches.
    /// @return the replies as they came, one per batch; as Catalogue::raw_books.
    net::Task<std::vector<std::string>> round(std::vector<TokenId> tokens);

    /// When the next round should start: at once the first time, later after errors.
    [[nodiscard]] Instant next_round() const { return next_; }

    [[nodiscard]] int failures() const { return failures_; }  ///< In a row.

private:
    Catalogue& catalogue_;
    const Clock& clock_;
    Random& random_;
    PollPace pace_;
    Instant next_{};
    int failures_ = 0;
};

}  // namespace pm::live
