#include "keys/api_credentials.hpp"

#include <algorithm>
#include <array>

#include "keys/flat_json.hpp"
#include "keys/private_file.hpp"

namespace pm::keys {

namespace {

/// What may stand in a text of a FlatJson as it is.
bool plain(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return c >= 0x20 && c != '"' && c != '\\' && c != 0x7f;
    });
}

Result<SecretBytes> joined(std::span<const std::string_view> parts) {
    std::size_t size = 0;
    for (const auto part : parts) size += part.size();
    auto out = SecretBytes::zeros(size);
    if (!out) return out;
    auto at = out->room().begin();
    for (const auto part : parts) at = std::copy(part.begin(), part.end(), at);
    return out;
}

tl::unexpected<Error> no_good(const std::string& what) {
    return fail(Errc::credentials, "API credentials: " + what,
                "make them anew with 'pm-trade keys derive'");
}

}  // namespace

Result<ApiCredentials> load_api_credentials(const std::string& path,
                                            const crypto::Address& address) {
    auto file = read_private_file({.path = path});
    if (!file) return pass(file);
    const auto json = FlatJson::read(file->view());
    if (!json || json->integer("version") != 1) return no_good("the file is not one of ours");
    const auto whose = crypto::Address::parse(json->string("address").value_or(""));
    if (!whose) return no_good("the file names no address");
    if (*whose != address) {
        return no_good("the file is of " + whose->text() + ", not of " + address.text());
    }
    const auto key = json->string("key").value_or("");
    auto secret = SecretBytes::copy_of(json->string("secret").value_or(""));
    if (!secret) return pass(secret);
    auto passphrase = SecretBytes::copy_of(json->string("passphrase").value_or(""));
    if (!passphrase) return pass(passphrase);
    if (key.empty() || secret->empty() || passphrase->empty()) return no_good("a part is missing");
    return ApiCredentials{.address = address,
                          .key = std::string{key},
                          .secret = std::move(*secret),
                          .passphrase = std::move(*passphrase)};
}

Result<void> store_api_credentials(const std::string& path, const ApiCredentials& credentials) {
    const auto& [address, key, secret, passphrase] = credentials;
    if (!plain(key) || !plain(secret.view()) || !plain(passphrase.view())) {
        return fail(Errc::bad_input, "API credentials with characters that we do not store");
    }
    const auto owner = address.text();
    const std::array<std::string_view, 9> parts{R"({"version":1,"address":")",
                                                owner,
                                                R"(","key":")",
                                                key,
                                                R"(","secret":")",
                                                secret.view(),
                                                R"(","passphrase":")",
                                                passphrase.view(),
                                                "\"}\n"};
    const auto text = joined(parts);
    if (!text) return tl::unexpected{text.error()};
    return write_private_file(path, text->view(), Existing::replace);
}

}  // namespace pm::keys
