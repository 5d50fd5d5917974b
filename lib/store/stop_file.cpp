#include "store/stop_file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include <sys/stat.h>

#include "base/text.hpp"
#include "base/time_text.hpp"
#include "store/file_lock.hpp"

namespace pm::store {

namespace {

constexpr mode_t owner_only = 0600;

tl::unexpected<Error> failure(const std::string& what, const std::string& path, int code) {
    return fail(code == ENOENT ? Errc::not_found : Errc::storage,
                what + " " + sanitised(path) + ": " + std::generic_category().message(code));
}

}  // namespace

bool StopFile::there() const {
    struct stat state {};
    return ::lstat(path_.c_str(), &state) == 0 || errno != ENOENT;
}

Result<std::string> StopFile::text() const {
    const int descriptor = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (descriptor < 0) return failure("cannot read", path_, errno);
    std::array<char, 512> text{};
    const auto got = ::read(descriptor, text.data(), text.size());
    const int code = errno;
    ::close(descriptor);
    if (got < 0) return failure("cannot read", path_, code);
    return sanitised(trimmed({text.data(), static_cast<std::size_t>(got)}));
}

/// Makes sure that the name outlives a power failure.
Result<void> StopFile::keep() const {
    const auto slash = path_.rfind('/');
    const auto folder = slash == std::string::npos ? "." : path_.substr(0, slash + 1);
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return failure("cannot open the folder of", path_, errno);
    const bool durable = ::fsync(descriptor) == 0;
    const int code = errno;
    ::close(descriptor);
    if (!durable) return failure("cannot keep", path_, code);
    return {};
}

Result<StopMade> StopFile::put(std::string_view why, Timestamp at, const std::string& spare) const {
    // A folder that cannot be made shows when the file cannot.
    static_cast<void>(make_private_folder_of(path_));
    auto made = StopMade::whole;
    int descriptor = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, owner_only);
    if (descriptor < 0) {
        const int code = errno;
        if (code == EEXIST) return StopMade::there_before;
        if (!spare.empty() && ::rename(spare.c_str(), path_.c_str()) == 0) {
            made = StopMade::of_the_spare;
            descriptor = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
        }
        if (descriptor < 0) {
            return fail(Errc::storage, "cannot make " + sanitised(path_) + ": " +
                                           std::generic_category().message(code));
        }
    }
    const auto text = time_text(at) + " " + sanitised(why) + "\n";
    const auto size = static_cast<ssize_t>(text.size());
    // The file is what stops; its text is for people, and a full disk may have no room for it.
    const bool written =
        ::write(descriptor, text.data(), text.size()) == size && ::ftruncate(descriptor, size) == 0;
    const bool durable = ::fsync(descriptor) == 0;
    const int code = errno;
    ::close(descriptor);
    if (!durable) return failure("cannot keep", path_, code);
    if (auto kept = keep(); !kept) return pass(kept);
    return written || made == StopMade::of_the_spare ? made : StopMade::without_text;
}

Result<void> StopFile::take_away() const {
    if (::unlink(path_.c_str()) == 0) return {};
    return failure("cannot take away", path_, errno);
}

}  // namespace pm::store
