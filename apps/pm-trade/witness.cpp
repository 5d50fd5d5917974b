#include "pm-trade/witness.hpp"

#include <algorithm>

namespace pm::trade {

void Witness::on_signal(Timestamp ts, const Signal& signal) {
    records_.on_signal(ts, signal);
    if (signal.decision != Decision::enter && signal.decision != Decision::exit) return;
    auto& shown = entries_[signal.token];
    if (shown.ts == Timestamp{} || signal.edge > shown.signal.edge) shown = {ts, signal};
}

void Witness::on_order(Timestamp ts, const Order& order) {
    records_.on_order(ts, order);
}

void Witness::on_fill(Timestamp ts, const Fill& fill) {
    records_.on_fill(ts, fill);
    fees_ += fill.fee;
    if (fill.side == Side::buy) {
        bought_ += notional_up(fill.price, fill.size);
    } else {
        sold_ += notional_down(fill.price, fill.size);
    }
}

void Witness::on_status(Timestamp ts, const StreamStatus& status) {
    records_.on_status(ts, status);
}

void Witness::on_alert(Timestamp ts, const Alert& alert) {
    records_.on_alert(ts, alert);
}

void Witness::on_resolved(Timestamp ts, const Resolution& resolution,
                          const trading::Settled& settled) {
    records_.on_resolved(ts, resolution, settled);
    ++resolved_;
    settled_positions_ += static_cast<std::int64_t>(settled.positions.size());
    realized_ += settled.realized;
}

std::vector<Witness::Shown> Witness::best(std::size_t count) const {
    std::vector<Shown> out;
    for (const auto& [token, shown] : entries_) out.push_back(shown);
    std::stable_sort(out.begin(), out.end(),
                     [](const Shown& a, const Shown& b) { return a.signal.edge > b.signal.edge; });
    if (out.size() > count) out.resize(count);
    return out;
}

}  // namespace pm::trade
