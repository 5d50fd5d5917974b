/// Replies about keys, the account and the venue itself, and those of the Data API.

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "polymarket/facts.hpp"
#include "polymarket/replies.hpp"
#include "polymarket/trading_replies.hpp"

namespace pm::polymarket {

namespace {

constexpr std::size_t secret_max = 512;

std::string words(const Json& row, std::string_view key) {
    return sanitised(row.string(key).value_or("").substr(0, 200));
}

/// The text between the quotes after `"name":` in `object`, without a copy. Nothing when it is not
/// there once, or holds an escape: these three are base64, hex and a UUID.
std::optional<std::string_view> bare_member(std::string_view object, std::string_view name) {
    const auto quoted = '"' + std::string{name} + '"';
    const auto key = object.find(quoted);
    if (key == std::string_view::npos) return std::nullopt;
    if (object.find(quoted, key + quoted.size()) != std::string_view::npos) return std::nullopt;
    auto rest = trimmed(object.substr(key + quoted.size()));
    if (!rest.starts_with(':')) return std::nullopt;
    rest = trimmed(rest.substr(1));
    if (!rest.starts_with('"')) return std::nullopt;
    rest.remove_prefix(1);
    const auto end = rest.find('"');
    if (end == 0 || end == std::string_view::npos || end > secret_max) return std::nullopt;
    const auto text = rest.substr(0, end);
    for (const char c : text) {
        if (c <= ' ' || c == '\\' || c > '~') return std::nullopt;
    }
    return text;
}

/// The value under either spelling of a key; the Data API has two generations.
std::optional<std::string_view> digits_of(const Json& row, std::string_view v1,
                                          std::string_view v2) {
    if (auto digits = row.digits(v1)) return digits;
    return row.digits(v2);
}

Result<HeldPosition> decode_position(const Json& row) {
    HeldPosition out;
    auto token = TokenId::parse(digits_of(row, "asset", "token_id").value_or(""));
    if (!token) return pass(token, "position");
    out.token = *token;
    auto condition = row.string("conditionId");
    if (!condition) condition = row.string("condition_id");
    auto parsed = ConditionId::parse(condition.value_or(""));
    if (!parsed) return pass(parsed, "position");
    out.condition = *parsed;
    auto size = parse_statistic(digits_of(row, "size", "current_size").value_or("?"), 6);
    if (!size) return pass(size, "position");
    if (*size < 0) return fail(Errc::malformed, "position: a size below zero");
    out.size = Size{*size};
    if (const auto digits = digits_of(row, "avgPrice", "avg_price")) {
        auto micros = parse_statistic(*digits, 6);
        if (micros && *micros >= 0 && *micros <= Price::micros_per_dollar) {
            out.average = Price::from_micros(static_cast<std::int32_t>(*micros));
        }
    }
    out.redeemable = row.boolean("redeemable").value_or(false);
    out.neg_risk =
        row.boolean("negativeRisk").value_or(row.boolean("negative_risk").value_or(false));
    out.slug = words(row, "slug");
    out.outcome = words(row, "outcome");
    return out;
}

}  // namespace

Result<ApiKey> decode_api_key(std::string_view text) {
    const auto body = trimmed(text);
    if (!body.starts_with('{') || !body.ends_with('}')) {
        return fail(Errc::malformed, "the answer for API credentials is not an object");
    }
    const auto key = bare_member(body, "apiKey");
    const auto secret = bare_member(body, "secret");
    const auto passphrase = bare_member(body, "passphrase");
    if (!key || !secret || !passphrase) {
        return fail(Errc::malformed, "the answer for API credentials is not whole");
    }
    ApiKey out;
    out.key = *key;
    auto kept = SecretBytes::copy_of(*secret);
    if (!kept) return pass(kept);
    out.secret = std::move(*kept);
    auto phrase = SecretBytes::copy_of(*passphrase);
    if (!phrase) return pass(phrase);
    out.passphrase = std::move(*phrase);
    return out;
}

Result<std::vector<std::string>> decode_key_list(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    const auto* list = json->is_array() ? &*json : json->find("apiKeys");
    if (list == nullptr) list = json->find("readonlyApiKeys");
    if (list == nullptr || !(list->is_array() || list->is_null())) {
        return fail(Errc::malformed, "no list of keys");
    }
    std::vector<std::string> out;
    for (const auto& item : list->items()) {
        const auto id = item.string();
        if (!id) return fail(Errc::malformed, "a key is not a text");
        out.push_back(sanitised(id->substr(0, 128)));
    }
    return out;
}

Result<std::string> decode_readonly_key(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    auto key = words(*json, "apiKey");
    if (key.empty()) return fail(Errc::malformed, "no key in the answer");
    return key;
}

Result<bool> decode_closed_only(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    const auto closed = json->boolean("closed_only");
    if (!closed) return fail(Errc::malformed, "no closed_only");
    return *closed;
}

Result<std::int64_t> decode_version(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    if (!json->is_object()) return fail(Errc::malformed, "the venue's version is not an object");
    const auto* version = json->find("version");
    if (version == nullptr) return known_venue_version;
    auto number = parse_decimal(version->digits().value_or("?"), 0);
    if (!number) return fail(Errc::malformed, "the venue's version is not a number");
    return *number;
}

Result<Geoblock> decode_geoblock(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    const auto blocked = json->boolean("blocked");
    if (!blocked) return fail(Errc::malformed, "no word whether this place is blocked");
    return Geoblock{*blocked, words(*json, "country"), words(*json, "region")};
}

Result<Page<HeldPosition>> decode_positions(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    const auto* rows = json->is_array() ? &*json : json->find("data");
    if (rows == nullptr || !rows->is_array()) return fail(Errc::malformed, "no list of positions");
    Page<HeldPosition> out;
    for (const auto& item : rows->items()) {
        auto row = decode_position(item);
        if (!row) return pass(row);
        out.rows.push_back(std::move(*row));
    }
    if (const auto* pagination = json->find("pagination"); pagination != nullptr) {
        out.cursor = std::string{pagination->string("next_cursor").value_or("").substr(0, 4'096)};
    }
    return out;
}

Result<std::vector<Approval>> decode_approvals(std::string_view text) {
    auto json = parse_reply(text);
    if (!json) return pass(json);
    const auto* list = json->find("contracts");
    if (list == nullptr || !list->is_array()) return fail(Errc::malformed, "no list of approvals");
    std::vector<Approval> out;
    for (const auto& item : list->items()) {
        const auto approved = item.boolean("approved");
        if (!approved) return fail(Errc::malformed, "an approval says neither yes nor no");
        out.push_back(
            Approval{words(item, "feature"), lower_case(words(item, "spender")), *approved});
    }
    return out;
}

}  // namespace pm::polymarket
