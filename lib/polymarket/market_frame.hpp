#pragma once

/// Frames of the market channel to updates: the hot decoder.
///
/// A frame is one JSON object or an array of them, or one of the venue's plain texts. All of a
/// frame is read before anything is delivered: a frame that is not JSON delivers nothing, a
/// message with a field of the wrong kind delivers nothing of itself. In steady state nothing is
/// allocated. Source: docs/venue.md, market channel.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/update.hpp"

namespace pm::polymarket {

/// What a frame held.
struct FrameReport {
    int messages = 0;   ///< Objects with a known event type that made sense.
    int unknown = 0;    ///< Objects of an event type we do not know; skipped.
    int damaged = 0;    ///< Objects of a known type that made no sense; skipped whole.
    bool text = false;  ///< Not JSON but one of the venue's plain texts: "PONG", "NO NEW ASSETS".
    const char* fault = "";  ///< Why the last damaged one made no sense.
};

class FrameDecoder {
public:
    FrameDecoder();
    ~FrameDecoder();
    FrameDecoder(FrameDecoder&&) noexcept;
    FrameDecoder& operator=(FrameDecoder&&) noexcept;

    /// How many bytes must be readable behind a frame. Their contents do not matter.
    static constexpr std::size_t padding = 64;

    /// Decodes `frame` and delivers its updates to `sink`, in order.
    /// @pre `padding` readable bytes follow the frame.
    /// @return Errc::malformed when it is neither JSON nor a plain text; nothing was delivered.
    Result<FrameReport> decode(std::string_view frame, MarketSink& sink);

    /// The same for text without readable bytes behind it: copies first.
    Result<FrameReport> decode_copy(std::string_view frame, MarketSink& sink);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Reads the same frames through base/json.hpp: slow and plain, made independently of the fast
/// one so that tests can hold the two against each other. Same rules, same results.
Result<FrameReport> decode_frame_slowly(std::string_view frame, MarketSink& sink);

/// Whether `frame` is a text the venue sends beside JSON: letters, digits, blanks and simple
/// punctuation only, at most 256 bytes, and not the start of JSON.
[[nodiscard]] bool is_plain_text(std::string_view frame);

}  // namespace pm::polymarket
