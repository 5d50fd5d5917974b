#include "keys/child.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <system_error>
#include <unistd.h>

#include <sys/syscall.h>
#include <sys/wait.h>

#include "keys/descriptor.hpp"

namespace pm::keys {

namespace {

tl::unexpected<Error> no_secret(const std::string& what) {
    return fail(Errc::credentials, "the credential process " + what);
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> out;
    out.reserve(texts.size() + 1);
    for (const auto& text : texts) out.push_back(const_cast<char*>(text.c_str()));
    out.push_back(nullptr);
    return out;
}

/// Starts the program, its output going to `to`. @return its number, or minus an errno.
pid_t start(const ChildCommand& command, int to) {
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, to, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes);
    // A group of its own, so that its children can be ended with it; signals as at a login.
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawnattr_setflags(
        &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    const auto arguments = pointers(command.arguments);
    const auto environment = pointers(command.environment);
    pid_t child = 0;
    const int failed = ::posix_spawn(&child, command.arguments.front().c_str(), &files, &attributes,
                                     arguments.data(), environment.data());
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
    return failed == 0 ? child : -failed;
}

/// A descriptor that is readable once `child` has ended. (The C library's own function has no C
/// linkage in glibc 2.36's header.)
Descriptor handle_of(pid_t child) {
    return Descriptor{static_cast<int>(::syscall(SYS_pidfd_open, child, 0))};
}

/// A running child, which is ended with all its group when this is left early.
class Child {
public:
    explicit Child(pid_t number) : number_{number}, handle_{handle_of(number)} {}
    ~Child() {
        if (!running_) return;
        ::kill(-number_, SIGKILL);
        wait();
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// Readable when the child has ended.
    [[nodiscard]] int handle() const { return handle_.number(); }

    /// Its status as by waitpid. @pre it has ended or is being killed.
    int wait() {
        int status = 0;
        while (::waitpid(number_, &status, 0) < 0 && errno == EINTR) continue;
        running_ = false;
        return status;
    }

private:
    pid_t number_;
    Descriptor handle_;
    bool running_ = true;
};

/// Waits for `descriptor` until `deadline`. @return whether it has something.
bool ready(int descriptor, Instant deadline, const Clock& clock) {
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - clock.steady());
        pollfd waiting{.fd = descriptor, .events = POLLIN, .revents = 0};
        const int count =
            ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
        if (count > 0) return true;
        if (count == 0 || errno != EINTR) return false;
    }
}

Result<SecretBytes> read_output(int from, const ChildCommand& command, Instant deadline,
                                const Clock& clock) {
    auto out = SecretBytes::zeros(command.output_max + 1);
    if (!out) return out;
    std::size_t size = 0;
    while (true) {
        if (!ready(from, deadline, clock)) return no_secret("takes too long");
        const auto room = out->room().subspan(size);
        const auto got = ::read(from, room.data(), room.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return no_secret("cannot be read from");
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
        if (size > command.output_max) return no_secret("prints too much");
    }
    out->shorten(size);
    return out;
}

}  // namespace

Result<SecretBytes> output_of(const ChildCommand& command, const Clock& clock) {
    const auto deadline = clock.steady() + command.limit;
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return no_secret("cannot be given a pipe");
    const Descriptor from{ends[0]};
    Descriptor to{ends[1]};
    const auto number = start(command, to.number());
    to.close();
    if (number < 0) return no_secret("cannot be run: " + std::generic_category().message(-number));
    Child child{number};
    auto out = read_output(from.number(), command, deadline, clock);
    if (!out) return out;
    if (!ready(child.handle(), deadline, clock)) return no_secret("does not end");
    const int status = child.wait();
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return out;
    return no_secret(WIFEXITED(status) ? "ended with status " + std::to_string(WEXITSTATUS(status))
                                       : "was ended by signal " + std::to_string(WTERMSIG(status)));
}

}  // namespace pm::keys
