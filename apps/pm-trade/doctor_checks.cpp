// What doctor looks at, subject by subject.

#include <filesystem>

#include <boost/asio/this_coro.hpp>

#include "base/text.hpp"
#include "pm-trade/account.hpp"
#include "pm-trade/doctor_command.hpp"
#include "pm-trade/kill_command.hpp"
#include "pm-trade/live_admission.hpp"
#include "polymarket/facts.hpp"
#include "polymarket/feed_session.hpp"
#include "polymarket/signing_facts.hpp"
#include "polymarket/user_frame.hpp"
#include "store/ledger.hpp"

namespace pm::trade {

using namespace std::chrono_literals;

namespace {

constexpr std::uintmax_t room_wanted = 256U << 20U;
constexpr Duration offset_max = 2s;
constexpr Duration frame_within = 10s;
constexpr Duration silence_ok = 2s;

std::string milliseconds(Duration time) {
    return std::to_string(time.count() / 1000) + " ms";
}

void check_instance(cli::Env& env, Report& report, bool live) {
    auto path = live ? live_ledger_file(*env.settings) : ledger_file(*env.settings);
    if (!path) return report.fail("ledger", path.error());
    if (!std::filesystem::exists(*path)) {
        return report.pass("ledger", "none yet: " + sanitised(*path));
    }
    if (const auto busy = store::ledger_in_use(*path)) {
        return report.warn("ledger", *busy, "two bots on one account refuse each other");
    }
    report.pass("ledger", sanitised(*path));
}

void check_stop(cli::Env& env, Report& report) {
    auto stop = stop_file_of(*env.settings);
    if (!stop) return report.fail("stop", stop.error());
    if (!stop->there()) return report.pass("stop", "trading is not stopped");
    const auto text = stop->text().value_or("");
    report.fail("stop", text.empty() ? "a STOP file is there" : text, "pm-trade kill --reset");
}

}  // namespace

void check_machine(cli::Env& env, Report& report, bool live) {
    auto folder = env.settings->state_folder();
    if (!folder) {
        report.fail("disk", folder.error());
    } else {
        std::error_code failed;
        const auto space = std::filesystem::space(*folder, failed);
        const auto megabytes = std::to_string(space.available >> 20U) + " MiB free";
        if (failed || space.available < room_wanted) {
            report.fail("disk", failed ? failed.message() : megabytes,
                        "an intent that cannot be written is an order that is not sent");
        } else {
            report.pass("disk", megabytes + " in " + sanitised(*folder));
        }
    }
    check_stop(env, report);
    check_instance(env, report, live);
    if (!live) return;
    auto limits = live_limits(*env.settings);
    if (limits) {
        report.pass("limits", "every one is set");
    } else {
        report.fail("limits", limits.error(), "real money has no default limits: set them all");
    }
}

net::Task<void> check_venue(cli::Env& env, live::AccountClient& client, Report& report) {
    const auto began = env.clock.steady();
    auto measured = co_await client.measure_clock();
    const auto took = env.clock.steady() - began;
    if (!measured) {
        report.fail("venue", measured.error());
        co_return Result<void>{};
    }
    report.pass("venue", "name, TLS and answer in " + milliseconds(took));
    const auto offset = client.clock_offset().offset();
    const auto off = milliseconds(offset) + " between our clock and the venue's";
    if (offset > offset_max || offset < -offset_max) {
        report.fail("clock", off, "set the clock: requests are signed with the time");
    } else {
        report.pass("clock", off);
    }
    auto version = co_await client.version();
    if (!version) {
        report.fail("version", version.error());
    } else if (*version != polymarket::known_venue_version) {
        report.fail("version", "the venue speaks order version " + std::to_string(*version),
                    "a newer release is needed; nothing would be signed");
    } else {
        report.pass("version", "order version " + std::to_string(*version));
    }
    auto block = co_await client.geoblock();
    if (!block) {
        report.warn("region", block.error().message, "whether you may trade here is not known");
    } else if (block->blocked) {
        report.fail("region",
                    sanitised(block->country) + ' ' + sanitised(block->region) + ": blocked",
                    "the venue takes no orders from here");
    } else {
        report.pass("region", sanitised(block->country) + ": not blocked");
    }
    co_return Result<void>{};
}

net::Task<void> check_market_socket(cli::Env& env, wiring::Session& session, Report& report) {
    polymarket::EventQuery query;
    query.tag = polymarket::daily_temperature_tag;
    query.limit_total = 1;
    auto listed = co_await session.catalogue().list(query);
    if (!listed || listed->events.empty() || listed->events.front().markets.empty()) {
        report.fail("markets", listed ? "no open temperature market" : listed.error().message, "");
        co_return Result<void>{};
    }
    report.pass("markets", listed->events.front().slug);
    const auto token = listed->events.front().markets.front().yes;
    auto socket = session.market_stream();
    const auto began = env.clock.steady();
    auto connected = co_await socket->connect();
    if (connected) {
        const std::vector<TokenId> tokens{token};
        auto text = polymarket::subscription_text(tokens);
        connected = co_await socket->send(std::move(text));
    }
    if (!connected) {
        report.fail("market socket", connected.error());
        co_return Result<void>{};
    }
    auto frame = co_await socket->receive(began + frame_within);
    if (!frame) {
        report.fail("market socket", frame.error());
    } else if (!*frame) {
        report.fail("market socket", "no frame in " + milliseconds(frame_within),
                    "quotes would be polled");
    } else {
        report.pass("market socket",
                    "first frame after " + milliseconds(env.clock.steady() - began));
    }
    socket->cut();
    co_return Result<void>{};
}

net::Task<void> check_account(wiring::AccountSession& account, Report& report) {
    auto& client = account.client();
    const auto& who = account.account();
    if (account.origin().starts_with("environment")) {
        report.warn("key", account.origin(), "a keystore is safer: pm-trade wallet import");
    } else {
        report.pass("key", account.origin());
    }
    report.pass("wallet", std::string{wiring::name_of(who.type)} + ' ' + who.funder.text());
    auto keys = co_await client.api_keys();
    if (keys) {
        report.pass("api key", account.api().key + ", one of " + std::to_string(keys->size()));
    } else {
        report.fail("api key", keys.error(), "pm-trade keys derive");
    }
    auto closed = co_await client.closed_only();
    if (!closed) {
        report.warn("restrictions", closed.error().message, "");
    } else if (*closed) {
        report.fail("restrictions", "the account may only close positions", "");
    } else {
        report.pass("restrictions", "none");
    }
    auto balance = co_await client.balance(TokenId{}, true);
    if (!balance) {
        report.fail("balance", balance.error());
        co_return Result<void>{};
    }
    if (balance->micros > 0) {
        report.pass("balance", Money{balance->micros}.text() + " dollars");
    } else {
        report.fail("balance", "no collateral", "deposit to " + who.funder.text());
    }
    for (const auto& contract :
         {polymarket::exchange_contract, polymarket::neg_risk_exchange_contract}) {
        const auto address = contract.lower();
        bool enough = false;
        for (const auto& [spender, amount] : balance->allowances) {
            const bool this_one = spender == address || spender.empty();
            if (this_one && amount >= U256{static_cast<std::uint64_t>(balance->micros)}) {
                enough = true;
            }
        }
        if (enough) {
            report.pass("allowance", contract.text());
        } else {
            report.fail("allowance", contract.text() + " may not take the collateral",
                        "approve it on the venue's page, then: pm-trade balance --refresh");
        }
    }
    co_return Result<void>{};
}

net::Task<void> check_user_socket(cli::Env& env, wiring::Session& session,
                                  wiring::AccountSession& account, Report& report) {
    auto socket = session.user_stream();
    auto connected = co_await socket->connect();
    if (connected) {
        auto text = polymarket::user_subscription_text(account.api());
        connected = co_await socket->send(std::move(text));
    }
    if (connected) connected = co_await socket->send(std::string{polymarket::ping_text});
    if (!connected) {
        report.fail("user socket", connected.error());
        co_return Result<void>{};
    }
    // Wrong credentials are answered by closing, right ones by silence until something happens.
    auto frame = co_await socket->receive(env.clock.steady() + silence_ok);
    if (!frame) {
        report.fail("user socket", frame.error(), "fills would be heard late: by request only");
    } else {
        report.pass("user socket", *frame ? "answers" : "open and silent");
    }
    socket->cut();
    co_return Result<void>{};
}

}  // namespace pm::trade
