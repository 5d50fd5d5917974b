#pragma once

/// Numbers that are never given twice, for order and client ids.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pm::trading {

/// Takes `count` numbers from the counter called so and returns the first of them.
using TakeNumbers =
    std::function<Result<std::int64_t>(std::string_view counter, std::int64_t count)>;

/// Hands out single numbers, taking them from a durable source in blocks: a block costs one write
/// to disk. A restart skips what was left of a block, and never repeats a number.
class Numbers {
public:
    /// Without a source it counts from 1 by itself: for dry runs and replays.
    explicit Numbers(TakeNumbers take = {}, std::int64_t block = 100)
        : take_{std::move(take)}, block_{block} {}

    /// @return whatever the source failed with.
    Result<std::int64_t> next(std::string_view counter) {
        auto& range = ranges_[std::string{counter}];
        if (range.left == 0) {
            if (take_) {
                auto first = take_(counter, block_);
                if (!first) return pass(first);
                range.next = *first;
            }
            range.left = block_;
        }
        --range.left;
        return range.next++;
    }

private:
    struct Range {
        std::int64_t next = 1;
        std::int64_t left = 0;
    };
    TakeNumbers take_;
    std::int64_t block_;
    std::map<std::string, Range> ranges_;
};

}  // namespace pm::trading
