#include <cstdlib>
#include <new>

#include "records/write.hpp"
#include "samples.hpp"
#include "support/catch.hpp"

namespace {
std::size_t allocations = 0;
}

// Counted for the whole test program; this file looks at the difference.
void* operator new(std::size_t bytes) {
    ++allocations;
    if (void* block = std::malloc(bytes)) return block;
    throw std::bad_alloc{};
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
    ++allocations;
    return std::malloc(bytes);
}
void operator delete(void* block) noexcept {
    std::free(block);
}
void operator delete(void* block, std::size_t) noexcept {
    std::free(block);
}

using namespace pm;
using namespace pm::records;

TEST_CASE("a quote into a warm buffer allocates nothing", "[records][write]") {
    const auto quote = sample::quote();
    const auto at = sample::moment();
    std::string out;
    append(out, at, quote);
    const auto once = out;
    out.clear();
    const auto before = allocations;
    append(out, at, quote);
    const auto after = allocations;
    CHECK(after - before == 0);
    CHECK(out == once);
}
