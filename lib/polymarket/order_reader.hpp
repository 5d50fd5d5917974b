#pragma once

/// Reads back what `order_body` wrote: the last look at a request before it is journalled.

#include <string>
#include <string_view>

#include "polymarket/order.hpp"

namespace pm::polymarket {

struct OrderOnWire {
    WireOrder order;
    OrderTerms terms;
    std::string signature;  ///< "0x" and hex digits.
};

/// Strict: every member the venue looks at must be there once, in its form. Metadata and builder
/// are read too, so that the order's hash can be taken again from what is returned.
/// @return Errc::malformed otherwise.
Result<OrderOnWire> read_order_body(std::string_view body);

}  // namespace pm::polymarket
