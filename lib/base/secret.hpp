#pragma once

/// Bytes that nobody may see: keys, passphrases, API secrets.
///
/// Shape  pages of its own between nothing else: locked in memory, left out of core dumps, empty
///        in a forked child, overwritten when it ends. Moves, never copies, never prints.
/// Source: reliability catalogue, in-memory rules (mmap, mlock, DONTDUMP, WIPEONFORK).

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pm {

class SecretBytes {
public:
    /// Nothing at all: size 0, no page.
    SecretBytes() = default;

    /// A copy of `bytes`; wiping the original is the caller's task (`wipe`).
    /// @return Errc::internal when the system gives no page or does not let it be locked.
    static Result<SecretBytes> copy_of(std::string_view bytes);
    /// `size` zero bytes to be filled through `room`. Errors as `copy_of`.
    static Result<SecretBytes> zeros(std::size_t size);

    SecretBytes(SecretBytes&& from) noexcept;
    SecretBytes& operator=(SecretBytes&& from) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes();

    /// The bytes themselves, for cryptography and for the wire of the venue alone: whoever calls
    /// this makes no copy that outlives the call. Valid as long as this object.
    [[nodiscard]] std::string_view view() const {
        return {reinterpret_cast<const char*>(bytes_), size_};
    }
    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {bytes_, size_}; }
    /// The same, to be written into by whoever reads a secret from a file, pipe or terminal.
    [[nodiscard]] std::span<std::uint8_t> room() { return {bytes_, size_}; }
    /// Forgets all but the first `size` bytes. @pre size <= this->size().
    void shorten(std::size_t size);

    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }

    /// Takes the same time wherever the bytes differ; the lengths are not hidden.
    friend bool operator==(const SecretBytes& a, const SecretBytes& b);

private:
    SecretBytes(std::uint8_t* bytes, std::size_t size) : bytes_{bytes}, size_{size}, used_{size} {}
    void end();

    std::uint8_t* bytes_ = nullptr;
    std::size_t size_ = 0;
    std::size_t used_ = 0;  ///< Bytes asked for at first: what was mapped.
};

/// Overwrites `bytes` in a way that no optimiser leaves out, and then does `forget_registers`.
void wipe(std::span<std::uint8_t> bytes);

/// The C library copies through vector registers that hardly anything else uses. What it copied
/// last stays in them, and goes to the stack when a library's function is bound late or a signal
/// comes, and into a core. This overwrites them.
void forget_registers() noexcept;

/// Overwrites with '*' every piece of `secret`, of 12 characters or more, that stands in `text`:
/// for what somebody else wrote who may have known it. Shorter secrets count as a whole.
void mask(std::string& text, std::string_view secret);
/// The same for whoever does not know the secret yet: every run of 12 characters or more of those
/// that keys, tokens and base64 are written in is overwritten, unless it is words.
void mask_tokens(std::string& text);

/// Whether `a` and `b` hold the same, in a time that depends on their lengths only.
[[nodiscard]] bool equal_in_constant_time(std::span<const std::uint8_t> a,
                                          std::span<const std::uint8_t> b);

}  // namespace pm
