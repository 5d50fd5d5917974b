/// From a price change that triggers to the signed order's bytes on a connected socket.
///
/// One sample: a frame of the market channel is decoded, the book and its quote change, the gate
/// approves an order, it is signed, looked at once more, written down (or not), and posted by the
/// whole HTTP stack. The time ends with the kernel's stamp on the bytes at the other end of the
/// connection: decoder, gate, signature, journal, HTTP stack and kernel are all inside.
///
/// Usage: bench_tick_to_socket SAMPLES FOLDER   (FOLDER holds the journal: a real disk)

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "base/random.hpp"
#include "base/system_clock.hpp"
#include "book/books.hpp"
#include "live/live_venue.hpp"
#include "peer.hpp"
#include "polymarket/market_frame.hpp"
#include "store/ledger.hpp"
#include "trading/executor.hpp"

namespace {

using namespace pm;
using namespace pm::bench;
namespace asio = boost::asio;

/// Writes nothing down.
class NoJournal final : public Journal {
public:
    Result<void> record_intent(const Order&, std::string_view) override { return {}; }
    Result<void> record_order(const Order&) override { return {}; }
    Result<bool> record_fill(const Fill&, const Order&, const Position&, Money) override {
        return true;
    }
    Result<bool> record_settlement(const Fill&, const Order&, const Position&, Money) override {
        return true;
    }
    Result<void> record_resolution(const Resolution&, const std::vector<Position>&, Money,
                                   Timestamp) override {
        return {};
    }
    Result<void> record_halt(std::string_view, std::string_view, Timestamp) override { return {}; }
    Result<std::optional<OrderRecord>> recall(std::string_view) override {
        return std::optional<OrderRecord>{};
    }
};

struct Quiet final : trading::ExecutionSink, live::VenueDesk {
    void on_order(const Order&) override {}
    void on_fill(const Fill&) override {}
    void on_halt(risk::Halt, const Error& why) override { give_up("halted: " + why.message); }
    void on_sent(const std::string&) override {}
    void on_unknown(const std::string&) override { give_up("an answer was lost"); }
    void on_cancel_wanted(const std::string&) override {}
    void on_impossible(const Error& why) override { give_up(why.message); }
};

/// A signer that has no limits of its own worth measuring.
constexpr polymarket::SignerTier fast_tier{"bench",     100'000'000, 100'000'000,
                                           100'000'000, 100'000'000, true};

Market bench_market() {
    Market market;
    market.event = market.slug = "bench";
    market.condition = must(ConditionId::parse("0x" + std::string(64, 'c')));
    market.yes = must(TokenId::parse("4821337901556240771983026441190775338812664"));
    market.no = must(TokenId::parse("9037712554001883662041779553320194886227015"));
    market.min_size = Size{5'000'000};
    market.fee = {50'000, 1};
    market.accepting_orders = true;
    market.neg_risk = true;
    return market;
}

risk::Limits bench_limits() {
    risk::Limits limits;
    limits.orders_a_minute = 1'000'000'000;
    limits.open_orders = 1'000'000;
    limits.canary_order = limits.canary_total = Money{1'000'000'000};
    return limits;
}

/// The whole way of one order.
class Path {
public:
    Path(asio::io_context& loop, const Clock& clock, const Peer& peer, Journal& journal)
        : loop_{loop},
          clock_{clock},
          peer_{peer},
          endpoints_{must(live::endpoints_under(peer.url()))},
          http_{net::make_http_client(loop.get_executor(), clock, random_, {},
                                      live::account_http_options())},
          client_{{*http_, endpoints_, clock, signer_}, {}},
          venue_{{client_, maker_, buckets_, clock, loop.get_executor()}},
          executor_{{gate_, journal, venue_, tracker_, portfolio_, numbers_, quiet_}} {
        venue_.connect(executor_, quiet_);
        Books books;
        books.cash = Money{1'000'000'000'000};
        must(executor_.restore(books, clock.now()));
        books_.watch(market_);
    }

    void open() {
        std::optional<Result<void>> done;
        net::spawn(loop_.get_executor(), net::keep(venue_.open(), &done),
                   [](const std::exception_ptr&) {});
        while (!done) poll();
        must(std::move(*done));
    }

    /// One sample, microseconds.
    double sample(int number) {
        const auto frame = next_frame(number);
        const auto before = peer_.requests();
        Instant start{};
        asio::post(loop_, [&] {  // as a feed calls it: on the loop
            start = clock_.steady();
            must(decoder_.decode(std::string_view{frame}.substr(0, frame.size() - 64), books_));
            for (const auto& quote : books_.take_changed()) {
                if (quote.token == market_.yes && quote.ask) act(quote.ask->price);
            }
        });
        while (peer_.requests() == before || venue_.in_flight() > 0) poll();
        tracker_.forget_ended_before(clock_.now() + std::chrono::hours{1});
        return static_cast<double>(peer_.arrived_us() - start.time_since_epoch().count());
    }

private:
    void poll() {
        loop_.restart();
        loop_.poll();
    }
    /// The ask moves between 0.36 and 0.37.
    std::string next_frame(int number) {
        const auto token = market_.yes.text();
        std::string out;
        if (number == 0) {
            out =
                R"({"event_type":"book","market":")" + market_.condition.text() +
                R"(","asset_id":")" + token +
                R"(","timestamp":"1791800123456","hash":"h","bids":[{"price":"0.35","size":"80"}],)"
                R"("asks":[{"price":"0.36","size":"45"},{"price":"0.37","size":"60"}]})";
        } else {
            const bool there = number % 2 == 0;
            out = R"({"event_type":"price_change","market":")" + market_.condition.text() +
                  R"(","timestamp":"1791800130001","price_changes":[{"asset_id":")" + token +
                  R"(","price":"0.36","size":")" + (there ? "45" : "0") +
                  R"(","side":"SELL","hash":"h","best_bid":"0.35","best_ask":")" +
                  (there ? "0.36" : "0.37") + R"("}]})";
        }
        return out.append(64, ' ');
    }
    void act(Price ask) {
        OrderIntent intent;
        intent.event = market_.event;
        intent.market = market_.slug;
        intent.condition = market_.condition;
        intent.token = market_.yes;
        intent.limit = ask;
        intent.size = Size{10'000'000};
        intent.tif = TimeInForce::fak;
        intent.reason = "edge";
        trading::Occasion occasion;
        occasion.market = &market_;
        occasion.now = clock_.now();
        occasion.quoted_at = occasion.forecast_at = occasion.now;
        occasion.book_at = occasion.balance_at = occasion.now;
        occasion.clock_offset = Duration{0};
        occasion.ask = ask;
        occasion.bid = Price::from_micros(350'000);
        auto placed = must(executor_.place(std::move(intent), occasion));
        if (placed.refusal) give_up("refused: " + placed.refusal->detail);
    }

    static crypto::SigningKey bench_key() {
        return must(crypto::SigningKey::from(must(SecretBytes::copy_of(std::string(32, '\x11')))));
    }
    static polymarket::ApiKey bench_api() {
        polymarket::ApiKey out;
        out.key = "7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2";
        out.secret = must(SecretBytes::copy_of("c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTMyYnl0ZXM="));
        out.passphrase = must(SecretBytes::copy_of("passphrase"));
        return out;
    }
    live::Trader trader() const {
        live::Trader out;
        out.chain_id = 137;
        out.wallet = key_.address();
        out.api_key = api_.key;
        return out;
    }

    asio::io_context& loop_;
    const Clock& clock_;
    const Peer& peer_;
    SystemRandom random_;
    crypto::SigningKey key_ = bench_key();
    polymarket::ApiKey api_ = bench_api();
    live::KeySigner signer_{api_, key_.address()};
    live::Endpoints endpoints_;
    std::unique_ptr<net::HttpClient> http_;
    live::AccountClient client_;
    risk::Limits limits_ = bench_limits();
    risk::Gate gate_{limits_, TradingMode::live};
    live::SignerBuckets buckets_{fast_tier};
    live::OrderMaker maker_{{key_, random_, limits_}, trader()};
    live::LiveVenue venue_;
    trading::Tracker tracker_;
    trading::Portfolio portfolio_;
    trading::Numbers numbers_;
    Quiet quiet_;
    trading::Executor executor_;
    Market market_ = bench_market();
    book::Books books_;
    polymarket::FrameDecoder decoder_;
};

void measure_orders(const Clock& clock, Journal& journal, int count, const char* figure) {
    asio::io_context loop{1};
    const Peer peer{clock};
    Path path{loop, clock, peer, journal};
    path.open();
    std::vector<double> samples;
    const int warm_up = std::max(50, count / 10);
    for (int i = 0; i < warm_up + count; ++i) {
        const auto took = path.sample(i);
        if (i >= warm_up) samples.push_back(took);
    }
    const auto p50 = quantile(samples, 0.5);
    std::printf("%s: %d orders, p10 %.0f us, p50 %.0f us, p99 %.0f us\n", figure, count,
                quantile(samples, 0.1), p50, quantile(samples, 0.99));
    std::printf("figure %s %.1f us\n", figure, p50);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: bench_tick_to_socket SAMPLES FOLDER\n");
        return 2;
    }
    const int count = std::max(100, std::atoi(argv[1]));
    const SystemClock clock;
    NoJournal none;
    measure_orders(clock, none, count, "orders.tick_to_socket_p50_us");
    const auto folder = std::string{argv[2]} + "/pm-bench-" + std::to_string(::getpid());
    std::filesystem::create_directories(folder);
    {
        auto ledger = must(store::Ledger::open(folder + "/pm.db", store::Stamp{}));
        measure_orders(clock, *ledger, count, "orders.tick_to_socket_journal_p50_us");
    }
    std::filesystem::remove_all(folder);
    return 0;
}
