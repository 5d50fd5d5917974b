#include "pm-monitor/watch_run.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "records/write.hpp"

namespace pm::guard {

WatchRun::WatchRun(cli::Env& env, monitor::WatchPlan plan, WatchOptions options, Holdings holdings)
    : env_{env},
      options_{options},
      holdings_{std::move(holdings)},
      watcher_{plan, *this},
      now_{env.clock.now()} {}

Result<void> WatchRun::take(std::string_view line) {
    auto record = records::read(line);
    if (!record) return pass(record, "line " + std::to_string(env_.in.number()));
    if (options_.pass_on) {
        out_ += line;
        out_ += '\n';
    }
    // The first record says which time it is here: a simulator's day isn't today.
    now_ = heard_at_ ? std::max(now_, record->ts) : record->ts;
    heard_at_ = env_.clock.steady();
    apply(*record);
    if (holdings_changed_) {
        if (auto done = reload(now_); !done) return done;
    }
    return write_out();
}

void WatchRun::apply(records::Record& record) {
    std::visit(
        [&](auto& body) {
            using Body = std::decay_t<decltype(body)>;
            if constexpr (std::is_same_v<Body, Quote>) {
                replay_ = replay_ || body.source == QuoteSource::replay;
                if (seller_) seller_->see(body, now_);
                watcher_.apply(body, now_);
            } else if constexpr (std::is_same_v<Body, Market>) {
                fills_.apply(body);
                apply(body, now_);
            } else if constexpr (std::is_same_v<Body, BookSnapshot>) {
                apply(body, now_);
            } else if constexpr (std::is_same_v<Body, Fill>) {
                fills_.apply(body);
                watcher_.apply(body, now_);
                holdings_changed_ = true;
            } else if constexpr (std::is_same_v<Body, Resolution>) {
                watcher_.apply(body, now_);
                fills_.apply(body);
                holdings_changed_ = true;
            } else if constexpr (std::is_same_v<Body, Order> ||
                                 std::is_same_v<Body, StreamStatus>) {
                watcher_.apply(body, now_);
            }
        },
        record.body);
}

void WatchRun::apply(const BookSnapshot& book, Timestamp now) {
    if (seller_) seller_->see(book, now);
    watcher_.apply(book, now);
}

void WatchRun::apply(const Market& market, Timestamp now) {
    if (seller_) seller_->know(market);
    watcher_.apply(market, now);
}

Result<void> WatchRun::close_positions() {
    if (!seller_) return {};
    const auto wishes = std::exchange(exits_, {});
    for (const auto& wish : wishes) {
        auto sold = seller_->sell(wish, now_);
        if (sold) continue;
        if (sold.error().code == Errc::storage) return sold;
        watcher_.tell({.severity = 1,
                       .code = "exit_failed",
                       .message = std::string{monitor::name_of(wish.cause)} +
                                  " was reached but not sold: " + sold.error().message,
                       .subject = wish.token.text()},
                      now_);
    }
    for (const auto& resolution : std::exchange(resolved_, {})) {
        if (auto paid = seller_->resolve(resolution, now_); !paid) return paid;
        holdings_changed_ = true;
    }
    if (!seller_->take_records(out_) && !holdings_changed_) return {};
    return reload(now_);
}

Result<void> WatchRun::reload(Timestamp now) {
    holdings_changed_ = false;
    if (!options_.from_records) {
        auto positions = holdings_.positions(now);
        if (!positions) return pass(positions);
        if (*positions) {
            watcher_.hold(**positions, now);
            return {};
        }
    }
    watcher_.hold(fills_.positions(), now);
    return {};
}

Timestamp WatchRun::now() const {
    if (!heard_at_) return now_;
    return now_ + (env_.clock.steady() - *heard_at_);
}

Result<void> WatchRun::idle() {
    if (!replay_) watcher_.look(now());
    if (auto done = write_out(); !done) return done;
    return env_.out.flush();
}

Result<void> WatchRun::finish() {
    if (holdings_changed_ || !options_.from_records) {
        if (auto done = reload(now_); !done) return done;
    }
    watcher_.finish(now_);
    if (auto done = write_out(); !done) return done;
    return env_.out.flush();
}

Result<void> WatchRun::write_out() {
    if (auto done = close_positions(); !done) return done;
    if (out_.empty()) return {};
    auto written = env_.out.write(out_);
    out_.clear();
    return written;
}

void WatchRun::on_position(const MarkedPosition& position) {
    records::append(out_, now_, position);
}

void WatchRun::on_alert(const Alert& alert) {
    records::append(out_, now_, alert);
}

void WatchRun::on_resolved(const Resolution& resolution) {
    // The line itself has just been passed on.
    if (!options_.pass_on) records::append(out_, now_, resolution);
    resolved_.push_back(resolution);
}

void WatchRun::on_exit(const monitor::ExitWish& wish, const Position&) {
    exits_.push_back(wish);
}

}  // namespace pm::guard
