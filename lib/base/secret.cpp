#include "base/secret.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <unistd.h>
#include <utility>

#include <sys/mman.h>

#include "base/assert.hpp"

namespace pm {

namespace {

std::size_t whole_pages(std::size_t size) {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    return (size + page - 1) / page * page;
}

}  // namespace

Result<SecretBytes> SecretBytes::zeros(std::size_t size) {
    if (size == 0) return SecretBytes{};
    const auto length = whole_pages(size);
    void* at = ::mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) return fail(Errc::internal, "no memory for a secret");
    const bool hidden = ::mlock2(at, length, 0) == 0 && ::madvise(at, length, MADV_DONTDUMP) == 0 &&
                        ::madvise(at, length, MADV_WIPEONFORK) == 0;
    if (!hidden) {
        ::munmap(at, length);
        return fail(Errc::internal, "the system does not let a secret be kept in memory",
                    "raise the limit of locked memory: ulimit -l 64");
    }
    return SecretBytes{static_cast<std::uint8_t*>(at), size};
}

Result<SecretBytes> SecretBytes::copy_of(std::string_view bytes) {
    auto out = zeros(bytes.size());
    if (out && !bytes.empty()) std::memcpy(out->bytes_, bytes.data(), bytes.size());
    forget_registers();
    return out;
}

SecretBytes::SecretBytes(SecretBytes&& from) noexcept
    : bytes_{std::exchange(from.bytes_, nullptr)},
      size_{std::exchange(from.size_, 0)},
      used_{std::exchange(from.used_, 0)} {}

SecretBytes& SecretBytes::operator=(SecretBytes&& from) noexcept {
    if (this != &from) {
        end();
        bytes_ = std::exchange(from.bytes_, nullptr);
        size_ = std::exchange(from.size_, 0);
        used_ = std::exchange(from.used_, 0);
    }
    return *this;
}

SecretBytes::~SecretBytes() {
    end();
}

void SecretBytes::end() {
    if (bytes_ == nullptr) return;
    wipe({bytes_, used_});
    ::munmap(bytes_, whole_pages(used_));  // takes the lock with it
    bytes_ = nullptr;
}

void SecretBytes::shorten(std::size_t size) {
    PM_ASSERT(size <= size_);
    wipe({bytes_ + size, size_ - size});
    size_ = size;
}

bool operator==(const SecretBytes& a, const SecretBytes& b) {
    return equal_in_constant_time(a.bytes(), b.bytes());
}

void wipe(std::span<std::uint8_t> bytes) {
    if (!bytes.empty()) ::explicit_bzero(bytes.data(), bytes.size());
    forget_registers();
}

void forget_registers() noexcept {
    static constexpr std::array<char, 256> nothing{};  // eight registers of 32 bytes
    // volatile: the call must be one, and of the library's own function.
    static void* (*const volatile copy)(void*, const void*, std::size_t) = &std::memcpy;
    std::array<char, nothing.size()> somewhere{};
    copy(somewhere.data(), nothing.data(), nothing.size());
}

void mask(std::string& text, std::string_view secret) {
    if (secret.empty()) return;
    // A piece of 12 characters holds a whole block of 6, wherever it starts.
    constexpr std::size_t piece_min = 12;
    const auto block = std::min(secret.size(), piece_min / 2);
    const auto enough = std::min(secret.size(), piece_min);
    for (std::size_t inside = 0; inside + block <= secret.size(); inside += block) {
        auto at = text.find(secret.substr(inside, block));
        while (at != std::string::npos) {
            auto first = at;
            auto from = inside;
            while (first > 0 && from > 0 && text[first - 1] == secret[from - 1]) {
                --first;
                --from;
            }
            auto last = at + block;
            auto to = inside + block;
            while (last < text.size() && to < secret.size() && text[last] == secret[to]) {
                ++last;
                ++to;
            }
            if (last - first >= enough) text.replace(first, last - first, last - first, '*');
            at = text.find(secret.substr(inside, block), last);
        }
    }
}

void mask_tokens(std::string& text) {
    constexpr std::size_t token_min = 12;
    const auto in_word = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    };
    const auto in_token = [&](char c) {
        return in_word(c) || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '=';
    };
    for (std::size_t at = 0; at < text.size();) {
        auto last = at;
        bool word = true;
        while (last < text.size() && in_token(text[last])) word = in_word(text[last++]) && word;
        if (!word && last - at >= token_min) text.replace(at, last - at, last - at, '*');
        at = last + 1;
    }
}

bool equal_in_constant_time(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
    if (a.size() != b.size()) return false;
    // volatile: the compiler must not stop at the first difference.
    volatile std::uint8_t different = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        different = static_cast<std::uint8_t>(different | (a[i] ^ b[i]));
    }
    return different == 0;
}

}  // namespace pm
