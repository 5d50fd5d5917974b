#include "sim/router.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/decimal.hpp"
#include "base/json.hpp"

namespace pm::sim {
namespace {

/// `query` with the base cut off its path.
Query rebased(const Query& query, std::string_view rest) {
    Query out = query;
    out.path = rest.empty() ? "/" : std::string{rest};
    return out;
}

std::string speed_text(double speed) {
    return format_decimal(static_cast<std::int64_t>(speed * 1e6), 6);
}

/// Status 0: raw bytes, then the connection closes. See net/server.hpp.
net::HttpReply cut_reply(const net::HttpReply& reply, std::size_t bytes) {
    net::HttpReply out;
    out.body = "HTTP/1.1 " + std::to_string(reply.status) +
               " OK\r\ncontent-type: application/json\r\ncontent-length: " +
               std::to_string(reply.body.size()) + "\r\n\r\n" + reply.body;
    out.body.resize(std::min(bytes, out.body.size()));
    return out;
}

net::HttpReply fault_reply(const RequestFault& fault) {
    auto reply = json_reply(fault.body, fault.status);
    if (fault.html) reply.headers = {{"content-type", "text/html; charset=UTF-8"}};
    return reply;
}

}  // namespace

Router::Router(const Parts& parts)
    : parts_{parts},
      floor_{parts.world, parts.real, {137, parts.seed, parts.default_balance}},
      trading_{floor_},
      portfolio_{floor_},
      clob_{parts.world},
      gamma_{parts.world},
      weather_{parts.world, parts.seed} {}

net::HttpReply Router::time_reply() const {
    const auto now = floor_.venue_time(parts_.simulated.now());
    const auto whole = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const auto fine = std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count();
    auto reply = json_reply(std::to_string(whole));
    reply.headers.emplace_back("pm-sim-speed", speed_text(parts_.speed));
    reply.headers.emplace_back("pm-sim-time", std::to_string(fine));
    return reply;
}

net::HttpReply Router::geoblock_reply() const {
    std::string out;
    JsonWriter w{out};
    w.begin_object().key("blocked").boolean(floor_.geography.blocked);
    w.key("ip").string("127.0.0.1").key("country").string(floor_.geography.country);
    w.key("region").string(floor_.geography.region).end_object();
    return json_reply(std::move(out));
}

std::string Router::fault_report() const {
    // The trading faults' list joins the market feed's object.
    auto out = parts_.faults.report();
    out.back() = ',';
    out += "\"plan\":";
    JsonWriter w{out};
    floor_.plan.report(w);
    return out + "}";
}

net::HttpReply Router::set_fault(const Json& fault) {
    const auto kind = fault.string("kind").value_or("");
    if (fault.find("faults") != nullptr || FaultPlan::knows(kind)) {
        const auto done = floor_.add_faults(fault);
        if (!done) return clob_error(400, done.error().message);
        return json_reply(fault_report());
    }
    const auto done = parts_.faults.apply(fault, parts_.real.steady());
    if (!done) return clob_error(400, done.error().message);
    if (*done) parts_.hub.afflict(**done);
    if (kind == "clear") floor_.plan.clear();
    return json_reply(fault_report());
}

net::HttpReply Router::control(const Request& request, const Query& query) {
    const bool asks = request.method == net::Method::get;
    if (query.path == "/sim/faults" && asks) return json_reply(fault_report());
    if (query.path == "/sim/account" && asks) {
        const auto address = crypto::Address::parse(query.first("address").value_or(""));
        if (!address) return clob_error(400, "an account needs an address");
        return json_reply(floor_.account_text(*address));
    }
    const bool known = query.path == "/sim/fault" || query.path == "/sim/account";
    if (!known || request.method != net::Method::post) return clob_error(404, "Not Found");
    const auto json = Json::parse(request.body);
    if (!json || !json->is_object()) return clob_error(400, "a fault is a JSON object");
    if (query.path == "/sim/fault") return set_fault(*json);
    const auto done = floor_.set_account(*json);
    if (!done) return clob_error(400, done.error().message);
    return control(
        {net::Method::get, {}, {}, {}},
        Query{"/sim/account", {{"address", std::string{json->string("address").value_or("")}}}});
}

net::HttpReply Router::plain(const Request& request, const Query& query) {
    const std::string_view path = query.path;
    if (path == "/time") return time_reply();
    if (path == "/api/geoblock") return geoblock_reply();
    if (const auto rest = below(path, "/gamma"); rest && (rest->empty() || rest->front() == '/')) {
        return gamma_.handle(request.method, rebased(query, *rest));
    }
    if (const auto rest = below(path, "/weather/")) {
        return weather_.handle(request.method, rebased(query, path.substr(8)));
    }
    if (const auto rest = below(path, "/data-api"); rest && rest->starts_with('/')) {
        return portfolio_.handle(request.method, rebased(query, *rest));
    }
    const std::string_view target = request.target;
    const RawRequest raw{request.method, target.substr(0, target.find('?')), request.headers,
                         request.body};
    if (auto reply = trading_.handle(raw, query)) return *std::move(reply);
    return clob_.handle(request.method, query, request.body);
}

void Router::tick() {
    parts_.world.advance(parts_.simulated.now());
    floor_.tick();
    const auto now = parts_.real.steady();
    for (std::size_t i = 0; i < late_.size();) {
        if (late_[i].due > now) {
            ++i;
            continue;
        }
        const auto request = std::move(late_[i].request);
        late_.erase(late_.begin() + static_cast<std::ptrdiff_t>(i));
        static_cast<void>(plain(request, Query::parse(request.target)));
    }
}

net::HttpReply Router::apply(const Request& request) {
    tick();
    return plain(request, Query::parse(request.target));
}

std::optional<Router::Answer> Router::afflict(const Request& request, const Query& query) {
    const auto now = parts_.real.steady();
    const auto fault = floor_.plan.on_request(request.method, query.path, now);
    for (const auto& action : fault.actions) static_cast<void>(floor_.act(action));
    Answer out;
    out.wait = fault.slow;
    if (fault.late) {
        if (fault.late_holds) {
            out.hold = fault.late;
            return out;
        }
        late_.push_back({now + *fault.late, request});
    }
    if (fault.drop || (fault.late && fault.status == 0)) {
        out.reset = true;
        return out;
    }
    if (fault.status != 0 && (!fault.applied || fault.late)) {
        out.reply = fault_reply(fault);
        return out;
    }
    const bool touches = fault.cut || fault.status != 0 || fault.truncate || fault.slow.count() > 0;
    if (!touches) return std::nullopt;
    out.reply = plain(request, query);
    out.reset = fault.cut;
    if (fault.status != 0) out.reply = fault_reply(fault);
    if (fault.truncate) out.reply = cut_reply(out.reply, *fault.truncate);
    return out;
}

Router::Answer Router::afflict_market(const Request& request, const Query& query) {
    const auto fault = parts_.faults.on_request(query.path, parts_.real.steady());
    Answer out;
    out.wait = fault.wait;
    out.reset = fault.reset;
    if (fault.html) {
        out.reply.status = 200;
        out.reply.headers.emplace_back("content-type", "text/html; charset=UTF-8");
        out.reply.body = "<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>";
    } else if (fault.status != 0) {
        out.reply = clob_error(fault.status, "fault injected");
        if (fault.retry_after >= 0) {
            out.reply.headers.emplace_back("retry-after", std::to_string(fault.retry_after));
        }
    } else {
        out.reply = plain(request, query);
    }
    if (fault.cut_short) {
        const auto whole = cut_reply(out.reply, std::string::npos).body.size();
        out.reply = cut_reply(out.reply, whole - (out.reply.body.size() + 1) / 2);
    }
    return out;
}

Router::Answer Router::answer(const Request& request) {
    tick();
    const auto query = Query::parse(request.target);
    if (query.path.starts_with("/sim/")) return {control(request, query), Duration{0}, false, {}};
    if (auto answer = afflict(request, query)) return *std::move(answer);
    return afflict_market(request, query);
}

}  // namespace pm::sim
