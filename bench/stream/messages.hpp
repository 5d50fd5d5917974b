#pragma once

/// Realistic messages of the market channel, the same for every reader that is measured.
///
/// The mix is that of a captured busy hour, as shared measurements of this venue give it: 85 %
/// price changes of both outcomes of a market, 5 % books of 40 levels a side, 5 % trades, 5 % best
/// prices; about 790 bytes a message. Every frame is true: best prices and books follow from the
/// changes before.

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "domain/market.hpp"

namespace pm::bench {

class Messages {
public:
    Messages(std::size_t markets, std::uint64_t seed);

    [[nodiscard]] const std::vector<Market>& markets() const { return markets_; }

    /// The book of a token, as a member of the venue's first answer to a subscription.
    [[nodiscard]] std::string first_book(const TokenId& token);

    /// The next message. `stamp` below a million is in its sizes' last six digits.
    [[nodiscard]] std::string next(std::uint32_t stamp);

    /// Changes a best level to a size that no other message has.
    [[nodiscard]] std::string last();
    static constexpr std::string_view last_size = "777777.777777";

private:
    /// In cents of the YES share; NO is its mirror.
    struct Book {
        std::map<int, std::int64_t> bids;
        std::map<int, std::int64_t> asks;
    };
    struct Change {
        bool bid = true;
        int cents = 0;
        std::int64_t micros = 0;
    };
    [[nodiscard]] std::int64_t size_with(std::uint32_t stamp);
    [[nodiscard]] Change choose(Book& book, std::uint32_t stamp);
    [[nodiscard]] std::string price_change(std::size_t market, const Change& change);
    [[nodiscard]] std::string book_text(std::size_t market, Outcome outcome);
    [[nodiscard]] std::string trade(std::size_t market, std::uint32_t stamp);
    [[nodiscard]] std::string best(std::size_t market);
    void head(std::string& out, std::size_t market, const TokenId* token);

    SeededRandom random_;
    std::vector<Market> markets_;
    std::vector<Book> books_;
    std::int64_t ms_ = 1'791'800'000'000;
};

}  // namespace pm::bench
