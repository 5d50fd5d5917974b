#pragma once

/// pm-trade buy and sell: one order by hand, through the same gate as the bot's.

#include <string>

#include "cli/command.hpp"
#include "pm-trade/hand_desk.hpp"
#include "pm-trade/order_wish.hpp"

namespace pm::trade {

class OrderCommand : public cli::Command {
public:
    [[nodiscard]] std::vector<std::string_view> records() const override {
        return {"order", "fill", "preview"};
    }
    void declare(cli::Options& options) override;
    net::Task<void> run(cli::Env& env) override;

protected:
    explicit OrderCommand(Side side) { wish_.side = side; }

private:
    net::Task<void> trade(HandDesk& desk);

    OrderWish wish_;
    HandPlan plan_;
    std::string target_;
    std::string outcome_;
    Duration patience_ = std::chrono::seconds{15};
};

class BuyCommand final : public OrderCommand {
public:
    BuyCommand() : OrderCommand{Side::buy} {}
    [[nodiscard]] std::string_view name() const override { return "buy"; }
    [[nodiscard]] std::string_view summary() const override { return "Buy shares of an outcome"; }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
};

class SellCommand final : public OrderCommand {
public:
    SellCommand() : OrderCommand{Side::sell} {}
    [[nodiscard]] std::string_view name() const override { return "sell"; }
    [[nodiscard]] std::string_view summary() const override { return "Sell shares that are held"; }
    [[nodiscard]] std::vector<cli::Example> examples() const override;
};

/// "yes", "no"; empty is nothing. @pre anything else was refused by the option.
[[nodiscard]] std::optional<Outcome> outcome_named(std::string_view text);

/// "gtc", "gtd", "fok", "fak", in any case. @return Errc::malformed.
Result<TimeInForce> parse_order_type(std::string_view text);

}  // namespace pm::trade
