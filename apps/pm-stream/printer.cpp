#include "pm-stream/printer.hpp"

#include "domain/names.hpp"

namespace pm::stream {

template <class T>
void Printer::say(Timestamp ts, const T& value) {
    if (enough()) return;
    records::append(lines_, ts, value);
    ++said_;
}

void Printer::on_quote(Timestamp ts, const Quote& quote) {
    if (enough()) return;
    quotes_.append(lines_, ts, quote);
    ++said_;
}

void Printer::on_status(Timestamp ts, const StreamStatus& status) {
    say(ts, status);
    const bool bad = status.state == StreamState::gap || status.state == StreamState::stale;
    if (bad && stale_.empty()) {
        stale_ = std::string{name_of(status.state)};
        if (!status.reason.empty()) stale_ += ": " + status.reason;
    }
}

Result<bool> Printer::hand_on() {
    if (!lines_.empty()) {
        auto written = env_.out.write(lines_);
        lines_.clear();
        if (!written) return pass(written);
    }
    if (options_.fail_stale && !stale_.empty()) return fail(Errc::stale, stale_);
    return !enough();
}

Result<bool> Printer::on_drained() {
    auto more = hand_on();
    // A stale end, too, flushes what was said before it.
    if (auto flushed = env_.out.flush(); !flushed) return pass(flushed);
    if (!more) return more;
    if (options_.until && env_.clock.steady() >= *options_.until) return false;
    return more;
}

}  // namespace pm::stream
