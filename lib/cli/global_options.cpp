#include "cli/global_options.hpp"

#include "base/assert.hpp"

namespace pm::cli {

namespace {

constexpr const char* group_title = "Options of every command";
const std::vector<std::string> format_words{"table", "ndjson", "json", "csv", "tsv", "ids"};

void declare_setting(GlobalOptions& into, const Setting& setting) {
    const auto flag = flag_of(setting);
    if (flag.empty()) return;
    const bool list = setting.kind == SettingKind::list;
    auto& option = into.options.add(flag, setting.help,
                                    [&into, name = setting.name, list](std::string_view text) {
                                        auto& value = into.set[name];
                                        if (list && !value.empty()) value += ',';
                                        if (!list) value.clear();
                                        value += text;
                                        return Result<void>{};
                                    });
    option.value_name(setting.value_name).choices(setting.choices).group("Settings");
    if (setting.kind == SettingKind::boolean) option.value_name("true|false");
    if (list) option.repeats();
    if (!setting.fallback.empty()) option.default_text(setting.fallback);
}

}  // namespace

GlobalOptions::GlobalOptions(const std::vector<Setting>& settings) {
    for (const auto& setting : settings) declare_setting(*this, setting);
    const auto common = [](Option& option) -> Option& { return option.group(group_title); };
    common(options.value("-o,--output", output, "How records are written"))
        .value_name("FORMAT")
        .choices(format_words)
        .default_text("table on a terminal, else ndjson");
    common(options.optional_value("--fields", fields, list_fields,
                                  "Only these fields; without a value: list them"))
        .value_name("A,B");
    common(options.value("--color", color, "Colours"))
        .value_name("WHEN")
        .choices({"auto", "always", "never"})
        .default_text("auto");
    common(options.value("--config", files, "Read settings from this file too; repeatable"))
        .value_name("FILE")
        .completes(Completes::files);
    common(options.value("--profile", profile, "Journal, limits and settings of this name"))
        .value_name("NAME");
    common(options.flag("-q,--quiet", quiet, "Say nothing but errors"));
    common(options.count("-v,--verbose", verbose, "Say more; -vv: everything"));
    common(options.flag("--exit-status", exit_status, "Status 4 when there is nothing to show"));
    common(options.flag("--version", version, "Print the version and leave"));
    common(options.flag("-h,--help", help, "Print this and leave"));
}

Format GlobalOptions::format(const Output& out) const {
    if (output.empty()) return out.terminal() ? Format::table : Format::ndjson;
    for (std::size_t i = 0; i < format_words.size(); ++i) {
        if (format_words[i] == output) return static_cast<Format>(i);
    }
    PM_ASSERT(false && "a format that the choices do not have");
    return Format::ndjson;
}

bool GlobalOptions::wants_color(const Env& env) const {
    if (color != "auto") return color == "always";
    const auto variable = [&](std::string_view name) {
        return env.variable ? env.variable(name).value_or("") : std::string{};
    };
    return env.out.terminal() && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
}

LogLevel GlobalOptions::level() const {
    if (quiet) return LogLevel::error;
    if (verbose >= 2) return LogLevel::debug;
    return verbose == 1 ? LogLevel::info : LogLevel::warning;
}

}  // namespace pm::cli
