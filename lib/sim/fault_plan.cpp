#include "sim/fault_plan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "sim/chance.hpp"

namespace pm::sim {
namespace {

constexpr std::array<std::string_view, 6> request_kinds{
    "drop_request", "apply_then_cut", "delay_apply", "delay_reply", "truncate_reply", "reply"};
constexpr std::array<std::string_view, 4> user_kinds{"user_drop", "user_duplicate", "user_permute",
                                                     "user_half_frame"};
constexpr std::array<std::string_view, 13> action_kinds{
    "restart",       "mode",       "limits",       "heartbeat_rule", "heartbeat_id",
    "clock",         "geoblock",   "market_delay", "order_lookup",   "phantom_lock",
    "foreign_order", "user_close", "account"};

constexpr std::int64_t zero = 0;
constexpr std::int64_t drawn_max = 1'000'000'000;  // Eleven days of milliseconds.
constexpr double seconds_max = 86'400.0 * 365;

template <class List>
bool among(const List& list, std::string_view kind) {
    return std::find(list.begin(), list.end(), kind) != list.end();
}

/// "POST /order" is exactly that, "POST /order*" whatever begins so, "/order" with any method.
bool selects(std::string_view selector, net::Method method, std::string_view path) {
    if (const auto space = selector.find(' '); space != std::string_view::npos) {
        if (selector.substr(0, space) != net::name_of(method)) return false;
        selector.remove_prefix(space + 1);
    }
    if (selector.ends_with('*')) {
        selector.remove_suffix(1);
        return path.starts_with(selector);
    }
    return path == selector;
}

/// A number, or one drawn evenly from [least, most].
std::int64_t drawn(const Json& spec, std::string_view key, std::int64_t absent, Random& random) {
    const auto* value = spec.find(key);
    if (value == nullptr) return absent;
    if (!value->is_array()) {
        return std::clamp(value->integer().value_or(absent), zero, drawn_max);
    }
    if (value->items().size() != 2) return absent;
    const auto least = std::clamp(value->items()[0].integer().value_or(0), zero, drawn_max);
    const auto most = std::clamp(value->items()[1].integer().value_or(least), least, drawn_max);
    return least +
           static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(most - least) + 1));
}

std::optional<TradeStage> stage_of(std::string_view text) {
    for (const auto stage : {TradeStage::matched, TradeStage::mined, TradeStage::confirmed,
                             TradeStage::retrying, TradeStage::failed}) {
        if (name_of(stage) == text) return stage;
    }
    return std::nullopt;
}

constexpr std::string_view web_page =
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>";

}  // namespace

bool FaultPlan::knows(std::string_view kind) {
    return among(request_kinds, kind) || among(user_kinds, kind) || among(action_kinds, kind) ||
           kind == "trade_script" || kind == "user_mute" || kind == "one_of";
}

Result<void> FaultPlan::check(const Json& fault) const {
    const std::string kind{fault.string("kind").value_or("")};
    if (!knows(kind)) return fail(Errc::bad_input, "unknown fault '" + kind + "'");
    if (kind == "one_of") {
        const auto* cases = fault.find("cases");
        if (cases == nullptr || cases->items().empty()) {
            return fail(Errc::bad_input, "one_of needs cases");
        }
        for (const auto& one : cases->items()) {
            if (one.real("share").value_or(-1) < 0) {
                return fail(Errc::bad_input, "a case needs a share");
            }
            if (one.string("kind") == "none") continue;
            if (auto fine = check(one); !fine) return fine;
        }
        return {};
    }
    if (kind == "trade_script") {
        const auto* steps = fault.find("steps");
        if (steps == nullptr) return fail(Errc::bad_input, "trade_script needs steps");
        for (const auto& step : steps->items()) {
            if (!stage_of(step.string("status").value_or(""))) {
                return fail(Errc::bad_input, "a step needs a trade status");
            }
        }
    }
    const auto probability = fault.real("probability").value_or(1);
    if (!(probability >= 0 && probability <= 1)) {
        return fail(Errc::bad_input, "probability must be 0 to 1");
    }
    const auto seconds = fault.real("seconds").value_or(0);
    if (!(seconds >= 0 && seconds <= seconds_max)) {
        return fail(Errc::bad_input, "seconds must be 0 to a year");
    }
    const auto status = fault.integer("status").value_or(200);
    if (kind == "reply" && (status < 200 || status > 599)) {
        return fail(Errc::bad_input, "status must be 200 to 599");
    }
    return {};
}

void FaultPlan::keep(const Json& spec, Instant now, std::size_t group, double from, double to) {
    Fault fault;
    fault.kind = spec.string("kind").value_or("");
    fault.spec = spec;
    fault.group = group;
    fault.from = from;
    fault.to = to;
    fault.random = SeededRandom{Fingerprint{}.add("fault").add(seed_).add(++added_).value()};
    if (fault.kind == "trade_script") fault.family = Family::trade;
    if (among(user_kinds, fault.kind) || fault.kind == "user_mute") fault.family = Family::user;
    if (among(action_kinds, fault.kind)) fault.family = Family::action;
    if (const auto seconds = spec.real("seconds"); seconds && fault.family != Family::action) {
        fault.until = now + Duration{std::llround(*seconds * 1e6)};
    }
    fault.left = spec.integer("count");
    faults_.push_back(std::move(fault));
}

Result<std::vector<Json>> FaultPlan::add(const Json& request, Instant now) {
    std::vector<const Json*> wanted;
    if (const auto* list = request.find("faults")) {
        for (const auto& one : list->items()) wanted.push_back(&one);
    } else {
        wanted.push_back(&request);
    }
    for (const auto* one : wanted) {
        if (auto fine = check(*one); !fine) return pass(fine);
    }
    if (const auto seed = request.integer("seed")) seed_ = static_cast<std::uint64_t>(*seed);
    std::vector<Json> at_once;
    for (const auto* one : wanted) {
        if (one->string("kind") == "one_of") {
            ++groups_;
            double from = 0;
            for (const auto& part : one->find("cases")->items()) {
                const auto share = part.real("share").value_or(0);
                Json::Object spec = part.members();
                for (const auto& [key, value] : one->members()) {
                    if (key != "cases" && key != "kind") spec.emplace_back(key, value);
                }
                keep(Json{std::move(spec)}, now, groups_, from, from + share);
                from += share;
            }
            continue;
        }
        keep(*one, now, 0, 0, 1);
        auto& kept = faults_.back();
        if (kept.family == Family::action && one->find("path") == nullptr) {
            ++kept.chances;
            ++kept.fired;
            at_once.push_back(*one);
        }
    }
    return at_once;
}

bool FaultPlan::over(const Fault& fault, Instant now) {
    return (fault.until && *fault.until <= now) || (fault.left && *fault.left <= 0);
}

bool FaultPlan::fires(Fault& fault, double draw) {
    ++fault.chances;
    if (draw < fault.from || draw >= fault.to) return false;
    bool yes = true;
    if (const auto* nth = fault.spec.find("nth")) {
        yes = std::any_of(nth->items().begin(), nth->items().end(), [&](const Json& one) {
            return one.integer().value_or(0) == static_cast<std::int64_t>(fault.chances);
        });
    }
    if (const auto every = fault.spec.integer("every"); every && *every > 0) {
        yes = yes && static_cast<std::int64_t>(fault.chances) % *every == 0;
    }
    if (const auto probability = fault.spec.real("probability")) {
        yes = yes && fault.random.unit() < *probability;
    }
    if (!yes) return false;
    ++fault.fired;
    if (fault.left) --*fault.left;
    return true;
}

void FaultPlan::apply(Fault& fault, RequestFault& out) {
    const auto ms = [&] {
        return std::chrono::milliseconds{drawn(fault.spec, "ms", 1'000, fault.random)};
    };
    if (fault.kind == "drop_request") out.drop = true;
    if (fault.kind == "apply_then_cut") out.cut = true;
    if (fault.kind == "delay_reply") out.slow = ms();
    if (fault.kind == "truncate_reply") {
        out.truncate = static_cast<std::size_t>(drawn(fault.spec, "byte", 0, fault.random));
    }
    if (fault.kind == "delay_apply") {
        out.late = ms();
        out.late_holds = fault.spec.string("reply") == "hold";
    }
    if (fault.kind == "delay_apply" && fault.spec.find("status") == nullptr) return;
    if (fault.kind != "reply" && fault.kind != "delay_apply") return;
    out.status = static_cast<int>(drawn(fault.spec, "status", 502, fault.random));
    out.applied = fault.spec.string("when") == "after";
    const auto body = fault.spec.string("body").value_or("json");
    out.html = body == "html";
    if (body == "html") out.body = web_page;
    if (body == "json") out.body = R"({"error":"Internal server error"})";
    if (const auto text = fault.spec.string("text")) out.body = *text;
}

RequestFault FaultPlan::on_request(net::Method method, std::string_view path, Instant now) {
    RequestFault out;
    std::map<std::size_t, double> draws;
    bool struck = false;  // Only one thing goes wrong with a request, slowness apart.
    for (auto& fault : faults_) {
        if (fault.family != Family::request && fault.family != Family::action) continue;
        const auto* selector = fault.spec.find("path");
        if (selector == nullptr && fault.family == Family::action) continue;
        const auto text = selector == nullptr ? "*" : selector->string().value_or("*");
        if (over(fault, now) || !selects(text, method, path)) continue;
        double draw = 0;
        if (fault.group != 0) {
            const auto [at, is_new] = draws.try_emplace(fault.group, 0.0);
            if (is_new) at->second = fault.random.unit();
            draw = at->second;
        }
        const bool harmless =
            fault.kind == "delay_reply" || fault.kind == "none" || fault.family == Family::action;
        if (struck && !harmless) continue;
        if (!fires(fault, draw)) continue;
        if (fault.family == Family::action) {
            out.actions.push_back(fault.spec);
            continue;
        }
        apply(fault, out);
        struck = struck || !harmless;
    }
    return out;
}

UserFault FaultPlan::on_user_event(std::string_view event, Instant now) {
    UserFault out;
    for (auto& fault : faults_) {
        if (fault.family != Family::user || over(fault, now)) continue;
        const auto wanted = fault.spec.string("event");
        if (wanted && *wanted != event) continue;
        if (!fires(fault, 0)) continue;
        if (fault.kind == "user_drop" || fault.kind == "user_mute") out.drop = true;
        if (fault.kind == "user_duplicate") out.duplicate = true;
        if (fault.kind == "user_permute") out.hold = true;
        if (fault.kind == "user_half_frame") out.half_frame = true;
    }
    return out;
}

std::optional<std::vector<TradeStep>> FaultPlan::script(Instant now) {
    for (auto& fault : faults_) {
        if (fault.family != Family::trade || over(fault, now) || !fires(fault, 0)) continue;
        std::vector<TradeStep> steps;
        for (const auto& step : fault.spec.find("steps")->items()) {
            const auto ms = drawn(step, "after_ms", 2'000, fault.random);
            steps.push_back({*stage_of(step.string("status").value_or("")),
                             std::chrono::milliseconds{std::max<std::int64_t>(0, ms)}});
        }
        return steps;
    }
    return std::nullopt;
}

void FaultPlan::report(JsonWriter& out) const {
    out.begin_array();
    for (const auto& fault : faults_) {
        out.begin_object().key("kind").string(fault.kind);
        if (const auto path = fault.spec.string("path")) out.key("path").string(*path);
        if (const auto name = fault.spec.string("name")) out.key("name").string(*name);
        out.key("chances").integer(static_cast<std::int64_t>(fault.chances));
        out.key("fired").integer(static_cast<std::int64_t>(fault.fired)).end_object();
    }
    out.end_array();
}

std::vector<std::string> FaultPlan::idle() const {
    std::vector<std::string> out;
    for (const auto& fault : faults_) {
        if (fault.fired == 0 && fault.kind != "none") out.push_back(fault.kind);
    }
    return out;
}

}  // namespace pm::sim
