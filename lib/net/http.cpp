#include "net/http.hpp"

namespace pm::net {

std::optional<std::string_view> header(const Headers& headers, std::string_view name) {
    for (const auto& [known, value] : headers) {
        if (known == name) return value;
    }
    return std::nullopt;
}

}  // namespace pm::net
