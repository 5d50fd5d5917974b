#pragma once

/// An HttpClient, or what is below its limits, that plays replies from a list and remembers what it
/// was asked.

#include <deque>
#include <string>
#include <vector>

#include "net/http.hpp"
#include "net/wire_client.hpp"

namespace pm::test {

inline net::HttpReply reply_of(int status, std::string body = {}, net::Headers headers = {}) {
    net::HttpReply reply;
    reply.status = status;
    reply.headers = std::move(headers);
    reply.body = std::move(body);
    return reply;
}

class ScriptedClient final : public net::HttpClient, public net::Wire {
public:
    net::Task<net::HttpReply> send_to(net::Url, net::HttpRequest request) override {
        return send(std::move(request));
    }
    net::Task<net::HttpReply> send(net::HttpRequest request) override {
        asked.push_back(std::move(request));
        if (script.empty()) co_return fail(Errc::internal, "script is over");
        auto next = std::move(script.front());
        script.pop_front();
        co_return std::move(next);
    }

    std::deque<Result<net::HttpReply>> script;
    std::vector<net::HttpRequest> asked;
};

}  // namespace pm::test
