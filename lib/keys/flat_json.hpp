#pragma once

/// A small JSON object with secrets in it, read in place: nothing of it is copied.
///
/// One flat object of texts without escapes and of whole numbers, at most 16 of them. That is all
/// that a file or a program hands us secrets in; a general reader would leave copies behind.

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.hpp"

namespace pm::keys {

class FlatJson {
public:
    /// @return Errc::malformed, with nothing of the text in it, for anything else and for a name
    ///         that comes twice. `text` must outlive the object.
    static Result<FlatJson> read(std::string_view text);

    [[nodiscard]] std::optional<std::string_view> string(std::string_view name) const;
    [[nodiscard]] std::optional<std::int64_t> integer(std::string_view name) const;

private:
    struct Member {
        std::string_view name;
        std::string_view value;
        bool text = false;
    };
    [[nodiscard]] const Member* find(std::string_view name) const;

    std::array<Member, 16> members_{};
    std::size_t size_ = 0;
};

}  // namespace pm::keys
