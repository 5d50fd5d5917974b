#include "records/read_fields.hpp"

#include <limits>

#include "base/decimal.hpp"

namespace pm::records {

namespace {

constexpr std::int64_t size_max = 10'000'000'000'000'000;
constexpr std::int64_t money_max = 100'000'000'000'000'000;

}  // namespace

void Fields::refuse(std::string_view key, std::string_view why) {
    if (fault_.empty()) {
        fault_ = std::string{type_} + ": " + std::string{key} + " " + std::string{why};
    }
}

void Fields::adopt(const Fields& nested) {
    if (fault_.empty()) fault_ = nested.fault_;
}

Result<void> Fields::verdict() const {
    if (!fault_.empty()) return fail(Errc::malformed, fault_);
    return {};
}

const Json* Fields::want(std::string_view key) {
    const auto* value = object_.find(key);
    if (value == nullptr) refuse(key, "is missing");
    return value;
}

std::optional<std::string_view> Fields::number(std::string_view key) {
    const auto* value = want(key);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number()) {
        refuse(key, "is not a number");
        return std::nullopt;
    }
    return value->digits();
}

bool Fields::null(std::string_view key) {
    const auto* value = want(key);
    return value == nullptr || value->is_null();
}

std::string Fields::text(std::string_view key) {
    const auto* value = want(key);
    const auto text = value != nullptr ? value->string() : std::nullopt;
    if (!text) refuse(key, "is not a string");
    return std::string{text.value_or("")};
}

bool Fields::flag(std::string_view key) {
    const auto* value = want(key);
    const auto flag = value != nullptr ? value->boolean() : std::nullopt;
    if (!flag) refuse(key, "is not true or false");
    return flag.value_or(false);
}

std::int64_t Fields::integer(std::string_view key) {
    const auto* value = want(key);
    const auto whole = value != nullptr ? value->integer() : std::nullopt;
    if (!whole) refuse(key, "is not a whole number");
    return whole.value_or(0);
}

std::int64_t Fields::integer_in(std::string_view key, std::int64_t low, std::int64_t high) {
    const auto whole = integer(key);
    if (whole < low || whole > high) {
        refuse(key, "is not from " + std::to_string(low) + " to " + std::to_string(high));
        return low;
    }
    return whole;
}

std::optional<int> Fields::integer_or_null(std::string_view key) {
    if (null(key)) return std::nullopt;
    constexpr auto far = std::numeric_limits<int>::max();
    return static_cast<int>(integer_in(key, -far, far));
}

std::optional<std::int64_t> Fields::integer_or_absent(std::string_view key) {
    const auto* value = find(key);
    if (value == nullptr || value->is_null()) return std::nullopt;
    return integer(key);
}

double Fields::real_in(std::string_view key, double low, double high) {
    const auto digits = number(key);
    const auto value = digits ? find(key)->real() : std::nullopt;
    if (value && *value >= low && *value <= high) return *value;
    if (digits) {
        refuse(key, "is not from " + format_decimal(static_cast<std::int64_t>(low), 0) + " to " +
                        format_decimal(static_cast<std::int64_t>(high), 0));
    }
    return 0;
}

Price Fields::price(std::string_view key) {
    if (const auto digits = number(key)) {
        if (const auto price = Price::parse(*digits)) return *price;
        refuse(key, "is not a price");
    }
    return Price::from_micros(0);
}

std::optional<Price> Fields::price_or_null(std::string_view key) {
    if (null(key)) return std::nullopt;
    return price(key);
}

Size Fields::size(std::string_view key) {
    if (const auto digits = number(key)) {
        const auto size = Size::parse(*digits);
        if (size && size->micros <= size_max) return *size;
        refuse(key, "is not a size");
    }
    return {};
}

std::optional<Size> Fields::size_or_null(std::string_view key) {
    if (null(key)) return std::nullopt;
    return size(key);
}

Money Fields::money(std::string_view key) {
    if (const auto digits = number(key)) {
        const auto money = Money::parse(*digits);
        if (money && money->micros <= money_max && money->micros >= -money_max) return *money;
        refuse(key, "is not an amount of money");
    }
    return {};
}

TickSize Fields::tick(std::string_view key) {
    if (const auto digits = number(key)) {
        if (const auto tick = TickSize::parse(*digits)) return *tick;
        refuse(key, "is not a tick");
    }
    return TickSize::from_micros(10'000);
}

Timestamp Fields::time(std::string_view key) {
    const auto written = text(key);
    const auto at = parse_time(written);
    if (!at) refuse(key, "is not a time");
    return at ? *at : Timestamp{};
}

std::optional<Timestamp> Fields::time_or_null(std::string_view key) {
    if (null(key)) return std::nullopt;
    return time(key);
}

CivilDate Fields::date(std::string_view key) {
    const auto written = text(key);
    const auto date = parse_date(written);
    if (!date) refuse(key, "is not a date");
    return date ? *date : CivilDate{};
}

TokenId Fields::token(std::string_view key) {
    if (null(key)) return {};
    const auto written = text(key);
    const auto token = TokenId::parse(written);
    if (!token) refuse(key, "is not a token id");
    return token ? *token : TokenId{};
}

ConditionId Fields::condition(std::string_view key) {
    if (null(key)) return {};
    const auto written = text(key);
    const auto condition = ConditionId::parse(written);
    if (!condition) refuse(key, "is not a condition id");
    return condition ? *condition : ConditionId{};
}

const Json::Array& Fields::list(std::string_view key) {
    static const Json::Array none;
    const auto* value = want(key);
    if (value != nullptr && value->is_array()) return value->items();
    refuse(key, "is not a list");
    return none;
}

}  // namespace pm::records
