#include "keys/credential_process.hpp"

#include <sys/stat.h>

#include "base/json.hpp"
#include "keys/flat_json.hpp"
#include "keys/private_file.hpp"

namespace pm::keys {

namespace {

constexpr std::size_t arguments_max = 64;
constexpr std::size_t variables_max = 32;
constexpr const char* standard_path = "PATH=/usr/local/bin:/usr/bin:/bin";

tl::unexpected<Error> no_good(std::string what) {
    return fail(Errc::credentials, "credential process: " + std::move(what),
                R"(the file reads {"version":1,"command":["/path/to/program","argument"]})");
}

bool holds_zero(std::string_view text) {
    return text.find('\0') != std::string_view::npos;
}

Result<void> read_command(const Json& json, ChildCommand& out) {
    const auto* command = json.find("command");
    if (command == nullptr || !command->is_array()) return no_good("no command");
    if (command->items().size() > arguments_max) return no_good("too many arguments");
    for (const auto& item : command->items()) {
        const auto text = item.string();
        if (!text || holds_zero(*text)) return no_good("an argument is no text");
        out.arguments.emplace_back(*text);
    }
    if (out.arguments.empty() || !out.arguments.front().starts_with('/')) {
        return no_good("the program's path is not absolute");
    }
    return {};
}

Result<void> read_environment(const Json& json, ChildCommand& out) {
    out.environment.emplace_back(standard_path);
    const auto* variables = json.find("environment");
    if (variables == nullptr) return {};
    if (!variables->is_object()) return no_good("environment is no object");
    if (variables->members().size() > variables_max) return no_good("too many variables");
    for (const auto& [name, value] : variables->members()) {
        const auto text = value.string();
        const bool good = text && !name.empty() && name.find('=') == std::string::npos &&
                          !holds_zero(name) && !holds_zero(*text);
        if (!good) return no_good("a variable is no text");
        if (name == "PATH") out.environment.erase(out.environment.begin());
        out.environment.push_back(name + "=" + std::string{*text});
    }
    return {};
}

/// A program that everybody may change is everybody's.
Result<void> check_program(const std::string& path) {
    struct stat state {};
    if (::stat(path.c_str(), &state) != 0 || !S_ISREG(state.st_mode)) {
        return no_good("there is no program at that path");
    }
    if ((state.st_mode & S_IWOTH) != 0) return no_good("everybody may change the program");
    return {};
}

}  // namespace

Result<ChildCommand> read_process(std::string_view text) {
    auto json = Json::parse(text);
    if (!json || !json->is_object()) return no_good("the file is no JSON object");
    if (json->integer("version") != 1) return no_good("version is not 1");
    for (const auto& [name, value] : json->members()) {
        if (name != "version" && name != "command" && name != "environment") {
            return no_good("a member that is not known");
        }
    }
    ChildCommand out;
    if (auto read = read_command(*json, out); !read) return pass(read);
    if (auto read = read_environment(*json, out); !read) return pass(read);
    return out;
}

Result<crypto::SigningKey> key_from_process(const std::string& path, const Clock& clock) {
    auto file = read_private_file({.path = path});
    if (!file) {
        if (file.error().code == Errc::not_found) file.error().code = Errc::credentials;
        return pass(file);
    }
    auto command = read_process(file->view());
    if (!command) return pass(command);
    if (auto good = check_program(command->arguments.front()); !good) return pass(good);
    auto output = output_of(*command, clock);
    if (!output) return pass(output);
    const auto printed = FlatJson::read(output->view());
    if (!printed || printed->integer("version") != 1 || !printed->string("private_key")) {
        return fail(Errc::credentials, "the credential process prints something else",
                    R"(it should print {"version":1,"private_key":"0x…"})");
    }
    auto text = SecretBytes::copy_of(*printed->string("private_key"));
    if (!text) return pass(text);
    return crypto::SigningKey::from_text(*text);
}

}  // namespace pm::keys
