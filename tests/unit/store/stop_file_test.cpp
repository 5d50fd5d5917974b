#include "store/stop_file.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "support/amounts.hpp"
#include "support/catch.hpp"

using namespace pm;
using namespace pm::test;

namespace {

struct StopFolder {
    StopFolder() {
        std::string pattern = "/tmp/pm-stop-XXXXXX";
        path = ::mkdtemp(pattern.data());
    }
    ~StopFolder() { std::filesystem::remove_all(path); }
    StopFolder(const StopFolder&) = delete;
    StopFolder& operator=(const StopFolder&) = delete;
    std::filesystem::path path;
};

}  // namespace

TEST_CASE("a stop stays until somebody takes it away", "[store][stop]") {
    const StopFolder folder;
    const store::StopFile stop{folder.path / "STOP"};
    CHECK_FALSE(stop.there());
    CHECK(stop.put("by hand", noon).value() == store::StopMade::whole);
    CHECK(stop.there());
    // The first reason is kept.
    CHECK(stop.put("again", noon).value() == store::StopMade::there_before);
    CHECK(stop.text().value() == "2026-06-16T12:00:00.000000Z by hand");
    REQUIRE(stop.take_away());
    CHECK_FALSE(stop.there());
    CHECK(stop.take_away().error().code == Errc::not_found);
}

TEST_CASE("a stop that nobody can look at counts as one", "[store][stop]") {
    const StopFolder folder;
    std::ofstream{folder.path / "file"} << "x";
    // A file where a folder should be: the question has no answer.
    const store::StopFile stop{folder.path / "file" / "STOP"};
    CHECK(stop.there());
    CHECK(stop.put("by hand", noon).error().code == Errc::storage);
}

TEST_CASE("an empty file stops as well, and so does a link to nowhere", "[store][stop]") {
    const StopFolder folder;
    const store::StopFile stop{folder.path / "STOP"};
    std::ofstream{folder.path / "STOP"}.close();
    CHECK(stop.there());
    REQUIRE(stop.take_away());
    std::filesystem::create_symlink(folder.path / "nowhere", folder.path / "STOP");
    CHECK(stop.there());
}
