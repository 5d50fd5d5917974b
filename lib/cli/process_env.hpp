#pragma once

/// The real world as an Env: standard streams, system clock and randomness, variables.

#include <memory>

#include "cli/env.hpp"

namespace pm::cli {

/// Owns what a real Env refers to, and is one: pass it to App::run.
class ProcessEnv {
public:
    ProcessEnv();
    ~ProcessEnv();
    ProcessEnv(ProcessEnv&&) noexcept;
    ProcessEnv& operator=(ProcessEnv&&) = delete;

    operator Env&();  // NOLINT(google-explicit-constructor): it stands for the Env.

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// The real thing. Called once, from main().
[[nodiscard]] ProcessEnv process_env();

}  // namespace pm::cli
