#pragma once

/// The simulated venue's end of the network: HTTP requests to the router, sockets to the hub.

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "net/server.hpp"
#include "sim/market_hub.hpp"
#include "sim/router.hpp"

namespace pm::sim {

class VenueServer final : public net::ServerHandler {
public:
    /// Everything must outlive the server. The hub is shared: a connection's coroutine may be
    /// destroyed with its event loop after everything else, and then still leaves the hub.
    VenueServer(Router& router, std::shared_ptr<MarketHub> hub, Faults& faults, const Clock& real)
        : router_{router},
          hub_{std::move(hub)},
          users_{router.floor().users},
          faults_{faults},
          real_{real} {}

    net::Task<net::HttpReply> handle(net::ServerRequest request) override;
    net::Task<void> serve_socket(std::string target, net::ServerSocket& socket) override;
    [[nodiscard]] bool accepts_socket(std::string_view target) const override;

private:
    /// Serves one connection of a hub until either side ends it.
    template <class Hub>
    net::Task<void> serve(std::shared_ptr<Hub> hub, net::ServerSocket& socket);
    template <class Hub, class Client>
    net::Task<void> read(Hub& hub, Client& client, net::ServerSocket& socket);
    net::Task<void> write(SocketOutbox& client, net::ServerSocket& socket);

    Router& router_;
    std::shared_ptr<MarketHub> hub_;
    std::shared_ptr<UserHub> users_;
    Faults& faults_;
    const Clock& real_;
};

}  // namespace pm::sim
