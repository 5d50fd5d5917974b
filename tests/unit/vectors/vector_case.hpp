#pragma once

/// One case of a vector file, and what checking it can say.

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/decimal.hpp"
#include "base/json.hpp"
#include "crypto/signing_key.hpp"
#include "domain/order.hpp"
#include "domain/price.hpp"
#include "domain/tick.hpp"

namespace pm::test {

/// Thrown by a check when the case does not hold; the text says where.
struct Mismatch : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What became of a case that holds.
enum class Verdict {
    passed,
    server_wins,  ///< The venue's cap cuts the client's value; ours is the cut one.
    fact,         ///< A fact for the simulator, with nothing to compute here.
};

inline void expect_equal(const std::string& have, std::string_view want, const char* what) {
    if (have == want) return;
    throw Mismatch{std::string{what} + ": want " + std::string{want} + ", have " + have};
}

inline void expect(bool holds, const char* what) {
    if (!holds) throw Mismatch{what};
}

/// The member `key`, which must be there.
inline const Json& member(const Json& json, std::string_view key) {
    const auto* found = json.find(key);
    if (found == nullptr) throw Mismatch{"no member " + std::string{key}};
    return *found;
}

/// The contents of a string or the digits of a number.
inline std::string text_of(const Json& json, std::string_view key) {
    const auto text = member(json, key).digits();
    if (!text) throw Mismatch{"not a text: " + std::string{key}};
    return std::string{*text};
}

inline std::int64_t whole_of(const Json& json, std::string_view key) {
    return std::stoll(text_of(json, key));
}

inline std::int64_t micros_of(const Json& json, std::string_view key) {
    const auto value = parse_decimal(text_of(json, key), 6);
    if (!value) throw Mismatch{"not a decimal: " + std::string{key}};
    return *value;
}

inline Price price_of(const Json& json, std::string_view key = "price") {
    const auto micros = micros_of(json, key);
    if (micros > Price::micros_per_dollar) throw Mismatch{"not a price: " + std::string{key}};
    return Price::from_micros(static_cast<std::int32_t>(micros));
}

inline TickSize tick_of(const Json& json) {
    return TickSize::from_micros(static_cast<std::int32_t>(micros_of(json, "tickSize")));
}

inline Side side_of(const Json& json) {
    return text_of(json, "side") == "SELL" ? Side::sell : Side::buy;
}

inline bool flag_of(const Json& json, std::string_view key, bool otherwise) {
    return json.boolean(key).value_or(otherwise);
}

inline crypto::SigningKey key_of(const Json& input) {
    auto text = SecretBytes::copy_of(text_of(input, "privateKey"));
    if (!text) throw Mismatch{text.error().message};
    auto key = crypto::SigningKey::from_text(*text);
    if (!key) throw Mismatch{key.error().message};
    return std::move(*key);
}

inline crypto::Address address_of(const Json& json, std::string_view key) {
    auto address = crypto::Address::parse(text_of(json, key));
    if (!address) throw Mismatch{address.error().message};
    return *address;
}

// One function for each kind of file.
Verdict check_signed_order(const Json& item);
Verdict check_wrapped_order(const Json& item);
Verdict check_old_order(const Json& item);
Verdict check_clob_auth(const Json& item);
Verdict check_hmac(const Json& item);
Verdict check_wallets(const Json& item);
Verdict check_rounding(const Json& item);
Verdict check_market_price(const Json& item);
Verdict check_fee_adjust(const Json& item);
Verdict check_fees(const Json& item);
Verdict check_book_hash(const Json& item);
Verdict check_server_fact(const Json& item);

}  // namespace pm::test
