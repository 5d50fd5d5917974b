/// What an order costs beside its signature: built, hashed, signed, written and authenticated,
/// against libsecp256k1's signing alone, in turns in the same run.
///
/// Usage: bench_order_build [SECONDS [MICROSECONDS_OF_THE_OFFICIAL_CLIENT]]
/// Prints `figure orders.body_vs_sign VALUE ratio`, and with the second argument, which
/// bench/peers/order_body.mjs measures, `figure orders.body_vs_ts VALUE ratio`.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <secp256k1.h>
#include <secp256k1_recovery.h>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "polymarket/amounts.hpp"
#include "polymarket/auth.hpp"
#include "polymarket/order.hpp"
#include "polymarket/signing_facts.hpp"

using namespace pm;
using namespace pm::polymarket;

namespace {

using Watch = std::chrono::steady_clock;
constexpr int per_sample = 20;  ///< Calls between two readings of the clock.

SecretBytes secret(const std::string& text) {
    return std::move(*SecretBytes::copy_of(text));
}

/// Nothing but the curve: the library's own call with its own context.
struct RawSigning {
    secp256k1_context* context = secp256k1_context_create(SECP256K1_CONTEXT_NONE);
    crypto::Hash digest{};
    std::array<std::uint8_t, 32> key{};

    RawSigning() { key[31] = 7; }
    void run() {
        secp256k1_ecdsa_recoverable_signature made;
        secp256k1_ecdsa_sign_recoverable(context, &made, digest.data(), key.data(), nullptr,
                                         nullptr);
        int id = 0;
        secp256k1_ecdsa_recoverable_signature_serialize_compact(context, digest.data(), &id, &made);
    }
};

/// All that stands between a decision and the bytes for the socket.
struct WholeOrder {
    crypto::SigningKey key = std::move(*crypto::SigningKey::from_text(
        secret("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80")));
    SecretBytes api_secret = secret("glaNOvQgpoYsZCoQlmGluK7EqK6qf4F8SArWCSwe26Y=");
    OrderDomain domain = order_domain(polygon_chain, true);
    OrderTerms terms{.tif = TimeInForce::gtc,
                     .post_only = false,
                     .expiration_s = 0,
                     .owner = "7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2"};
    TokenId token = *TokenId::parse(
        "71321045679252212594626385532706912750332728571942532289631379312455583992563");
    TickSize tick = TickSize::from_micros(10'000);
    SystemRandom random;
    OrderSigner signer;
    std::int64_t now_ms = 1'791'800'123'456;
    std::string body;
    std::string signature;

    explicit WholeOrder(SignatureType type) : signer{key, type, key.address(), key.address()} {
        body.reserve(2048);
        signature.reserve(64);
    }
    void run() {
        ++now_ms;
        const auto price =
            Price::from_micros(static_cast<std::int32_t>(10'000 * (now_ms % 99 + 1)));
        const auto amounts = limit_amounts(Side::buy, price, Size{100'000'000}, tick);
        WireOrder order;
        order.salt = random.next() & salt_max;
        order.token = token;
        order.maker_amount = amounts->maker;
        order.taker_amount = amounts->taker;
        order.timestamp_ms = now_ms;
        body.clear();
        signature.clear();
        const auto id = signer.append(body, order, domain, terms);
        if (id == crypto::Hash{}) std::abort();
        append_l2_signature(signature, api_secret.view(), std::to_string(now_ms / 1000),
                            {.method = "POST", .path = "/order", .body = body});
    }
};

template <class Work>
double sample_us(Work& work) {
    const auto began = Watch::now();
    for (int i = 0; i < per_sample; ++i) work.run();
    return std::chrono::duration<double, std::micro>(Watch::now() - began).count() / per_sample;
}

double median(std::vector<double>& samples) {
    std::sort(samples.begin(), samples.end());
    return samples[samples.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    const double seconds = argc > 1 ? std::atof(argv[1]) : 5;
    RawSigning raw;
    WholeOrder plain{SignatureType::eoa};
    WholeOrder wrapped{SignatureType::deposit_wallet};
    std::vector<double> raw_us;
    std::vector<double> plain_us;
    std::vector<double> wrapped_us;
    const auto until = Watch::now() + std::chrono::duration<double>(seconds);
    while (Watch::now() < until || raw_us.size() < 100) {
        // In turns, so that whatever else the machine does hits all alike.
        raw_us.push_back(sample_us(raw));
        plain_us.push_back(sample_us(plain));
        wrapped_us.push_back(sample_us(wrapped));
    }
    const auto raw_median = median(raw_us);
    const auto plain_median = median(plain_us);
    const auto wrapped_median = median(wrapped_us);
    std::printf("signing alone (libsecp256k1)     %7.2f us\n", raw_median);
    std::printf("whole order, EOA, proxy or Safe  %7.2f us  %.3f times\n", plain_median,
                plain_median / raw_median);
    std::printf("whole order, deposit wallet      %7.2f us  %.3f times\n", wrapped_median,
                wrapped_median / raw_median);
    // The dearer of the two: accounts made since May 2026 are deposit wallets.
    std::printf("figure orders.body_vs_sign %.3f ratio\n",
                std::max(plain_median, wrapped_median) / raw_median);
    // The official client is measured with an EOA.
    if (argc > 2)
        std::printf("figure orders.body_vs_ts %.1f ratio\n", std::atof(argv[2]) / plain_median);
    return 0;
}
