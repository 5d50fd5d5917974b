#include "polymarket/book_hash.hpp"

#include "base/json_writer.hpp"
#include "crypto/sha1.hpp"

namespace pm::polymarket {

namespace {

void write_levels(JsonWriter& w, const std::vector<BookLevelTexts>& levels) {
    w.begin_array();
    for (const auto& level : levels) {
        w.begin_object().key("price").string(level.price).key("size").string(level.size);
        w.end_object();
    }
    w.end_array();
}

}  // namespace

std::string book_hash_text(const BookTexts& book) {
    std::string out;
    JsonWriter w{out};
    w.begin_object().key("market").string(book.market).key("asset_id").string(book.asset_id);
    w.key("timestamp").string(book.timestamp).key("hash").string("");
    w.key("bids");
    write_levels(w, book.bids);
    w.key("asks");
    write_levels(w, book.asks);
    w.key("min_order_size").string(book.min_order_size).key("tick_size").string(book.tick_size);
    w.key("neg_risk").boolean(book.neg_risk);
    w.key("last_trade_price").string(book.last_trade_price).end_object();
    return out;
}

std::string book_hash(const BookTexts& book) {
    return crypto::sha1_text(book_hash_text(book));
}

}  // namespace pm::polymarket
