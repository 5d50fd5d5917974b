#include "pm-sim/oracle.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "domain/names.hpp"

namespace pm::simulator {
namespace {

constexpr std::size_t faults_shown = 10;

std::string count(std::size_t number, std::string_view what) {
    return std::to_string(number) + " " + std::string{what} + (number == 1 ? "" : "s");
}

std::string_view settlement_of(std::string_view status) {
    if (status == "CONFIRMED") return "settled";
    return status == "FAILED" ? "failed" : "provisional";
}

std::int64_t signed_size(Side side, Size size) {
    return side == Side::buy ? size.micros : -size.micros;
}

const JournalOrder* row_of(const JournalView& journal, const std::string& id) {
    const auto found = journal.by_order_id.find(id);
    return found == journal.by_order_id.end() ? nullptr : &journal.orders[found->second];
}

}  // namespace

void blame(Finding& finding, std::string fault) {
    finding.verdict = Verdict::fail;
    ++finding.fault_count;
    if (finding.faults.size() < faults_shown) finding.faults.push_back(std::move(fault));
}

std::string text_of(const Finding& finding) {
    std::string out = finding.verdict == Verdict::pass   ? "pass"
                      : finding.verdict == Verdict::fail ? "FAIL"
                                                         : "skip";
    out += (finding.number < 10 ? "  " : " ") + std::to_string(finding.number) + " " +
           finding.name + ": " + finding.counts;
    if (finding.fault_count > 0) out += ", " + count(finding.fault_count, "fault");
    out += '\n';
    for (const auto& fault : finding.faults) out += "        " + fault + "\n";
    return out;
}

Finding intent_before_arrival(const OracleInput& input) {
    Finding out{1, "intent written before arrival", Verdict::pass, {}};
    std::size_t seen = 0;
    for (const auto& order : input.truth.orders) {
        if (order.foreign || order.id.empty()) continue;
        ++seen;
        const auto* row = row_of(input.journal, order.id);
        if (row == nullptr) {
            blame(out, order.id + " arrived and is not in the journal");
        } else if (row->created_us > order.ms * 1'000 + input.slack.count()) {
            blame(out, order.id + " was written " +
                           std::to_string(row->created_us / 1'000 - order.ms) +
                           " ms after it arrived");
        }
    }
    out.counts = count(seen, "order");
    return out;
}

Finding one_order_each(const OracleInput& input) {
    Finding out{2, "one order for a hash, one live order for a slot", Verdict::pass, {}};
    std::set<std::string> seen;
    // Openings and closings of each slot in the order of time; at the same moment closings first.
    std::map<std::pair<std::string, Side>, std::multiset<std::pair<std::int64_t, int>>> slots;
    for (const auto& order : input.truth.orders) {
        if (!order.accepted || order.foreign) continue;
        if (!seen.insert(order.id).second) blame(out, order.id + " was accepted twice");
        const auto* row = row_of(input.journal, order.id);
        const bool by_hand = row != nullptr && row->wanted_by == "by_hand";
        const bool at_once = order.tif == TimeInForce::fok || order.tif == TimeInForce::fak;
        if (by_hand || at_once) continue;
        auto& slot = slots[{order.token, order.side}];
        slot.emplace(order.ms, 1);
        if (order.closed) slot.emplace(*order.closed, -1);
    }
    for (const auto& [slot, changes] : slots) {
        int open = 0;
        for (const auto& [ms, change] : changes) {
            open += change;
            if (open > input.orders_per_slot) {
                blame(out, std::to_string(open) + " orders at once to " +
                               std::string{name_of(slot.second)} + " " + slot.first + " at " +
                               std::to_string(ms));
                break;
            }
        }
    }
    out.counts = count(seen.size(), "hash") + ", " + count(slots.size(), "slot");
    return out;
}

namespace {

/// Every fill the venue knows is in the journal as it is, and no other.
void compare_fills(const OracleInput& input, Finding& out) {
    std::map<std::pair<std::string, std::string>, const TrueFill*> wanted;
    for (const auto& fill : input.truth.fills) {
        const auto order = input.truth.accepted.find(fill.order);
        const bool foreign =
            order != input.truth.accepted.end() && input.truth.orders[order->second].foreign;
        if (!foreign) wanted[{fill.order, fill.trade}] = &fill;
    }
    std::set<std::pair<std::string, std::string>> seen;
    for (const auto& row : input.journal.fills) {
        const std::pair key{row.order_id, row.trade_id};
        const auto name = "trade " + row.trade_id + " of " + row.order_id;
        const auto found = wanted.find(key);
        if (!seen.insert(key).second) blame(out, name + " is in the journal twice");
        if (found == wanted.end()) {
            blame(out, name + " is in the journal and never was");
            continue;
        }
        const auto& truth = *found->second;
        if (row.size != truth.size || row.price != truth.price.micros() ||
            row.token != truth.token || row.side != name_of(truth.side)) {
            blame(out, name + ": " + row.side + " " + row.size.text() + " in the journal, " +
                           std::string{name_of(truth.side)} + " " + truth.size.text() +
                           " in truth, or another price or token");
        }
        if (row.settlement != settlement_of(truth.status)) {
            blame(out, name + " is " + row.settlement + " in the journal and " + truth.status +
                           " in truth");
        }
    }
    for (const auto& [key, fill] : wanted) {
        if (!seen.contains(key)) {
            blame(out, "trade " + key.second + " of " + key.first + " is not in the journal");
        }
    }
}

void compare_sums(const OracleInput& input, Finding& out) {
    std::map<std::string, std::int64_t> filled;
    std::map<std::string, std::int64_t> confirmed;
    std::map<std::string, std::int64_t> all;
    for (const auto& fill : input.truth.fills) {
        if (fill.status == "FAILED" || row_of(input.journal, fill.order) == nullptr) continue;
        filled[fill.order] += fill.size.micros;
        all[fill.token] += signed_size(fill.side, fill.size);
        if (fill.status == "CONFIRMED") confirmed[fill.token] += signed_size(fill.side, fill.size);
    }
    for (const auto& row : input.journal.orders) {
        const auto want = filled[row.order_id];
        if (row.filled.micros != want) {
            blame(out, row.order_id + " has " + row.filled.text() + " filled in the journal, " +
                           Size{want}.text() + " in truth");
        }
    }
    for (const auto& [token, row] : input.journal.positions) {
        const auto condition = input.journal.condition_of.find(token);
        const bool over = condition != input.journal.condition_of.end() &&
                          input.journal.ended.contains(condition->second);
        if (over) continue;  // Paid out.
        const auto held = row.settled + row.provisional;
        if (held.micros != all[token] ||
            (all[token] == confirmed[token] && row.settled.micros != confirmed[token])) {
            blame(out, token + ": settled " + row.settled.text() + " and provisional " +
                           row.provisional.text() + " in the journal, confirmed " +
                           Size{confirmed[token]}.text() + " of " + Size{all[token]}.text() +
                           " in truth");
        }
    }
}

}  // namespace

Finding fills_and_positions(const OracleInput& input) {
    Finding out{3, "fills, filled sizes and positions", Verdict::pass, {}};
    compare_fills(input, out);
    compare_sums(input, out);
    out.counts = count(input.truth.fills.size(), "fill") + ", " +
                 count(input.journal.positions.size(), "position");
    return out;
}

Finding nothing_while_halted(const OracleInput& input) {
    Finding out{5, "nothing between halt and reset", Verdict::pass, {}};
    for (const auto& halt : input.journal.halts) {
        for (const auto& order : input.truth.orders) {
            const auto at = order.ms * 1'000;
            const bool after = at > halt.at_us + input.slack.count();
            const bool before = halt.reset_us == 0 || at < halt.reset_us - input.slack.count();
            if (!order.foreign && after && before) {
                blame(out, order.id + " arrived while halted by " + halt.halt);
            }
        }
    }
    out.counts = count(input.journal.halts.size(), "halt");
    return out;
}

Finding double_entry(const OracleInput& input) {
    Finding out{8, "double entry", Verdict::pass, {}};
    std::int64_t deposits = 0;
    std::int64_t last = 0;
    for (const auto& row : input.journal.cash) {
        if (last + row.change.micros != row.balance.micros) {
            blame(out, "cash " + Money{last}.text() + " and " + row.change.text() + " are not " +
                           row.balance.text());
        }
        last = row.balance.micros;
        const bool trading =
            row.reason == "fill" || row.reason == "settlement" || row.reason == "resolution";
        if (!trading) deposits += row.change.micros;
    }
    std::int64_t cost = 0;
    std::int64_t realized = 0;
    for (const auto& [token, row] : input.journal.positions) {
        cost += row.cost.micros;
        realized += row.realized.micros;
    }
    const auto drift = last + cost - realized - deposits;
    if (drift != 0) {
        blame(out, "cash " + Money{last}.text() + " + cost " + Money{cost}.text() + " - realised " +
                       Money{realized}.text() + " is not the deposit " + Money{deposits}.text());
    }
    std::int64_t ours = 0;
    for (const auto& row : input.journal.fills) {
        if (row.settlement != "failed") ours += row.fee.micros;
    }
    std::int64_t theirs = 0;
    for (const auto& fill : input.truth.fills) {
        const bool counted =
            fill.status != "FAILED" && row_of(input.journal, fill.order) != nullptr;
        if (counted) theirs += fill.fee.micros;
    }
    if (ours != theirs) {
        blame(out, "fees are " + Money{ours}.text() + " in the journal, " + Money{theirs}.text() +
                       " in truth");
    }
    out.counts = count(input.journal.cash.size(), "cash row") + ", drift " + Money{drift}.text();
    return out;
}

Finding unknowns_closed(const OracleInput& input) {
    Finding out{9, "every unknown closed with a proof", Verdict::pass, {}};
    std::set<std::string> open;
    std::map<std::string, std::size_t> proofs;
    std::size_t closed = 0;
    for (const auto& event : input.journal.events) {
        if (event.status == "unknown") {
            open.insert(event.client_id);
        } else if (open.erase(event.client_id) > 0) {
            ++closed;
            ++proofs[event.proof];
            if (event.proof == "own" || event.proof.empty()) {
                blame(out, event.client_id + " became " + event.status + " without a proof");
            }
        }
    }
    for (const auto& id : open) blame(out, id + " is still unknown");
    out.counts = count(closed, "unknown");
    for (const auto& [proof, times] : proofs) {
        out.counts += ", " + proof + " " + std::to_string(times);
    }
    return out;
}

Finding exit_agrees(const OracleInput& input) {
    Finding out{10, "exit status agrees with what was left", Verdict::pass, {}};
    std::vector<std::string> left;
    for (const auto& order : input.truth.orders) {
        if (order.accepted && !order.foreign && !order.closed) left.push_back(order.id);
    }
    out.counts = count(left.size(), "order") + " left";
    if (!input.exit_status) {
        out.verdict = Verdict::left_out;
        return out;
    }
    out.counts += ", exit status " + std::to_string(*input.exit_status);
    if (*input.exit_status != 0) return out;
    for (const auto& id : left) blame(out, id + " was left behind by a clean exit");
    return out;
}

std::vector<Finding> judge(const OracleInput& input) {
    std::vector<Finding> out;
    for (const auto check : {&intent_before_arrival, &one_order_each, &fills_and_positions,
                             &evidence_in_time, &nothing_while_halted, &within_limits,
                             &audit_unbroken, &double_entry, &unknowns_closed, &exit_agrees}) {
        out.push_back(check(input));
    }
    return out;
}

}  // namespace pm::simulator
