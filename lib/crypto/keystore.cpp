#include "crypto/keystore.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include <openssl/evp.h>

#include "base/assert.hpp"
#include "base/hex.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "crypto/keccak.hpp"
#include "crypto/random_bytes.hpp"
#include "crypto/signing_key.hpp"

namespace pm::crypto {

namespace {

constexpr std::size_t derived_size = 32;  ///< 16 bytes of cipher key, 16 of MAC key.
constexpr std::size_t half = 16;
constexpr std::size_t salt_max = 256;
/// What a file says of how its key was made from the passphrase.
struct Derivation {
    bool scrypt = false;
    std::vector<std::uint8_t> salt;
    SealCost cost;            ///< scrypt
    std::int64_t rounds = 0;  ///< PBKDF2
};

using Block = std::array<std::uint8_t, half>;

/// The parts of a file.
struct Sealed {
    Derivation how;
    Block iv{};
    std::array<std::uint8_t, private_key_size> ciphertext{};
    Hash mac{};
    std::optional<Address> address;
};

tl::unexpected<Error> malformed(std::string what) {
    return fail(Errc::malformed, "keystore: " + std::move(what));
}

/// Twice as many hex digits as `bytes` is long, with or without 0x.
Result<void> read_hex(const Json& json, std::string_view name, std::span<std::uint8_t> bytes) {
    auto text = json.string(name).value_or("");
    if (text.starts_with("0x")) text.remove_prefix(2);
    if (!parse_hex(text, bytes)) return malformed("no usable " + std::string{name});
    return {};
}

Result<std::vector<std::uint8_t>> read_salt(const Json& parameters) {
    auto text = parameters.string("salt").value_or("");
    if (text.starts_with("0x")) text.remove_prefix(2);
    std::vector<std::uint8_t> out(std::min(text.size() / 2, salt_max));
    if (out.empty() || !parse_hex(text, out)) return malformed("no usable salt");
    return out;
}

Result<Derivation> read_derivation(const Json& crypto) {
    const auto* parameters = crypto.find("kdfparams");
    if (parameters == nullptr) return malformed("no kdfparams");
    if (parameters->integer("dklen") != static_cast<std::int64_t>(derived_size)) {
        return malformed("dklen is not 32");
    }
    Derivation out;
    auto salt = read_salt(*parameters);
    if (!salt) return pass(salt);
    out.salt = std::move(*salt);
    const auto kdf = crypto.string("kdf").value_or("");
    if (kdf == "pbkdf2") {
        out.rounds = parameters->integer("c").value_or(0);
        if (parameters->string("prf") != "hmac-sha256") return malformed("prf is not hmac-sha256");
        if (out.rounds < 1 || out.rounds > pbkdf2_rounds_max)
            return malformed("c is out of bounds");
        return out;
    }
    if (kdf != "scrypt") return malformed("kdf is neither scrypt nor pbkdf2");
    const auto number = [&](std::string_view name) {
        return static_cast<std::uint32_t>(
            std::clamp<std::int64_t>(parameters->integer(name).value_or(0), 0, 1LL << 31U));
    };
    out.scrypt = true;
    out.cost = {.n = number("n"), .r = number("r"), .p = number("p")};
    if (!out.cost.affordable()) return malformed("n, r and p are out of bounds");
    return out;
}

Result<Sealed> read_sealed(std::string_view text) {
    auto json = Json::parse(text);
    if (!json) return pass(json, "keystore");
    if (json->integer("version") != 3) return malformed("version is not 3");
    const auto* crypto = json->find("crypto");
    if (crypto == nullptr) crypto = json->find("Crypto");  // as some old wallets write it
    if (crypto == nullptr) return malformed("no crypto");
    if (crypto->string("cipher") != "aes-128-ctr") return malformed("cipher is not aes-128-ctr");
    const auto* cipher = crypto->find("cipherparams");
    if (cipher == nullptr) return malformed("no cipherparams");
    auto how = read_derivation(*crypto);
    if (!how) return pass(how);
    Sealed out;
    out.how = std::move(*how);
    if (auto iv = read_hex(*cipher, "iv", out.iv); !iv) return pass(iv);
    if (auto read = read_hex(*crypto, "ciphertext", out.ciphertext); !read) return pass(read);
    if (auto mac = read_hex(*crypto, "mac", out.mac); !mac) return pass(mac);
    if (json->string("address").value_or("").empty()) return out;
    out.address.emplace();
    if (auto read = read_hex(*json, "address", out.address->bytes); !read) return pass(read);
    return out;
}

Result<SecretBytes> derive(const Derivation& how, const SecretBytes& passphrase) {
    return how.scrypt ? scrypt(passphrase, how.salt, how.cost, derived_size)
                      : pbkdf2(passphrase, how.salt, how.rounds, derived_size);
}

/// keccak256(second half of the derived key || ciphertext).
Hash mac_of(const SecretBytes& derived,
            const std::array<std::uint8_t, private_key_size>& ciphertext) {
    std::array<std::uint8_t, half + private_key_size> bytes{};
    const auto key = derived.bytes().subspan(half, half);
    std::copy(key.begin(), key.end(), bytes.begin());
    std::copy(ciphertext.begin(), ciphertext.end(), bytes.begin() + half);
    const auto out = keccak256(bytes);
    wipe(bytes);
    return out;
}

struct EndCipher {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

/// AES-128-CTR; the same in both directions. `from` and `to` are of one length.
void apply_cipher(const SecretBytes& derived, const Block& iv, std::span<const std::uint8_t> from,
                  std::span<std::uint8_t> to) {
    const std::unique_ptr<EVP_CIPHER_CTX, EndCipher> context{EVP_CIPHER_CTX_new()};
    PM_ASSERT(context != nullptr);
    int size = 0;
    const bool done = EVP_EncryptInit_ex(context.get(), EVP_aes_128_ctr(), nullptr,
                                         derived.bytes().data(), iv.data()) == 1 &&
                      EVP_EncryptUpdate(context.get(), to.data(), &size, from.data(),
                                        static_cast<int>(from.size())) == 1;
    PM_ASSERT(done && size == static_cast<int>(from.size()));
}

Result<Address> address_of(const SecretBytes& key) {
    auto copy = SecretBytes::copy_of(key.view());
    if (!copy) return pass(copy);
    const auto signer = SigningKey::from(std::move(*copy));
    if (!signer) return fail(Errc::credentials, "keystore: what it holds is not a private key");
    return signer->address();
}

/// A random UUID (RFC 4122, version 4).
std::string fresh_id(Random& random) {
    Block bytes{};
    fill_random(bytes, random);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0fU) | 0x40U);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3fU) | 0x80U);
    auto text = hex_text(bytes);
    for (const std::size_t at : {20U, 16U, 12U, 8U}) text.insert(at, "-");
    return text;
}

std::string sealed_text(const Sealed& sealed, const std::string& id) {
    std::string out;
    JsonWriter w{out};
    w.begin_object().key("version").integer(3).key("id").string(id);
    w.key("address").string(hex_text(sealed.address->bytes)).key("crypto").begin_object();
    w.key("cipher").string("aes-128-ctr").key("cipherparams").begin_object();
    w.key("iv").string(hex_text(sealed.iv)).end_object();
    w.key("ciphertext").string(hex_text(sealed.ciphertext));
    w.key("kdf").string("scrypt").key("kdfparams").begin_object();
    w.key("dklen").integer(static_cast<std::int64_t>(derived_size));
    w.key("n").integer(sealed.how.cost.n).key("r").integer(sealed.how.cost.r);
    w.key("p").integer(sealed.how.cost.p).key("salt").string(hex_text(sealed.how.salt));
    w.end_object().key("mac").string(hex_text(sealed.mac)).end_object().end_object();
    return out;
}

}  // namespace

Result<OpenedKey> open_keystore(std::string_view json, const SecretBytes& passphrase) {
    auto sealed = read_sealed(json);
    if (!sealed) return pass(sealed);
    auto derived = derive(sealed->how, passphrase);
    if (!derived) return pass(derived);
    if (!equal_in_constant_time(mac_of(*derived, sealed->ciphertext), sealed->mac)) {
        return fail(Errc::credentials, "keystore: wrong passphrase");
    }
    auto key = SecretBytes::zeros(private_key_size);
    if (!key) return pass(key);
    apply_cipher(*derived, sealed->iv, sealed->ciphertext, key->room());
    auto address = address_of(*key);
    if (!address) return pass(address);
    if (sealed->address && *sealed->address != *address) {
        return fail(Errc::credentials, "keystore: the file names " + sealed->address->text() +
                                           " but holds the key of " + address->text());
    }
    return OpenedKey{.key = std::move(*key), .address = *address};
}

Result<std::optional<Address>> keystore_address(std::string_view json) {
    auto sealed = read_sealed(json);
    if (!sealed) return pass(sealed);
    return sealed->address;
}

Result<std::string> seal_keystore(const SecretBytes& key, const SecretBytes& passphrase,
                                  Random& random, const SealCost& cost) {
    PM_ASSERT(key.size() == private_key_size && cost.affordable());
    auto address = address_of(key);
    if (!address) return pass(address);
    Sealed out;
    out.address = *address;
    out.how = {.scrypt = true, .salt = std::vector<std::uint8_t>(32), .cost = cost};
    fill_random(out.how.salt, random);
    fill_random(out.iv, random);
    auto derived = derive(out.how, passphrase);
    if (!derived) return pass(derived);
    apply_cipher(*derived, out.iv, key.bytes(), out.ciphertext);
    out.mac = mac_of(*derived, out.ciphertext);
    return sealed_text(out, fresh_id(random));
}

}  // namespace pm::crypto
