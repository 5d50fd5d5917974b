#include "net/http_wire.hpp"

#include <algorithm>
#include <iterator>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "base/secret.hpp"
#include "base/text.hpp"

namespace pm::net {

namespace http = boost::beast::http;

namespace {

template <class Fields>
Headers headers_of(const Fields& fields) {
    Headers headers;
    headers.reserve(static_cast<std::size_t>(std::distance(fields.begin(), fields.end())));
    for (const auto& field : fields) {
        const auto name = field.name_string();
        const auto value = field.value();
        headers.emplace_back(lower_case({name.data(), name.size()}),
                             std::string{value.data(), value.size()});
    }
    return headers;
}

/// How a feed of bytes to a parser ended.
enum class Fed : std::uint8_t { more, done };

template <class Parser>
Result<Fed> feed(Parser& parser, ByteStream& stream) {
    boost::system::error_code error;
    const auto bytes = stream.unread();
    auto buffer = asio::buffer(bytes.data(), bytes.size());
    const auto used = parser.put(buffer, error);
    // The answer to a request for credentials would otherwise stay there for as long as the link.
    wipe({reinterpret_cast<std::uint8_t*>(stream.unread_data()), used});
    stream.consume(used);
    if (error == http::error::need_more) return Fed::more;
    if (error) return fail(Errc::malformed, "not HTTP: " + error.message());
    return parser.is_done() ? Fed::done : Fed::more;
}

/// Times and sizes of one read.
struct Bounds {
    ReadLimits limits;
    Instant first_byte;
    Instant deadline;
};

/// Feeds `parser` until its message is whole. @return false when nothing came at all.
template <class Parser>
Task<bool> read_message(ByteStream& stream, Parser& parser, Bounds bounds,
                        bool* nothing_read = nullptr) {
    bool started = !stream.unread().empty();
    if (nothing_read) *nothing_read = !started;
    const auto held_max = bounds.limits.header_max + bounds.limits.body_max;
    for (;;) {
        if (!stream.unread().empty()) {
            const auto had = stream.unread().size();
            auto fed = feed(parser, stream);
            if (!fed) co_return pass(fed);
            if (*fed == Fed::done) co_return true;
            const auto left = stream.unread().size();
            if (left > 0 && left < had) continue;  // a part was used: the rest may be usable now
        }
        auto filled = co_await stream.fill(started ? bounds.deadline : bounds.first_byte, held_max);
        if (!filled) co_return pass(filled);
        if (*filled == Filled::deadline) {
            if (!started) co_return false;
            co_return fail(Errc::lost, "the reply did not end in time");
        }
        if (*filled == Filled::end) {
            if (!started) co_return false;
            boost::system::error_code error;
            parser.put_eof(error);  // a body without a length ends here
            if (!error && parser.is_done()) co_return true;
            co_return fail(Errc::lost, "the connection ended inside a message");
        }
        started = true;
        if (nothing_read) *nothing_read = false;
    }
}

template <class Parser>
void set_limits(Parser& parser, const ReadLimits& limits) {
    parser.header_limit(static_cast<std::uint32_t>(limits.header_max));
    parser.body_limit(limits.body_max);
    parser.eager(true);
}

std::string_view reason_of(int status) {
    const auto text = http::obsolete_reason(static_cast<http::status>(status));
    return {text.data(), text.size()};
}

}  // namespace

std::string request_text(const HttpRequest& request, const Url& url, std::string_view user_agent) {
    std::string out;
    out.reserve(256 + url.target.size() + request.body.size());
    out.append(name_of(request.method)).append(" ").append(url.target).append(" HTTP/1.1\r\n");
    out.append("Host: ").append(url.authority()).append("\r\nUser-Agent: ").append(user_agent);
    out.append("\r\nAccept-Encoding: gzip\r\n");
    if (!header(request.headers, "accept")) out.append("Accept: application/json\r\n");
    for (const auto& [name, value] : request.headers) {
        out.append(name).append(": ").append(value).append("\r\n");
    }
    if (!request.body.empty() || request.method == Method::post || request.method == Method::put) {
        if (!header(request.headers, "content-type")) {
            out.append("Content-Type: application/json\r\n");
        }
        out.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
    }
    out.append("\r\n").append(request.body);
    return out;
}

Task<ReadReply> read_reply(ByteStream& stream, ReadLimits limits, Instant first_byte,
                           Instant deadline, bool* nothing_read) {
    const Bounds bounds{limits, std::min(first_byte, deadline), deadline};
    for (;;) {
        http::response_parser<http::string_body> parser;
        set_limits(parser, limits);
        auto whole = co_await read_message(stream, parser, bounds, nothing_read);
        nothing_read = nullptr;  // whatever follows an interim reply, something was read
        if (!whole) co_return pass(whole);
        if (!*whole) co_return fail(Errc::lost, "no reply");
        ReadReply out;
        out.keep_alive = parser.keep_alive();
        auto message = parser.release();
        out.reply.status = static_cast<int>(message.result_int());
        if (out.reply.status < 200 && out.reply.status != 101) continue;  // an interim reply
        out.reply.headers = headers_of(message);
        out.reply.body = std::move(message.body());
        if (out.reply.headers.size() > limits.headers_max) {
            co_return fail(Errc::malformed,
                           "more than " + std::to_string(limits.headers_max) + " headers");
        }
        co_return out;
    }
}

Task<std::optional<ReadRequest>> read_request(ByteStream& stream, ReadLimits limits,
                                              Instant deadline) {
    http::request_parser<http::string_body> parser;
    set_limits(parser, limits);
    const Bounds bounds{limits, deadline, deadline};
    auto whole = co_await read_message(stream, parser, bounds);
    if (!whole) co_return pass(whole);
    std::optional<ReadRequest> out;
    if (!*whole) co_return out;
    out.emplace();
    out->keep_alive = parser.keep_alive();
    auto message = parser.release();
    switch (message.method()) {
        case http::verb::get:
        case http::verb::head: out->method = Method::get; break;
        case http::verb::post: out->method = Method::post; break;
        case http::verb::put: out->method = Method::put; break;
        case http::verb::delete_: out->method = Method::del; break;
        default: co_return fail(Errc::malformed, "method not known");
    }
    out->target = std::string{message.target().data(), message.target().size()};
    out->headers = headers_of(message);
    out->body = std::move(message.body());
    co_return out;
}

std::string reply_text(const HttpReply& reply, bool keep_alive) {
    std::string out = "HTTP/1.1 " + std::to_string(reply.status) + ' ';
    out.append(reason_of(reply.status)).append("\r\n");
    if (!header(reply.headers, "content-type")) out.append("Content-Type: application/json\r\n");
    for (const auto& [name, value] : reply.headers) {
        out.append(name).append(": ").append(value).append("\r\n");
    }
    out.append("Content-Length: ").append(std::to_string(reply.body.size())).append("\r\n");
    out.append(keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n");
    return out.append(reply.body);
}

}  // namespace pm::net
