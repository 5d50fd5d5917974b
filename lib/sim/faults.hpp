#pragma once

/// Things that go wrong on purpose, set by tests through POST /sim/fault.
///
/// One JSON object a fault; `seconds` (real time) or `count` (uses) say how long it lasts:
///   {"kind":"close","code":1012}            closes every socket; without a code: cut off
///   {"kind":"stall","seconds":5,"pong":true}  the sockets open now carry no data; PONG goes on
///                                             or not. Without seconds: for ever
///   {"kind":"freeze","seconds":5}           nobody quotes or trades: the books stand still
///   {"kind":"refuse","seconds":5}           new sockets are refused in the handshake
///   {"kind":"mute","token":"…","seconds":5} nothing about that token on any socket
///   {"kind":"lose","count":3}               that many socket frames vanish
///   {"kind":"drip","milliseconds":50,"seconds":5}  a pause before each socket frame
///   {"kind":"delay","path":"/book","milliseconds":500,"seconds":5}  replies come late
///   {"kind":"html","path":"/book","count":2}        an HTML page instead of JSON, status 200
///   {"kind":"status","path":"/book","status":503,"count":2,"retry_after":1}
///   {"kind":"reset","path":"/book","count":2}       the connection is reset without a reply
///   {"kind":"short","path":"/book","count":2}       half a reply, then the connection closes
///   {"kind":"clear"}                        ends everything
/// A path fault applies to every path that begins with `path`.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace pm::sim {

/// What to do to one HTTP reply.
struct ReplyFault {
    Duration wait{0};
    bool html = false;
    bool reset = false;
    bool cut_short = false;
    int status = 0;  ///< Not 0: answer with this.
    int retry_after = -1;
};

/// What to do to every socket that is open now.
struct SocketFault {
    bool stall = false;  ///< Else: close.
    int code = 0;        ///< To close with; 0: cut off without a closing frame.
    bool pong = true;    ///< A stalled socket still answers PING.
    Instant until = Instant::max();
};

class Faults {
public:
    /// Sets a fault. @return what to do to the open sockets now, if anything; Errc::bad_input when
    ///         `request` is not a fault.
    Result<std::optional<SocketFault>> apply(const Json& request, Instant now);

    /// Uses up one use of the faults on `path`. @return what happens to the reply.
    ReplyFault on_request(std::string_view path, Instant now);

    [[nodiscard]] bool refuses_socket(Instant now);
    /// Whether a data frame about `token` may pass; uses up a `lose`. Empty token: no token's.
    [[nodiscard]] bool passes_frame(std::string_view token, Instant now);
    /// Whether the order flow stands still.
    [[nodiscard]] bool frozen(Instant now);
    [[nodiscard]] Duration frame_pause(Instant now);

    /// How often each kind was set and took effect: {"set":{"close":1},"hit":{"close":3}}.
    [[nodiscard]] std::string report() const;
    /// Counts an effect that the caller carried out.
    void hit(const std::string& kind) { ++hit_[kind]; }

private:
    struct Active {
        std::string kind;
        std::string subject;  ///< Path or token.
        std::optional<Instant> until;
        std::optional<std::int64_t> left;
        Duration wait{0};
        int status = 0;
        int retry_after = -1;
    };
    [[nodiscard]] Active* find(std::string_view kind, std::string_view subject, Instant now);
    void use(Active& fault);

    std::vector<Active> active_;
    std::map<std::string, std::uint64_t> set_;
    std::map<std::string, std::uint64_t> hit_;
};

}  // namespace pm::sim
