#include "pm-trade/pipe_run.hpp"

#include "base/time_text.hpp"
#include "records/read.hpp"

namespace pm::trade {

namespace {

/// Tells the desk what a record says; what is none of its business is left.
struct Teller {
    Desk& desk;
    Timestamp ts;

    Result<void> operator()(const Market& market) const { return desk.on_market(ts, market), ok(); }
    Result<void> operator()(const Quote& quote) const { return desk.on_quote(ts, quote), ok(); }
    Result<void> operator()(const BookSnapshot& book) const { return desk.on_book(ts, book), ok(); }
    Result<void> operator()(const Print& print) const { return desk.on_print(ts, print), ok(); }
    Result<void> operator()(const TickChange& tick) const { return desk.on_tick(ts, tick), ok(); }
    Result<void> operator()(const StreamStatus& status) const {
        return desk.on_status(ts, status), ok();
    }
    Result<void> operator()(const Forecast& forecast) const {
        return desk.on_forecast(ts, forecast), ok();
    }
    Result<void> operator()(const Resolution& resolution) const {
        return desk.on_resolved(ts, resolution);
    }
    template <class Other>
    Result<void> operator()(const Other& /*other*/) const {
        return ok();
    }

    static Result<void> ok() { return {}; }
};

}  // namespace

PipeRun::PipeRun(DeskOptions options, Parts parts)
    : parts_{parts},
      sink_{parts.out},
      desk_{std::move(options), parts.live ? parts.live->ledger() : parts.account->journal(), sink_,
            parts.live ? numbers_of(parts.live->ledger()) : parts.account->numbers(),
            parts.live ? parts.live->venue() : DeskVenue{}} {
    if (parts_.pass_on) sink_.leave_resolved_out();
}

void PipeRun::start(const Books& books, Timestamp now) {
    desk_.restore(books, now);
    started_ = true;
}

Result<void> PipeRun::start_on_paper(Timestamp now) {
    auto books = parts_.account->load(now);
    if (!books) return pass(books);
    start(*books, now);
    return {};
}

/// Real money goes by the clock: what was recorded earlier is as old as it is, however it comes.
Result<void> PipeRun::keep_time(Timestamp recorded) {
    if (parts_.live == nullptr) return {};
    if (!parts_.live->may_be_past(recorded)) {
        return fail(Errc::malformed,
                    "the record is of " + time_text(recorded) + ", which is to come",
                    "real money trades on what happens now: pm-stream | pm-trade --live");
    }
    desk_.advance(parts_.live->clock().now());
    return {};
}

Result<void> PipeRun::write_out() {
    if (auto done = sink_.write_out(); !done) return done;
    return parts_.out.flush();
}

Result<void> PipeRun::take(std::string_view line) {
    auto record = records::read(line);
    if (!record) return pass(record);
    if (auto kept = keep_time(record->ts); !kept) return kept;
    if (parts_.pass_on) sink_.add(line);
    if (!started_) {
        if (auto started = start_on_paper(record->ts); !started) return started;
    }
    if (auto done = std::visit(Teller{desk_, record->ts}, record->body); !done) return done;
    if (parts_.forecasts != nullptr) parts_.forecasts->give(desk_, desk_.now());
    if (auto done = sink_.write_out(); !done) return done;
    if (desk_.failure()) return tl::unexpected<Error>{*desk_.failure()};
    return {};
}

}  // namespace pm::trade
