#include "cli/builtin_commands.hpp"

#include "base/json_writer.hpp"
#include "base/text.hpp"
#include "cli/completions.hpp"
#include "cli/settings.hpp"
#include "cli/table.hpp"

namespace pm::cli {

namespace {

/// A secret never appears, not even its length.
std::string shown(const Setting& setting, const SettingValue& value) {
    if (setting.secret && !value.text.empty()) return "********";
    return sanitised(value.text);
}

std::string as_table(const Settings& settings, bool origin) {
    std::vector<TableColumn> layout{{"setting"}, {"value"}};
    if (origin) layout.push_back({"origin"});
    std::vector<TableRow> rows;
    for (const auto& setting : settings.table()) {
        const auto& value = settings.value(setting.name);
        rows.push_back({setting.name, shown(setting, value)});
        if (origin) rows.back().push_back(sanitised(value.origin));
    }
    std::string out;
    append_table(out, layout, rows, {});
    return out;
}

std::string as_lines(const Settings& settings, bool origin) {
    std::string out;
    for (const auto& setting : settings.table()) {
        const auto& value = settings.value(setting.name);
        JsonWriter json{out};
        json.begin_object().key("setting").string(setting.name);
        json.key("value").string(shown(setting, value));
        if (origin) json.key("origin").string(sanitised(value.origin));
        json.end_object();
        out += '\n';
    }
    return out;
}

}  // namespace

void ConfigCommand::declare(Options& options) {
    options.argument("action", action_, "What to do").required().choices({"show"});
    options.flag("--origin", origin_, "Say where each value came from");
}

net::Task<void> ConfigCommand::run(Env& env) {
    if (env.view.format == Format::table) {
        co_return env.view.screen->write(as_table(*env.settings, origin_));
    }
    co_return env.out.write(as_lines(*env.settings, origin_));
}

void CompletionsCommand::declare(Options& options) {
    options.argument("shell", shell_, "Which shell").required().choices({"bash", "zsh", "fish"});
}

net::Task<void> CompletionsCommand::run(Env& env) {
    const auto shell = shell_ == "bash" ? Shell::bash : shell_ == "zsh" ? Shell::zsh : Shell::fish;
    co_return env.view.screen->write(completions_text(program_, shell));
}

}  // namespace pm::cli
