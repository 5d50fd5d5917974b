#pragma once

/// A whole live account against a simulated venue, on one loop: key, credentials, gate, executor,
/// books, user channel, reconciler. Simulated time runs twenty times as fast, so that trades settle
/// within a second.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/system_clock.hpp"
#include "live/account_sync.hpp"
#include "live/catalogue.hpp"
#include "live/live_venue.hpp"
#include "live/user_feed.hpp"
#include "net/websocket.hpp"
#include "sim/embedded_venue.hpp"
#include "support/amounts.hpp"
#include "support/catch.hpp"
#include "support/loop.hpp"
#include "unit/trading/account_fixture.hpp"

namespace pm::test {

/// The reconciler's times, twenty times as fast.
inline trading::ReconcileRules quick_rules() {
    using std::chrono::milliseconds;
    trading::ReconcileRules rules;
    rules.reply_after = milliseconds{400};
    rules.poll_first = milliseconds{50};
    rules.poll_max = milliseconds{200};
    rules.polls_apart = milliseconds{300};
    rules.since_send = milliseconds{900};
    rules.give_up_after = milliseconds{300};
    rules.reposts = 0;
    rules.cancel_first = milliseconds{25};
    rules.cancel_max = milliseconds{100};
    rules.settle_poll = milliseconds{200};
    rules.recheck = milliseconds{500};
    return rules;
}

class SimAccount {
public:
    explicit SimAccount(std::string fault_plan = {}) {
        sim::SimOptions options;
        options.speed = 20;
        options.fault_plan = std::move(fault_plan);
        options.truth_log = [this](std::string_view line) { truth.emplace_back(line); };
        simulated = std::make_unique<sim::EmbeddedVenue>(loop.executor(), real, Log{}, options);
        auto url = simulated->start();
        REQUIRE(url);
        base = *url;
        endpoints = *live::endpoints_under(base);
        auto http_options = live::account_http_options();
        http_options.limits.first_byte = std::chrono::milliseconds{800};
        http_options.limits.total = std::chrono::milliseconds{1'500};
        http = net::make_http_client(loop.executor(), real, random, {}, http_options);
        make_client();
        pick_market();
        start();
    }
    SimAccount(const SimAccount&) = delete;
    SimAccount& operator=(const SimAccount&) = delete;
    ~SimAccount() {
        CHECK(loop.run(group->stop()));
        CHECK(loop.run(feed->close()));
        CHECK(loop.run(sync->close()));
        CHECK(loop.run(venue->close()));
        http.reset();
        simulated->stop();
        loop.drain(std::chrono::milliseconds{200});
    }

    /// Lets everything run until `done` or `at_most`. @return whether it is done.
    bool until(const std::function<bool()>& done, Duration at_most = std::chrono::seconds{10}) {
        const auto end = real.steady() + at_most;
        while (!done() && real.steady() < end) loop.drain(std::chrono::milliseconds{5});
        return done();
    }

    /// The book now, as an occasion to trade.
    trading::Occasion occasion() {
        auto book = loop.run(catalogue->book(market.yes));
        REQUIRE(book);
        const auto now = clock().now();
        trading::Occasion out;
        out.market = &market;
        out.now = now;
        out.quoted_at = out.forecast_at = now;
        if (!book->bids.empty()) out.bid = book->bids.front().price;
        if (!book->asks.empty()) out.ask = book->asks.front().price;
        out.book_at = out.balance_at = now;
        out.clock_offset = Duration{0};
        out.venue = venue->state();
        out.synced = reconciler->synced();
        return out;
    }
    OrderIntent intent(Side side, Price limit, Size size, TimeInForce tif = TimeInForce::gtc) {
        OrderIntent out;
        out.event = market.event;
        out.market = market.slug;
        out.condition = market.condition;
        out.token = market.yes;
        out.side = side;
        out.limit = limit;
        out.size = size;
        out.tif = tif;
        out.reason = "test";
        return out;
    }
    /// Places what must pass the gate. @return the order's id.
    std::string place(const OrderIntent& wish) {
        auto placed = executor->place(wish, occasion());
        REQUIRE(placed);
        if (placed->refusal) FAIL(name_of(placed->refusal->code) << " " << placed->refusal->detail);
        return *placed->order_id;
    }
    /// Adds a fault plan while it runs.
    void fault(const std::string& json) {
        net::HttpRequest request{net::Method::post, base + "/sim/fault"};
        request.body = json;
        auto reply = loop.run(http->send(std::move(request)));
        REQUIRE(reply);
        REQUIRE(reply->status == 200);
    }

    [[nodiscard]] const Clock& clock() const { return simulated->clock(); }
    [[nodiscard]] const Order& order(const std::string& id) const { return journal.orders.at(id); }
    [[nodiscard]] OrderStatus status(const std::string& id) const { return order(id).status; }
    /// How many lines of the venue's own log speak of this and hold that.
    [[nodiscard]] std::size_t told(const std::string& this_, const std::string& that) const {
        return static_cast<std::size_t>(
            std::count_if(truth.begin(), truth.end(), [&](const auto& line) {
                return line.find(this_) != std::string::npos &&
                       line.find(that) != std::string::npos;
            }));
    }

    SystemClock real;
    SeededRandom random{11};
    Loop loop;
    std::vector<std::string> truth;
    std::unique_ptr<sim::EmbeddedVenue> simulated;
    std::string base;
    live::Endpoints endpoints;
    std::unique_ptr<net::HttpClient> http;

    crypto::SigningKey key = std::move(
        *crypto::SigningKey::from(std::move(*SecretBytes::copy_of(std::string(32, '\x22')))));
    polymarket::ApiKey api;
    std::unique_ptr<live::KeySigner> signer;
    std::unique_ptr<live::AccountClient> client;
    std::unique_ptr<live::Catalogue> catalogue;
    Market market;

    risk::Limits limits = wide_limits();
    risk::Gate gate{limits, TradingMode::live};
    RememberingJournal journal;
    trading::Tracker tracker;
    trading::Portfolio portfolio;
    trading::Numbers numbers;
    HeardExecution heard;
    live::SignerBuckets buckets;
    std::unique_ptr<live::OrderMaker> maker;
    std::unique_ptr<live::LiveVenue> venue;
    std::unique_ptr<trading::Executor> executor;
    std::unique_ptr<trading::Reconciler> reconciler;
    std::unique_ptr<live::AccountSync> sync;
    std::unique_ptr<live::UserFeed> feed;
    std::unique_ptr<net::TaskGroup> group;

private:
    void make_client() {
        live::KeySigner wallet{key, 137};
        live::AccountClient bare{{*http, endpoints, clock(), wallet}, {}};
        auto derived = loop.run(bare.api_key());
        REQUIRE(derived);
        api = std::move(*derived);
        signer = std::make_unique<live::KeySigner>(api, key.address());
        live::AccountId id;
        id.wallet = key.address().text();
        client = std::make_unique<live::AccountClient>(
            live::AccountClient::Parts{*http, endpoints, clock(), *signer}, std::move(id));
        catalogue = std::make_unique<live::Catalogue>(*http, endpoints, Log{});
    }
    /// The first market of a ladder in the middle of its prices, with both sides in its book.
    void pick_market() {
        polymarket::EventQuery query;
        query.tag = "daily-temperature";
        query.limit_total = 5;
        auto events = loop.run(catalogue->list(query));
        REQUIRE(events);
        for (const auto& event : events->events) {
            for (const auto& candidate : event.markets) {
                auto book = loop.run(catalogue->book(candidate.yes));
                if (!book || book->bids.empty() || book->asks.empty()) continue;
                const auto ask = book->asks.front().price;
                if (ask < cents(20) || ask > cents(70) || !candidate.accepting_orders) continue;
                market = candidate;
                return;
            }
        }
        FAIL("no market to trade");
    }
    void start() {
        live::Trader trader;
        trader.chain_id = 137;
        trader.wallet = key.address();
        trader.api_key = api.key;
        maker = std::make_unique<live::OrderMaker>(live::OrderMaker::Parts{key, random, limits},
                                                   trader);
        venue = std::make_unique<live::LiveVenue>(
            live::LiveVenue::Parts{*client, *maker, buckets, clock(), loop.executor()});
        executor = std::make_unique<trading::Executor>(
            trading::Executor::Parts{gate, journal, *venue, tracker, portfolio, numbers, heard});
        reconciler = std::make_unique<trading::Reconciler>(tracker, clock(), quick_rules());
        sync = std::make_unique<live::AccountSync>(
            live::AccountSync::Parts{*client, *reconciler, *executor, buckets, clock(),
                                     loop.executor()},
            live::SyncHooks{});
        venue->connect(*executor, *sync);
        Books books;
        books.cash = dollars(10'000);
        REQUIRE(executor->restore(books, clock().now()));
        REQUIRE(loop.run(venue->open()));
        polymarket::UserPace pace;
        pace.check_every = std::chrono::milliseconds{500};
        auto socket = net::make_websocket(loop.executor(), endpoints.ws_user, real);
        feed = std::make_unique<live::UserFeed>(
            live::UserFeed::Parts{std::move(socket), real, api, *sync, loop.executor()},
            polymarket::UserSession{pace, random});
        group = std::make_unique<net::TaskGroup>(loop.executor());
        REQUIRE(group->start(feed->run()));
        REQUIRE(group->start(sync->run()));
        REQUIRE(until([&] { return feed->session().live(); }));
    }
};

}  // namespace pm::test
