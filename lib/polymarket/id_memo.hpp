#pragma once

/// Identifiers that were read before: a stream says the same few thousand again and again, and
/// reading 77 digits costs ten times as much as comparing them. Private to polymarket.

#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace pm::polymarket {

/// A table of a fixed size: an id takes the place of another whose text falls on the same row.
template <class Id, std::size_t text_max>
class IdMemo {
public:
    /// As Id::parse. The reference lives until the next call. Null: it is no such id.
    [[nodiscard]] const Id* read(std::string_view text) {
        if (text.size() < key_size || text.size() > text_max) return parsed(text);
        auto& row = rows_[row_of(text)];
        if (row.size == text.size() && std::memcmp(row.text.data(), text.data(), row.size) == 0) {
            return &row.id;
        }
        const auto* id = parsed(text);
        if (id == nullptr) return nullptr;
        row.id = *id;
        row.size = static_cast<std::uint8_t>(text.size());
        std::memcpy(row.text.data(), text.data(), text.size());
        return &row.id;
    }

private:
    static constexpr std::size_t key_size = 8;
    static constexpr std::size_t rows = 4'096;
    static_assert(text_max < 256);

    struct Row {
        Id id;
        std::uint8_t size = 0;
        std::array<char, text_max> text{};
    };

    /// From the last characters: they differ where the first may not.
    static std::size_t row_of(std::string_view text) {
        std::uint64_t key = 0;
        std::memcpy(&key, text.data() + text.size() - key_size, key_size);
        return (key * 0x9E3779B97F4A7C15ULL) >> 52U;  // the upper 12 bits (Fibonacci hashing)
    }
    const Id* parsed(std::string_view text) {
        auto id = Id::parse(text);
        if (!id) return nullptr;
        last_ = *id;
        return &last_;
    }

    std::vector<Row> rows_ = std::vector<Row>(rows);
    Id last_;
};

}  // namespace pm::polymarket
