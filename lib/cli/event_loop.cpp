#include "cli/event_loop.hpp"

#include <chrono>
#include <exception>
#include <optional>

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "cli/stop_signals.hpp"

namespace pm::cli {

namespace asio = boost::asio;

namespace {

net::Task<void> root(Command& command, Env& env) {
    co_await asio::this_coro::throw_if_cancelled(false);
    auto result = co_await command.run(env);
    co_return result;
}

/// Cancels the command at the first signal, and again until the loop ends.
class Canceller {
public:
    /// `stop` outlives the loop: coroutines left in it still point there.
    Canceller(asio::io_context& loop, asio::cancellation_signal& stop, const StopSignals& signals)
        : wake_{loop}, again_{loop}, stop_{stop} {
        boost::system::error_code failed;
        if (signals.readable_fd() < 0) return;
        wake_.assign(signals.readable_fd(), failed);
        if (failed) return;
        wake_.async_wait(asio::posix::stream_descriptor::wait_read, [this](auto ec) {
            if (!ec) emit();
        });
    }
    ~Canceller() { wake_.release(); }  // the pipe belongs to StopSignals
    Canceller(const Canceller&) = delete;
    Canceller& operator=(const Canceller&) = delete;

private:
    void emit() {
        stop_.emit(asio::cancellation_type::terminal);
        again_.expires_after(std::chrono::milliseconds{100});
        again_.async_wait([this](auto ec) {
            if (!ec) emit();
        });
    }

    asio::posix::stream_descriptor wake_;
    asio::steady_timer again_;
    asio::cancellation_signal& stop_;
};

Error as_error(const std::exception_ptr& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const boost::system::system_error& e) {
        if (e.code() == asio::error::operation_aborted) return {Errc::cancelled, "told to stop"};
        return {Errc::internal, e.what()};
    } catch (const std::exception& e) {
        return {Errc::internal, e.what()};
    } catch (...) {
        return {Errc::internal, "an exception of an unknown kind"};
    }
}

}  // namespace

Result<void> run_to_end(Command& command, Env& env) {
    const StopSignals signals;
    std::optional<Result<void>> outcome;
    {
        asio::cancellation_signal stop;
        asio::io_context loop{1};
        const Canceller canceller{loop, stop, signals};
        net::Ended finish = [&](const std::exception_ptr& thrown) {
            if (thrown) outcome = tl::unexpected{as_error(thrown)};
            loop.stop();
        };
        auto rooted = net::keep(root(command, env), &outcome);
        net::spawn(loop.get_executor(), std::move(rooted), std::move(finish), stop.slot());
        loop.run();
        env.in.release();
    }
    if (!outcome) return fail(Errc::internal, "the command stopped waiting for anything");
    return std::move(*outcome);
}

}  // namespace pm::cli
