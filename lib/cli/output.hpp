#pragma once

/// Where a command's bytes go: standard output, standard error, or a string in tests.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace pm::cli {

/// Collects what is written and hands it on in large pieces.
class Output {
public:
    virtual ~Output() = default;

    /// Takes `text`; passes everything on once 16 KiB have been collected.
    /// Records are written whole lines at a time: one call may carry several lines, none is split.
    /// @return Errc::closed when the reader is gone, Errc::storage when the disk is full,
    ///         Errc::cancelled when told to stop while the reader does not read.
    virtual Result<void> write(std::string_view text) = 0;

    /// Passes on what was collected. Call it when the input is drained: a record may wait 5 ms.
    /// @return as `write`.
    virtual Result<void> flush() = 0;

    /// From now on whether `write` and `flush` wait for a reader that does not read. One who trades
    /// must not: what is not taken is held, up to 16 MiB, and lines behind that are left out. Made
    /// to wait again, `flush` hands on what is held.
    virtual void wait_for_reader(bool /*wait*/) {}

    [[nodiscard]] virtual bool terminal() const = 0;  ///< A person looks at it.
    [[nodiscard]] virtual int columns() const = 0;    ///< Width of that terminal; 80 if unknown.
};

/// A file descriptor of the process. Does not own it. Works on blocking and non-blocking ones.
class FdOutput final : public Output {
public:
    explicit FdOutput(int fd) : fd_{fd} {}

    Result<void> write(std::string_view text) override;
    Result<void> flush() override;
    void wait_for_reader(bool wait) override { waits_ = wait; }
    [[nodiscard]] bool terminal() const override;
    [[nodiscard]] int columns() const override;

private:
    int fd_;
    std::string pending_;
    bool waits_ = true;
    bool closed_ = false;
};

/// Keeps everything in `text`. For tests.
class StringOutput final : public Output {
public:
    explicit StringOutput(bool is_terminal = false, int width = 80)
        : terminal_{is_terminal}, columns_{width} {}

    Result<void> write(std::string_view more) override;
    Result<void> flush() override;
    [[nodiscard]] bool terminal() const override { return terminal_; }
    [[nodiscard]] int columns() const override { return columns_; }

    std::string text;             ///< What was flushed or written so far.
    int flushes = 0;              ///< How often `flush` was called.
    std::size_t room = SIZE_MAX;  ///< After so many bytes the reader goes away: Errc::closed.

private:
    bool terminal_;
    int columns_;
};

}  // namespace pm::cli
