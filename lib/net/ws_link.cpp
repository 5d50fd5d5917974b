#include "net/ws_link.hpp"

#include "base/assert.hpp"

namespace pm::net::ws {

namespace {

constexpr std::size_t slack = 64;       // simdjson's padding
constexpr std::size_t header_max = 14;  // of one frame
constexpr int gone = 1006;              // RFC 6455, 7.4.1: no close frame came

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

std::optional<std::string_view> Link::take_buffered() {
    PM_ASSERT(role_ == Role::client);  // what is unmasked in place can't be read twice
    stream_.consume(used_);
    used_ = 0;
    const auto frame =
        read_frame(stream_.unread_data(), stream_.unread().size(), role_, message_max_);
    if (!frame || !*frame) return std::nullopt;
    const auto& found = **frame;
    const bool whole =
        found.final && !fragmented_ && !is_control(found.opcode) && found.opcode != Opcode::more;
    if (!whole) return std::nullopt;
    used_ = found.bytes;
    return found.payload;
}

}  // namespace pm::net::ws
