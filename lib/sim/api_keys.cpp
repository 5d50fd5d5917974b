#include "sim/api_keys.hpp"

#include <algorithm>
#include <array>

#include "base/hex.hpp"
#include "crypto/base64.hpp"
#include "sim/chance.hpp"
#include "sim/names.hpp"

namespace pm::sim {

ApiCredentials ApiKeys::made(const crypto::Address& address, std::string_view kind,
                             std::uint64_t nonce) const {
    const auto print = [&](std::string_view what) {
        return Fingerprint{}.add(what).add(kind).add(seed_).add(address.lower()).add(nonce).value();
    };
    ApiCredentials out;
    out.key = uuid_text(print("key"));
    out.secret = crypto::base64_text(derived_bytes<32>(print("secret")), crypto::Base64::url);
    out.passphrase = hex_text(derived_bytes<32>(print("passphrase")));
    out.address = address;
    return out;
}

const ApiCredentials* ApiKeys::keep(ApiCredentials credentials) {
    order_.push_back(credentials.key);
    auto key = credentials.key;
    return &keys_.insert_or_assign(std::move(key), std::move(credentials)).first->second;
}

const ApiCredentials* ApiKeys::create(const crypto::Address& address, std::uint64_t nonce) {
    if (derive(address, nonce) != nullptr) return nullptr;
    const auto* kept = keep(made(address, "trading", nonce));
    by_nonce_[{address, nonce}] = kept->key;
    return kept;
}

const ApiCredentials* ApiKeys::derive(const crypto::Address& address, std::uint64_t nonce) const {
    const auto found = by_nonce_.find({address, nonce});
    return found == by_nonce_.end() ? nullptr : find(found->second);
}

const ApiCredentials& ApiKeys::create_read_only(const crypto::Address& address) {
    auto credentials = made(address, "read-only", ++read_only_made_);
    credentials.read_only = true;
    return *keep(std::move(credentials));
}

const ApiCredentials* ApiKeys::find(std::string_view key) const {
    const auto found = keys_.find(key);
    return found == keys_.end() ? nullptr : &found->second;
}

std::vector<std::string> ApiKeys::list(const crypto::Address& address, bool read_only) const {
    std::vector<std::string> out;
    for (const auto& key : order_) {
        const auto& one = keys_.at(key);
        if (one.address == address && one.read_only == read_only) out.push_back(key);
    }
    return out;
}

bool ApiKeys::remove(std::string_view key) {
    const auto found = keys_.find(key);
    if (found == keys_.end()) return false;
    std::erase(order_, found->first);
    std::erase_if(by_nonce_, [&](const auto& one) { return one.second == found->first; });
    keys_.erase(found);
    return true;
}

}  // namespace pm::sim
