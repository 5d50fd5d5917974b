#pragma once

/// Everything that trading with real money needs beside the executor, opened in the one right
/// order: limits, key, admission, audit log, ledger, link.

#include <memory>
#include <optional>
#include <string>

#include "pm-trade/live_admission.hpp"
#include "store/ledger.hpp"
#include "store/stop_file.hpp"
#include "wiring/audit.hpp"
#include "wiring/live_link.hpp"

namespace pm::trade {

/// Lifetime    env and session outlive it, and it outlives the executor.
class LiveDoor {
public:
    struct Wish {
        LiveFlags flags;
        double speed = 1;  ///< Of the venue's time: ages are those of a real second.
        bool heartbeat = false;
        bool asking = true;  ///< False: nothing will be placed, nobody needs to confirm.
    };
    /// @return Errc::bad_config for limits and accounts, as admit, AccountSession::open,
    ///         open_audit, Ledger::open; what reading the first balance met.
    static net::Task<std::unique_ptr<LiveDoor>> open(cli::Env& env, wiring::Session& session,
                                                     Wish wish);

    /// Whether a person has stopped all trading of the profile.
    [[nodiscard]] bool stopped() const { return stop_ && stop_->there(); }
    [[nodiscard]] std::string stop_text() const;

    [[nodiscard]] const risk::Limits& limits() const { return limits_; }
    [[nodiscard]] store::Ledger& ledger() { return *ledger_; }
    [[nodiscard]] store::AuditLog& audit() { return *audit_; }
    [[nodiscard]] const Books& books() const { return books_; }
    [[nodiscard]] wiring::LiveLink& link() { return *link_; }
    [[nodiscard]] const std::string& wallet() const { return wallet_; }

    /// Remembers for the next run how far trades have been read; also done whenever they are.
    /// @return Errc::storage.
    Result<void> keep_place();

private:
    LiveDoor() = default;
    Result<void> open_ledger(cli::Env& env, wiring::Session& session);

    risk::Limits limits_;
    std::unique_ptr<wiring::AccountSession> account_;
    std::string wallet_;
    std::optional<store::StopFile> stop_;
    std::unique_ptr<store::AuditLog> audit_;
    std::unique_ptr<store::Ledger> ledger_;
    Books books_;
    std::unique_ptr<wiring::LiveLink> link_;
};

}  // namespace pm::trade
