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

TEST_CASE("the lines of a stream of quotes are those of each quote alone", "[records][write]") {
    QuoteLines lines;
    auto quote = sample::quote();
    auto at = sample::moment();
    std::string streamed;
    std::string alone;
    const auto say = [&] {
        lines.append(streamed, at, quote);
        append(alone, at, quote);
    };
    say();
    // Within a second, at its edges, over midnight and a year's end, and back.
    using namespace std::chrono;
    for (const auto step : {1us, 999us, 999'999us, 1'000'000us, 86'400'000'000us, -5'000'001us}) {
        at += step;
        say();
    }
    at = sys_days{year{2027} / January / 1} - 1us;
    say();
    at += 1us;
    say();
    SECTION("also when a token turns out to be another outcome or of another condition") {
        quote.outcome = Outcome::no;
        say();
        quote.condition = *ConditionId::parse("0x" + std::string(64, 'e'));
        say();
    }
    SECTION("and of another token") {
        quote.token = *TokenId::parse("77");
        quote.bid.reset();
        say();
        quote = sample::quote();
        say();
    }
    CHECK(streamed == alone);
}

TEST_CASE("a stream of quotes of known tokens allocates nothing", "[records][write]") {
    QuoteLines lines;
    const auto quote = sample::quote();
    auto at = sample::moment();
    std::string out;
    lines.append(out, at, quote);
    lines.append(out, at, quote);
    out.clear();
    const auto before = allocations;
    lines.append(out, at, quote);
    lines.append(out, at + std::chrono::seconds{1}, quote);
    const auto after = allocations;
    CHECK(after - before == 0);
}
