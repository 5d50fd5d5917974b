#include "pm-trade/record_sink.hpp"

#include "records/write.hpp"

namespace pm::trade {

void RecordSink::on_signal(Timestamp ts, const Signal& signal) {
    records::append(text_, ts, signal);
}

void RecordSink::on_order(Timestamp ts, const Order& order) {
    records::append(text_, ts, order);
}

void RecordSink::on_fill(Timestamp ts, const Fill& fill) {
    records::append(text_, ts, fill);
}

void RecordSink::on_status(Timestamp ts, const StreamStatus& status) {
    records::append(text_, ts, status);
}

void RecordSink::on_alert(Timestamp ts, const Alert& alert) {
    records::append(text_, ts, alert);
}

void RecordSink::on_resolved(Timestamp ts, const Resolution& resolution,
                             const trading::Settled& /*settled*/) {
    if (says_resolved_) records::append(text_, ts, resolution);
}

void RecordSink::add(std::string_view line) {
    text_ += line;
    text_ += '\n';
}

Result<void> RecordSink::write_out() {
    if (text_.empty()) return {};
    auto done = out_.write(text_);
    text_.clear();
    return done;
}

}  // namespace pm::trade
