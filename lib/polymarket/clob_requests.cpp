#include "polymarket/clob_requests.hpp"

#include "base/assert.hpp"
#include "base/json_writer.hpp"
#include "polymarket/facts.hpp"

namespace pm::polymarket {

namespace {

Request get(std::string target, std::string_view family) {
    return Request{Service::clob, Verb::get, std::move(target), family};
}

Request by_token(std::string_view path, const TokenId& token, std::string_view family) {
    Query q;
    const auto text = token.text();
    q.add("token_id", std::string_view{text});
    return get(std::string{path} + q.text(), family);
}

}  // namespace

Request time_request() {
    return get("/time", "clob");
}
Request version_request() {
    return get("/version", "clob");
}
Request book_request(const TokenId& token) {
    return by_token("/book", token, "clob.book");
}
Request midpoint_request(const TokenId& token) {
    return by_token("/midpoint", token, "clob.midpoint");
}
Request spread_request(const TokenId& token) {
    return by_token("/spread", token, "clob.price");
}

Request books_request(std::span<const TokenId> tokens) {
    PM_ASSERT(tokens.size() <= tokens_per_request_max);
    Request request{Service::clob, Verb::post, "/books", "clob.books"};
    JsonWriter out{request.body};
    out.begin_array();
    for (const auto& token : tokens) {
        out.begin_object().key("token_id").string(token.text()).end_object();
    }
    out.end_array();
    return request;
}

Request prices_request(std::span<const TokenId> tokens) {
    PM_ASSERT(2 * tokens.size() <= tokens_per_request_max);
    Request request{Service::clob, Verb::post, "/prices", "clob.prices"};
    JsonWriter out{request.body};
    out.begin_array();
    for (const auto& token : tokens) {
        for (const std::string_view side : {"BUY", "SELL"}) {
            out.begin_object().key("token_id").string(token.text());
            out.key("side").string(side).end_object();
        }
    }
    out.end_array();
    return request;
}

Request history_request(const TokenId& token, std::string_view interval, int fidelity_minutes) {
    Query q;
    const auto text = token.text();
    q.add("market", std::string_view{text});
    q.add("interval", interval);
    if (fidelity_minutes > 0) q.add("fidelity", std::int64_t{fidelity_minutes});
    return get("/prices-history" + q.text(), "clob.history");
}

}  // namespace pm::polymarket
