#include "pm-sim/truth.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "domain/names.hpp"

namespace pm::simulator {
namespace {

/// Collects lines into a Truth; each reader of a kind says whether the line made sense.
class Collector {
public:
    Collector(Truth& truth, std::string_view maker) : truth_{truth}, maker_{lower_case(maker)} {}

    bool take(const Json& line) {
        const auto kind = line.string("kind").value_or("");
        if (kind == "order") return order(line);
        if (kind == "cancel") return cancel(line);
        if (kind == "match") return match(line);
        if (kind == "settle") return settle(line);
        return true;  // Books and prints are another's business.
    }

private:
    template <class T>
    static bool read(const Json& line, std::string_view key, T& out) {
        const auto parsed = T::parse(line.digits(key).value_or(""));
        if (parsed) out = *parsed;
        return parsed.has_value();
    }

    bool order(const Json& line) {
        if (!maker_.empty() && lower_case(line.string("maker").value_or("")) != maker_) return true;
        TrueOrder out;
        out.id = line.string("id").value_or("");
        out.accepted = line.string("verdict") == "accepted";
        out.foreign = line.boolean("foreign").value_or(false);
        out.reason = line.string("reason").value_or("");
        out.ms = line.integer("ms").value_or(0);
        out.token = line.string("token").value_or("");
        const auto side = named<Side>(line.string("side").value_or(""));
        const auto tif = named<TimeInForce>(line.string("order_type").value_or(""));
        if (!side || !tif) return false;
        out.side = *side;
        out.tif = *tif;
        if (out.accepted && !details(line, out)) return false;
        const bool known = out.accepted && !truth_.accepted.contains(out.id);
        if (known) truth_.accepted.emplace(out.id, truth_.orders.size());
        truth_.orders.push_back(std::move(out));
        return true;
    }

    static bool details(const Json& line, TrueOrder& out) {
        out.condition = line.string("condition").value_or("");
        out.event = line.string("event").value_or("");
        Price rate = Price::from_micros(0);
        if (!read(line, "price", out.price) || !read(line, "size", out.size)) return false;
        if (!read(line, "fee_rate", rate)) return false;
        out.fee.rate_micros = rate.micros();
        const auto micros =
            Json{Json::Number{std::string{line.string("maker_amount").value_or("")}}}.integer();
        if (!micros) return false;
        if (out.side == Side::buy) out.gives = Money{*micros};
        return !out.id.empty() && !out.token.empty();
    }

    TrueOrder* known(std::string_view id) {
        const auto found = truth_.accepted.find(std::string{id});
        return found == truth_.accepted.end() ? nullptr : &truth_.orders[found->second];
    }

    bool cancel(const Json& line) {
        if (auto* order = known(line.string("id").value_or(""))) order->closed = line.integer("ms");
        return true;
    }

    bool match(const Json& line) {
        auto* order = known(line.string("order").value_or(""));
        if (order == nullptr) return true;
        TrueFill out;
        out.order = order->id;
        out.trade = line.string("trade").value_or("");
        out.token = line.string("token").value_or("");
        out.ms = line.integer("ms").value_or(0);
        const auto side = named<Side>(line.string("side").value_or(""));
        if (!side || !read(line, "price", out.price) || !read(line, "size", out.size)) return false;
        if (!read(line, "money", out.money) || !read(line, "fee", out.fee)) return false;
        out.side = *side;
        order->matched += out.size;
        const bool at_once = order->tif == TimeInForce::fok || order->tif == TimeInForce::fak;
        if (at_once || order->matched >= order->size) order->closed = out.ms;
        by_trade_.emplace(out.trade, truth_.fills.size());
        truth_.fills.push_back(std::move(out));
        return true;
    }

    bool settle(const Json& line) {
        const auto [from, to] =
            by_trade_.equal_range(std::string{line.string("trade").value_or("")});
        for (auto at = from; at != to; ++at) {
            truth_.fills[at->second].status = line.string("status").value_or("");
        }
        return true;
    }

    Truth& truth_;
    std::string maker_;
    std::multimap<std::string, std::size_t> by_trade_;
};

}  // namespace

Result<Truth> Truth::parse(std::string_view text, std::string_view maker) {
    Truth out;
    Collector collector{out, maker};
    for (std::size_t number = 1; !text.empty(); ++number) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) break;
        const auto line = text.substr(0, end);
        text.remove_prefix(end + 1);
        // The book's lines are most of a log: they are not even parsed.
        if (line.starts_with(R"({"kind":"book")")) continue;
        const auto json = Json::parse(line);
        if (!json || !collector.take(*json)) {
            return fail(Errc::malformed, "truth log, line " + std::to_string(number));
        }
        out.last_ms = std::max(out.last_ms, json->integer("ms").value_or(0));
    }
    return out;
}

}  // namespace pm::simulator
