/// Replies of the CLOB's public side, and what becomes of books that were accepted.

#include <cstdlib>
#include <string_view>

#include "book/book.hpp"
#include "polymarket/error_map.hpp"
#include "polymarket/replies.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto book = pm::polymarket::decode_book(text)) {
        pm::book::Book kept;
        const auto tick = book->tick.value_or(pm::TickSize::from_micros(100));
        if (kept.replace(book->bids, book->asks, tick) == pm::book::Verdict::applied &&
            kept.crossed()) {
            std::abort();
        }
    }
    (void)pm::polymarket::decode_books(text);
    (void)pm::polymarket::decode_prices(text);
    (void)pm::polymarket::decode_midpoint(text);
    (void)pm::polymarket::decode_history(text, *pm::TokenId::parse("7"));
    (void)pm::polymarket::decode_time(text);
    (void)pm::polymarket::error_text(text);
    (void)pm::polymarket::order_fault(text.substr(0, 4'096));
    return 0;
}
