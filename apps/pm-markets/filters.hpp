#pragma once

/// The filter flags that list and weather share.

#include <string>
#include <vector>

#include "cli/options.hpp"
#include "live/selection.hpp"
#include "polymarket/gamma_requests.hpp"

namespace pm::markets {

class Filters {
public:
    /// --city, --kind, --date, --status, --min-liquidity, --min-volume; and --tag.
    void declare(cli::Options& options);

    /// The wishes as a selection. @return Errc::bad_input for a date that is none.
    Result<live::Selection> selection() const;

    /// What to ask the venue for: one query per tag. Without any wish: all its events; with a
    /// city, kind or date but no tag: those tagged as daily temperatures.
    [[nodiscard]] std::vector<polymarket::EventQuery> queries() const;

    /// Whether the venue's own listing needs narrowing: then a limit cannot be left to the venue.
    [[nodiscard]] bool narrows() const;

private:
    std::vector<std::string> tags_;
    std::vector<std::string> cities_;
    std::string kind_;
    std::string date_;
    std::string status_ = "open";
    std::optional<Money> min_liquidity_;
    std::optional<Money> min_volume_;
};

}  // namespace pm::markets
