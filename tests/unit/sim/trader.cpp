#include "trader.hpp"

#include <cctype>

#include "base/text.hpp"

namespace pm::test {

net::Headers on_wire(const polymarket::Headers& headers) {
    net::Headers out;
    for (const auto& [name, value] : headers) out.emplace_back(lower_case(name), value);
    return out;
}

crypto::SigningKey throwaway_key(unsigned n) {
    std::string bytes(32, '\0');
    bytes[31] = static_cast<char>(n);
    auto secret = SecretBytes::copy_of(bytes);
    REQUIRE(secret.has_value());
    auto key = crypto::SigningKey::from(std::move(*secret));
    REQUIRE(key.has_value());
    return std::move(*key);
}

Trader::Trader(SimVenue& venue, unsigned key) : venue_{venue}, key_{throwaway_key(key)} {
    const auto made = l1(net::Method::post, "/auth/api-key", 0);
    REQUIRE(made.status == 200);
    const auto json = Json::parse(made.body);
    REQUIRE(json.has_value());
    id = json->string("apiKey").value_or("");
    secret = json->string("secret").value_or("");
    passphrase = json->string("passphrase").value_or("");
}

net::HttpReply Trader::l1(net::Method method, std::string target, std::uint64_t nonce) {
    sim::Router::Request request;
    request.method = method;
    request.target = std::move(target);
    request.headers = on_wire(polymarket::l1_headers(key_, 137, seconds(), nonce));
    return venue_.router.answer(request).reply;
}

sim::Router::Request Trader::signed_request(net::Method method, std::string target,
                                            std::string body) {
    sim::Router::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    polymarket::ApiKey api;
    api.key = id;
    api.secret = std::move(*SecretBytes::copy_of(secret));
    api.passphrase = std::move(*SecretBytes::copy_of(passphrase));
    const std::string_view whole = request.target;
    const std::string_view verb = method == net::Method::get    ? "GET"
                                  : method == net::Method::post ? "POST"
                                  : method == net::Method::put  ? "PUT"
                                                                : "DELETE";
    request.headers = on_wire(polymarket::l2_headers(
        api, key_.address(), seconds(), verb, whole.substr(0, whole.find('?')), request.body));
    return request;
}

net::HttpReply Trader::send(net::Method method, std::string target, std::string body) {
    return venue_.router.answer(signed_request(method, std::move(target), std::move(body))).reply;
}

Json Trader::get(std::string target) {
    return parsed(send(net::Method::get, std::move(target)));
}

Json Trader::parsed(const net::HttpReply& reply) {
    INFO(reply.status << " " << reply.body);
    auto json = Json::parse(reply.body);
    REQUIRE(json.has_value());
    return *std::move(json);
}

polymarket::WireOrder Trader::wire(const Draft& draft) {
    polymarket::WireOrder out;
    out.salt = ++salt_;
    out.maker = draft.wallet.empty() ? key_.address() : draft.wallet;
    const bool wallet = draft.type == polymarket::SignatureType::deposit_wallet;
    out.signer = wallet ? out.maker : key_.address();
    out.token = *TokenId::parse(draft.token);
    out.maker_amount = draft.maker;
    out.taker_amount = draft.taker;
    out.side = draft.side;
    out.type = draft.type;
    out.timestamp_ms = seconds() * 1'000;
    return out;
}

polymarket::OrderDomain Trader::domain(const Draft& draft) {
    const auto usual = polymarket::order_domain(137, draft.neg_risk);
    return draft.version.empty() ? usual
                                 : polymarket::make_domain(137, usual.contract, draft.version);
}

std::string Trader::body(const Draft& draft) {
    const auto order = wire(draft);
    last_id = polymarket::hash_text(polymarket::order_hash(order, domain(draft)));
    const polymarket::OrderTerms terms{draft.tif, draft.post_only, draft.expiration_s, id};
    return polymarket::order_body(order, polymarket::sign_order(order, domain(draft), key_), terms);
}

net::HttpReply Trader::post(const Draft& draft) {
    return send(net::Method::post, "/order", body(draft));
}

Json Trader::placed(const Draft& draft) {
    const auto reply = post(draft);
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    return parsed(reply);
}

std::string Trader::refusal(const Draft& draft) {
    const auto reply = post(draft);
    CHECK(reply.status >= 400);
    return std::string{parsed(reply).string("error").value_or("")};
}

std::int64_t Trader::seconds() const {
    return std::chrono::floor<std::chrono::seconds>(venue_.clock.now()).time_since_epoch().count();
}

const sim::Wallet& Trader::wallet() {
    return venue_.router.floor().wallets.of(key_.address());
}

Draft limit(const std::string& token, Side side, int price_cents, std::int64_t size) {
    Draft out;
    out.token = token;
    out.side = side;
    const auto money = notional_up(cents(price_cents), shares(size)).micros;
    out.maker = side == Side::buy ? money : shares(size).micros;
    out.taker = side == Side::buy ? shares(size).micros : money;
    return out;
}

const sim::MarketState& quiet_market(SimVenue& venue) {
    for (const auto& market : venue.world.markets()) {
        if (market.phase != sim::MarketPhase::open || market.tick.micros() != 10'000) continue;
        const auto bid = market.book.best(Side::buy);
        const auto ask = market.book.best(Side::sell);
        if (!bid || !ask || bid->price < cents(20) || ask->price > cents(80)) continue;
        return market;
    }
    FAIL("no market in the middle of its ladder");
    return venue.world.markets().front();
}

}  // namespace pm::test
