#pragma once

/// Where a coroutine waits for a read that may outlive its wait.

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/task.hpp"

namespace pm::net {

/// Why a coroutine that waited for bytes goes on.
enum class Woken : std::uint8_t { read_ended, late, told };

/// Where it waits. The pending read owns it, and with it the coroutine: a loop that ends with its
/// work undone destroys both. It goes on in the very turn that brought the bytes, as a timer that
/// is cancelled would not: that would cost a poll of the kernel more.
class Seat : public std::enable_shared_from_this<Seat> {
    using Handler = asio::async_result<asio::use_awaitable_t<>, void(Woken)>::handler_type;

public:
    /// Lives as long as the read that owns the seat.
    asio::awaitable<Woken> wait() {
        return asio::async_initiate<const asio::use_awaitable_t<>, void(Woken)>(
            [seat = this](Handler handler) { seat->take(std::move(handler)); },
            asio::use_awaitable);
    }
    void wake(Woken why) {
        if (!waiting_) return;
        auto handler = std::move(*waiting_);
        waiting_.reset();
        handler(why);
    }

private:
    void take(Handler handler) {
        auto slot = asio::get_associated_cancellation_slot(handler);
        auto executor = asio::get_associated_executor(handler);
        if (waiting_) {  // there is one seat: who had it is told to go
            asio::post(executor, [other = std::move(*waiting_)]() mutable { other(Woken::told); });
        }
        waiting_.emplace(std::move(handler));
        if (!slot.is_connected()) return;
        slot.assign([weak = weak_from_this(), executor](asio::cancellation_type) {
            asio::post(executor, [weak] {
                if (const auto seat = weak.lock()) seat->wake(Woken::told);
            });
        });
    }

    std::optional<Handler> waiting_;
};

}  // namespace pm::net
