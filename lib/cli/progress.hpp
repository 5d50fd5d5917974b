#pragma once

/// A line that says how far a long piece of work is; only for people, only after a second.

#include <cstddef>
#include <string>

#include "base/clock.hpp"
#include "cli/output.hpp"

namespace pm::cli {

class Progress {
public:
    /// `err` and `clock` must outlive this.
    Progress(Output& err, const Clock& clock, std::string what)
        : err_{err}, clock_{clock}, what_{std::move(what)}, began_{clock.steady()} {}
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Shows "what 12/40" at most ten times a second; `total` 0: unknown.
    void update(std::size_t done, std::size_t total);

    /// Wipes the line: before anything else is written to stderr.
    void clear();

private:
    Output& err_;
    const Clock& clock_;
    std::string what_;
    Instant began_;
    Instant shown_{};
    bool visible_ = false;
};

}  // namespace pm::cli
