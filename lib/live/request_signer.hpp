#pragma once

/// Who signs requests. The account client asks for headers just before it sends; it never sees
/// what they are made of.

#include <cstdint>
#include <string>

#include "net/http.hpp"
#include "polymarket/auth.hpp"
#include "polymarket/request.hpp"

namespace pm::live {

class RequestSigner {
public:
    virtual ~RequestSigner() = default;

    /// Headers for a request with this access at this time, Unix seconds of the venue.
    /// @return Errc::credentials when there is no key or no API credentials for it.
    [[nodiscard]] virtual Result<net::Headers> headers(polymarket::Access access,
                                                       std::int64_t seconds,
                                                       const polymarket::L2Request& request) = 0;

    /// Makes unreadable what of its secrets stands in an answer: a venue, or a proxy before it, may
    /// repeat what it was sent, and answers end up in messages, logs and the ledger.
    virtual void mask(std::string& answer) const { static_cast<void>(answer); }
};

/// Signs with a key and API credentials; either may be missing. What is given outlives it.
class KeySigner final : public RequestSigner {
public:
    /// For everything that the credentials allow; `address` is that of the key they belong to.
    KeySigner(const polymarket::ApiKey& api, const crypto::Address& address)
        : api_{&api}, address_{address} {}
    /// For getting API credentials: level 1 with `nonce`.
    KeySigner(const crypto::SigningKey& key, int chain_id, std::uint64_t nonce = 0)
        : key_{&key}, chain_id_{chain_id}, nonce_{nonce}, address_{key.address()} {}

    Result<net::Headers> headers(polymarket::Access access, std::int64_t seconds,
                                 const polymarket::L2Request& request) override;

    void mask(std::string& answer) const override;

    /// Adds what was not there yet.
    void use(const polymarket::ApiKey& api) { api_ = &api; }

private:
    const polymarket::ApiKey* api_ = nullptr;
    const crypto::SigningKey* key_ = nullptr;
    int chain_id_ = 0;
    std::uint64_t nonce_ = 0;
    crypto::Address address_;
};

}  // namespace pm::live
