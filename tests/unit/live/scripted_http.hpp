#pragma once

/// An HttpClient that answers from a table of URLs and writes down what it was asked.

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "net/http.hpp"

namespace pm::test {

class ScriptedHttp final : public net::HttpClient {
public:
    /// Answers `url` with this; several answers for one URL are given one after the other, the
    /// last one for ever.
    void answer(const std::string& url, int status, std::string body) {
        net::HttpReply reply;
        reply.status = status;
        reply.body = std::move(body);
        answers_[url].push_back(Result<net::HttpReply>{std::move(reply)});
    }
    void fails(const std::string& url, Errc code) {
        answers_[url].push_back(Result<net::HttpReply>{fail(code, "scripted failure")});
    }

    net::Task<net::HttpReply> send(net::HttpRequest request) override {
        asked.push_back(request.url);
        bodies.push_back(request.body);
        families.push_back(request.family);
        const auto at = answers_.find(request.url);
        if (at == answers_.end()) {
            net::HttpReply reply;
            reply.status = 404;
            reply.body = R"({"error":"not found"})";
            co_return reply;
        }
        auto& queue = at->second;
        auto result = queue.front();
        if (queue.size() > 1) queue.pop_front();
        co_return result;
    }

    std::vector<std::string> asked;
    std::vector<std::string> bodies;
    std::vector<std::string> families;

private:
    std::map<std::string, std::deque<Result<net::HttpReply>>> answers_;
};

}  // namespace pm::test
