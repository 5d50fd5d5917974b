#pragma once

/// What a price stream knows and says, without sockets, files or timers: markets and bytes in,
/// markets, quotes, books, prints and states out.
///
/// A live stream and the replay of its capture feed the same core with the same inputs in the same
/// order, so they say the same. Each input carries the time at which it came.

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "book/books.hpp"
#include "domain/market.hpp"
#include "domain/status.hpp"
#include "domain/update.hpp"
#include "live/market_feed.hpp"
#include "polymarket/market_frame.hpp"

namespace pm::wiring {

/// Hears a stream. Called in order, never reentered; references live during the call.
class StreamListener {
public:
    virtual ~StreamListener() = default;
    virtual void on_market(Timestamp ts, const Market& market) = 0;  ///< Before its first quote.
    virtual void on_quote(Timestamp ts, const Quote& quote) = 0;
    virtual void on_book(Timestamp ts, const BookSnapshot& book) = 0;  ///< Only if asked for.
    virtual void on_print(Timestamp ts, const Print& print) = 0;
    virtual void on_tick(Timestamp ts, const TickChange& change) = 0;
    virtual void on_status(Timestamp ts, const StreamStatus& status) = 0;
    virtual void on_resolved(Timestamp ts, const Resolution& resolution) = 0;

    /// Everything that was there has been said: write it out.
    /// @return false to end the stream; an error to end it with that error.
    virtual Result<bool> on_drained() = 0;
};

struct CoreOptions {
    bool books = false;                 ///< Say whole books whenever a level changed.
    std::optional<QuoteSource> source;  ///< Shown in every quote instead of the true one.
};

/// Why books came by request.
enum class RestReason : std::uint8_t { poll, repair };

class StreamCore final : private MarketSink {
public:
    /// `listener` outlives the core.
    StreamCore(StreamListener& listener, CoreOptions options);

    /// Starts to keep `market`, whose tokens (or one of them) come over connection `conn`. Says it,
    /// once.
    void add_market(Timestamp ts, int conn, const Market& market,
                    std::optional<Outcome> only = std::nullopt);

    /// The market's end, as the catalogue saw it. Says `resolved` unless the socket did before.
    void resolve(Timestamp ts, const Resolution& resolution);

    /// Forgets a market.
    void drop_market(const ConditionId& condition);

    /// A frame of connection `conn`. @pre 64 readable bytes follow it.
    live::FrameOutcome on_frame(Timestamp ts, int conn, std::string_view frame);

    /// The state of connection `conn`. Books of its tokens are dropped at a gap and a resync.
    void on_state(Timestamp ts, int conn, StreamState state, std::string_view reason,
                  const std::vector<TokenId>& tokens);

    /// A reply of POST /books. Polled books are taken only of connections that poll: once the
    /// socket is back, what was asked before is old.
    /// @return Errc::malformed when it is none; nothing was taken.
    Result<void> on_rest(Timestamp ts, RestReason reason, std::string_view body);

    /// Tokens whose books cannot be trusted since the last call.
    [[nodiscard]] std::vector<TokenId> take_doubtful() { return books_.take_doubtful(); }

    [[nodiscard]] const book::BooksCount& count() const { return books_.count(); }
    [[nodiscard]] const std::map<ConditionId, Market>& markets() const { return markets_; }
    [[nodiscard]] const book::Books& books() const { return books_; }
    [[nodiscard]] int unknown_messages() const { return unknown_; }
    [[nodiscard]] int damaged_messages() const { return damaged_; }

private:
    void on_book(const BookSnapshot& book) override;
    void on_level(const LevelChange& change) override { books_.on_level(change); }
    void on_print(const Print& print) override;
    void on_tick(const TickChange& change) override;
    void on_best(const BestPrices& best) override { books_.on_best(best); }
    void on_new_market(const NewMarket& /*market*/) override {}
    void on_resolved(const ConditionId& condition, const TokenId& winner) override;
    void say_changes(Timestamp ts);

    StreamListener& listener_;
    CoreOptions options_;
    book::Books books_;
    polymarket::FrameDecoder decoder_;
    std::map<ConditionId, Market> markets_;
    std::map<ConditionId, int> conn_of_;
    std::map<int, StreamState> state_of_;
    std::set<ConditionId> resolved_;
    std::vector<TokenId> booked_;  ///< Tokens with a full book in the current frame.
    BookSnapshot snapshot_;
    Timestamp ts_{};  ///< Of the current input.
    std::optional<Timestamp> doubted_;
    int unknown_ = 0;
    int damaged_ = 0;
};

}  // namespace pm::wiring
