#pragma once

/// Failure as a value: a `Result<T>` holds either a `T` or an `Error`.
///
/// Functions that can fail in the field (network, disk, user input, venue replies) return
/// `Result`. Broken invariants are bugs and use `PM_ASSERT`. Nothing in lib/ throws.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace pm {

/// What a caller can do about a failure. Add a code only when some caller branches on it.
/// Each has a stable name (`name_of`) and one exit status (`cli/exit_status.hpp`).
enum class Errc : std::uint8_t {
    bad_input,        ///< A flag, an argument or a line of input is wrong.
    bad_config,       ///< A settings file or variable is wrong.
    credentials,      ///< A key is missing or was not accepted.
    not_found,        ///< The thing asked for does not exist.
    malformed,        ///< Bytes from outside that we cannot decode.
    refused,          ///< Our own limits or certainty rules said no.
    tick_mismatch,    ///< A price is not on the market's grid.
    unavailable,      ///< Nothing reached the other side (resolve, connect, TLS). Safe to resend.
    lost,             ///< A read was cut off or timed out after it was sent. Safe to repeat a read.
    rejected,         ///< The other side understood and said no. Do not resend unchanged.
    restricted,       ///< The venue restricts everybody for a while (425, 503 modes).
    throttled,        ///< HTTP 429, or our own token bucket is empty. Wait, then resend.
    outcome_unknown,  ///< The venue may have acted. Never resend: reconcile first.
    stale,            ///< What we know is too old to act on.
    storage,          ///< The disk or the database failed.
    busy,             ///< Another instance holds what we need.
    cancelled,        ///< We were asked to stop.
    closed,           ///< The reader of our output went away.
    internal,         ///< Anything else.
};

/// The stable name printed as `code`: "bad_input", "outcome_unknown".
[[nodiscard]] std::string_view name_of(Errc code);

/// Whether the same request may be sent again without harm.
[[nodiscard]] bool retryable(Errc code);

/// A class with a constructor, not an aggregate: g++ 12 corrupts brace-made aggregate
/// temporaries inside a co_await expression (CONTRIBUTING.md, coroutines).
struct Error {
    Error(Errc c, std::string m) : code{c}, message{std::move(m)} {}
    Error(Errc c, std::string m, std::string h)
        : code{c}, message{std::move(m)}, hint{std::move(h)} {}

    Errc code;
    std::string message;  ///< One line, lower case, no full stop, no secrets.
    std::string hint;     ///< What to do about it; may be empty.
    std::optional<std::chrono::microseconds> retry_after;  ///< The other side's wish.

    /// Returns the same error with `what` put in front: "reading config: bad tick '0.3'".
    [[nodiscard]] Error during(std::string_view what) && {
        message.insert(0, std::string{what} + ": ");
        return std::move(*this);
    }
};

template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
    Result(tl::expected<T, Error> other) : tl::expected<T, Error>{std::move(other)} {}
};

/// Makes the failed half of any `Result`: `return fail(Errc::malformed, "no bids array");`
[[nodiscard]] inline tl::unexpected<Error> fail(Errc code, std::string message,
                                                std::string hint = {}) {
    return tl::unexpected<Error>{Error{code, std::move(message), std::move(hint)}};
}

/// Hands an error on from one `Result` to another: `if (!x) return pass(x);`
template <class T>
[[nodiscard]] tl::unexpected<Error> pass(Result<T>& failed) {
    return tl::unexpected<Error>{std::move(failed.error())};
}

/// The same, saying what was being done: "book of 123: no bids array".
template <class T>
[[nodiscard]] tl::unexpected<Error> pass(Result<T>& failed, std::string_view during) {
    return tl::unexpected<Error>{std::move(failed.error()).during(during)};
}

}  // namespace pm
