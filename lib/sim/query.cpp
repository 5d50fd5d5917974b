#include "sim/query.hpp"

#include <charconv>
#include <cstdlib>

#include "base/json_writer.hpp"
#include "base/text.hpp"

namespace pm::sim {
namespace {

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    return std::nullopt;
}

std::string decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            const auto high = hex_digit(text[i + 1]);
            const auto low = hex_digit(text[i + 2]);
            if (high && low) {
                out += static_cast<char>(*high * 16 + *low);
                i += 2;
                continue;
            }
        }
        out += text[i] == '+' && plus_is_space ? ' ' : text[i];
    }
    return out;
}

}  // namespace

Query Query::parse(std::string_view target) {
    Query out;
    target = target.substr(0, target.find('#'));
    const auto mark = target.find('?');
    auto path = target.substr(0, mark);
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    out.path = decoded(path, false);
    if (mark == std::string_view::npos) return out;
    for (const auto pair : split(target.substr(mark + 1), '&')) {
        if (pair.empty()) continue;
        const auto equals = pair.find('=');
        const auto value =
            equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
        out.parameters.emplace_back(decoded(pair.substr(0, equals), true), decoded(value, true));
    }
    return out;
}

std::optional<std::string_view> Query::first(std::string_view key) const {
    for (const auto& [name, value] : parameters) {
        if (name == key) return value;
    }
    return std::nullopt;
}

std::vector<std::string> Query::all(std::string_view key, bool commas) const {
    std::vector<std::string> out;
    for (const auto& [name, value] : parameters) {
        const auto plain = name.ends_with("[]") ? name.substr(0, name.size() - 2) : name;
        if (plain != key) continue;
        if (!commas) {
            out.push_back(value);
            continue;
        }
        for (const auto part : split(value, ',')) {
            if (!part.empty()) out.emplace_back(part);
        }
    }
    return out;
}

std::optional<double> Query::number(std::string_view key) const {
    const auto text = first(key);
    if (!text || text->empty()) return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
    return value;
}

std::optional<bool> Query::boolean(std::string_view key) const {
    const auto text = first(key);
    if (text == "true" || text == "1") return true;
    if (text == "false" || text == "0") return false;
    return std::nullopt;
}

std::optional<std::string_view> below(std::string_view path, std::string_view prefix) {
    if (!path.starts_with(prefix)) return std::nullopt;
    return path.substr(prefix.size());
}

net::HttpReply json_reply(std::string body, int status) {
    net::HttpReply reply;
    reply.status = status;
    reply.headers.emplace_back("content-type", "application/json");
    reply.body = std::move(body);
    return reply;
}

net::HttpReply clob_error(int status, std::string_view text) {
    std::string body;
    JsonWriter{body}.begin_object().key("error").string(text).end_object();
    return json_reply(std::move(body), status);
}

}  // namespace pm::sim
