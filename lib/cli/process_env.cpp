#include "cli/process_env.hpp"

#include <cstdlib>
#include <string>
#include <unistd.h>

#include "base/system_clock.hpp"

namespace pm::cli {

namespace {

std::optional<std::string> variable_of_process(std::string_view name) {
    const char* value =
        std::getenv(std::string{name}.c_str());  // NOLINT(concurrency-mt-unsafe): one thread
    if (value == nullptr) return std::nullopt;
    return value;
}

}  // namespace

struct ProcessEnv::Parts {
    std::unique_ptr<LineInput> in = make_line_input(STDIN_FILENO);
    FdOutput out{STDOUT_FILENO};
    FdOutput err{STDERR_FILENO};
    SystemClock clock;
    SystemRandom random;
    Env env{*in, out, err, clock, random, {}, variable_of_process};
};

ProcessEnv::ProcessEnv() : parts_{std::make_unique<Parts>()} {}
ProcessEnv::~ProcessEnv() = default;
ProcessEnv::ProcessEnv(ProcessEnv&&) noexcept = default;

ProcessEnv::operator Env&() {
    return parts_->env;
}

ProcessEnv process_env() {
    return {};
}

}  // namespace pm::cli
