#pragma once

/// An Env of strings, and apps small enough to see everything.

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <unistd.h>
#include <vector>

#include "base/clock.hpp"
#include "cli/app.hpp"

namespace pm::cli::test {

/// What an app did.
struct Outcome {
    int status = -1;
    std::string out;
    std::string err;
};

/// Runs apps in this process.
class FakeWorld {
public:
    std::string input;
    std::map<std::string, std::string> variables;
    bool terminal = false;
    std::size_t room = SIZE_MAX;

    Outcome run(App& app, std::vector<std::string> words) {
        StringLineInput in{input, 7};
        StringOutput out{terminal};
        StringOutput err{terminal};
        out.room = room;
        ManualClock clock{Timestamp{}};
        SeededRandom random{1};
        Env env{in, out, err, clock, random, {}, [this](std::string_view name) {
                    const auto found = variables.find(std::string{name});
                    return found == variables.end() ? std::nullopt : std::optional{found->second};
                }};
        words.insert(words.begin(), "pm-test");
        std::vector<const char*> argv;
        for (const auto& word : words) argv.push_back(word.c_str());
        const int status = app.run(static_cast<int>(argv.size()), argv.data(), env);
        return {status, out.text, err.text};
    }
};

/// A folder that goes away again.
class Folder {
public:
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "pm-cli-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::string file(const std::string& name, const std::string& text) const {
        const auto path = path_ + "/" + name;
        std::filesystem::create_directories(std::filesystem::path{path}.parent_path());
        std::ofstream{path} << text;
        return path;
    }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

/// Echoes its input lines as alerts; `--max N` stops after N, `--say WORD` adds one.
class EchoCommand final : public Command {
public:
    explicit EchoCommand(std::string name) : name_{std::move(name)} {}
    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::string_view summary() const override { return "Echo the input"; }
    [[nodiscard]] std::vector<Example> examples() const override {
        return {{"pm-test echo --max 3", "the first three"}};
    }
    [[nodiscard]] std::vector<std::string_view> records() const override { return {"alert"}; }
    [[nodiscard]] bool single() const override { return single_; }
    void declare(Options& options) override;
    net::Task<void> run(Env& env) override;

private:
    std::string name_;
    int max_ = 1'000'000;
    double edge_ = 0;
    std::vector<std::string> say_;
    std::vector<std::string> words_;
    bool single_ = false;
};

/// Does what a test tells it to.
class ScriptCommand final : public Command {
public:
    using Script = std::function<net::Task<void>(Env&)>;
    ScriptCommand(std::string name, Script script)
        : name_{std::move(name)}, script_{std::move(script)} {}
    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::string_view summary() const override { return "Do as told"; }
    void declare(Options&) override {}
    net::Task<void> run(Env& env) override { return script_(env); }

private:
    std::string name_;
    Script script_;
};

}  // namespace pm::cli::test
