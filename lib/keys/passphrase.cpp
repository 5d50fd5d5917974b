#include "keys/passphrase.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <system_error>
#include <termios.h>
#include <unistd.h>

#include "keys/descriptor.hpp"

namespace pm::keys {

namespace {

constexpr int signal_check_ms = 100;

sigset_t stopping_signals() {
    sigset_t out;
    sigemptyset(&out);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) sigaddset(&out, number);
    return out;
}

/// Keeps the stopping signals waiting while it lives, so that none leaves a terminal mute.
class SignalPause {
public:
    SignalPause() {
        const auto held = stopping_signals();
        ::pthread_sigmask(SIG_BLOCK, &held, &before_);
    }
    ~SignalPause() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalPause(const SignalPause&) = delete;
    SignalPause& operator=(const SignalPause&) = delete;

    [[nodiscard]] static bool one_waits() {
        sigset_t waiting;
        sigpending(&waiting);
        for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) {
            if (sigismember(&waiting, number) == 1) return true;
        }
        return false;
    }

private:
    sigset_t before_{};
};

/// Shows nothing of what is typed, and hands over each key at once, while it lives.
class MuteTerminal {
public:
    explicit MuteTerminal(int terminal) : terminal_{terminal} {
        muted_ = ::tcgetattr(terminal, &before_) == 0;
        if (!muted_) return;
        auto mute = before_;
        mute.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL | ICANON | ISIG);
        mute.c_cc[VMIN] = 1;
        mute.c_cc[VTIME] = 0;
        muted_ = ::tcsetattr(terminal, TCSAFLUSH, &mute) == 0;
    }
    ~MuteTerminal() {
        if (muted_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    }
    MuteTerminal(const MuteTerminal&) = delete;
    MuteTerminal& operator=(const MuteTerminal&) = delete;

    [[nodiscard]] bool muted() const { return muted_; }

private:
    int terminal_;
    bool muted_ = false;
    termios before_{};
};

void say(int terminal, std::string_view text) {
    while (!text.empty()) {
        const auto done = ::write(terminal, text.data(), text.size());
        if (done <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(done));
    }
}

/// The next key, or why there is none.
Result<char> next_key(int terminal) {
    while (true) {
        if (SignalPause::one_waits()) return fail(Errc::cancelled, "told to stop");
        pollfd waiting{.fd = terminal, .events = POLLIN, .revents = 0};
        const int ready = ::poll(&waiting, 1, signal_check_ms);
        if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
        char key = 0;
        const auto got = ready < 0 ? -1 : ::read(terminal, &key, 1);
        if (got == 1) return key;
        if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        return fail(Errc::credentials, "the terminal went away");
    }
}

/// How many bytes of `text` are left when its last character (UTF-8) is taken back.
std::size_t without_last(std::span<const std::uint8_t> text) {
    auto size = text.size();
    while (size > 0) {
        --size;
        if ((text[size] & 0xC0U) != 0x80U) break;
    }
    return size;
}

Result<SecretBytes> read_keys(int terminal) {
    constexpr char control_c = 3;
    constexpr char control_d = 4;
    constexpr char backspace = 8;
    constexpr char control_u = 21;
    constexpr char rub_out = 127;
    auto line = SecretBytes::zeros(typed_max);
    if (!line) return line;
    std::size_t size = 0;
    while (true) {
        const auto key = next_key(terminal);
        if (!key) return tl::unexpected{key.error()};
        switch (*key) {
            case '\r':
            case '\n': line->shorten(size); return line;
            case control_c: return fail(Errc::cancelled, "given up at the terminal");
            case control_d:
                if (size == 0) return fail(Errc::cancelled, "given up at the terminal");
                line->shorten(size);
                return line;
            case backspace:
            case rub_out: size = without_last(line->bytes().first(size)); break;
            case control_u: size = 0; break;
            default:
                if (size == typed_max) return fail(Errc::credentials, "the passphrase is too long");
                line->room()[size++] = static_cast<std::uint8_t>(*key);
        }
    }
}

}  // namespace

Result<SecretBytes> ask_hidden(const std::string& path, std::string_view question) {
    const Descriptor terminal{::open(path.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC)};
    if (!terminal.open() || ::isatty(terminal.number()) != 1) {
        return fail(Errc::credentials, "there is no terminal to ask for the passphrase",
                    "hand it over with --passphrase-fd, or as a systemd credential");
    }
    const SignalPause pause;
    Result<SecretBytes> line = fail(Errc::credentials, "the terminal cannot be kept from showing");
    {
        const MuteTerminal mute{terminal.number()};
        if (!mute.muted()) return line;
        say(terminal.number(), question);
        line = read_keys(terminal.number());
        say(terminal.number(), "\n");
    }
    return line;
}

Result<SecretBytes> read_descriptor(int descriptor) {
    Descriptor from{descriptor};
    auto line = SecretBytes::zeros(typed_max + 1);
    if (!line) return line;
    std::size_t size = 0;
    while (size < line->size()) {
        const auto room = line->room().subspan(size);
        const auto got = ::read(from.number(), room.data(), room.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            const int number = errno;
            return fail(Errc::credentials, "cannot read the passphrase from descriptor " +
                                               std::to_string(descriptor) + ": " +
                                               std::generic_category().message(number));
        }
        if (got == 0) break;
        size += static_cast<std::size_t>(got);
    }
    const auto end = line->view().substr(0, size).find_first_of("\r\n");
    if (size > typed_max && end == std::string_view::npos) {
        return fail(Errc::credentials, "the passphrase is too long");
    }
    line->shorten(end == std::string_view::npos ? size : end);
    return line;
}

}  // namespace pm::keys
