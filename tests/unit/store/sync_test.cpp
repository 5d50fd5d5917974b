/// Written means synced: the disk is asked to keep each intent before anybody may send it.

#include <map>
#include <sqlite3.h>

#include "ledger_fixture.hpp"

using namespace pm;
using namespace pm::test;

namespace {

/// SQLite's own file system with a look at every sync, and a way to make it fail.
class WatchedDisk {
public:
    WatchedDisk() {
        instance = this;
        auto* usual = sqlite3_vfs_find(nullptr);
        vfs_ = *usual;
        vfs_.zName = "watched";
        open_ = usual->xOpen;
        vfs_.xOpen = [](sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags,
                        int* out) {
            const int code = instance->open_(vfs, name, file, flags, out);
            if (code != SQLITE_OK || file->pMethods == nullptr) return code;
            // Files of one kind share a table of methods.
            auto& own = instance->methods_[file->pMethods];
            own = *file->pMethods;
            instance->usual_[&own] = file->pMethods;
            own.xSync = [](sqlite3_file* f, int how) {
                ++instance->syncs;
                if (instance->broken) return SQLITE_IOERR_FSYNC;
                return instance->usual_.at(f->pMethods)->xSync(f, how);
            };
            file->pMethods = &own;
            return code;
        };
        sqlite3_vfs_register(&vfs_, 1);
    }
    ~WatchedDisk() {
        sqlite3_vfs_unregister(&vfs_);
        instance = nullptr;
    }
    WatchedDisk(const WatchedDisk&) = delete;
    WatchedDisk& operator=(const WatchedDisk&) = delete;

    int syncs = 0;
    bool broken = false;

private:
    static inline WatchedDisk* instance = nullptr;
    sqlite3_vfs vfs_{};
    int (*open_)(sqlite3_vfs*, const char*, sqlite3_file*, int, int*) = nullptr;
    std::map<const sqlite3_io_methods*, sqlite3_io_methods> methods_;
    std::map<const sqlite3_io_methods*, const sqlite3_io_methods*> usual_;
};

}  // namespace

TEST_CASE("every intent is synced before it is said to be written", "[store][sync]") {
    const Folder folder;
    WatchedDisk disk;
    auto ledger = store::Ledger::open(folder.file(), paper);
    if (!ledger) FAIL(ledger.error().message);
    for (int n = 1; n <= 20; ++n) {
        const int before = disk.syncs;
        REQUIRE((*ledger)->record_intent(order(n), "bytes"));
        CHECK(disk.syncs > before);
    }
}

TEST_CASE("a sync that fails is no intent, and the file is not trusted again", "[store][sync]") {
    const Folder folder;
    WatchedDisk disk;
    {
        auto ledger = store::Ledger::open(folder.file(), paper);
        REQUIRE(ledger);
        REQUIRE((*ledger)->record_intent(order(1), "bytes"));
        disk.broken = true;
        const auto failed = (*ledger)->record_intent(order(2), "bytes");
        REQUIRE_FALSE(failed);
        CHECK(failed.error().code == Errc::storage);
        // The kernel may claim success for pages that it has dropped: no second try.
        disk.broken = false;
        CHECK_FALSE((*ledger)->record_intent(order(3), "bytes"));
    }
    auto ledger = store::Ledger::open(folder.file(), paper);
    REQUIRE(ledger);
    const auto books = (*ledger)->load(at(0));
    REQUIRE(books);
    CHECK(books->bodies.contains("paper-1"));
    CHECK_FALSE(books->bodies.contains("paper-3"));
}
