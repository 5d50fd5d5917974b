#include "cli/app.hpp"

#include <algorithm>
#include <deque>
#include <iterator>

#include "base/assert.hpp"
#include "base/text.hpp"
#include "cli/builtin_commands.hpp"
#include "cli/error_text.hpp"
#include "cli/event_loop.hpp"
#include "cli/global_options.hpp"
#include "cli/parser.hpp"
#include "cli/program.hpp"
#include "cli/record_output.hpp"
#include "records/schema.hpp"

#ifndef PM_VERSION
#define PM_VERSION "unversioned"
#endif

namespace pm::cli {

namespace {

/// Whether errors go out as JSON; looked for before parsing, because parsing can fail.
bool asks_for_ndjson(const std::vector<std::string>& words) {
    for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
        const auto& word = words[i];
        if (word == "-ondjson" || word == "--output=ndjson") return true;
        const bool flag = word == "-o" || word == "--output";
        if (flag && i + 1 < words.size() && words[i + 1] == "ndjson") return true;
    }
    return false;
}

bool asks(const std::vector<std::string>& words, std::string_view flag, std::string_view or_flag) {
    const auto end = std::find(words.begin(), words.end(), "--");
    return std::any_of(words.begin(), end,
                       [&](const auto& word) { return word == flag || word == or_flag; });
}

/// The names that --fields may pick for these record types; empty: anything goes.
std::vector<std::string> field_names(const std::vector<std::string>& types) {
    std::vector<std::string> names;
    for (const auto& type : types) {
        const auto* known = records::record_type(type);
        if (known == nullptr) return {};
        if (names.empty()) names = {"type", "v", "ts"};
        for (const auto& field : known->fields) {
            const bool listed = std::find(names.begin(), names.end(), field.name) != names.end();
            if (!listed) names.emplace_back(field.name);
        }
    }
    return names;
}

}  // namespace

/// One run of an app: everything that lives as long as its command line.
class Invocation {
public:
    Invocation(App& app, std::vector<std::string> words, Env& env)
        : app_{app},
          words_{std::move(words)},
          env_{env},
          json_errors_{asks_for_ndjson(words_)},
          globals_{app.settings_} {
        program_.name = app.name_;
        program_.summary = app.summary_;
        program_.globals = &globals_.options;
        if (app.default_) add(*app.default_, "", false);
        for (const auto& command : app.commands_)
            add(*command, std::string{command->name()}, false);
        add(config_, "config", false);
        add(completions_, "completions", true);
    }

    ExitStatus run() {
        auto done = execute();
        if (done) return *done;
        const auto& error = done.error();
        const auto status = status_of(error.code);
        if (error.code != Errc::closed && error.code != Errc::cancelled) {
            say(error_text(app_.name_, error, json_errors_));
        }
        return status;
    }

private:
    void add(Command& command, std::string name, bool hidden) {
        auto& options = tables_.emplace_back();
        command.declare(options);
        for (const auto& option : options.all()) {
            for (const auto& global : globals_.options.all()) {
                PM_ASSERT(option.long_name() != global.long_name());
            }
        }
        program_.commands.push_back({std::move(name), std::string{command.summary()}, &options,
                                     command.examples(), hidden});
        commands_.push_back(&command);
    }

    void say(std::string_view text) {
        static_cast<void>(env_.err.write(text));
        static_cast<void>(env_.err.flush());
    }

    /// The command that the words name; they lose that word.
    Result<std::size_t> choose() {
        std::vector<const Options*> everything{&globals_.options};
        for (const auto& table : tables_) everything.push_back(&table);
        const auto at = Parser{everything}.first_argument(words_);
        const bool has_word = at < words_.size();
        for (std::size_t i = 0; has_word && i < program_.commands.size(); ++i) {
            if (program_.commands[i].name != words_[at] || words_[at].empty()) continue;
            if (at > 0 && words_[at - 1] == "--") continue;
            words_.erase(words_.begin() + static_cast<std::ptrdiff_t>(at));
            return i;
        }
        if (app_.default_) return std::size_t{0};
        if (asks(words_, "--help", "-h") || asks(words_, "--version", "--version")) {
            return std::size_t{0};
        }
        return no_command(has_word ? words_[at] : std::string{});
    }

    [[nodiscard]] tl::unexpected<Error> no_command(const std::string& typed) const {
        std::vector<std::string> names;
        std::string all;
        for (const auto& command : program_.commands) {
            if (command.hidden) continue;
            names.push_back(command.name);
            all += (all.empty() ? "" : ", ") + command.name;
        }
        if (typed.empty()) {
            return fail(Errc::bad_input, "a command is missing", "one of " + all + "; see --help");
        }
        const auto near = nearest(typed, names);
        return fail(Errc::bad_input, "unknown command '" + sanitised(typed.substr(0, 80)) + "'",
                    near.empty() ? "one of " + all : "did you mean " + near + "?");
    }

    Result<ExitStatus> execute() {
        if (app_.screen_) {
            if (auto ok = app_.screen_(words_); !ok) return pass(ok);
        }
        const bool wants_whole = !app_.default_ && words_.size() == 1;
        auto chosen = choose();
        if (!chosen) return pass(chosen);
        const auto& entry = program_.commands[*chosen];
        if (asks(words_, "--help", "-h")) {
            return print(help_text(program_, wants_whole ? nullptr : &entry));
        }
        if (asks(words_, "--version", "--version")) {
            return print(app_.name_ + " " PM_VERSION "\n");
        }
        auto parsed = Parser{{entry.options, &globals_.options}}.parse(words_);
        if (!parsed) return pass(parsed);
        return run_command(*commands_[*chosen]);
    }

    Result<ExitStatus> print(std::string_view text) {
        auto done = env_.out.write(text);
        if (done) done = env_.out.flush();
        if (!done) return pass(done);
        return ExitStatus::done;
    }

    Result<RecordShape> shape_for(const Command& command) {
        RecordShape shape;
        shape.format = globals_.format(env_.out);
        for (const auto type : command.records()) shape.types.emplace_back(type);
        const auto known = field_names(shape.types);
        for (const auto part : split(globals_.fields, ',')) {
            const std::string name{trimmed(part)};
            if (name.empty()) continue;
            const auto first = name.substr(0, name.find('.'));
            if (!known.empty() && std::find(known.begin(), known.end(), first) == known.end()) {
                const auto near = nearest(first, known);
                return fail(
                    Errc::bad_input, "--fields: unknown field '" + sanitised(name) + "'",
                    near.empty() ? "bare --fields lists them" : "did you mean " + near + "?");
            }
            shape.fields.push_back(name);
        }
        shape.single = command.single();
        shape.color = globals_.wants_color(env_);
        return shape;
    }

    Result<ExitStatus> list_fields(std::vector<std::string> types) {
        if (types.empty()) {
            for (const auto& type : records::record_types()) types.emplace_back(type.name);
        }
        std::vector<TableColumn> layout{{"field"}, {"records"}, {"meaning"}};
        std::vector<TableRow> rows;
        std::string plain;
        for (const auto& type : types) {
            const auto* known = records::record_type(type);
            if (known == nullptr) continue;
            for (const auto& field : known->fields) {
                rows.push_back({std::string{field.name}, type, std::string{field.meaning}});
            }
        }
        for (const auto& name : field_names(types)) plain += name + "\n";
        if (!env_.out.terminal()) return print(plain);
        std::string text;
        append_table(text, layout, rows, {.columns = static_cast<std::size_t>(env_.out.columns())});
        return print(text);
    }

    [[nodiscard]] Log log_sink() {
        return [this](LogLevel level, std::string_view message) {
            if (level < globals_.level()) return;
            if (env_.log) return env_.log(level, message);
            say(log_text(app_.name_, level, message, json_errors_));
        };
    }

    Result<ExitStatus> run_command(Command& command) {
        auto shape = shape_for(command);
        if (!shape) return pass(shape);
        if (globals_.list_fields) return list_fields(shape->types);
        auto settings = Settings::load(app_.settings_, {globals_.set, env_.variable, globals_.files,
                                                        globals_.profile, app_.tolerated_});
        if (!settings) return pass(settings);

        const View view{shape->format, shape->color, &env_.out};
        RecordOutput records{env_.out, std::move(*shape)};
        Env inner{env_.in,    records,       env_.err,   env_.clock, env_.random,
                  log_sink(), env_.variable, &*settings, view};
        auto result = run_to_end(command, inner);
        Result<void> ended;
        if (result || records.any()) ended = records.finish();
        if (!result) return pass(result);
        if (ended) ended = env_.out.flush();
        if (!ended) return pass(ended);
        const bool nothing = globals_.exit_status && !records.any();
        return nothing ? ExitStatus::not_found : ExitStatus::done;
    }

    App& app_;
    std::vector<std::string> words_;
    Env& env_;
    bool json_errors_;
    GlobalOptions globals_;
    Program program_;
    ConfigCommand config_;
    CompletionsCommand completions_{program_};
    std::deque<Options> tables_;      // in the order of program_.commands
    std::vector<Command*> commands_;  // the same order
};

App::App(std::string name, std::string summary)
    : name_{std::move(name)}, summary_{std::move(summary)} {}

App::~App() = default;

App& App::declare(std::vector<Setting> settings) {
    settings_.insert(settings_.end(), std::make_move_iterator(settings.begin()),
                     std::make_move_iterator(settings.end()));
    return *this;
}

App& App::tolerate(std::vector<std::string> keys) {
    tolerated_ = std::move(keys);
    return *this;
}

App& App::screen(Screen screen) {
    screen_ = std::move(screen);
    return *this;
}

int App::run(int argc, const char* const* argv, Env& env) {
    std::vector<std::string> words;
    for (int i = 1; i < argc; ++i) words.emplace_back(argv[i]);
    return static_cast<int>(Invocation{*this, std::move(words), env}.run());
}

}  // namespace pm::cli
