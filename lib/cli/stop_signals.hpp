#pragma once

/// SIGINT and SIGTERM: the first asks to stop, the second ends the process with status 130.
///
/// Signal handlers are the one thing a process has only one of, so the flag lives in this file.
/// The handler itself ends the process: that works even while the program is stuck in a write to
/// a reader that does not read.

#include <array>
#include <csignal>

namespace pm::cli {

/// Whether the first signal has come while a StopSignals lives.
[[nodiscard]] bool stop_requested();

/// Installs the handlers and ignores SIGPIPE and SIGXFSZ; puts everything back when destroyed.
/// @pre none other lives.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    /// Becomes readable at the first signal; -1 if there is none. Owned by this object.
    [[nodiscard]] int readable_fd() const { return pipe_[0]; }

private:
    struct Saved {
        int signal = 0;
        struct sigaction action {};
    };
    void install(std::size_t slot, int signal, void (*handler)(int));

    std::array<int, 2> pipe_{-1, -1};
    std::array<Saved, 4> saved_{};
};

}  // namespace pm::cli
