#include "wiring/shared_settings.hpp"

#include "risk/limit_settings.hpp"
#include "wiring/account_session.hpp"
#include "wiring/session.hpp"

namespace pm::wiring {

std::vector<std::string> every_setting() {
    std::vector<std::string> out{"db"};
    for (const auto& setting : session_settings()) out.push_back(setting.name);
    for (const auto& setting : account_settings()) out.push_back(setting.name);
    for (const auto& limit : risk::limit_settings()) out.emplace_back(limit.name);
    return out;
}

}  // namespace pm::wiring
