#pragma once

/// What goes wrong on the trading side, seeded: requests, user events, trades.
///
/// A fault is a JSON object with a `kind`, what the kind needs, and when it fires: `probability`
/// (0 to 1), `nth` ([3,5]: the third and the fifth chance), `every` (each Nth), `count` (at most so
/// often), `seconds` (of real time from now). Without any it fires at every chance. A plan is
/// {"seed":7,"faults":[…]}. Every fault has random numbers of its own, so that one more fault does
/// not change the others. docs/venue.md, simulator faults, lists the kinds.
///
/// Source: reliability catalogue, faults the simulator must offer.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/json_writer.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "net/http.hpp"
#include "sim/account_order.hpp"

namespace pm::sim {

/// What happens to one request. At most one of drop, apply, cut, truncate and reply.
struct RequestFault {
    bool drop = false;             ///< Lost before the venue: never applied, the connection resets.
    bool cut = false;              ///< Applied, then the connection resets.
    std::optional<Duration> late;  ///< Applied this much later (real time) …
    bool late_holds = false;       ///< … while the client waits; else its connection resets now.
    Duration slow{0};              ///< Applied at once, answered this much later.
    std::optional<std::size_t> truncate;  ///< Applied; that many bytes of the reply go out.
    int status = 0;                       ///< Answered with this …
    bool applied = false;                 ///< … after it was applied; else instead.
    std::string body;                     ///< Of that answer.
    bool html = false;                    ///< The answer is a web page.
    std::vector<Json> actions;            ///< For the venue to carry out before the request.
};

/// What happens to one frame of the user channel.
struct UserFault {
    bool drop = false;
    bool duplicate = false;
    bool hold = false;        ///< Let later ones overtake it.
    bool half_frame = false;  ///< Break off inside it.
};

class FaultPlan {
public:
    explicit FaultPlan(std::uint64_t seed) : seed_{seed} {}

    /// Whether the plan, and not the market feed's faults, knows this kind.
    [[nodiscard]] static bool knows(std::string_view kind);

    /// Adds one fault or a whole plan. @return what the venue is to do at once; Errc::bad_input
    ///         when `request` is neither, and then nothing was added.
    Result<std::vector<Json>> add(const Json& request, Instant now);

    RequestFault on_request(net::Method method, std::string_view path, Instant now);
    UserFault on_user_event(std::string_view event, Instant now);
    /// The script of a trade that has just matched; nothing: the usual one.
    std::optional<std::vector<TradeStep>> script(Instant now);

    void clear() { faults_.clear(); }
    /// Writes the list of faults, each with how often it had a chance and how often it fired.
    void report(JsonWriter& out) const;
    /// Kinds that have not fired once although set.
    [[nodiscard]] std::vector<std::string> idle() const;

private:
    enum class Family : std::uint8_t { request, user, trade, action };
    struct Fault {
        std::string kind;
        Family family = Family::request;
        Json spec;
        SeededRandom random{0};
        std::size_t group = 0;  ///< 0: alone. Else one of several, of which one draw picks one.
        double from = 0;
        double to = 1;
        std::optional<Instant> until;
        std::optional<std::int64_t> left;
        std::uint64_t chances = 0;
        std::uint64_t fired = 0;
    };

    Result<void> check(const Json& fault) const;
    void keep(const Json& spec, Instant now, std::size_t group, double from, double to);
    [[nodiscard]] static bool over(const Fault& fault, Instant now);
    [[nodiscard]] bool fires(Fault& fault, double draw);
    void apply(Fault& fault, RequestFault& out);

    std::uint64_t seed_;
    std::uint64_t added_ = 0;
    std::size_t groups_ = 0;
    std::vector<Fault> faults_;
};

}  // namespace pm::sim
