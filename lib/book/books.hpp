#pragma once

/// The books of many tokens, fed with the updates of the market channel.
///
/// Tokens are interned to small indices; updates of tokens nobody watches are counted and left.
/// What changed is collected until `take_changed`: one frame may touch a token many times, and
/// its readers want one quote.

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "book/book.hpp"
#include "domain/market.hpp"
#include "domain/update.hpp"

namespace pm::book {

using TokenIndex = std::uint32_t;

/// What was seen so far. For people, tests and the resynchronisation rule.
struct BooksCount {
    std::uint64_t snapshots = 0;
    std::uint64_t changes = 0;  ///< Level changes applied.
    std::uint64_t prints = 0;
    std::uint64_t foreign = 0;  ///< Updates of tokens that are not watched.
    std::uint64_t early = 0;    ///< Level changes before a snapshot.
    std::uint64_t refused = 0;  ///< Updates that broke an invariant.
    std::uint64_t agree = 0;    ///< Best prices that match the venue's own.
    std::uint64_t disagree = 0;
    std::uint64_t unknown = 0;  ///< One side of the comparison was not there.
};

class Books final : public MarketSink {
public:
    /// Starts to keep books of both tokens of `market`, or of one. Again for one that is kept:
    /// updates its tick only when no snapshot told a newer one.
    void watch(const Market& market, std::optional<Outcome> only = std::nullopt);

    /// Forgets the market's tokens. Their indices are used again.
    void forget(const Market& market);

    // MarketSink. Updates of other tokens are counted as foreign.
    void on_book(const BookSnapshot& snapshot) override;
    void on_level(const LevelChange& change) override;
    void on_print(const Print& print) override;
    void on_tick(const TickChange& change) override;
    void on_best(const BestPrices& best) override;
    void on_new_market(const NewMarket& /*market*/) override {}
    void on_resolved(const ConditionId& /*condition*/, const TokenId& /*winner*/) override {}

    /// A snapshot that was asked for by request. One older than what is known changes nothing: the
    /// socket may have brought newer changes meanwhile.
    void on_polled(const BookSnapshot& snapshot);

    /// Where the next updates come from; it appears in quotes.
    void source(QuoteSource source) { source_ = source; }

    /// Drops one book (all books): what follows is refused until a snapshot. Sequence numbers
    /// go on. After a gap the venue repeats nothing, so an old book is a wrong book.
    void drop(const TokenId& token);
    void drop_all();

    [[nodiscard]] std::optional<TokenIndex> index(const TokenId& token) const;
    [[nodiscard]] const Book& book(TokenIndex index) const { return entries_[index].book; }
    [[nodiscard]] TickSize tick(TokenIndex index) const { return entries_[index].tick; }
    [[nodiscard]] std::size_t size() const { return by_token_.size(); }
    [[nodiscard]] const BooksCount& count() const { return count_; }

    /// The tokens whose quote differs from the last one taken, in the order of their first
    /// change; each with a new sequence number. The span lives until the next call of anything.
    [[nodiscard]] std::span<const Quote> take_changed();

    /// The tokens whose book changed (any level) since the last call; call before take_changed.
    [[nodiscard]] std::span<const TokenIndex> touched() const { return touched_; }

    /// The quote as it stands, with the sequence number of the last one taken.
    /// Nothing when the book has no snapshot or is not watched.
    [[nodiscard]] std::optional<Quote> quote(const TokenId& token) const;

    /// Fills `out` (reusing its memory) with all levels, best first.
    void snapshot(TokenIndex index, BookSnapshot& out) const;

    /// Tokens that may not be trusted since the last call: an update was refused, or after
    /// a frame the best prices differ from the venue's own. The caller fetches them anew.
    [[nodiscard]] std::vector<TokenId> take_doubtful();

private:
    struct Entry {
        TokenId token;
        ConditionId condition;
        Outcome outcome = Outcome::yes;
        TickSize tick = TickSize::from_micros(10'000);
        bool tick_from_venue = false;
        Book book;
        std::optional<Price> last;
        std::optional<std::int64_t> venue_ms;
        std::string hash;
        QuoteSource source = QuoteSource::ws;
        std::uint64_t seq = 0;
        bool watched = false;
        bool touched = false;
        bool doubtful = false;
        bool said = false;  ///< `said_*` hold the venue's best prices of this frame.
        std::optional<Price> said_bid, said_ask;
        bool quoted = false;  ///< `sent_*` hold the quote taken last.
        std::optional<Level> sent_bid, sent_ask;
        std::optional<Price> sent_last;
        TickSize sent_tick = TickSize::from_micros(10'000);
    };

    void watch_token(const Market& market, Outcome outcome);
    void forget_token(const TokenId& token);
    void take(Entry& entry, const BookSnapshot& snapshot);
    [[nodiscard]] Entry* find(const TokenId& token);
    void touch(Entry& entry);
    void judge(Entry& entry, Verdict verdict);
    void compare(Entry& entry);
    void doubt(Entry& entry);
    [[nodiscard]] Quote quote_of(const Entry& entry) const;

    std::unordered_map<TokenId, TokenIndex> by_token_;  ///< Never iterated: order is the index.
    std::vector<Entry> entries_;
    std::vector<TokenIndex> free_;
    std::vector<TokenIndex> touched_;
    std::vector<TokenIndex> doubtful_;
    std::vector<Quote> changed_;
    QuoteSource source_ = QuoteSource::ws;
    BooksCount count_;
};

}  // namespace pm::book
