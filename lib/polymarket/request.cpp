#include "polymarket/request.hpp"

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace pm::polymarket {

Query& Query::add(std::string_view key, std::string_view value) {
    text_ += text_.empty() ? '?' : '&';
    text_ += key;
    text_ += '=';
    text_ += percent_encoded(value);
    return *this;
}

Query& Query::add(std::string_view key, std::int64_t value) {
    std::string digits;
    append_integer(digits, value);
    return add(key, std::string_view{digits});
}

Query& Query::add(std::string_view key, bool value) {
    return add(key, std::string_view{value ? "true" : "false"});
}

}  // namespace pm::polymarket
