#pragma once

/// Whether a run may trade with real money: everything that must be deliberate.

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "cli/env.hpp"
#include "cli/options.hpp"
#include "risk/limits.hpp"

namespace pm::trade {

/// The flags that mean real money.
struct LiveFlags {
    bool live = false;
    std::string account;  ///< --live-account

    void declare(cli::Options& options);
};

/// Proof that `doctor` found nothing wrong.
struct DoctorNote {
    Timestamp at{};
    std::string account;  ///< The wallet it looked at.
    std::string venue;
};
inline constexpr Duration doctor_valid = std::chrono::hours{24};

/// Where it is kept. @return as Settings::state_folder.
Result<std::string> doctor_note_path(const cli::Settings& settings);
/// Kept as a file of mode 0600 in the profile's state folder: a running bot holds the ledger.
/// @return Errc::storage.
Result<void> write_doctor_note(const cli::Settings& settings, const DoctorNote& note);
/// @return Errc::not_found when doctor never passed.
Result<DoctorNote> read_doctor_note(const cli::Settings& settings);

/// What an admission is asked for.
struct Applicant {
    std::string account;  ///< The wallet whose money it is.
    std::string venue;
    LiveFlags flags;
};

/// Reads the limits for real money: every one must have been set by somebody.
/// @return Errc::bad_config naming the first that is missing or makes no sense.
Result<risk::Limits> live_limits(const cli::Settings& settings);

/// Checks doctor's note and that a person, or --live-account, named this very account.
/// @return Errc::bad_config, Errc::refused saying what is missing.
Result<void> admit(cli::Env& env, const Applicant& applicant);

/// The pure part of it: `typed` is what a person typed at the terminal, if anybody did.
Result<void> judge(const Applicant& applicant, const Result<DoctorNote>& note, Timestamp now,
                   const std::optional<std::string>& typed);

}  // namespace pm::trade
