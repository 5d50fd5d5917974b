#include "net/ws_link.hpp"

namespace pm::net::ws {

namespace {

constexpr std::size_t slack = 64;       // simdjson's padding
constexpr std::size_t header_max = 14;  // of one frame
constexpr int gone = 1006;              // RFC 6455, 7.4.1: no close frame came

/// The length of the frame at the start of `bytes`, if it is whole there.
std::size_t whole_frame(std::string_view bytes) {
    if (bytes.size() < 2) return 0;
    const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
    std::uint64_t payload = at(1) & 0x7FU;
    std::size_t header = 2;
    const std::size_t width = payload < 126 ? 0 : payload == 126 ? 2 : 8;
    if (bytes.size() < header + width) return 0;
    if (width != 0) payload = 0;
    for (std::size_t i = 0; i < width; ++i) payload = (payload << 8U) | at(2 + i);
    header += width + ((at(1) & 0x80U) != 0 ? 4 : 0);
    return bytes.size() >= header && bytes.size() - header >= payload ? header + payload : 0;
}

}  // namespace

Task<Event> Link::next(Instant deadline) {
    stream_.consume(used_);
    used_ = 0;
    for (;;) {
        auto frame =
            read_frame(stream_.unread_data(), stream_.unread().size(), role_, message_max_);
        if (!frame) co_return pass(frame);
        if (*frame) {
            used_ = (*frame)->bytes;
            auto event = take(**frame);
            if (!event) co_return pass(event);
            if (*event) co_return **event;
            stream_.consume(used_);
            used_ = 0;
            continue;
        }
        auto filled = co_await stream_.fill(deadline, message_max_ + header_max);
        if (!filled) co_return pass(filled);
        if (*filled == Filled::deadline) co_return Event{};
        if (*filled == Filled::end) {
            Event end{Event::Kind::closed, {}, gone};
            co_return end;
        }
    }
}

Result<std::optional<Event>> Link::take(const Frame& frame) {
    std::optional<Event> event;
    switch (frame.opcode) {
        case Opcode::ping: event.emplace(Event::Kind::ping, frame.payload); return event;
        case Opcode::pong: return event;
        case Opcode::close:
            event.emplace(Event::Kind::closed, std::string_view{}, close_code(frame.payload));
            return event;
        case Opcode::text:
        case Opcode::binary:
            if (fragmented_) return fail(Errc::malformed, "websocket: message inside a message");
            if (frame.final) {
                event.emplace(Event::Kind::message, frame.payload);
                return event;
            }
            joined_.assign(frame.payload);
            fragmented_ = true;
            return event;
        case Opcode::more: break;
    }
    if (!fragmented_) return fail(Errc::malformed, "websocket: continuation of nothing");
    if (joined_.size() + frame.payload.size() > message_max_) {
        return fail(Errc::malformed, "websocket: message too large");
    }
    joined_.append(frame.payload);
    if (!frame.final) return event;
    fragmented_ = false;
    const auto size = joined_.size();
    joined_.append(slack, '\0');
    event.emplace(Event::Kind::message, std::string_view{joined_}.substr(0, size));
    return event;
}

bool Link::buffered() const {
    auto rest = stream_.unread().substr(used_);
    for (;;) {
        const auto size = whole_frame(rest);
        if (size == 0) return false;
        const auto first = static_cast<std::uint8_t>(rest[0]);
        const bool control = (first & 0x08U) != 0;
        if (!control && (first & 0x80U) != 0) return true;
        rest.remove_prefix(size);
    }
}

}  // namespace pm::net::ws
