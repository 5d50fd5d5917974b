#include "store/file_lock.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include <sys/file.h>
#include <sys/stat.h>

#include "base/text.hpp"

namespace pm::store {

namespace {

constexpr mode_t owner_only_file = 0600;
constexpr mode_t owner_only_folder = 0700;

tl::unexpected<Error> system_failure(const std::string& what, const std::string& path) {
    const int code = errno;
    return fail(Errc::storage,
                what + " " + sanitised(path) + ": " + std::generic_category().message(code),
                "check the permissions of the folder, or name another file with --db");
}

std::string holder_of(int descriptor) {
    std::array<char, 32> text{};
    const auto got = ::pread(descriptor, text.data(), text.size() - 1, 0);
    if (got <= 0) return "unknown";
    return std::string{trimmed({text.data(), static_cast<std::size_t>(got)})};
}

}  // namespace

Result<std::unique_ptr<FileLock>> FileLock::take(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only_file);
    if (descriptor < 0) return system_failure("cannot make the lock", path);
    std::unique_ptr<FileLock> lock{new FileLock{descriptor}};
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) return system_failure("cannot lock", path);
        return fail(Errc::busy, "process " + holder_of(descriptor) + " is writing to this ledger",
                    "stop it first, or name another ledger with --db or --profile");
    }
    const auto pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(descriptor, 0) != 0 ||
        ::pwrite(descriptor, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
        return system_failure("cannot write the lock", path);
    }
    return lock;
}

FileLock::~FileLock() {
    ::close(descriptor_);
}

Result<void> make_private_folder_of(const std::string& path) {
    for (auto at = path.find('/', 1); at != std::string::npos; at = path.find('/', at + 1)) {
        const auto folder = path.substr(0, at);
        if (::mkdir(folder.c_str(), owner_only_folder) != 0 && errno != EEXIST) {
            return system_failure("cannot make the folder", folder);
        }
    }
    return {};
}

Result<void> make_private_file(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only_file);
    if (descriptor < 0) return system_failure("cannot open", path);
    struct stat state {};
    const bool known = ::fstat(descriptor, &state) == 0;
    const bool open_to_others = known && (state.st_mode & 077U) != 0;
    const bool closed_now = !open_to_others || ::fchmod(descriptor, owner_only_file) == 0;
    auto failed = system_failure("cannot make private", path);
    ::close(descriptor);
    if (!known || !closed_now) return failed;
    return {};
}

}  // namespace pm::store
