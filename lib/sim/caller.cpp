#include "sim/caller.hpp"

#include <charconv>
#include <string>

#include "polymarket/auth.hpp"
#include "sim/query.hpp"

namespace pm::sim {
namespace {

template <class Integer>
std::optional<Integer> number_in(std::string_view text) {
    Integer value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

std::string_view header_of(const RawRequest& request, std::string_view name) {
    return net::header(request.headers, name).value_or("");
}

bool in_time(std::string_view stamp, const TimeCheck& time) {
    const auto stamped = number_in<std::int64_t>(stamp);
    if (!stamped) return false;
    if (!time.tolerance) return true;
    const auto apart = *stamped - time.venue_seconds;
    return apart <= *time.tolerance && apart >= -*time.tolerance;
}

}  // namespace

std::optional<ProvedAddress> prove_address(const RawRequest& request, int chain_id,
                                           const TimeCheck& time) {
    const auto stamp = header_of(request, "poly_timestamp");
    const auto address = crypto::Address::parse(header_of(request, "poly_address"));
    const auto nonce = number_in<std::uint64_t>(header_of(request, "poly_nonce"));
    if (!address || !nonce || !in_time(stamp, time)) return std::nullopt;
    const auto signature = header_of(request, "poly_signature");
    if (!polymarket::l1_proves(*address, chain_id, stamp, *nonce, signature)) return std::nullopt;
    return ProvedAddress{*address, *nonce};
}

const ApiCredentials* prove_key(const RawRequest& request, const ApiKeys& keys,
                                const TimeCheck& time) {
    const auto stamp = header_of(request, "poly_timestamp");
    const auto address = crypto::Address::parse(header_of(request, "poly_address"));
    const auto* known = keys.find(header_of(request, "poly_api_key"));
    if (known == nullptr || !address || *address != known->address) return nullptr;
    if (header_of(request, "poly_passphrase") != known->passphrase) return nullptr;
    if (!in_time(stamp, time)) return nullptr;
    std::string expected;
    const polymarket::L2Request signed_part{net::name_of(request.method), request.path,
                                            request.body};
    polymarket::append_l2_signature(expected, known->secret, stamp, signed_part);
    return header_of(request, "poly_signature") == expected ? known : nullptr;
}

net::HttpReply bad_l1() {
    return clob_error(401, "Invalid L1 Request headers");
}

net::HttpReply bad_l2() {
    return clob_error(401, "Unauthorized/Invalid api key");
}

}  // namespace pm::sim
