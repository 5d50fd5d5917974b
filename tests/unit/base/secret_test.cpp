#include "base/secret.hpp"

#include <fstream>
#include <sstream>
#include <unistd.h>

#include <sys/wait.h>

#include "support/catch.hpp"

using namespace pm;

namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
    out << value;
};

static_assert(!Printable<SecretBytes>, "a secret does not print");
static_assert(!std::is_copy_constructible_v<SecretBytes>, "a secret has no copies");
static_assert(!std::is_copy_assignable_v<SecretBytes>);
static_assert(!std::is_convertible_v<SecretBytes, std::string>);
static_assert(!std::is_convertible_v<SecretBytes, std::string_view>);

/// The flags of the page at `address`, as the kernel lists them: "rd wr mr mw me lo ac dd wf".
std::string flags_of(const void* address) {
    const auto wanted = reinterpret_cast<std::uintptr_t>(address);
    std::ifstream maps{"/proc/self/smaps"};
    bool inside = false;
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t from = 0;
        std::uintptr_t to = 0;
        char dash = 0;
        std::istringstream head{line};
        if (head >> std::hex >> from >> dash >> to && dash == '-') {
            inside = wanted >= from && wanted < to;
        }
        if (inside && line.starts_with("VmFlags:")) return line;
    }
    return "";
}

SecretBytes secret(std::string_view text) {
    return std::move(*SecretBytes::copy_of(text));
}

}  // namespace

TEST_CASE("a secret's page is locked, not dumped and empty in a child", "[base][secret]") {
    const auto hidden = secret("canary");
    const auto flags = flags_of(hidden.view().data());
    CAPTURE(flags);
    CHECK(flags.find(" lo") != std::string::npos);
    CHECK(flags.find(" dd") != std::string::npos);
    CHECK(flags.find(" wf") != std::string::npos);

    const auto child = ::fork();
    if (child == 0) {
        bool empty = true;
        for (const auto byte : hidden.bytes()) empty = empty && byte == 0;
        ::_exit(empty ? 0 : 1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(hidden.view() == "canary");
}

TEST_CASE("a moved secret is in one place only", "[base][secret]") {
    auto first = secret("canary");
    const auto* at = first.view().data();
    auto second = std::move(first);
    CHECK(second.view().data() == at);
    CHECK(first.empty());  // NOLINT(bugprone-use-after-move): that is the question
    second = secret("other");
    CHECK(second.view() == "other");
    auto& same = second;
    second = std::move(same);
    CHECK(second.view() == "other");
}

TEST_CASE("a secret compares by its bytes", "[base][secret]") {
    CHECK(secret("abc") == secret("abc"));
    CHECK_FALSE(secret("abc") == secret("abd"));
    CHECK_FALSE(secret("abc") == secret("bbc"));
    CHECK_FALSE(secret("abc") == secret("ab"));
    CHECK(secret("") == SecretBytes{});
}

TEST_CASE("a shortened secret forgets the rest", "[base][secret]") {
    auto text = secret("canary and more");
    const auto* at = text.view().data();
    text.shorten(6);
    CHECK(text.view() == "canary");
    CHECK(std::string_view{at, 15} == std::string_view{"canary\0\0\0\0\0\0\0\0\0", 15});
}

TEST_CASE("a secret may be longer than a page", "[base][secret]") {
    const std::string text(10'000, 'x');
    CHECK(secret(text).view() == text);
}

TEST_CASE("wiped bytes are zero", "[base][secret]") {
    std::array<std::uint8_t, 4> bytes{1, 2, 3, 4};
    wipe(bytes);
    CHECK(bytes == std::array<std::uint8_t, 4>{});
}

TEST_CASE("pieces of a secret are masked in what others wrote", "[base][secret]") {
    const std::string secret = "gLxvgLq-0_wWwxJvJUyLuw6CQOD91Cjy";
    const auto masked = [&](std::string text) {
        mask(text, secret);
        return text;
    };
    CHECK(masked("") == "");
    CHECK(masked("nothing of it") == "nothing of it");
    CHECK(masked("<" + secret + ">" + secret) ==
          "<" + std::string(secret.size(), '*') + ">" + std::string(secret.size(), '*'));
    for (std::size_t at = 0; at + 12 <= secret.size(); ++at) {
        CHECK(masked("a " + secret.substr(at, 12) + " b") == "a ************ b");
        CHECK(masked("a " + secret.substr(at, 11) + " b") == "a " + secret.substr(at, 11) + " b");
    }
    std::string text = "a short one";
    mask(text, "short");
    CHECK(text == "a ***** one");
    mask(text, "");
    CHECK(text == "a ***** one");
}

TEST_CASE("tokens are masked and words are not", "[base][secret]") {
    std::string text =
        R"({"error":"unbelievablylong","secret":"gLxvgLq-0_wWwxJvJUyLuw6CQOD91A=="})";
    mask_tokens(text);
    CHECK(text == R"({"error":"unbelievablylong","secret":"********************************"})");
    text = "bad POLY_PASSPHRASE: f27eaf29e51a, 12345678901 or f27eaf29e51";
    mask_tokens(text);
    CHECK(text == "bad POLY_PASSPHRASE: ************, 12345678901 or f27eaf29e51");
}
