#include "keys/private_file.hpp"

#include <unistd.h>

#include <sys/stat.h>

#include "folder.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::keys;
using pm::test::Folder;

namespace {

mode_t mode_of(const std::string& path) {
    struct stat state {};
    REQUIRE(::stat(path.c_str(), &state) == 0);
    return state.st_mode & 07777;
}

}  // namespace

TEST_CASE("a file of ours that nobody else may read is read", "[keys][file]") {
    const Folder folder;
    for (const mode_t mode : {0600U, 0400U}) {
        const auto read = read_private_file({.path = folder.file("key", "canary\n", mode)});
        REQUIRE(read);
        CHECK(read->view() == "canary\n");
        std::filesystem::remove(folder.path("key"));
    }
    const auto empty = read_private_file({.path = folder.file("empty", "")});
    REQUIRE(empty);
    CHECK(empty->empty());
}

TEST_CASE("a file that others may read or write is refused", "[keys][file]") {
    const Folder folder;
    const auto path = folder.file("key", "canary");
    for (const mode_t mode : {0640U, 0604U, 0620U, 0602U, 0610U, 0601U, 0644U, 0777U}) {
        CAPTURE(mode);
        ::chmod(path.c_str(), mode);
        const auto read = read_private_file({.path = path});
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Errc::credentials);
        CHECK(read.error().hint.find("chmod 600") != std::string::npos);
    }
}

TEST_CASE("a link, a folder, a pipe and a device are no key files", "[keys][file]") {
    const Folder folder;
    const auto target = folder.file("key", "canary");
    const auto link = folder.path("link");
    REQUIRE(::symlink(target.c_str(), link.c_str()) == 0);
    const auto pipe = folder.path("pipe");
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    for (const auto& path : {link, folder.path(), pipe, std::string{"/dev/null"}}) {
        CAPTURE(path);
        const auto read = read_private_file({.path = path});
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Errc::credentials);
    }
}

TEST_CASE("a key in a folder that everybody can write to is refused", "[keys][file]") {
    const Folder folder;
    const auto path = folder.file("key", "canary");
    ::chmod(folder.path().c_str(), 0777);
    CHECK_FALSE(read_private_file({.path = path}));
    ::chmod(folder.path().c_str(), 01777);  // like /tmp
    CHECK_FALSE(read_private_file({.path = path}));
    ::chmod(folder.path().c_str(), 0755);
    CHECK(read_private_file({.path = path}));
}

TEST_CASE("another user's file is refused, root's only where it may be", "[keys][file]") {
    if (::geteuid() != 0) return;  // only root can give a file away
    const Folder folder;
    const auto path = folder.file("key", "canary", 0400);
    REQUIRE(::chown(path.c_str(), 12345, 12345) == 0);
    const auto read = read_private_file({.path = path});
    REQUIRE_FALSE(read);
    CHECK(read.error().message.find("another user") != std::string::npos);
    CHECK_FALSE(read_private_file({.path = path, .owner = FileOwner::us_or_root}));

    const auto credential = folder.file("credential", "canary", 0440);
    CHECK_FALSE(read_private_file({.path = credential}));
    CHECK(read_private_file({.path = credential, .owner = FileOwner::us_or_root}));
    ::chmod(credential.c_str(), 0444);
    CHECK_FALSE(read_private_file({.path = credential, .owner = FileOwner::us_or_root}));
}

TEST_CASE("a missing file is not found, a large one is refused", "[keys][file]") {
    const Folder folder;
    const auto missing = read_private_file({.path = folder.path("none")});
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == Errc::not_found);
    const auto path = folder.file("large", std::string(101, 'x'));
    CHECK_FALSE(read_private_file({.path = path, .max = 100}));
    CHECK(read_private_file({.path = path, .max = 101}));
}

TEST_CASE("a written file is private, whole, and in folders of our own", "[keys][file]") {
    const Folder folder;
    const auto path = folder.path("a/b/key");
    REQUIRE(write_private_file(path, "first", Existing::keep));
    CHECK(mode_of(path) == 0600);
    CHECK(mode_of(folder.path("a")) == 0700);
    CHECK(mode_of(folder.path("a/b")) == 0700);
    CHECK(read_private_file({.path = path})->view() == "first");

    const auto kept = write_private_file(path, "second", Existing::keep);
    REQUIRE_FALSE(kept);
    CHECK(kept.error().code == Errc::busy);
    CHECK(read_private_file({.path = path})->view() == "first");

    REQUIRE(write_private_file(path, "second", Existing::replace));
    CHECK(read_private_file({.path = path})->view() == "second");
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator{folder.path("a/b")}) {
        CHECK(entry.path().filename() == "key");
        ++files;
    }
    CHECK(files == 1);
}

TEST_CASE("replacing a link replaces the link, not what it points to", "[keys][file]") {
    const Folder folder;
    const auto target = folder.file("target", "precious");
    const auto link = folder.path("link");
    REQUIRE(::symlink(target.c_str(), link.c_str()) == 0);
    REQUIRE(write_private_file(link, "canary", Existing::replace));
    CHECK(test::secret("precious") == *read_private_file({.path = target}));
    CHECK(test::secret("canary") == *read_private_file({.path = link}));
}

TEST_CASE("a disk that is full leaves the old file as it was", "[keys][file]") {
    const auto written = write_private_file("/dev/full/key", "x", Existing::replace);
    REQUIRE_FALSE(written);
    CHECK(written.error().code == Errc::storage);
}
