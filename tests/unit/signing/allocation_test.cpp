#include <cstdlib>
#include <new>

#include "polymarket/auth.hpp"
#include "sample.hpp"
#include "support/catch.hpp"

/// Counts every allocation of this program while `counting` is set.
namespace {
bool counting = false;
long allocations = 0;
}  // namespace

void* operator new(std::size_t size) {
    if (counting) ++allocations;
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc{};
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
    if (counting) ++allocations;
    return std::malloc(size);
}
void* operator new[](std::size_t size) {
    return operator new(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& tag) noexcept {
    return operator new(size, tag);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
    std::free(memory);
}

using namespace pm;
using namespace pm::polymarket;

TEST_CASE("hashing, signing and writing an order allocates nothing", "[signing][allocation]") {
    const auto key = test::sample_key();
    const auto domain = order_domain(polygon_chain, true);
    const OrderTerms terms{.tif = TimeInForce::gtd,
                           .post_only = true,
                           .expiration_s = 1'791'900'000,
                           .owner = "7b1e2d60-6f9a-4dd7-8f3e-21b8f94c77a2"};
    std::string body;
    body.reserve(2048);
    std::string signature;
    signature.reserve(64);
    const auto secret = *SecretBytes::copy_of("glaNOvQgpoYsZCoQlmGluK7EqK6qf4F8SArWCSwe26Y=");
    for (const auto type : test::all_types) {
        auto order = test::sample_order(type);
        const OrderSigner signer{key, type, order.maker, order.signer};
        static_cast<void>(order_hash(order, domain));  // constants are made at the first call
        allocations = 0;
        counting = true;
        for (int i = 0; i < 100; ++i) {
            ++order.salt;
            body.clear();
            signature.clear();
            static_cast<void>(signer.append(body, order, domain, terms));
            append_l2_signature(signature, secret.view(), "1791800123",
                                {.method = "POST", .path = "/order", .body = body});
        }
        counting = false;
        CHECK(allocations == 0);
        CHECK(body.size() > 700);
        CHECK(body.capacity() == 2048);
        CHECK(signature.size() == 44);
    }
}
