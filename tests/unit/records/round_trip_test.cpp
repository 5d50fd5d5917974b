// Goal: what one tool writes, the next reads back as the same value.
// Method: random values of every record, written, read and written again. Since write_test.cpp
// pins the lines themselves, equal lines mean that every member a record carries came back.

#include <rapidcheck.h>

#include "samples.hpp"
#include "support/catch.hpp"

namespace {

using namespace pm;
using namespace pm::records;

template <class T>
T pick(std::initializer_list<T> from) {
    return *(from.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(from)));
}

std::int64_t whole(std::int64_t low, std::int64_t below) {
    return *rc::gen::inRange<std::int64_t>(low, below);
}

bool coin() {
    return *rc::gen::arbitrary<bool>();
}

template <class Make>
auto maybe(Make make) -> std::optional<decltype(make())> {
    if (coin()) return std::nullopt;
    return make();
}

Price price() {
    return Price::from_micros(static_cast<std::int32_t>(whole(0, 1'000'001)));
}
Size size() {
    return {whole(0, 1'000'000'000'000)};
}
Money money() {
    return {whole(-1'000'000'000'000, 1'000'000'000'000)};
}
TickSize tick() {
    return TickSize::from_micros(pick<std::int32_t>({100'000, 10'000, 5'000, 2'500, 1'000, 100}));
}
TokenId token() {
    std::array<std::uint8_t, 32> bytes{};
    for (auto& byte : bytes) byte = *rc::gen::arbitrary<std::uint8_t>();
    bytes[31] |= 1U;  // zero is no id
    return TokenId{U256::from_bytes(bytes)};
}
ConditionId condition() {
    std::string text = "0x";
    const auto digits = static_cast<std::size_t>(pick<int>({62, 64}));
    while (text.size() < digits + 2) text += "0123456789abcdef"[whole(0, 16)];
    return *ConditionId::parse(text);
}
Timestamp moment() {
    using namespace std::chrono;
    const auto from = Timestamp{sys_days{year{2000} / 1 / 1}}.time_since_epoch().count();
    const auto to = Timestamp{sys_days{year{2100} / 1 / 1}}.time_since_epoch().count();
    return Timestamp{Duration{whole(from, to)}};
}
CivilDate date() {
    return CivilDate{std::chrono::floor<std::chrono::days>(moment())};
}
std::string text() {
    // Pieces that escaping gets wrong first; all UTF-8.
    std::string out;
    for (auto left = whole(0, 8); left > 0; --left) {
        out += pick<std::string>({"a", "Z9", "\"", "\\", "\n", "\t", "\x01", "\x7f", "°", "é", "/",
                                  "😀", "{", "}", ",", " ", "\\u0041", "–"});
    }
    return out;
}
std::optional<std::int64_t> venue_ms() {
    return maybe([] { return whole(0, 4'000'000'000'000); });
}
std::optional<int> degrees() {
    return maybe([] { return static_cast<int>(whole(-90, 160)); });
}
double fraction() {
    return static_cast<double>(whole(0, 1'000'000'001)) / 1e9;
}
Side side() {
    return pick({Side::buy, Side::sell});
}
Outcome outcome() {
    return pick({Outcome::yes, Outcome::no});
}
TemperatureUnit unit() {
    return pick({TemperatureUnit::celsius, TemperatureUnit::fahrenheit});
}
std::vector<Level> levels() {
    std::vector<Level> out;
    for (auto left = whole(0, 6); left > 0; --left) out.push_back({price(), size()});
    return out;
}

Market market() {
    Market m;
    m.event = text();
    m.slug = text();
    m.condition = condition();
    m.question = text();
    m.yes = token();
    m.no = token();
    m.tick = tick();
    m.min_size = size();
    m.neg_risk = coin();
    m.fee = {static_cast<std::int32_t>(whole(0, 1'000'001)),
             static_cast<std::int32_t>(whole(1, 3))};
    m.accepting_orders = coin();
    m.closed = coin();
    m.end = maybe(moment);
    m.volume = money();
    m.liquidity = money();
    if (coin()) {
        TemperatureMarket t;
        t.rule = {pick({TemperatureKind::highest, TemperatureKind::lowest}),
                  text(),
                  text(),
                  text(),
                  date(),
                  unit(),
                  pick({Rounding::half_up, Rounding::floor}),
                  text()};
        t.bucket = {degrees(), degrees()};
        m.temperature = t;
    }
    if (coin()) m.refusal = "r" + text();
    return m;
}

Quote quote() {
    Quote q;
    q.token = token();
    if (coin()) q.condition = condition();
    q.outcome = outcome();
    q.bid = maybe([] { return Level{price(), size()}; });
    q.ask = maybe([] { return Level{price(), size()}; });
    q.last = maybe(price);
    q.tick = tick();
    q.venue_ms = venue_ms();
    q.source = pick({QuoteSource::ws, QuoteSource::rest, QuoteSource::replay});
    q.seq = static_cast<std::uint64_t>(whole(0, 1'000'000'000));
    return q;
}

StreamStatus status() {
    StreamStatus s;
    s.state = pick({StreamState::connecting, StreamState::live, StreamState::gap,
                    StreamState::stale, StreamState::resync, StreamState::polling,
                    StreamState::halted, StreamState::stopping});
    for (auto left = whole(0, 3); left > 0; --left) s.tokens.push_back(token());
    s.count = s.tokens.empty() ? whole(0, 5'000) : static_cast<std::int64_t>(s.tokens.size());
    s.reason = text();
    return s;
}

Forecast forecast() {
    Forecast f{text(), text(), date(), unit(), 0, 0, text(), {}, degrees(), {}};
    f.mean = static_cast<double>(whole(-900'000, 1'600'000)) / 1e4;
    f.sd = static_cast<double>(whole(0, 200'000)) / 1e4;
    for (auto left = whole(0, 3); left > 0; --left) {
        f.sources.push_back(
            {text(), maybe(moment), static_cast<int>(whole(1, 200)), maybe(moment)});
    }
    for (auto left = whole(0, 5); left > 0; --left) {
        f.buckets.push_back({condition(), token(), {degrees(), degrees()}, fraction()});
    }
    return f;
}

Observation observation() {
    return {text(),        date(), unit(), degrees(), degrees(), static_cast<int>(whole(0, 200)),
            maybe(moment), text()};
}

Signal signal() {
    const auto edge = static_cast<double>(whole(-1'000'000, 1'000'001)) / 1e6;
    return {token(),    side(),
            fraction(), price(),
            size(),     money(),
            edge,       pick({Decision::enter, Decision::exit, Decision::hold, Decision::skip}),
            text()};
}

Order order(Timestamp ts) {
    Order o;
    o.order_id = text();
    o.intent.client_id = text();
    o.intent.token = token();
    o.intent.side = side();
    o.intent.limit = price();
    o.intent.size = size();
    o.intent.tif = pick({TimeInForce::gtc, TimeInForce::gtd, TimeInForce::fok, TimeInForce::fak});
    o.filled = size();
    o.status = static_cast<OrderStatus>(whole(0, 10));
    o.reason = text();
    o.mode = pick({TradingMode::paper, TradingMode::live});
    o.updated = ts;
    return o;
}

Fill fill() {
    Fill f;
    f.order_id = text();
    f.trade_id = text();
    f.token = token();
    f.side = side();
    f.price = price();
    f.size = size();
    f.fee = money();
    f.settlement = pick({Settlement::provisional, Settlement::settled, Settlement::failed});
    return f;
}

MarkedPosition position() {
    MarkedPosition m;
    m.position.token = token();
    m.position.market = text();
    m.position.outcome = outcome();
    m.position.settled = size();
    m.position.provisional = size();
    m.position.reserved = size();
    m.position.cost = {whole(0, 2 * m.position.held().micros + 1)};
    m.position.realized = money();
    m.mark = maybe(price);
    return m;
}

template <class T>
void goes_round(Timestamp ts, const T& value) {
    std::string first;
    append(first, ts, value);
    RC_ASSERT(std::count(first.begin(), first.end(), '\n') == 1);
    const auto record = read(std::string_view{first}.substr(0, first.size() - 1));
    RC_ASSERT(record.has_value());
    RC_ASSERT(record->ts == ts);
    RC_ASSERT(std::holds_alternative<T>(record->body));
    std::string second;
    append(second, record->ts, std::get<T>(record->body));
    RC_ASSERT(second == first);
}

void property(const char* name, const std::function<void()>& check) {
    INFO(name);
    CHECK(rc::check(name, check));
}

}  // namespace

TEST_CASE("what is written is read back: what the venue says", "[records][property]") {
    property("market", [] { goes_round(moment(), market()); });
    property("quote", [] { goes_round(moment(), quote()); });
    property("book", [] {
        goes_round(moment(),
                   BookSnapshot{token(), {}, levels(), levels(), venue_ms(), text(), {}, {}});
    });
    property("print", [] {
        goes_round(moment(), Print{token(), {}, price(), size(), side(), venue_ms()});
    });
    property("tick", [] { goes_round(moment(), TickChange{token(), {}, tick(), tick(), {}}); });
    property("status", [] { goes_round(moment(), status()); });
    property("price_point", [] { goes_round(moment(), PricePoint{token(), moment(), price()}); });
    property("resolved", [] {
        goes_round(moment(),
                   Resolution{condition(), pick({Winner::yes, Winner::no, Winner::split})});
    });
}

TEST_CASE("what is written is read back: what we think and do", "[records][property]") {
    property("forecast", [] { goes_round(moment(), forecast()); });
    property("observation", [] { goes_round(moment(), observation()); });
    property("signal", [] { goes_round(moment(), signal()); });
    property("order", [] {
        const auto ts = moment();
        goes_round(ts, order(ts));
    });
    property("fill", [] { goes_round(moment(), fill()); });
    property("position", [] { goes_round(moment(), position()); });
    property("alert", [] {
        goes_round(moment(), Alert{static_cast<int>(whole(1, 4)), text(), text(), text()});
    });
}

TEST_CASE("values come back member for member", "[records][property]") {
    property("quote members", [] {
        const auto in = quote();
        std::string line;
        append(line, sample::moment(), in);
        line.pop_back();
        const auto out = std::get<Quote>(read(line)->body);
        RC_ASSERT(out.token == in.token);
        RC_ASSERT(out.condition == in.condition);
        RC_ASSERT(out.outcome == in.outcome);
        RC_ASSERT(out.bid == in.bid);
        RC_ASSERT(out.ask == in.ask);
        RC_ASSERT(out.last == in.last);
        RC_ASSERT(out.tick == in.tick);
        RC_ASSERT(out.venue_ms == in.venue_ms);
        RC_ASSERT(out.source == in.source);
        RC_ASSERT(out.seq == in.seq);
    });
    property("position members", [] {
        const auto in = position();
        std::string line;
        append(line, sample::moment(), in);
        line.pop_back();
        const auto out = std::get<MarkedPosition>(read(line)->body);
        RC_ASSERT(out.position.cost == in.position.cost);
        RC_ASSERT(out.position.settled == in.position.settled);
        RC_ASSERT(out.position.provisional == in.position.provisional);
        RC_ASSERT(out.unrealized() == in.unrealized());
        RC_ASSERT(out.mark == in.mark);
    });
}
