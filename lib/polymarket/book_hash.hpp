#pragma once

/// The hash by which the venue names a state of a book.
/// Source: docs/venue.md, order book hash.

#include <string>
#include <string_view>
#include <vector>

namespace pm::polymarket {

/// A level's texts, verbatim: "0.50" and "0.5" hash differently.
struct BookLevelTexts {
    std::string_view price;
    std::string_view size;
};

/// A book's texts as the venue sends them, levels in the venue's order (best last).
struct BookTexts {
    std::string_view market;
    std::string_view asset_id;
    std::string_view timestamp;
    std::vector<BookLevelTexts> bids;
    std::vector<BookLevelTexts> asks;
    std::string_view min_order_size;
    std::string_view tick_size;
    bool neg_risk = false;
    std::string_view last_trade_price;
};

/// The compact JSON that is hashed: keys in the venue's order, `hash` empty.
[[nodiscard]] std::string book_hash_text(const BookTexts& book);

/// Its SHA-1 as 40 lower-case hex digits.
[[nodiscard]] std::string book_hash(const BookTexts& book);

}  // namespace pm::polymarket
