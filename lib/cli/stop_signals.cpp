#include "cli/stop_signals.hpp"

#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include "base/assert.hpp"

namespace pm::cli {

namespace {

std::atomic<bool> requested{false};
std::atomic<int> wake_fd{-1};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free,
              "a signal handler may touch nothing else");

void on_stop(int) {
    constexpr int interrupted = 130;
    if (requested.exchange(true)) _exit(interrupted);
    const int saved = errno;
    const char byte = 1;
    [[maybe_unused]] const auto wrote = ::write(wake_fd.load(), &byte, 1);
    errno = saved;
}

}  // namespace

bool stop_requested() {
    return requested.load();
}

StopSignals::StopSignals() {
    PM_ASSERT(wake_fd.load() == -1);
    requested = false;
    if (::pipe2(pipe_.data(), O_CLOEXEC | O_NONBLOCK) == 0) wake_fd = pipe_[1];
    install(0, SIGINT, on_stop);
    install(1, SIGTERM, on_stop);
    install(2, SIGPIPE, SIG_IGN);
    install(3, SIGXFSZ, SIG_IGN);
}

StopSignals::~StopSignals() {
    for (const auto& saved : saved_) ::sigaction(saved.signal, &saved.action, nullptr);
    wake_fd = -1;
    requested = false;
    for (const int fd : pipe_) {
        if (fd >= 0) ::close(fd);
    }
}

void StopSignals::install(std::size_t slot, int signal, void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;  // no SA_RESTART: a blocked write must notice
    sigemptyset(&action.sa_mask);
    saved_[slot].signal = signal;
    ::sigaction(signal, &action, &saved_[slot].action);
}

}  // namespace pm::cli
