#include "records/schema.hpp"

#include <array>

namespace pm::records {

namespace {

using enum FieldKind;

constexpr std::array market_fields{
    Field{"event", text, "Slug of the event", false},
    Field{"market", text, "Slug of the market", true},
    Field{"condition_id", text, "Condition on chain, 0x and hex digits"},
    Field{"question", text, "The question, as the venue asks it", true},
    Field{"yes_token", text, "Token of the outcome yes"},
    Field{"no_token", text, "Token of the outcome no"},
    Field{"tick", number, "Grid of prices", true},
    Field{"min_size", number, "Smallest order, shares"},
    Field{"neg_risk", flag, "Settled through the exclusive-group exchange"},
    Field{"fee_rate", number, "Taker fee rate: shares * rate * (p * (1 - p)) ^ exponent"},
    Field{"fee_exponent", integer, "1 on today's markets, 2 on older ones"},
    Field{"accepting_orders", flag, "Orders are taken now"},
    Field{"closed", flag, "Trading has ended", true},
    Field{"end", time, "Nominal end, `null` when unknown; trading may go on after it", true},
    Field{"volume", number, "Traded so far, dollars; a statistic", true},
    Field{"liquidity", number, "Resting in the book, dollars; a statistic", true},
    Field{"temperature", object, "What settles a temperature market; absent for others"},
    Field{"trade_ready", flag, "A model may trade it", true},
    Field{"refusal", text, "Why not; absent when `trade_ready`"},
};

constexpr std::array temperature_members{
    Field{"kind", text, "`highest` or `lowest`"},
    Field{"city", text, "The venue's name of the city, as in the slug"},
    Field{"station", text, "ICAO code of the station, or HKO"},
    Field{"source", text, "Host that settles it"},
    Field{"date", text, "The station's local civil day"},
    Field{"unit", text, "`C` or `F`"},
    Field{"low", integer, "Whole degrees, inclusive; `null` is an open end"},
    Field{"high", integer, "Whole degrees, inclusive; `null` is an open end"},
    Field{"rounding", text,
          "`floor`, where the source cuts degrees off; absent when it rounds half up"},
    Field{"rule_hash", text, "Of the normalised rule text: new wording gives a new hash"},
};

constexpr std::array quote_fields{
    Field{"token_id", text, "Token", true},
    Field{"condition_id", text, "Its condition; `null` when unknown"},
    Field{"outcome", text, "`yes` or `no`", true},
    Field{"bid", number, "Best bid; `null` when nobody bids", true},
    Field{"bid_size", number, "Shares at the best bid; `null` with it", true},
    Field{"ask", number, "Best ask; `null` when nobody asks", true},
    Field{"ask_size", number, "Shares at the best ask; `null` with it", true},
    Field{"last", number, "Last traded price; `null` when unknown", true},
    Field{"tick", number, "Grid of prices", true},
    Field{"venue_ms", integer, "The venue's time, Unix milliseconds; absent when it gave none"},
    Field{"src", text, "`ws`, `rest` or `replay`"},
    Field{"seq", integer, "Per token, rises by one", true},
};

constexpr std::array book_fields{
    Field{"token_id", text, "Token", true},
    Field{"bids", list, "`[[price,size],…]`, best first", true},
    Field{"asks", list, "`[[price,size],…]`, best first", true},
    Field{"venue_ms", integer, "The venue's time, Unix milliseconds; absent when it gave none"},
    Field{"hash", text, "The venue's hash of the book; may be empty"},
};

constexpr std::array print_fields{
    Field{"token_id", text, "Token", true},
    Field{"price", number, "Price", true},
    Field{"size", number, "Shares", true},
    Field{"side", text, "The taker's: `BUY` or `SELL`", true},
    Field{"venue_ms", integer, "The venue's time, Unix milliseconds; absent when it gave none"},
};

constexpr std::array tick_fields{
    Field{"token_id", text, "Token", true},
    Field{"old", number, "Tick before", true},
    Field{"new", number, "Tick from now on", true},
};

constexpr std::array status_fields{
    Field{"state", text,
          "`connecting`, `live`, `gap`, `stale`, `resync`, `polling`, `halted` or `stopping`",
          true},
    Field{"tokens", list, "How many tokens are concerned, or which: a number or a list", true},
    Field{"reason", text, "Why; may be empty", true},
};

constexpr std::array forecast_fields{
    Field{"event", text, "Slug of the event", true},
    Field{"station", text, "ICAO code of the station, or HKO", true},
    Field{"date", text, "The station's local civil day", true},
    Field{"unit", text, "`C` or `F`", true},
    Field{"mean", number, "Of the distribution, degrees of `unit`", true},
    Field{"sd", number, "Standard deviation, degrees of `unit`", true},
    Field{"method", text, "How the distribution was made", true},
    Field{"sources", list, "`[{name,run,members,issued}]`; `run` and `issued` may be `null`"},
    Field{"observed", integer, "Extreme measured so far, whole degrees, or `null`", true},
    Field{"buckets", list, "`[{condition_id,yes_token,low,high,p}]`; the `p` add up to 1"},
};

constexpr std::array observation_fields{
    Field{"station", text, "ICAO code of the station, or HKO", true},
    Field{"date", text, "The station's local civil day", true},
    Field{"unit", text, "`C` or `F`", true},
    Field{"highest", integer, "So far, whole degrees by the settlement rule, or `null`", true},
    Field{"lowest", integer, "So far, whole degrees by the settlement rule, or `null`", true},
    Field{"reports", integer, "How many reports count so far", true},
    Field{"latest", time, "Time of the last of them, or `null`", true},
    Field{"source", text, "Where the reports come from", true},
};

constexpr std::array signal_fields{
    Field{"token_id", text, "Token", true},
    Field{"side", text, "`BUY` or `SELL`", true},
    Field{"p", number, "Our probability that the token pays", true},
    Field{"price", number, "Executable for the whole size: the worst level needed", true},
    Field{"size", number, "Shares", true},
    Field{"fee", number, "Of the whole size, as a taker, dollars", true},
    Field{"edge", number, "Per share, after the fee, at the average price", true},
    Field{"decision", text, "`enter`, `exit`, `hold` or `skip`", true},
    Field{"reason", text, "A listed code", true},
};

constexpr std::array order_fields{
    Field{"order_id", text, "The venue's hash, known before sending, or `paper-N`", true},
    Field{"client_id", text, "Ours"},
    Field{"token_id", text, "Token", true},
    Field{"side", text, "`BUY` or `SELL`", true},
    Field{"price", number, "Limit", true},
    Field{"size", number, "Shares ordered", true},
    Field{"filled", number, "Shares filled so far", true},
    Field{"order_type", text, "`GTC`, `GTD`, `FOK` or `FAK`", true},
    Field{"status", text,
          "`intent`, `sent`, `unknown`, `live`, `delayed`, `partly_filled`, `filled`, `cancelled`, "
          "`expired` or `rejected`",
          true},
    Field{"reason", text, "Why it ended or was rejected; may be empty", true},
    Field{"mode", text, "`paper` or `live`", true},
};

constexpr std::array fill_fields{
    Field{"order_id", text, "The order", true},
    Field{"trade_id", text, "Unique together with `order_id`", true},
    Field{"token_id", text, "Token", true},
    Field{"side", text, "Ours: `BUY` or `SELL`", true},
    Field{"price", number, "Price", true},
    Field{"size", number, "Shares", true},
    Field{"fee", number, "Dollars", true},
    Field{"settlement", text, "`provisional`, `settled` or `failed`", true},
};

constexpr std::array position_fields{
    Field{"token_id", text, "Token", true},
    Field{"market", text, "Slug of the market", true},
    Field{"outcome", text, "`yes` or `no`", true},
    Field{"settled", number, "Shares confirmed on chain", true},
    Field{"provisional", number, "Shares matched that may still fail", true},
    Field{"reserved", number, "Of `settled`, promised to open sell orders"},
    Field{"avg_price", number, "Cost of a held share, fees included; 0 when none is held", true},
    Field{"mark", number, "The executable bid; `null` when nobody bids", true},
    Field{"value", number, "Of all held shares at the mark, dollars", true},
    Field{"unrealized", number, "`value` less cost, dollars", true},
    Field{"realized", number, "Profit of what was sold or paid out, fees included, dollars", true},
};

constexpr std::array resolved_fields{
    Field{"condition_id", text, "Condition", true},
    Field{"winner", text, "`yes`, `no` or `split`", true},
    Field{"payout", number, "What a share of yes pays: 1, 0 or 0.5; a share of no pays the rest",
          true},
};

constexpr std::array alert_fields{
    Field{"severity", integer, "1 acts at once, 2 needs a person today, 3 is good to know", true},
    Field{"code", text, "A listed code", true},
    Field{"message", text, "One line", true},
    Field{"subject", text, "What it is about: a token, an order, a task; may be empty", true},
};

constexpr std::array price_point_fields{
    Field{"token_id", text, "Token", true},
    Field{"at", time, "Time of the point", true},
    Field{"price", number, "Price then", true},
};

constexpr std::array preview_fields{
    Field{"token_id", text, "Token"},
    Field{"side", text, "`BUY` or `SELL`", true},
    Field{"price", number, "Limit", true},
    Field{"size", number, "Shares; of a market buy the least it gets", true},
    Field{"order_type", text, "`GTC`, `GTD`, `FOK` or `FAK`", true},
    Field{"cost", number, "Dollars at most, fee included; of a sale what it gets at least", true},
    Field{"fee", number, "Dollars at most", true},
    Field{"worst_case", number, "What it can lose, negative", true},
    Field{"refusal", text, "Why the gate would refuse it; empty when it would not", true},
    Field{"payload", text, "What would be sent, with the signature masked; empty on paper"},
};

constexpr std::array wallet_fields{
    Field{"address", text, "Address of the key that signs", true},
    Field{"wallet", text, "Address that holds the money", true},
    Field{"signature_type", text, "`eoa`, `proxy`, `safe` or `deposit_wallet`", true},
    Field{"source", text, "Where the key came from", true},
};

constexpr std::array api_key_fields{
    Field{"key", text, "The key's id; its secret is never shown", true},
    Field{"readonly", flag, "It can read and nothing else", true},
    Field{"in_use", flag, "The one this machine trades with", true},
};

constexpr std::array balance_fields{
    Field{"token_id", text, "Token; `null` is the collateral", true},
    Field{"balance", number, "Shares of the token, or dollars", true},
};

constexpr std::array allowance_fields{
    Field{"spender", text, "Contract that may take it", true},
    Field{"name", text, "Its name, when it is one of the venue's", true},
    Field{"token_id", text, "Token; `null` is the collateral"},
    Field{"amount", text, "In millionths, or `unlimited`", true},
    Field{"enough", flag, "For any order that could be paid", true},
};

constexpr std::array check_fields{
    Field{"check", text, "What was looked at", true},
    Field{"result", text, "`pass`, `warn` or `fail`", true},
    Field{"detail", text, "What was seen", true},
    Field{"fix", text, "What to do; empty when it is well", true},
};

constexpr std::array life_fields{
    Field{"order_id", text, "Order"},
    Field{"step", text, "A status of the order, or `fill`, `settled`, `failed`", true},
    Field{"proof", text,
          "What it rests on: `own`, `reply`, `order_lookup`, `open_orders`, `trade`, `stream`, "
          "`duplicated` or `negative`",
          true},
    Field{"detail", text, "The terms, or why", true},
};

constexpr std::array types{
    RecordType{"market", "A yes/no question with two tokens", "yes_token", market_fields},
    RecordType{"quote", "The best of both sides of one token's book", "token_id", quote_fields},
    RecordType{"book", "All levels of one token", "token_id", book_fields},
    RecordType{"print", "Somebody's public trade", "token_id", print_fields},
    RecordType{"tick", "A token's price grid changed", "token_id", tick_fields},
    RecordType{"status", "What a stream says about itself", "", status_fields},
    RecordType{"forecast", "Probability of every bucket of a temperature event", "event",
               forecast_fields},
    RecordType{"observation", "A station's day as measured so far", "station", observation_fields},
    RecordType{"signal", "A decision with its terms", "token_id", signal_fields},
    RecordType{"order", "An order and what is known of it", "order_id", order_fields},
    RecordType{"fill", "Our part of a trade", "trade_id", fill_fields},
    RecordType{"position", "What is held of one token, with its price", "token_id",
               position_fields},
    RecordType{"resolved", "How a market ended", "condition_id", resolved_fields},
    RecordType{"alert", "Something a person should hear about", "code", alert_fields},
    RecordType{"price_point", "A point of a token's price history", "token_id", price_point_fields},
    RecordType{"preview", "What an order would be, from `--dry-run`", "token_id", preview_fields},
    RecordType{"wallet", "Whose account it is", "wallet", wallet_fields},
    RecordType{"api_key", "One of the account's API keys", "key", api_key_fields},
    RecordType{"balance", "What the venue says the wallet holds", "token_id", balance_fields},
    RecordType{"allowance", "What a contract may take from the wallet", "spender",
               allowance_fields},
    RecordType{"check", "One thing that `doctor` or `audit` looked at", "check", check_fields},
    RecordType{"life", "A step in an order's life", "order_id", life_fields},
};

}  // namespace

std::span<const RecordType> record_types() {
    return types;
}

const RecordType* record_type(std::string_view name) {
    for (const auto& type : types) {
        if (type.name == name) return &type;
    }
    return nullptr;
}

std::span<const Field> temperature_fields() {
    return temperature_members;
}

}  // namespace pm::records
