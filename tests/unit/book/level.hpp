#pragma once

#include "domain/quote.hpp"
#include "support/amounts.hpp"

namespace pm::test {

/// So many shares at so many cents.
inline Level level(int cents, int shares) {
    return {test::cents(cents), test::shares(shares)};
}

}  // namespace pm::test
