#include <cstdlib>
#include <new>

#include "book/books.hpp"
#include "polymarket/market_frame.hpp"
#include "support/catch.hpp"

/// Counts every allocation of this program while `counting` is set.
namespace {
bool counting = false;
long allocations = 0;
}  // namespace

void* operator new(std::size_t size) {
    if (counting) ++allocations;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc{};
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    if (counting) ++allocations;
    return std::malloc(size);
}
void* operator new[](std::size_t size) {
    return operator new(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& tag) noexcept {
    return operator new(size, tag);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}

using namespace pm;

namespace {

std::string book_frame(const std::string& token) {
    std::string out = R"({"event_type":"book","asset_id":")" + token + R"(","market":"0x)" +
                      std::string(64, 'a') + R"(","timestamp":"1784578686071","hash":")" +
                      std::string(40, 'b') + R"(","bids":[)";
    for (int i = 1; i < 30; ++i) {
        out += R"({"price":"0.)" + std::to_string(100 + i) + R"(","size":"10.5"},)";
    }
    out += R"({"price":"0.2","size":"1"}],"asks":[)";
    for (int i = 1; i < 30; ++i) {
        out += R"({"price":"0.)" + std::to_string(900 - i) + R"(","size":"10.5"},)";
    }
    return out + R"({"price":"0.3","size":"1"}]})";
}

std::string change_frame(const std::string& token, int i) {
    return R"({"market":"0x)" + std::string(64, 'a') + R"(","price_changes":[{"asset_id":")" +
           token + R"(","price":"0.)" + std::to_string(201 + i % 50) + R"(","size":")" +
           std::to_string(i % 3) + R"(","side":"BUY","hash":"h",)" +
           R"("best_bid":"0.2","best_ask":"0.3"}],"timestamp":"1784578686072",)" +
           R"("event_type":"price_change"})";
}

}  // namespace

// Goal: the path from a frame to changed quotes allocates nothing once it has seen its sizes.
TEST_CASE("frames to quotes without an allocation in steady state", "[books][allocation]") {
    book::Books books;
    std::vector<std::string> frames;
    for (int n = 1; n <= 20; ++n) {
        Market market;
        market.yes = *TokenId::parse(std::to_string(2 * n));
        market.no = *TokenId::parse(std::to_string(2 * n + 1));
        market.tick = TickSize::from_micros(1'000);
        books.watch(market);
        frames.push_back(book_frame(market.yes.text()));
        for (int i = 0; i < 60; ++i) frames.push_back(change_frame(market.yes.text(), i));
        frames.push_back(book_frame(market.yes.text()));
    }
    for (auto& frame : frames) frame.append(polymarket::FrameDecoder::padding, ' ');
    polymarket::FrameDecoder decoder;
    std::size_t quotes = 0;
    BookSnapshot snapshot;
    const auto replay = [&] {
        for (const auto& frame : frames) {
            const auto text =
                std::string_view{frame}.substr(0, frame.size() - polymarket::FrameDecoder::padding);
            const auto report = decoder.decode(text, books);
            if (!report || report->messages != 1) std::abort();
            quotes += books.take_changed().size();
            books.snapshot(0, snapshot);
        }
    };
    replay();  // every buffer grows to its size
    (void)books.take_doubtful();
    replay();
    quotes = 0;
    (void)books.take_doubtful();
    allocations = 0;
    counting = true;
    replay();
    counting = false;
    CHECK(allocations == 0);
    CHECK(quotes > 500);
}
