#pragma once

/// The exit statuses that scripts depend on, and which error leads to which.

#include <array>
#include <cstdint>
#include <string_view>

#include "base/result.hpp"

namespace pm::cli {

/// Source: the contract of commands; only ever added to.
enum class ExitStatus : std::uint8_t {
    done = 0,         ///< Also: the reader closed the pipe.
    failed = 1,       ///< Any other failure.
    usage = 2,        ///< Flags, arguments.
    credentials = 3,  ///< Key or signature.
    not_found = 4,    ///< Also: nothing to show, with --exit-status.
    refused = 5,      ///< Our own limits.
    network = 6,      ///< Before anything was sent.
    rejected = 7,     ///< By the venue.
    restricted = 8,   ///< The venue restricts everybody, or us: try later.
    unknown = 9,      ///< Sent, no proof either way.
    stale = 10,       ///< Stale or a gap, with --fail-stale.
    config = 11,      ///< Settings.
    interrupted = 130,
};

struct ExitRow {
    Errc code;
    ExitStatus status;
};

/// The whole mapping, one row a code.
inline constexpr std::array exit_table{
    ExitRow{Errc::bad_input, ExitStatus::usage},
    ExitRow{Errc::bad_config, ExitStatus::config},
    ExitRow{Errc::credentials, ExitStatus::credentials},
    ExitRow{Errc::not_found, ExitStatus::not_found},
    ExitRow{Errc::malformed, ExitStatus::failed},
    ExitRow{Errc::refused, ExitStatus::refused},
    ExitRow{Errc::tick_mismatch, ExitStatus::rejected},
    ExitRow{Errc::unavailable, ExitStatus::network},
    ExitRow{Errc::lost, ExitStatus::failed},
    ExitRow{Errc::rejected, ExitStatus::rejected},
    ExitRow{Errc::restricted, ExitStatus::restricted},
    ExitRow{Errc::throttled, ExitStatus::restricted},
    ExitRow{Errc::outcome_unknown, ExitStatus::unknown},
    ExitRow{Errc::stale, ExitStatus::stale},
    ExitRow{Errc::storage, ExitStatus::failed},
    ExitRow{Errc::busy, ExitStatus::failed},
    ExitRow{Errc::cancelled, ExitStatus::interrupted},
    ExitRow{Errc::closed, ExitStatus::done},
    ExitRow{Errc::internal, ExitStatus::failed},
};

[[nodiscard]] constexpr ExitStatus status_of(Errc code) {
    for (const auto& row : exit_table) {
        if (row.code == code) return row.status;
    }
    return ExitStatus::failed;
}

}  // namespace pm::cli
