#pragma once

/// Folders, stamps and a small trading history for the store's tests.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "store/ledger.hpp"
#include "support/catch.hpp"

namespace pm::test {

/// A folder of its own, gone at the end.
class Folder {
public:
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "pm-store-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] std::string file(const std::string& name = "ledger.db") const {
        return (path_ / name).string();
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

inline std::string bytes_of(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

inline void write_bytes(const std::string& path, const std::string& bytes) {
    std::ofstream out{path, std::ios::binary | std::ios::trunc};
    out << bytes;
}

inline Timestamp at(int seconds) {
    // 2026-06-16 00:00:00 UTC.
    return Timestamp{std::chrono::seconds{1'781'568'000 + seconds}};
}

inline const store::Stamp paper{.mode = TradingMode::paper,
                                .account = "default",
                                .venue = "https://venue.example",
                                .created = Timestamp{std::chrono::seconds{1'781'568'000}}};

inline ConditionId condition(int n = 1) {
    std::string digits = "0x" + std::string(60, 'a') + std::to_string(1000 + n);
    return *ConditionId::parse(digits);
}

inline TokenId token(int n = 7) {
    return *TokenId::parse(std::to_string(n));
}

/// A buy of `n` x 10 shares at 0.40 as client order "c-n", nothing filled yet.
inline Order order(int n) {
    Order o;
    o.order_id = "paper-" + std::to_string(n);
    o.intent.client_id = "c-" + std::to_string(n);
    o.intent.event = "highest-temperature-in-london-on-june-16-2026";
    o.intent.market = "london-21c";
    o.intent.condition = condition();
    o.intent.token = token();
    o.intent.outcome = Outcome::yes;
    o.intent.side = Side::buy;
    o.intent.limit = Price::from_micros(400'000);
    o.intent.size = Size{10'000'000};
    o.intent.tif = TimeInForce::fak;
    o.intent.post_only = false;
    o.intent.reason = "edge";
    o.created = at(n);
    o.updated = at(n);
    return o;
}

/// A naive account: every trade buys 10 shares at 0.40 with a fee of 0.01.
struct NaiveAccount {
    Money cash{1'000'000'000};
    Position position;

    NaiveAccount() {
        position.token = token();
        position.condition = condition();
        position.event = order(1).intent.event;
        position.market = "london-21c";
    }

    /// Buys once more and writes it to `ledger`. @return what the ledger said.
    Result<bool> buy(store::Ledger& ledger, int n) {
        auto filled = order(n);
        filled.filled = filled.intent.size;
        filled.status = OrderStatus::filled;
        filled.updated = at(n);
        const Fill fill{.order_id = filled.order_id,
                        .trade_id = "t-" + std::to_string(n),
                        .condition = condition(),
                        .token = token(),
                        .side = Side::buy,
                        .price = Price::from_micros(400'000),
                        .size = Size{10'000'000},
                        .fee = Money{10'000},
                        .liquidity = Liquidity::taker,
                        .settlement = Settlement::settled,
                        .at = at(n)};
        auto after = position;
        after.settled += fill.size;
        after.cost += Money{4'010'000};
        auto done = ledger.record_fill(fill, filled, after, cash - Money{4'010'000});
        if (done && *done) {
            position = after;
            cash -= Money{4'010'000};
        }
        return done;
    }
};

}  // namespace pm::test
