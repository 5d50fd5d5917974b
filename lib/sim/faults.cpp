#include "sim/faults.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/json_writer.hpp"

namespace pm::sim {
namespace {

constexpr std::array<std::string_view, 13> kinds{"freeze", "close",  "stall", "refuse", "mute",
                                                 "lose",   "drip",   "delay", "html",   "reset",
                                                 "short",  "status", "clear"};

bool on_path(std::string_view kind) {
    return kind == "delay" || kind == "html" || kind == "status" || kind == "reset" ||
           kind == "short";
}

void write_counts(JsonWriter& w, const std::map<std::string, std::uint64_t>& counts) {
    w.begin_object();
    for (const auto& [kind, count] : counts) {
        w.key(kind).integer(static_cast<std::int64_t>(count));
    }
    w.end_object();
}

}  // namespace

Result<std::optional<SocketFault>> Faults::apply(const Json& request, Instant now) {
    const std::string kind{request.string("kind").value_or("")};
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
        return fail(Errc::bad_input, "unknown fault '" + kind + "'");
    }
    if (kind == "clear") {
        active_.clear();
        SocketFault lift;  // Stalls live in the sockets.
        lift.stall = true;
        lift.until = Instant::min();
        return std::optional{lift};
    }
    const auto code = request.integer("code").value_or(0);
    if (kind == "close" && code != 0 && (code < 1000 || code > 4999)) {
        return fail(Errc::bad_input, "code must be a WebSocket close code");
    }
    Active fault;
    fault.kind = kind;
    fault.subject = request.string(kind == "mute" ? "token" : "path").value_or("");
    if (fault.subject.empty() && (kind == "mute" || on_path(kind))) {
        return fail(Errc::bad_input, kind + " needs a " + (kind == "mute" ? "token" : "path"));
    }
    if (const auto seconds = request.real("seconds")) {
        if (*seconds < 0 || *seconds > 86'400) return fail(Errc::bad_input, "seconds out of range");
        fault.until = now + Duration{std::llround(*seconds * 1e6)};
    }
    fault.left = request.integer("count");
    if (kind == "lose" && !fault.left) return fail(Errc::bad_input, "lose needs a count");
    fault.wait = std::chrono::milliseconds{request.integer("milliseconds").value_or(0)};
    if (fault.wait.count() < 0) return fail(Errc::bad_input, "milliseconds out of range");
    fault.status = static_cast<int>(request.integer("status").value_or(0));
    if (kind == "status" && (fault.status < 200 || fault.status > 599)) {
        return fail(Errc::bad_input, "status must be 200 to 599");
    }
    fault.retry_after = static_cast<int>(request.integer("retry_after").value_or(-1));
    ++set_[kind];
    if (kind == "close" || kind == "stall") {
        SocketFault sockets;
        sockets.stall = kind == "stall";
        sockets.code = static_cast<int>(code);
        sockets.pong = request.boolean("pong").value_or(true);
        sockets.until = fault.until.value_or(Instant::max());
        return std::optional{sockets};
    }
    active_.push_back(std::move(fault));
    return std::optional<SocketFault>{};
}

Faults::Active* Faults::find(std::string_view kind, std::string_view subject, Instant now) {
    std::erase_if(active_, [&](const Active& fault) {
        return (fault.until && *fault.until <= now) || (fault.left && *fault.left <= 0);
    });
    for (auto& fault : active_) {
        if (fault.kind != kind) continue;
        if (on_path(kind) ? subject.starts_with(fault.subject) : fault.subject == subject) {
            return &fault;
        }
    }
    return nullptr;
}

void Faults::use(Active& fault) {
    ++hit_[fault.kind];
    if (fault.left) --*fault.left;
}

ReplyFault Faults::on_request(std::string_view path, Instant now) {
    ReplyFault out;
    if (auto* delay = find("delay", path, now)) {
        out.wait = delay->wait;
        use(*delay);
    }
    if (auto* status = find("status", path, now)) {
        out.status = status->status;
        out.retry_after = status->retry_after;
        use(*status);
    } else if (auto* html = find("html", path, now)) {
        out.html = true;
        use(*html);
    } else if (auto* reset = find("reset", path, now)) {
        out.reset = true;
        use(*reset);
    } else if (auto* half = find("short", path, now)) {
        out.cut_short = true;
        use(*half);
    }
    return out;
}

bool Faults::refuses_socket(Instant now) {
    auto* refuse = find("refuse", "", now);
    if (refuse != nullptr) use(*refuse);
    return refuse != nullptr;
}

bool Faults::passes_frame(std::string_view token, Instant now) {
    if (active_.empty()) return true;
    for (const auto& [kind, subject] :
         {std::pair<std::string_view, std::string_view>{"mute", token}, {"lose", ""}}) {
        if (auto* fault = find(kind, subject, now)) {
            use(*fault);
            return false;
        }
    }
    return true;
}

bool Faults::frozen(Instant now) {
    return !active_.empty() && find("freeze", "", now) != nullptr;
}

Duration Faults::frame_pause(Instant now) {
    if (active_.empty()) return Duration{0};
    auto* drip = find("drip", "", now);
    if (drip == nullptr) return Duration{0};
    use(*drip);
    return drip->wait;
}

std::string Faults::report() const {
    std::string out;
    JsonWriter w{out};
    w.begin_object().key("set");
    write_counts(w, set_);
    w.key("hit");
    write_counts(w, hit_);
    w.key("active").begin_array();
    for (const auto& fault : active_) w.string(fault.kind);
    w.end_array().end_object();
    return out;
}

}  // namespace pm::sim
