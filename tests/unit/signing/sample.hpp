#pragma once

/// A key, an order and its terms in which all is well; each test changes one thing.

#include <string>

#include "polymarket/order.hpp"
#include "polymarket/signing_facts.hpp"

namespace pm::test {

inline crypto::SigningKey sample_key(char last_digit = '1') {
    auto text = SecretBytes::copy_of(std::string(63, '0') + last_digit);
    return std::move(*crypto::SigningKey::from_text(*text));
}

inline crypto::Address sample_wallet() {
    return *crypto::Address::parse("0x1111111111111111111111111111111111111111");
}

inline polymarket::WireOrder sample_order(polymarket::SignatureType type) {
    polymarket::WireOrder order;
    order.salt = 479'249'096'354;
    order.signer = sample_key().address();
    order.maker = type == polymarket::SignatureType::eoa ? order.signer : sample_wallet();
    if (type == polymarket::SignatureType::deposit_wallet) order.signer = sample_wallet();
    order.token = *TokenId::parse(
        "71321045679252212594626385532706912750332728571942532289631379312455583992563");
    order.maker_amount = 3'500'000;
    order.taker_amount = 10'000'000;
    order.type = type;
    order.timestamp_ms = 1'791'800'123'456;
    return order;
}

inline constexpr std::array all_types{
    polymarket::SignatureType::eoa, polymarket::SignatureType::proxy,
    polymarket::SignatureType::safe, polymarket::SignatureType::deposit_wallet};

}  // namespace pm::test
