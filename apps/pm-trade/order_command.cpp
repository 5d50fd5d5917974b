#include "pm-trade/order_command.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/names.hpp"

namespace pm::trade {

std::optional<Outcome> outcome_named(std::string_view text) {
    if (text == "yes") return Outcome::yes;
    if (text == "no") return Outcome::no;
    return std::nullopt;
}

Result<TimeInForce> parse_order_type(std::string_view text) {
    const auto name = lower_case(text);
    if (name == "gtc") return TimeInForce::gtc;
    if (name == "gtd") return TimeInForce::gtd;
    if (name == "fok") return TimeInForce::fok;
    if (name == "fak") return TimeInForce::fak;
    return fail(Errc::malformed, "not an order type", "one of gtc, gtd, fok, fak");
}

std::vector<cli::Example> BuyCommand::examples() const {
    return {{"pm-trade buy MARKET --outcome yes --spend 5", "take what 5 dollars buy, or nothing"},
            {"pm-trade buy TOKEN --shares 20 --price 0.35 --expires 30m", "rest for half an hour"},
            {"pm-trade buy TOKEN --spend 5 --max-price 0.40 --dry-run", "look, do not touch"}};
}

std::vector<cli::Example> SellCommand::examples() const {
    return {{"pm-trade sell TOKEN --shares 20", "to the bids, now"},
            {"pm-trade sell TOKEN --shares 20 --price 0.60 --post-only", "rest, never cross"}};
}

void OrderCommand::declare(cli::Options& options) {
    const bool buys = wish_.side == Side::buy;
    options.argument("market", target_, "Market or token: slug, URL, condition or token id")
        .required();
    options.value("--outcome", outcome_, "Which outcome of a market").choices({"yes", "no"});
    options.value("--shares", wish_.shares, Size::parse, "How many shares").value_name("N");
    if (buys) {
        options.value("--spend", wish_.spend, Money::parse, "How many dollars, fees apart")
            .value_name("DOLLARS");
    }
    options.value("--price", wish_.price, Price::parse, "Limit: the order rests if it must")
        .value_name("P");
    options
        .value(buys ? "--max-price" : "--min-price", wish_.worst, Price::parse,
               "Without --price: the worst price to take at")
        .value_name("P");
    options.value("--type", wish_.type, parse_order_type, "gtc, gtd, fok or fak")
        .value_name("TYPE");
    options.flag("--post-only", wish_.post_only, "Only as a maker: refused if it would cross");
    options.value("--expires", wish_.expires, cli::parse_duration, "Leave the book after this long")
        .value_name("TIME");
    options.flag("--dry-run", plan_.dry_run, "Show cost, fee, worst case and what would be sent");
    options.value("--patience", patience_, cli::parse_duration, "Wait this long for an answer")
        .value_name("TIME")
        .default_text("15s");
    plan_.live.declare(options);
}

net::Task<void> OrderCommand::trade(HandDesk& desk) {
    auto seen = co_await desk.look(target_, outcome_named(outcome_));
    if (!seen) co_return pass(seen);
    const auto& book = seen->book;
    const Offer offer{&seen->market, seen->outcome, wish_.side == Side::buy ? book.asks : book.bids,
                      seen->at};
    auto intent = intent_of(wish_, offer, desk.limits().collar_micros);
    if (!intent) co_return pass(intent);
    if (plan_.dry_run) co_return desk.preview(*intent, *seen);
    auto id = desk.place(std::move(*intent), *seen);
    if (!id) co_return pass(id);
    co_return co_await desk.wait(std::move(*id), patience_);
}

net::Task<void> OrderCommand::run(cli::Env& env) {
    if (auto ok = check(wish_); !ok) co_return ok;
    auto session = co_await wiring::Session::open(env);
    if (!session) co_return pass(session);
    auto desk = co_await HandDesk::open(env, **session, plan_);
    if (!desk) co_return pass(desk);
    auto done = co_await trade(**desk);
    co_return co_await (*desk)->close(std::move(done));
}

}  // namespace pm::trade
