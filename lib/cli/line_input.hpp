#pragma once

/// Lines from outside: standard input on the event loop, or a string in tests.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/task.hpp"

namespace pm::cli {

/// A source of lines.
///
/// Concurrency one coroutine at a time may await `next`.
/// Cancelling  by the awaiting coroutine's slot; `next` then returns Errc::cancelled.
class LineInput {
public:
    /// Longer lines are refused. Source: reliability catalogue, limits on what is read.
    static constexpr std::size_t line_max = 1U << 20U;

    virtual ~LineInput() = default;

    /// The next line without its \n; nothing at the end. The view lives until the next call.
    /// @return Errc::malformed, naming the line, for half a line at the end, a line over 1 MiB or a
    ///         NUL; Errc::cancelled; Errc::storage when reading fails. After an error: the end.
    virtual net::Task<std::optional<std::string_view>> next() = 0;

    /// Whether another whole line can be had without waiting: flush the output when not.
    [[nodiscard]] virtual bool buffered() const = 0;

    /// How many lines `next` has returned: the number of the last one.
    [[nodiscard]] virtual std::size_t number() const = 0;

    [[nodiscard]] virtual bool terminal() const = 0;  ///< A person types.

    /// Lets go of the event loop. The app calls it before its loop ends.
    virtual void release() {}
};

/// Lines of a text, at once. `chunk` bytes at a time are "in the buffer"; 0: everything.
class StringLineInput final : public LineInput {
public:
    explicit StringLineInput(std::string text, std::size_t chunk = 0);
    ~StringLineInput() override;

    net::Task<std::optional<std::string_view>> next() override;
    [[nodiscard]] bool buffered() const override;
    [[nodiscard]] std::size_t number() const override;
    [[nodiscard]] bool terminal() const override { return false; }

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Lines of a file descriptor. Pipes, sockets and terminals are waited for on the event loop of
/// the awaiting coroutine; regular files are read directly. Does not own `fd`.
[[nodiscard]] std::unique_ptr<LineInput> make_line_input(int fd);

}  // namespace pm::cli
