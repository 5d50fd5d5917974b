#include "keys/wiping_heap.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <new>

#include "base/secret.hpp"

namespace {

/// The one variable of its kind: operators have no object to keep it in.
std::atomic<bool> wiping{false};

void* taken(std::size_t size) {
    while (true) {
        if (void* at = std::malloc(std::max<std::size_t>(size, 1)); at != nullptr) return at;
        const auto handler = std::get_new_handler();
        if (handler == nullptr) return nullptr;
        handler();
    }
}

void* taken(std::size_t size, std::align_val_t alignment) {
    const auto unit = std::max(static_cast<std::size_t>(alignment), sizeof(void*));
    while (true) {
        void* at = nullptr;
        if (::posix_memalign(&at, unit, std::max<std::size_t>(size, 1)) == 0) return at;
        const auto handler = std::get_new_handler();
        if (handler == nullptr) return nullptr;
        handler();
    }
}

void* or_throw(void* at) {
    if (at == nullptr) throw std::bad_alloc{};
    return at;
}

void give_back(void* at) noexcept {
    if (at == nullptr) return;
    if (wiping.load(std::memory_order_relaxed)) {
        ::explicit_bzero(at, ::malloc_usable_size(at));
        pm::forget_registers();
    }
    std::free(at);
}

}  // namespace

// All of them: a block must be given back by the one that took it.
void* operator new(std::size_t size) {
    return or_throw(taken(size));
}
void* operator new[](std::size_t size) {
    return or_throw(taken(size));
}
void* operator new(std::size_t size, const std::nothrow_t& /*unused*/) noexcept {
    return taken(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& /*unused*/) noexcept {
    return taken(size);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
    return or_throw(taken(size, alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
    return or_throw(taken(size, alignment));
}
void* operator new(std::size_t size, std::align_val_t alignment,
                   const std::nothrow_t& /*unused*/) noexcept {
    return taken(size, alignment);
}
void* operator new[](std::size_t size, std::align_val_t alignment,
                     const std::nothrow_t& /*unused*/) noexcept {
    return taken(size, alignment);
}
void operator delete(void* at) noexcept {
    give_back(at);
}
void operator delete[](void* at) noexcept {
    give_back(at);
}
void operator delete(void* at, std::size_t /*size*/) noexcept {
    give_back(at);
}
void operator delete[](void* at, std::size_t /*size*/) noexcept {
    give_back(at);
}
void operator delete(void* at, const std::nothrow_t& /*unused*/) noexcept {
    give_back(at);
}
void operator delete[](void* at, const std::nothrow_t& /*unused*/) noexcept {
    give_back(at);
}
void operator delete(void* at, std::align_val_t /*alignment*/) noexcept {
    give_back(at);
}
void operator delete[](void* at, std::align_val_t /*alignment*/) noexcept {
    give_back(at);
}
void operator delete(void* at, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept {
    give_back(at);
}
void operator delete[](void* at, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept {
    give_back(at);
}
void operator delete(void* at, std::align_val_t /*alignment*/,
                     const std::nothrow_t& /*unused*/) noexcept {
    give_back(at);
}
void operator delete[](void* at, std::align_val_t /*alignment*/,
                       const std::nothrow_t& /*unused*/) noexcept {
    give_back(at);
}

namespace pm::keys {

void wipe_freed_memory() {
    wiping.store(true, std::memory_order_relaxed);
}

}  // namespace pm::keys
