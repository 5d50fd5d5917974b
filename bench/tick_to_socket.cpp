/// From a price change that triggers to the signed order's bytes on a connected socket, and HTTP
/// keep-alive against a raw write and read.
///
/// One sample: a frame of the market channel is decoded, the book and its quote change, the gate
/// approves an order, it is signed, looked at once more, written down (or not), and posted by the
/// whole HTTP stack. A thread that spins on the other end of the connection takes the time of the
/// first byte: decoder, gate, signature, journal, HTTP stack and kernel are all inside.
///
/// Usage: bench_tick_to_socket SAMPLES FOLDER   (FOLDER holds the journal: a real disk)

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sched.h>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "base/random.hpp"
#include "base/system_clock.hpp"
#include "book/books.hpp"
#include "live/live_venue.hpp"
#include "polymarket/market_frame.hpp"
#include "store/ledger.hpp"
#include "trading/executor.hpp"

namespace {

using namespace pm;
namespace asio = boost::asio;

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "bench_tick_to_socket: %s\n", why.c_str());
    std::exit(1);
}

/// Both threads spin: on one processor they would only wait for each other's time slices.
void stay_on(unsigned processor) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor % std::max(1U, std::thread::hardware_concurrency()), &set);
    ::sched_setaffinity(0, sizeof set, &set);
}

template <class T>
T must(Result<T> result) {
    if (!result) give_up(result.error().message);
    return std::move(*result);
}
void must(Result<void> result) {
    if (!result) give_up(result.error().message);
}

/// The other end: one connection after another, each request answered with the same reply. Spins,
/// so that the time it takes is the arrival's and not the scheduler's.
class Peer {
public:
    explicit Peer(const Clock& clock) : clock_{clock} {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        if (::bind(listener_, generic, size) != 0 || ::listen(listener_, 8) != 0) give_up("bind");
        ::getsockname(listener_, generic, &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread{[this] {
            stay_on(1);
            run();
        }};
    }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;
    ~Peer() {
        stop_ = true;
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    /// When the first byte of the last request came, microseconds of the steady clock.
    [[nodiscard]] std::int64_t arrived_us() const { return arrived_us_; }
    [[nodiscard]] std::uint64_t requests() const { return requests_; }

private:
    void run() {
        while (!stop_) {
            const int link = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (link < 0) continue;
            const int on = 1;
            ::setsockopt(link, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            serve(link);
            ::close(link);
        }
    }
    void serve(int link) {
        std::string held;
        std::array<char, 65'536> block{};
        while (!stop_) {
            const auto got = ::recv(link, block.data(), block.size(), 0);
            if (got == 0) return;
            if (got < 0) continue;
            if (held.empty()) arrived_us_ = clock_.steady().time_since_epoch().count();
            held.append(block.data(), static_cast<std::size_t>(got));
            if (!whole(held)) continue;
            const auto reply = answer(held);
            held.clear();
            if (::send(link, reply.data(), reply.size(), MSG_NOSIGNAL) < 0) return;
            ++requests_;
        }
    }
    static bool whole(const std::string& text) {
        const auto end = text.find("\r\n\r\n");
        if (end == std::string::npos) return false;
        const std::string key = "ontent-Length: ";
        const auto at = text.find(key);
        std::size_t length = 0;
        if (at != std::string::npos && at < end) {
            std::from_chars(text.data() + at + key.size(), text.data() + end, length);
        }
        return text.size() >= end + 4 + length;
    }

    /// An order is refused, so that it is over when its answer is there.
    [[nodiscard]] std::string answer(const std::string& request) const {
        std::string status = "200 OK";
        std::string body = R"({"version":2})";
        if (request.starts_with("GET /time")) {
            const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now());
            body = std::to_string(now.time_since_epoch().count());
        } else if (request.starts_with("POST")) {
            status = "400 Bad Request";
            body = R"({"error":"not enough balance / allowance"})";
        }
        return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n" + body;
    }

    const Clock& clock_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stop_ = false;
    std::atomic<std::int64_t> arrived_us_ = 0;
    std::atomic<std::uint64_t> requests_ = 0;
    std::thread thread_;
};

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
        bool done = false;
        auto opened = [&](std::exception_ptr, Result<void> result) {
            must(std::move(result));
            done = true;
        };
        asio::co_spawn(loop_, venue_.open(), std::move(opened));
        while (!done) poll();
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

double quantile(std::vector<double>& samples, double q) {
    std::sort(samples.begin(), samples.end());
    return samples[static_cast<std::size_t>(q * static_cast<double>(samples.size() - 1))];
}

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

/// One request and its reply with nothing but write and read.
double raw_round_trip(int link, const std::string& request, const Clock& clock) {
    std::array<char, 4'096> reply{};
    const auto start = clock.steady();
    if (::send(link, request.data(), request.size(), MSG_NOSIGNAL) < 0) give_up("send");
    if (::recv(link, reply.data(), reply.size(), 0) <= 0) give_up("recv");
    return static_cast<double>((clock.steady() - start).count());
}

void measure_http(const Clock& clock, int count) {
    asio::io_context loop{1};
    SystemRandom random;
    const Peer peer{clock};
    std::vector<double> with_http;
    {
        auto http = net::make_http_client(loop.get_executor(), clock, random, {});
        for (int i = 0; i < count; ++i) {
            net::HttpRequest request{net::Method::post, peer.url() + "/order"};
            request.body.assign(700, 'x');
            request.repeatable = false;
            double took = 0;
            const auto start = clock.steady();
            auto done = [&](std::exception_ptr, Result<net::HttpReply> reply) {
                if (!reply) give_up(reply.error().message);
                took = static_cast<double>((clock.steady() - start).count());
            };
            asio::co_spawn(loop, http->send(std::move(request)), std::move(done));
            loop.restart();
            while (took == 0) loop.poll();
            with_http.push_back(took);
        }
    }
    const int link = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(peer.port());
    if (::connect(link, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        give_up("connect");
    }
    const int on = 1;
    ::setsockopt(link, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const auto request =
        "POST /order HTTP/1.1\r\nHost: x\r\nContent-Length: 700\r\n\r\n" + std::string(700, 'x');
    std::vector<double> raw;
    for (int i = 0; i < count; ++i) raw.push_back(raw_round_trip(link, request, clock));
    ::close(link);
    const auto raw_p50 = quantile(raw, 0.5);
    const auto http_p50 = quantile(with_http, 0.5);
    std::printf("keep-alive: HTTP p50 %.0f us, raw p50 %.0f us\n", http_p50, raw_p50);
    std::printf("figure http.vs_raw %.3f ratio\n", raw_p50 / http_p50);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: bench_tick_to_socket SAMPLES FOLDER\n");
        return 2;
    }
    const int count = std::max(100, std::atoi(argv[1]));
    stay_on(0);
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
    measure_http(clock, count);
    return 0;
}
