#include "live/request_signer.hpp"

namespace pm::live {

Result<net::Headers> KeySigner::headers(polymarket::Access access, std::int64_t seconds,
                                        const polymarket::L2Request& request) {
    switch (access) {
        case polymarket::Access::open: return net::Headers{};
        case polymarket::Access::wallet:
            if (key_ == nullptr) return fail(Errc::credentials, "this needs the wallet's key");
            return polymarket::l1_headers(*key_, chain_id_, seconds, nonce_);
        case polymarket::Access::credentials:
            if (api_ == nullptr) {
                return fail(Errc::credentials, "this needs API credentials",
                            "make them with: pm-trade keys create");
            }
            if (!polymarket::usable_secret(api_->secret)) {
                return fail(Errc::credentials, "the API secret is not base64");
            }
            return polymarket::l2_headers(*api_, address_, seconds, request.method, request.path,
                                          request.body);
    }
    return net::Headers{};
}

void KeySigner::mask(std::string& answer) const {
    if (api_ == nullptr) return;
    pm::mask(answer, api_->secret.view());
    pm::mask(answer, api_->passphrase.view());
}

}  // namespace pm::live
