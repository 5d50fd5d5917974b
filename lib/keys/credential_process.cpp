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

tl::unexpected<Error> bad_process(std::string what) {
    return fail(Errc::credentials, "credential process: " + std::move(what),
                R"(the file reads {"version":1,"command":["/path/to/program","argument"]})");
}

bool holds_zero(std::string_view text) {
    return text.find('\0') != std::string_view::npos;
}

Result<void> read_command(const Json& json, ChildCommand& out) {
    const auto* command = json.find("command");
    if (command == nullptr || !command->is_array()) return bad_process("no command");
    if (command->items().size() > arguments_max) return bad_process("too many arguments");
    for (const auto& item : command->items()) {
        const auto text = item.string();
        if (!text || holds_zero(*text)) return bad_process("an argument is no text");
        out.arguments.emplace_back(*text);
    }
    if (out.arguments.empty() || !out.arguments.front().starts_with('/')) {
        return bad_process("the program's path is not absolute");
    }
    return {};
}

Result<void> read_environment(const Json& json, ChildCommand& out) {
    out.environment.emplace_back(standard_path);
    const auto* variables = json.find("environment");
    if (variables == nullptr) return {};
    if (!variables->is_object()) return bad_process("environment is no object");
    if (variables->members().size() > variables_max) return bad_process("too many variables");
    for (const auto& [name, value] : variables->members()) {
        const auto text = value.string();
        const bool good = text && !name.empty() && name.find('=') == std::string::npos &&
                          !holds_zero(name) && !holds_zero(*text);
        if (!good) return bad_process("a variable is no text");
        if (name == "PATH") out.environment.erase(out.environment.begin());
        out.environment.push_back(name + "=" + std::string{*text});
    }
    return {};
}

/// A program that everybody may change is everybody's.
Result<void> check_program(const std::string& path) {
    struct stat state {};
    if (::stat(path.c_str(), &state) != 0 || !S_ISREG(state.st_mode)) {
        return bad_process("there is no program at that path");
    }
    if ((state.st_mode & S_IWOTH) != 0) return bad_process("everybody may change the program");
    return {};
}

}  // namespace

Result<ChildCommand> read_process(std::string_view text) {
    auto json = Json::parse(text);
    if (!json || !json->is_object()) return bad_process("the file is no JSON object");
    if (json->integer("version") != 1) return bad_process("version is not 1");
    for (const auto& [name, value] : json->members()) {
        if (name != "version" && name != "command" && name != "environment") {
            return bad_process("a member that is not known");
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
