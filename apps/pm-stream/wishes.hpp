#pragma once

/// What the user wants to stream: names, filters, ids and records on standard input.

#include <string>
#include <vector>

#include "cli/env.hpp"
#include "cli/options.hpp"
#include "wiring/price_stream.hpp"

namespace pm::stream {

class Wishes {
public:
    void declare(cli::Options& options);

    /// Whether anything was named at all.
    [[nodiscard]] bool empty() const;

    /// Fills the part of `options` that says what to stream. Reads standard input to its end when
    /// it was named ("-"), and asks the venue which markets tokens belong to.
    /// @return Errc::bad_input for a line or word that is none of a token, name or record;
    ///         Errc::not_found when no token belongs to an open market.
    net::Task<wiring::PriceStreamOptions> read(cli::Env& env, wiring::Session& session);

private:
    net::Task<void> read_input(cli::Env& env, wiring::PriceStreamOptions* out);
    Result<void> take_word(std::string_view word, wiring::PriceStreamOptions& out);
    Result<void> take_record(std::string_view line, wiring::PriceStreamOptions& out);

    std::vector<std::string> names_;
    std::vector<std::string> tags_;
    std::vector<std::string> cities_;
    std::string kind_;
    std::string date_;
    std::optional<Money> min_liquidity_;
    std::optional<Money> min_volume_;
    std::string outcome_ = "both";
    int markets_max_ = 0;
    std::vector<TokenId> tokens_;
};

}  // namespace pm::stream
