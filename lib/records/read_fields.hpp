#pragma once

/// The known members of one record, each read strictly; the first fault is kept.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/time_text.hpp"
#include "domain/amounts.hpp"
#include "domain/ids.hpp"
#include "domain/names.hpp"
#include "domain/tick.hpp"

namespace pm::records {

/// Readers return a default after a fault, so that a record is read straight down and the fault
/// is looked at once, at the end.
class Fields {
public:
    /// `object` must outlive this. `type` names the record in messages.
    Fields(std::string_view type, const Json& object) : type_{type}, object_{object} {}

    [[nodiscard]] std::string text(std::string_view key);
    [[nodiscard]] bool flag(std::string_view key);
    [[nodiscard]] std::int64_t integer(std::string_view key);
    [[nodiscard]] std::int64_t integer_in(std::string_view key, std::int64_t low,
                                          std::int64_t high);
    [[nodiscard]] std::optional<int> integer_or_null(std::string_view key);
    [[nodiscard]] std::optional<std::int64_t> integer_or_absent(std::string_view key);
    [[nodiscard]] double real_in(std::string_view key, double low, double high);
    [[nodiscard]] Price price(std::string_view key);
    [[nodiscard]] std::optional<Price> price_or_null(std::string_view key);
    /// At most 10^10 shares and 10^11 dollars: sums of them fit everywhere.
    [[nodiscard]] Size size(std::string_view key);
    [[nodiscard]] std::optional<Size> size_or_null(std::string_view key);
    [[nodiscard]] Money money(std::string_view key);
    [[nodiscard]] TickSize tick(std::string_view key);
    [[nodiscard]] Timestamp time(std::string_view key);
    [[nodiscard]] std::optional<Timestamp> time_or_null(std::string_view key);
    [[nodiscard]] CivilDate date(std::string_view key);
    [[nodiscard]] TokenId token(std::string_view key);
    [[nodiscard]] ConditionId condition(std::string_view key);
    [[nodiscard]] const Json::Array& list(std::string_view key);

    /// One of the words of names.hpp.
    template <class E>
    [[nodiscard]] E word(std::string_view key) {
        const auto* value = want(key);
        const auto name = value != nullptr ? value->string() : std::nullopt;
        const auto found = name ? named<E>(*name) : std::nullopt;
        if (!found) refuse(key, "is not a known word");
        return found.value_or(E{});
    }

    /// The member as it is, or null when absent; no fault.
    [[nodiscard]] const Json* find(std::string_view key) const { return object_.find(key); }

    /// Notes a fault unless there is one: "quote: bid is not a price".
    void refuse(std::string_view key, std::string_view why);
    /// Takes over the fault of a nested object.
    void adopt(const Fields& nested);

    /// Errc::malformed with the first fault, if there was one.
    [[nodiscard]] Result<void> verdict() const;

private:
    [[nodiscard]] const Json* want(std::string_view key);
    [[nodiscard]] std::optional<std::string_view> number(std::string_view key);
    [[nodiscard]] bool null(std::string_view key);

    std::string_view type_;
    const Json& object_;
    std::string fault_;
};

}  // namespace pm::records
