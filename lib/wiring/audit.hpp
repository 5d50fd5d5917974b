#pragma once

/// The log of decisions on real money: where it is, and what it is chained with.

#include <memory>
#include <string>

#include "cli/env.hpp"
#include "cli/settings.hpp"
#include "store/audit_log.hpp"

namespace pm::wiring {

/// "audit.jsonl" in the profile's state folder. @return as Settings::state_folder.
Result<std::string> audit_path(const cli::Settings& settings);

/// SHA-256.
[[nodiscard]] store::AuditHash audit_hash();

/// A digest of every setting in force, secrets left out: what was decided under which rules.
[[nodiscard]] std::string config_digest(const cli::Settings& settings);

/// Opens the log of the profile. @return as AuditLog::open.
Result<std::unique_ptr<store::AuditLog>> open_audit(cli::Env& env);

}  // namespace pm::wiring
