#pragma once

/// A venue that fills orders against the book everybody sees, without touching it.
///
/// Takers walk the visible depth and pay the market's fee. What was taken at a level is not
/// there a second time until that level changes. Orders that rest fill as makers, at their own
/// price and without a fee, only when the book trades through them: a print at a strictly worse
/// price for the others, or an opposite quote strictly through, and no more than its size. A buy by
/// dollars gets what its dollars buy at the prices there are.
/// Deterministic: same books and orders in the same order, same fills, same ids.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "book/book.hpp"
#include "domain/quote.hpp"
#include "trading/venue.hpp"

namespace pm::paper {

/// The books the venue fills against, by token.
class BookSource {
public:
    virtual ~BookSource() = default;
    /// Null when there is none, or none that can be trusted. Used during the call only.
    [[nodiscard]] virtual const book::Book* find(const TokenId& token) const = 0;
    [[nodiscard]] virtual FeeSchedule fee(const TokenId& token) const = 0;
};

struct VenueOptions {
    Duration latency{0};  ///< From submit to the book.
    /// Numbers that are never given twice, not even after a restart.
    std::function<Result<std::int64_t>()> next_number;
};

/// Lifetime    `books` and the sink outlive the venue.
/// Time        the caller says how late it is: `advance` before anything else happens at a time.
class Venue final : public trading::Venue {
public:
    Venue(const BookSource& books, VenueOptions options);

    /// Who hears. Must be called before the first order.
    void tell(trading::VenueSink& sink) { sink_ = &sink; }

    /// Takes over orders that were resting before a restart; orders that never rest are ended.
    void restore(const std::vector<Order>& open_orders, Timestamp now);

    /// It is `now`: orders on their way arrive, orders past their date leave.
    void advance(Timestamp now);

    /// The book of `token` has changed.
    void on_book(const TokenId& token, Timestamp now);

    /// Somebody traded in public.
    void on_print(const Print& print, Timestamp now);

    // trading::Venue
    [[nodiscard]] TradingMode mode() const override { return TradingMode::paper; }
    Result<trading::Prepared> prepare(const risk::Approved<OrderIntent>& intent) override;
    Result<void> submit(const trading::Prepared& prepared,
                        risk::Approved<OrderIntent> intent) override;
    Result<void> cancel(std::string_view order_id) override;

    /// Orders that rest or are on their way.
    [[nodiscard]] std::size_t working() const { return resting_.size() + travelling_.size(); }

private:
    struct Working {
        std::string id;
        OrderIntent intent;
        Size filled;
        Money paid;
        Timestamp arrives{};
        std::uint64_t number = 0;  ///< Arrival order: price-time priority among our own.
    };
    /// What we took at one level while it showed `shown`.
    struct Taken {
        Size shown;
        Size used;
    };
    struct LevelKey {
        TokenId token;
        Side side = Side::buy;  ///< Of the book: buy is a bid level.
        Price price = Price::from_micros(0);
        friend auto operator<=>(const LevelKey&, const LevelKey&) = default;
    };
    struct Slice {
        Price price = Price::from_micros(0);
        Size size;
    };

    void arrive(Working order, Timestamp now);
    void expire();
    /// Shares that the order still wants at this price.
    [[nodiscard]] static Size wanted_at(const Working& order, Price price);
    void rest(Working order, Timestamp now);
    void match_resting(const TokenId& token, Timestamp now);
    [[nodiscard]] Size available(const TokenId& token, Side side, const Level& level) const;
    void use(const TokenId& token, Side side, const Level& level, Size size);
    /// What `order` could take now, best first.
    [[nodiscard]] std::vector<Slice> reachable(const Working& order, bool strictly) const;
    void take(Working& order, const std::vector<Slice>& slices, Timestamp now);
    void fill(Working& order, Slice part, Liquidity liquidity, Timestamp now);
    void end(const Working& order, OrderStatus status, std::string_view reason, Timestamp now);

    const BookSource& books_;
    VenueOptions options_;
    trading::VenueSink* sink_ = nullptr;
    std::vector<Working> travelling_;  ///< In the order of arrival.
    std::vector<Working> resting_;     ///< In the order of `number`.
    std::map<LevelKey, Taken> taken_;
    Timestamp now_{};
    std::uint64_t next_ = 0;
};

}  // namespace pm::paper
