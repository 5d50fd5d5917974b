#include "wiring/audit.hpp"

#include "base/hex.hpp"
#include "crypto/sha256.hpp"

#ifndef PM_VERSION
#define PM_VERSION "unversioned"
#endif

namespace pm::wiring {

Result<std::string> audit_path(const cli::Settings& settings) {
    auto folder = settings.state_folder();
    if (!folder) return pass(folder);
    return *folder + "/audit.jsonl";
}

store::AuditHash audit_hash() {
    return [](std::string_view text) { return crypto::sha256(text); };
}

std::string config_digest(const cli::Settings& settings) {
    std::string text;
    for (const auto& setting : settings.table()) {
        if (setting.secret) continue;
        text += setting.name + '=' + settings.value(setting.name).text + '\n';
    }
    return hex_text(crypto::sha256(text));
}

Result<std::unique_ptr<store::AuditLog>> open_audit(cli::Env& env) {
    auto path = audit_path(*env.settings);
    if (!path) return pass(path);
    store::AuditOptions options;
    options.path = std::move(*path);
    options.hash = audit_hash();
    options.config_hash = config_digest(*env.settings);
    options.version = PM_VERSION;
    return store::AuditLog::open(std::move(options), env.clock);
}

}  // namespace pm::wiring
