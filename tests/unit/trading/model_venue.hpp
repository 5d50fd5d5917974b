#pragma once

/// A venue that loses requests and replies, in virtual time. It keeps the truth by itself and
/// knows nothing of how the account is run.

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/random.hpp"
#include "domain/order.hpp"
#include "support/amounts.hpp"
#include "trading/reconciler.hpp"
#include "trading/report.hpp"
#include "trading/venue.hpp"

namespace pm::test {

/// What becomes of one request. Shares of the whole: the ones of the reliability catalogue, G-02.
enum class Fate { lost, reply_lost, late, server_error, restarting, html, clean };

/// Things that happen later, in order.
class Later {
public:
    explicit Later(ManualClock& clock) : clock_{clock} {}
    void in(Duration after, std::function<void()> what) {
        due_.emplace(clock_.steady() + after, std::move(what));
    }
    void at(Instant when, std::function<void()> what) { due_.emplace(when, std::move(what)); }
    /// Lets time pass, and everything happen that is due meanwhile.
    void pass(Duration time) {
        const auto end = clock_.steady() + time;
        while (!due_.empty() && due_.begin()->first <= end) {
            auto node = due_.extract(due_.begin());
            if (node.key() > clock_.steady()) clock_.advance(node.key() - clock_.steady());
            node.mapped()();
        }
        clock_.advance(end - clock_.steady());
    }

private:
    ManualClock& clock_;
    std::multimap<Instant, std::function<void()>> due_;
};

struct VenueOrder {
    OrderIntent intent;
    bool open = true;
    Size matched;
    Timestamp at{};
    Instant shown{};  ///< From then on lookups and lists know it.
};

class ModelVenue final : public trading::Venue {
public:
    ModelVenue(ManualClock& clock, Later& later, Random& random)
        : clock_{clock}, later_{later}, random_{random} {}

    // trading::Venue
    [[nodiscard]] TradingMode mode() const override { return TradingMode::live; }
    Result<trading::Prepared> prepare(const risk::Approved<OrderIntent>& order) override {
        const auto id = "0x" + std::to_string(++prepared_);
        intents_[id] = *order;
        return trading::Prepared{id, "body " + id, prepared_};
    }
    Result<void> submit(const trading::Prepared& prepared,
                        risk::Approved<OrderIntent> /*order*/) override {
        ++requests;
        on_sent(prepared.order_id);
        later_.in(std::chrono::milliseconds{random_.below(50)},
                  [this, prepared] { arrive(prepared); });
        return {};
    }
    Result<void> cancel(std::string_view /*order_id*/) override { return {}; }

    /// The request reached the book, or did not; the account hears what it hears.
    void arrive(const trading::Prepared& prepared) {
        const auto fate = draw();
        ++fates[fate];
        const auto& id = prepared.order_id;
        switch (fate) {
            case Fate::lost: return tell(id, Reply::unknown);
            case Fate::reply_lost: accept(prepared); return silent_or_unknown(id);
            case Fate::late:
                later_.in(std::chrono::milliseconds{5'000 + random_.below(55'000)},
                          [this, prepared] { accept(prepared); });
                return silent_or_unknown(id);
            case Fate::server_error:
            case Fate::html:
                if (random_.below(2) == 0) accept(prepared);
                return tell(id, Reply::unknown);
            case Fate::restarting: return tell(id, Reply::refused);
            case Fate::clean: return tell(id, accept(prepared) ? Reply::live : Reply::duplicated);
        }
    }

    // Questions, answered as things are now; one in ten fails.
    [[nodiscard]] bool fails() { return random_.below(10) == 0; }
    [[nodiscard]] const VenueOrder* open_order(const std::string& id) const {
        const auto found = orders.find(id);
        return open_ids.contains(id) && found->second.shown <= clock_.steady() ? &found->second
                                                                               : nullptr;
    }
    trading::CancelAnswer cancel_by_hash(const std::string& id) {
        if (fails()) return trading::CancelAnswer::failed;
        const auto found = orders.find(id);
        if (found == orders.end() || !found->second.open) return trading::CancelAnswer::not_open;
        close(id, found->second);
        return trading::CancelAnswer::cancelled;
    }

    /// Half of an open order trades; now and then all of it.
    void trade(const std::string& id) {
        auto& order = orders.at(id);
        if (!order.open) return;
        const auto left = order.intent.size - order.matched;
        const Size part{random_.below(3) == 0 ? left.micros : left.micros / 2};
        order.matched += part;
        if (order.matched == order.intent.size) close(id, order);
        trading::TradeReport report;
        report.trade_id = "t-" + std::to_string(trades.size() + 1);
        report.condition = order.intent.condition;
        report.stage = trading::TradeStage::confirmed;
        report.at = clock_.now();
        trading::TradeLeg leg;
        leg.order_id = id;
        leg.token = order.intent.token;
        leg.price = order.intent.limit;
        leg.size = part;
        leg.liquidity = Liquidity::maker;
        report.legs.push_back(leg);
        trades.push_back(report);
        // The stream tells half of it, some of that late.
        if (random_.below(2) == 0) {
            later_.in(std::chrono::milliseconds{random_.below(3'000)},
                      [this, report] { on_stream(report); });
        }
    }

    enum class Reply { live, refused, duplicated, unknown };
    std::function<void(const std::string&)> on_sent;
    std::function<void(const std::string&, Reply)> on_reply;
    std::function<void(const trading::TradeReport&)> on_stream;
    std::map<std::string, VenueOrder> orders;  ///< The truth.
    std::set<std::string> open_ids;
    std::set<std::string> at_stake;  ///< Ids whose market has not ended.
    std::vector<trading::TradeReport> trades;
    std::map<Fate, int> fates;
    std::map<std::string, int> accepted;
    int requests = 0;

private:
    Fate draw() {
        const auto n = random_.below(100);
        if (n < 35) return Fate::lost;
        if (n < 60) return Fate::reply_lost;
        if (n < 70) return Fate::late;
        if (n < 80) return Fate::server_error;
        if (n < 85) return Fate::restarting;
        return n < 90 ? Fate::html : Fate::clean;
    }
    /// @return false for a second copy.
    bool accept(const trading::Prepared& prepared) {
        const auto& id = prepared.order_id;
        if (orders.contains(id)) return false;
        ++accepted[id];
        // Lists and lookups lag behind the book.
        const auto shown = clock_.steady() + std::chrono::milliseconds{random_.below(8'000)};
        orders[id] = VenueOrder{intents_.at(id), true, Size{}, clock_.now(), shown};
        open_ids.insert(id);
        at_stake.insert(id);
        if (random_.below(4) == 0) {
            later_.in(std::chrono::milliseconds{random_.below(20'000)}, [this, id] { trade(id); });
        }
        return true;
    }
    void close(const std::string& id, VenueOrder& order) {
        order.open = false;
        open_ids.erase(id);
    }
    void tell(const std::string& id, Reply reply) {
        later_.in(std::chrono::milliseconds{random_.below(400)},
                  [this, id, reply] { on_reply(id, reply); });
    }
    void silent_or_unknown(const std::string& id) {
        if (random_.below(2) == 0) tell(id, Reply::unknown);
    }

    ManualClock& clock_;
    Later& later_;
    Random& random_;
    std::map<std::string, OrderIntent> intents_;
    std::int64_t prepared_ = 0;
};

}  // namespace pm::test
