#pragma once

/// Limits in front of a client: rates by family, a breaker and a number of slots by host.

#include <map>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "net/breaker.hpp"
#include "net/http.hpp"
#include "net/http_client.hpp"
#include "net/rate_gate.hpp"
#include "net/slots.hpp"
#include "net/wire_client.hpp"

namespace pm::net {

/// While a host's breaker is open: Errc::unavailable, with `retry_after` set, and nothing is sent.
/// `inner` and `clock` outlive it.
class LimitedClient final : public HttpClient {
public:
    LimitedClient(Wire& inner, asio::any_io_executor executor, const Clock& clock, Log log,
                  const HttpOptions& options);

    Task<HttpReply> send(HttpRequest request) override;

private:
    struct Host {
        Host(const asio::any_io_executor& executor, int count, BreakerPolicy policy)
            : slots{executor, count}, breaker{policy} {}
        Slots slots;
        Breaker breaker;
    };
    using Hosts = std::map<std::string, Host>;  ///< By origin.
    Hosts::value_type& host(const std::string& origin);
    RateGate* gate_of(const std::string& family);  ///< Null: not limited.
    void judge(Hosts::value_type& host, const Result<HttpReply>& reply);

    Wire& inner_;
    asio::any_io_executor executor_;
    const Clock& clock_;
    Log log_;
    PoolLimits pool_;
    BreakerPolicy breaker_;
    std::map<std::string, RateGate> gates_;
    Hosts hosts_;
};

}  // namespace pm::net
