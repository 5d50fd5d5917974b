#include "risk/limit_settings.hpp"

#include <algorithm>
#include <array>

#include "base/decimal.hpp"
#include "base/text.hpp"

namespace pm::risk {

namespace {

// The texts are the defaults of `Limits`; a test holds the two together.
constexpr std::array<LimitSetting, 17> table{{
    {"limits.per_order", "Most that one order may cost, in dollars", "25"},
    {"limits.per_market", "Most that may be in one market", "50"},
    {"limits.per_event", "Worst loss allowed in one event", "100"},
    {"limits.total", "Most that may be at risk altogether", "500"},
    {"limits.daily_loss", "Buy nothing more after losing this much in a UTC day", "100"},
    {"limits.open_orders", "Most orders open at once", "50"},
    {"limits.orders_a_minute", "Most orders sent in a minute", "60"},
    {"limits.quote_age", "Oldest quote to trade on, in seconds", "30"},
    {"limits.forecast_age", "Oldest forecast to trade on, in seconds", "21600"},
    {"limits.collar", "Furthest a price may pass the book's middle", "0.1"},
    {"limits.cancels_a_minute", "Most cancels in a minute; a part is kept for emergencies", "120"},
    {"limits.book_age", "Oldest book to trade on, in seconds", "120"},
    {"limits.balance_age", "Oldest balance to trade on, in seconds (live)", "120"},
    {"limits.clock_offset", "Most that our clock may differ from the venue's, in seconds (live)",
     "2"},
    {"limits.canary_order", "Most that an order may cost before a first fill has settled (live)",
     "5"},
    {"limits.canary_total", "Most that may be at risk before a first fill has settled (live)",
     "25"},
    {"limits.tags", "Tags of the events that may be traded, with commas; * for any", "*"},
}};

/// Reads the rows one after the other; the first failure stays.
class Reader {
public:
    Reader(TradingMode mode, const SettingLookup& value) : mode_{mode}, value_{value} {}

    std::int64_t micros() {
        const auto& row = table[at_];
        const auto text = next_text();
        if (!text) return 1;
        const auto scaled = parse_decimal(*text, 6);
        if (!scaled || *scaled <= 0) {
            wrong(row, "not a positive number: '" + *text + "'");
            return 1;
        }
        return *scaled;
    }
    std::vector<std::string> words() {
        const auto& row = table[at_];
        std::vector<std::string> out;
        const auto text = next_text();
        if (!text) return out;
        for (const auto word : split(*text, ',')) {
            const auto tag = trimmed(word);
            if (tag.empty()) wrong(row, "an empty tag in '" + *text + "'");
            out.emplace_back(tag);
        }
        return out;
    }
    int count() {
        const auto& row = table[at_];
        const auto scaled = micros();
        if (scaled % million == 0 && scaled <= million * million) {
            return static_cast<int>(scaled / million);
        }
        if (!failed_) wrong(row, "not a whole number, or too large");
        return 1;
    }
    std::int32_t collar() {
        const auto& row = table[at_];
        const auto scaled = micros();
        if (scaled > million) wrong(row, "above 1");
        return static_cast<std::int32_t>(std::min(scaled, million));
    }
    [[nodiscard]] const std::optional<Error>& failed() const { return failed_; }

private:
    std::optional<std::string> next_text() {
        const auto& row = table[at_++];
        auto text = value_ ? value_(row.name) : std::nullopt;
        if (text) return text;
        if (mode_ == TradingMode::paper) return std::string{row.paper};
        wrong(row, "is not set, and live trading has no default limits");
        return std::nullopt;
    }
    void wrong(const LimitSetting& row, const std::string& why) {
        if (!failed_) failed_ = Error{Errc::bad_config, std::string{row.name} + ": " + why};
    }

    TradingMode mode_;
    const SettingLookup& value_;
    std::size_t at_ = 0;
    std::optional<Error> failed_;
};

}  // namespace

std::span<const LimitSetting> limit_settings() {
    return table;
}

Result<Limits> read_limits(TradingMode mode, const SettingLookup& value) {
    Reader reader{mode, value};
    Limits limits;
    limits.per_order = Money{reader.micros()};
    limits.per_market = Money{reader.micros()};
    limits.per_event = Money{reader.micros()};
    limits.total = Money{reader.micros()};
    limits.daily_loss = Money{reader.micros()};
    limits.open_orders = reader.count();
    limits.orders_a_minute = reader.count();
    limits.quote_age = Duration{reader.micros()};  // seconds in millionths are microseconds
    limits.forecast_age = Duration{reader.micros()};
    limits.collar_micros = reader.collar();
    limits.cancels_a_minute = reader.count();
    limits.book_age = Duration{reader.micros()};
    limits.balance_age = Duration{reader.micros()};
    limits.clock_offset = Duration{reader.micros()};
    limits.canary_order = Money{reader.micros()};
    limits.canary_total = Money{reader.micros()};
    limits.tags = reader.words();
    if (reader.failed()) return tl::unexpected<Error>{*reader.failed()};
    return limits;
}

}  // namespace pm::risk
