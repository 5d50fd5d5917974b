#include "sim/router.hpp"

#include <string>

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

}  // namespace

net::HttpReply Router::time_reply() const {
    const auto now = parts_.simulated.now();
    const auto whole = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const auto fine = std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count();
    auto reply = json_reply(std::to_string(whole));
    reply.headers.emplace_back("pm-sim-speed", speed_text(parts_.speed));
    reply.headers.emplace_back("pm-sim-time", std::to_string(fine));
    return reply;
}

net::HttpReply Router::control(net::Method method, std::string_view path, std::string_view body) {
    if (path == "/sim/faults" && method == net::Method::get) {
        return json_reply(parts_.faults.report());
    }
    if (path != "/sim/fault" || method != net::Method::post) return clob_error(404, "Not Found");
    const auto json = Json::parse(body);
    if (!json || !json->is_object()) return clob_error(400, "a fault is a JSON object");
    const auto done = parts_.faults.apply(*json, parts_.real.steady());
    if (!done) return clob_error(400, done.error().message);
    if (*done) parts_.hub.afflict(**done);
    return json_reply(parts_.faults.report());
}

net::HttpReply Router::plain(net::Method method, const Query& query, std::string_view body) {
    const std::string_view path = query.path;
    if (path == "/time") return time_reply();
    if (const auto rest = below(path, "/gamma"); rest && (rest->empty() || rest->front() == '/')) {
        return gamma_.handle(method, rebased(query, *rest));
    }
    if (const auto rest = below(path, "/weather/")) {
        return weather_.handle(method, rebased(query, path.substr(8)));
    }
    if (path.starts_with("/data-api/")) {
        // Nobody holds anything here yet: accounts come with the trading endpoints.
        if (path.ends_with("/positions") || path.ends_with("/trades") ||
            path.ends_with("/activity")) {
            return json_reply("[]");
        }
        return clob_error(404, "Not Found");
    }
    return clob_.handle(method, query, body);
}

Router::Answer Router::answer(net::Method method, std::string_view target, std::string_view body) {
    parts_.world.advance(parts_.simulated.now());
    const auto query = Query::parse(target);
    if (query.path.starts_with("/sim/"))
        return {control(method, query.path, body), Duration{0}, false};
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
        out.reply = plain(method, query, body);
    }
    if (fault.cut_short) {
        // Status 0: raw bytes, then the connection closes. See net/server.hpp.
        const auto whole = out.reply.body.size();
        out.reply.body = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " +
                         std::to_string(whole) + "\r\n\r\n" + out.reply.body.substr(0, whole / 2);
        out.reply.headers.clear();
        out.reply.status = 0;
    }
    return out;
}

}  // namespace pm::sim
