#include "sim/wallets.hpp"

namespace pm::sim {

Wallet& Wallets::of(const crypto::Address& owner) {
    const auto [at, is_new] = wallets_.try_emplace(owner);
    if (is_new) at->second.cash.balance = default_balance_;
    return at->second;
}

const Wallet* Wallets::find(const crypto::Address& owner) const {
    const auto found = wallets_.find(owner);
    return found == wallets_.end() ? nullptr : &found->second;
}

}  // namespace pm::sim
