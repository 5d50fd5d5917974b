#include "pm-trade/commands.hpp"

#include "keys/key_shape.hpp"
#include "pm-trade/auto_command.hpp"
#include "pm-trade/balance_command.hpp"
#include "pm-trade/batch_command.hpp"
#include "pm-trade/cancel_command.hpp"
#include "pm-trade/doctor_command.hpp"
#include "pm-trade/keys_command.hpp"
#include "pm-trade/kill_command.hpp"
#include "pm-trade/ledger_commands.hpp"
#include "pm-trade/order_command.hpp"
#include "pm-trade/pipe_command.hpp"
#include "pm-trade/trade_options.hpp"
#include "pm-trade/wallet_command.hpp"
#include "pm-trade/why_command.hpp"
#include "wiring/account_session.hpp"
#include "wiring/session.hpp"
#include "wiring/shared_settings.hpp"

namespace pm::trade {

namespace {

/// The arguments of a process are in `ps`, in /proc and in the shell's history.
Result<void> refuse_keys(const std::vector<std::string>& words) {
    const std::vector<std::string_view> views{words.begin(), words.end()};
    if (!keys::key_among(views)) return {};
    return fail(Errc::credentials, "a key on the command line is a key that everybody has",
                "move the money to a new one; import keys with: pm-trade wallet import");
}

}  // namespace

void add_commands(cli::App& app) {
    app.tolerate(wiring::every_setting());
    app.screen(refuse_keys);
    app.declare(wiring::session_settings());
    app.declare(wiring::account_settings());
    app.declare(trade_settings());
    app.add_default<PipeCommand>();
    app.add<AutoCommand>();
    app.add<PositionsCommand>();
    app.add<OrdersCommand>();
    app.add<TradesCommand>();
    app.add<BuyCommand>();
    app.add<SellCommand>();
    app.add<CancelCommand>();
    app.add<CancelAllCommand>();
    app.add<ReplaceCommand>();
    app.add<BatchCommand>();
    app.add<KillCommand>();
    app.add<BalanceCommand>();
    app.add<AllowancesCommand>();
    app.add<WhyCommand>();
    app.add<AuditCommand>();
    app.add<DoctorCommand>();
    app.add<WalletCommand>();
    app.add<KeysCommand>();
}

}  // namespace pm::trade
