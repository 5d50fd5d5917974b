#include "sim/trading_floor.hpp"

#include <algorithm>
#include <cmath>

#include "base/json_writer.hpp"
#include "domain/names.hpp"
#include "sim/chance.hpp"
#include "sim/names.hpp"

namespace pm::sim {
namespace {

using std::chrono::seconds;

Duration seconds_in(const Json& json, std::string_view key, double absent) {
    constexpr double year = 86'400.0 * 365;
    return Duration{std::llround(std::clamp(json.real(key).value_or(absent), -year, year) * 1e6)};
}

Result<crypto::Address> address_in(const Json& json) {
    return crypto::Address::parse(json.string("address").value_or(""));
}

}  // namespace

TradingFloor::TradingFloor(World& the_world, const Clock& real_clock, const FloorOptions& wanted)
    : world{the_world},
      real{real_clock},
      options{wanted},
      keys{wanted.seed},
      wallets{wanted.default_balance},
      house{the_world, wallets},
      exchange{{the_world, wallets, house, wanted.seed}},
      heartbeats{wanted.seed},
      notices{the_world},
      plan{wanted.seed},
      truth{the_world, wallets, real_clock},
      users{std::make_shared<UserHub>(the_world, keys, plan, real_clock)} {
    the_world.add(exchange);
    the_world.add(house);
    house.choose_scripts([this] {
        auto script = plan.script(real.steady());
        return script ? std::move(*script) : usual_script();
    });
    // The truth is written first, whatever the others do with what they hear.
    for (FloorObserver* observer :
         {static_cast<FloorObserver*>(&truth), static_cast<FloorObserver*>(&notices),
          static_cast<FloorObserver*>(users.get())}) {
        exchange.add(*observer);
        house.add(*observer);
    }
}

void TradingFloor::tick() {
    for (const auto& key : heartbeats.lapsed(real.steady())) {
        std::vector<std::string> owners{key};
        const auto* known = keys.find(key);
        if (heartbeats.rule().whole_account && known != nullptr) {
            owners = keys.list(known->address, false);
        }
        for (const auto& owner : owners) truth.wiped(owner, wipe(owner));
    }
}

std::size_t TradingFloor::wipe(std::string_view owner, std::string_view word) {
    std::size_t done = 0;
    for (const auto& id : exchange.open_orders(owner)) {
        if (exchange.cancel(id, word).empty()) ++done;
    }
    return done;
}

Standing TradingFloor::standing(const crypto::Address& address) const {
    const auto found = standings_.find(address);
    return found == standings_.end() ? Standing{} : found->second;
}

Result<void> TradingFloor::add_faults(const Json& request) {
    auto actions = plan.add(request, real.steady());
    if (!actions) return pass(actions);
    for (const auto& action : *actions) {
        if (auto done = act(action); !done) return done;
    }
    return {};
}

Result<void> TradingFloor::act(const Json& action) {
    const auto kind = action.string("kind").value_or("");
    if (kind == "restart" || kind == "mode") return set_mode(action);
    if (kind == "limits") {
        const auto policy = action.string("policy").value_or("enforce");
        limits.set(policy == "off"    ? SignerLimits::Policy::off
                   : policy == "warn" ? SignerLimits::Policy::warn
                                      : SignerLimits::Policy::enforce);
    } else if (kind == "heartbeat_rule") {
        return set_heartbeat_rule(action);
    } else if (kind == "heartbeat_id") {
        heartbeats.forget_id(action.string("owner").value_or(""));
    } else if (kind == "clock") {
        clock_offset = seconds_in(action, "offset_s", 0);
        stamp_tolerance = action.integer("tolerance_s");
    } else if (kind == "geoblock") {
        geography.blocked = action.boolean("blocked").value_or(true);
        geography.country = action.string("country").value_or("US");
        geography.region = action.string("region").value_or("");
    } else if (kind == "market_delay") {
        return delay_market(action);
    } else if (kind == "order_lookup") {
        lookup = action.string("shows") == "open" ? OrderLookup::open_only : OrderLookup::all;
    } else if (kind == "phantom_lock") {
        return lock_phantom(action);
    } else if (kind == "foreign_order") {
        return place_foreign(action);
    } else if (kind == "user_close") {
        users->close_all(static_cast<int>(action.integer("code").value_or(0)));
    } else if (kind == "account") {
        return set_account(action);
    }
    return {};
}

Result<void> TradingFloor::set_mode(const Json& action) {
    const auto now = real.steady();
    if (action.string("kind") == "restart") {
        mode.restart(now, seconds_in(action, "seconds", 30),
                     seconds_in(action, "post_only_seconds", 120));
        if (action.boolean("wipe").value_or(false)) {
            for (const auto& order : exchange.orders()) {
                if (order.open()) static_cast<void>(exchange.cancel(order.id, "INVALID"));
            }
        }
        return {};
    }
    const auto wanted = mode_named(action.string("mode").value_or(""));
    if (!wanted) return fail(Errc::bad_input, "unknown mode");
    std::optional<Instant> until;
    if (action.find("seconds") != nullptr) until = now + seconds_in(action, "seconds", 0);
    mode.set(*wanted, until);
    return {};
}

Result<void> TradingFloor::set_heartbeat_rule(const Json& action) {
    Heartbeats::Rule rule;
    rule.silence_max = seconds_in(action, "silence_s", 10);
    rule.check_every = seconds_in(action, "check_s", 5);
    rule.whole_account = action.string("scope") == "account";
    if (rule.check_every.count() <= 0) return fail(Errc::bad_input, "check_s must be positive");
    heartbeats.set(rule);
    return {};
}

Result<void> TradingFloor::delay_market(const Json& action) {
    const auto condition = action.string("market").value_or("");
    for (std::size_t i = 0; i < world.markets().size(); ++i) {
        if (world.markets()[i].condition != condition) continue;
        exchange.delay_takers(i, seconds_in(action, "delay_s", 3));
        return {};
    }
    return fail(Errc::bad_input, "market_delay needs a market's condition id");
}

Result<void> TradingFloor::lock_phantom(const Json& action) {
    const auto address = address_in(action);
    const auto amount = Money::parse(action.digits("amount").value_or(""));
    if (!address || !amount) return fail(Errc::bad_input, "phantom_lock needs address and amount");
    wallets.of(*address).phantom_lock = amount->micros;
    return {};
}

Result<void> TradingFloor::place_foreign(const Json& action) {
    // The same account's order through a key of another program: nobody here signed it.
    const auto address = address_in(action);
    const auto token = TokenId::parse(action.string("token").value_or(""));
    const auto price = Price::parse(action.digits("price").value_or(""));
    const auto size = Size::parse(action.digits("size").value_or(""));
    const auto side = named<Side>(action.string("side").value_or("BUY"));
    if (!address || !token || !price || !size || !side) {
        return fail(Errc::bad_input, "foreign_order needs address, token, side, price and size");
    }
    const auto print = Fingerprint{}.add("foreign").add(options.seed).add(++foreign_made_).value();
    GenuineOrder order;
    order.id = hex_name<32>(print);
    order.address = *address;
    auto& sent = order.sent;
    // Two programs of one account share its key: both derive the same.
    const auto own = keys.list(*address, false);
    sent.owner = action.string("owner").value_or(own.empty() ? uuid_text(print) : own.front());
    order.foreign = true;
    const auto funder = action.string("maker");
    const auto maker = crypto::Address::parse(funder.value_or(address->lower()));
    if (!maker) return fail(Errc::bad_input, "maker is not an address");
    sent.wire.maker = *maker;
    sent.wire.token = *token;
    sent.wire.side = *side;
    const auto money = notional_down(*price, *size).micros;
    sent.wire.maker_amount = *side == Side::buy ? money : size->micros;
    sent.wire.taker_amount = *side == Side::buy ? size->micros : money;
    const auto placed = exchange.place(order);
    if (!placed.refusal.empty()) return fail(Errc::bad_input, placed.refusal);
    return {};
}

Result<void> TradingFloor::set_account(const Json& wish) {
    const auto address = address_in(wish);
    if (!address) return fail(Errc::bad_input, "an account needs an address");
    auto& wallet = wallets.of(*address);
    if (const auto cash = wish.digits("cash")) {
        const auto amount = Money::parse(*cash);
        if (!amount) return fail(Errc::bad_input, "cash is not an amount");
        wallet.cash.balance = amount->micros;
    }
    if (const auto* shares = wish.find("shares")) {
        for (const auto& [token, size] : shares->members()) {
            const auto amount = Size::parse(size.digits().value_or(""));
            if (!amount) return fail(Errc::bad_input, "shares are not a size");
            wallet.shares[token].balance = amount->micros;
        }
    }
    wallet.allowed = wish.boolean("allowed").value_or(wallet.allowed);
    auto& standing = standings_[*address];
    standing.banned = wish.boolean("banned").value_or(standing.banned);
    standing.closed_only = wish.boolean("closed_only").value_or(standing.closed_only);
    truth.wallet(*address);
    return {};
}

std::string TradingFloor::account_text(const crypto::Address& address) const {
    const auto* wallet = wallets.find(address);
    Wallet fresh;
    fresh.cash.balance = wallets.default_balance();
    if (wallet == nullptr) wallet = &fresh;
    std::string out;
    JsonWriter w{out};
    const auto holding = [&](const Holding& one) {
        w.begin_object().key("balance").string(Money{one.balance}.text());
        w.key("locked").string(Money{one.locked}.text());
        w.key("reserved").string(Money{one.reserved}.text()).end_object();
    };
    w.begin_object().key("address").string(address.text()).key("cash");
    holding(wallet->cash);
    w.key("shares").begin_object();
    for (const auto& [token, shares] : wallet->shares) {
        w.key(token);
        holding(shares);
    }
    w.end_object().key("allowed").boolean(wallet->allowed);
    w.key("banned").boolean(standing(address).banned);
    w.key("closed_only").boolean(standing(address).closed_only).end_object();
    return out;
}

}  // namespace pm::sim
