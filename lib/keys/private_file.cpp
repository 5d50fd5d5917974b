#include "keys/private_file.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

#include <sys/stat.h>

#include "base/text.hpp"
#include "keys/descriptor.hpp"

namespace pm::keys {

namespace {

constexpr mode_t owner_only_file = 0600;
constexpr mode_t owner_only_folder = 0700;

/// A path taken apart: the folder is opened first, so that what is checked is what is used.
struct Place {
    std::string folder;
    std::string name;
};

Place place_of(const std::string& path) {
    const auto slash = path.rfind('/');
    if (slash == std::string::npos) return {".", path};
    return {slash == 0 ? "/" : path.substr(0, slash), path.substr(slash + 1)};
}

tl::unexpected<Error> no_good(const std::string& path, const std::string& what,
                              const std::string& hint) {
    return fail(Errc::credentials, sanitised(path) + " " + what, hint);
}

tl::unexpected<Error> system_failure(Errc code, const std::string& what, const std::string& path) {
    const int number = errno;
    return fail(number == ENOENT ? Errc::not_found : code,
                what + " " + sanitised(path) + ": " + std::generic_category().message(number));
}

Result<void> check_folder(int folder, const std::string& path) {
    struct stat state {};
    if (::fstat(folder, &state) != 0) {
        return system_failure(Errc::credentials, "cannot look at the folder of", path);
    }
    if ((state.st_mode & S_IWOTH) == 0) return {};
    return no_good(path, "lies in a folder that everybody can write to",
                   "move it to a folder of your own");
}

Result<void> check_file(const struct stat& state, const PrivateFile& file) {
    if (!S_ISREG(state.st_mode)) return no_good(file.path, "is not a regular file", "");
    const bool ours = state.st_uid == ::geteuid();
    const bool roots = file.owner == FileOwner::us_or_root && state.st_uid == 0;
    if (!ours && !roots) return no_good(file.path, "belongs to another user", "copy it");
    // The service manager's own files may be readable for the group it made for the service.
    const mode_t forbidden = roots ? 037 : 077;
    if ((state.st_mode & forbidden) != 0) {
        return no_good(file.path, "can be read or written by others",
                       "chmod 600 " + sanitised(file.path) +
                           "; if others could read it so far, use a new key");
    }
    if (state.st_size > static_cast<off_t>(file.max)) return no_good(file.path, "is too large", "");
    return {};
}

/// Everything that is in `from`, which had `size` bytes just now.
Result<SecretBytes> read_all(int from, std::size_t size, const std::string& path) {
    auto out = SecretBytes::zeros(size + 1);  // one more, to see the end
    if (!out) return out;
    std::size_t have = 0;
    while (have <= size) {
        const auto room = out->room().subspan(have);
        const auto got = ::read(from, room.data(), room.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return system_failure(Errc::credentials, "cannot read", path);
        if (got == 0) break;
        have += static_cast<std::size_t>(got);
    }
    if (have > size) return no_good(path, "changes while it is read", "try again");
    out->shorten(have);
    return out;
}

Result<Descriptor> open_folder(const std::string& folder, Errc code) {
    Descriptor out{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (!out.open()) return system_failure(code, "cannot open the folder", folder);
    return out;
}

Result<void> make_folders(const std::string& folder) {
    for (auto at = folder.find('/', 1);; at = folder.find('/', at + 1)) {
        const auto part = folder.substr(0, at);
        if (::mkdir(part.c_str(), owner_only_folder) != 0 && errno != EEXIST) {
            return system_failure(Errc::storage, "cannot make the folder", part);
        }
        if (at == std::string::npos) return {};
    }
}

bool write_all(int to, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto done = ::write(to, bytes.data(), bytes.size());
        if (done < 0 && errno == EINTR) continue;
        if (done < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(done));
    }
    return true;
}

}  // namespace

Result<SecretBytes> read_private_file(const PrivateFile& file) {
    const auto place = place_of(file.path);
    auto folder = open_folder(place.folder, Errc::credentials);
    if (!folder) return pass(folder);
    // Not blocking: a pipe under this name must not hold us up before it is refused.
    const Descriptor opened{::openat(folder->number(), place.name.c_str(),
                                     O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)};
    if (!opened.open()) {
        if (errno == ELOOP) return no_good(file.path, "is a symbolic link", "name the file itself");
        return system_failure(Errc::credentials, "cannot open", file.path);
    }
    struct stat state {};
    if (::fstat(opened.number(), &state) != 0) {
        return system_failure(Errc::credentials, "cannot look at", file.path);
    }
    if (auto good = check_file(state, file); !good) return pass(good);
    if (auto good = check_folder(folder->number(), file.path); !good) return pass(good);
    return read_all(opened.number(), static_cast<std::size_t>(state.st_size), file.path);
}

Result<void> write_private_file(const std::string& path, std::string_view bytes,
                                Existing existing) {
    const auto place = place_of(path);
    if (auto made = make_folders(place.folder); !made) return made;
    auto folder = open_folder(place.folder, Errc::storage);
    if (!folder) return pass(folder);
    const int at = folder->number();
    const auto draft = "." + place.name + "." + std::to_string(::getpid());
    ::unlinkat(at, draft.c_str(), 0);  // what a dead process of the same number left
    Descriptor out{::openat(at, draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                            owner_only_file)};
    if (!out.open()) return system_failure(Errc::storage, "cannot write", path);
    const unsigned how = existing == Existing::keep ? RENAME_NOREPLACE : 0U;
    const bool done = ::fchmod(out.number(), owner_only_file) == 0 &&
                      write_all(out.number(), bytes) && ::fsync(out.number()) == 0 &&
                      ::renameat2(at, draft.c_str(), at, place.name.c_str(), how) == 0;
    if (!done) {
        auto failed = errno == EEXIST ? fail(Errc::busy, sanitised(path) + " is there already",
                                             "name another file, or move this one away")
                                      : system_failure(Errc::storage, "cannot write", path);
        ::unlinkat(at, draft.c_str(), 0);
        return failed;
    }
    if (::fsync(at) != 0) return system_failure(Errc::storage, "cannot keep", path);
    return {};
}

}  // namespace pm::keys
