#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace pm::net {

/// What an operation is awaited with: its error comes as a value, nothing throws.
inline constexpr auto as_value = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace pm::net
