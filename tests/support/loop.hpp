#pragma once

/// An event loop for tests that use real sockets: runs one task to its end while everything else
/// on the loop goes on.

#include <optional>

#include <boost/asio/io_context.hpp>

#include "base/clock.hpp"
#include "net/task.hpp"

namespace pm::test {

class Loop {
public:
    [[nodiscard]] boost::asio::any_io_executor executor() { return context_.get_executor(); }

    /// Runs `task` to its end; other coroutines stay alive for the next call.
    template <class T>
    Result<T> run(net::Task<T> task) {
        std::optional<Result<T>> out;
        net::Ended finish = [](const std::exception_ptr& error) {
            if (error) std::rethrow_exception(error);
        };
        net::spawn(context_.get_executor(), net::keep(std::move(task), &out), std::move(finish));
        context_.restart();
        while (!out && context_.run_one() > 0) {}
        return out ? std::move(*out) : Result<T>{fail(Errc::internal, "the loop ran dry")};
    }

    /// Lets everything else run: until it is quiet, or for as long as given.
    void drain(Duration at_most = std::chrono::seconds{3}) {
        context_.restart();
        context_.run_for(at_most);
    }

private:
    boost::asio::io_context context_{1};
};

/// Runs one task to its end on a loop of its own.
template <class T>
Result<T> run(net::Task<T> task) {
    Loop loop;
    return loop.run(std::move(task));
}

}  // namespace pm::test
