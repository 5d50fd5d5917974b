#include "net/limited_client.hpp"

namespace pm::net {

namespace {

std::string seconds_text(Duration wait) {
    const auto tenths = (wait.count() + 99'999) / 100'000;
    return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " s";
}

Error open_error(const std::string& origin, Duration wait) {
    Error error{Errc::unavailable,
                origin + " keeps failing and is left alone for " + seconds_text(wait)};
    error.retry_after = wait;
    return error;
}

}  // namespace

LimitedClient::LimitedClient(Wire& inner, asio::any_io_executor executor, const Clock& clock,
                             Log log, const HttpOptions& options)
    : inner_{inner},
      executor_{std::move(executor)},
      clock_{clock},
      log_{std::move(log)},
      pool_{options.pool},
      breaker_{options.breaker} {
    for (const auto& [family, rates] : options.rates) {
        gates_.try_emplace(family, executor_, clock_, rates);
    }
}

LimitedClient::Hosts::value_type& LimitedClient::host(const std::string& origin) {
    return *hosts_.try_emplace(origin, executor_, pool_.per_host, breaker_).first;
}

RateGate* LimitedClient::gate_of(const std::string& family) {
    const auto found = gates_.find(family);
    return found == gates_.end() ? nullptr : &found->second;
}

Task<HttpReply> LimitedClient::send(HttpRequest request) {
    auto url = parse_url(request.url);
    if (!url) co_return pm::pass(url);
    auto& entry = host(url->origin);
    auto& target = entry.second;
    auto wait = target.breaker.wait(clock_.steady());
    if (wait > Duration{0}) co_return tl::unexpected{open_error(entry.first, wait)};
    if (auto* gate = gate_of(request.family.empty() ? url->host : request.family)) {
        auto may = co_await gate->pass();
        if (!may) co_return pm::pass(may);
    }
    auto slot = co_await target.slots.acquire();
    if (!slot) co_return pm::pass(slot);
    if (!target.breaker.admit(clock_.steady())) {
        wait = target.breaker.wait(clock_.steady());
        co_return tl::unexpected{open_error(entry.first, wait)};
    }
    auto reply = co_await inner_.send_to(std::move(*url), std::move(request));
    judge(entry, reply);
    co_return std::move(reply);
}

void LimitedClient::judge(Hosts::value_type& host, const Result<HttpReply>& reply) {
    auto& breaker = host.second.breaker;
    const auto now = clock_.steady();
    const auto before = breaker.state(now);
    if (reply) {
        // 501 and above 504 are answers about the request, not about the host's health
        const bool ill = reply->status == 500 || (reply->status >= 502 && reply->status <= 504);
        if (ill)
            breaker.failed(now);
        else
            breaker.succeeded();
    } else if (reply.error().code == Errc::unavailable || reply.error().code == Errc::lost ||
               reply.error().code == Errc::malformed) {
        breaker.failed(now);
    } else {
        breaker.abandoned();
    }
    const auto after = breaker.state(now);
    if (before != Breaker::State::open && after == Breaker::State::open) {
        note(log_, LogLevel::warning, host.first + " keeps failing: no requests for a while");
    }
    if (before == Breaker::State::half_open && after == Breaker::State::closed) {
        note(log_, LogLevel::info, host.first + " answers again");
    }
}

}  // namespace pm::net
