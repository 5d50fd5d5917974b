#pragma once

/// Forecast records kept in a file, given to the desk as its time reaches them.

#include <cstddef>
#include <string>
#include <vector>

#include "domain/forecast.hpp"
#include "pm-trade/desk.hpp"

namespace pm::trade {

class ForecastFile {
public:
    /// Reads the `forecast` records of a file; other records are left.
    /// @return Errc::not_found, Errc::malformed naming the line, Errc::storage.
    static Result<ForecastFile> read(const std::string& path);
    /// The same from its text. @return Errc::malformed naming the line.
    static Result<ForecastFile> parse(std::string_view text);

    /// Gives what is due at `now`: of each event the first at once, the others when their `ts`
    /// has come. So a forecast made after a capture can be tried on it, and the later ones of a
    /// recorded series do not look ahead.
    void give(Desk& desk, Timestamp now);

    [[nodiscard]] std::size_t size() const { return rows_.size(); }

private:
    struct Row {
        Timestamp ts{};
        Forecast forecast;
    };
    std::vector<Row> rows_;  ///< First ones first, then by time.
    std::size_t firsts_ = 0;
    std::size_t next_ = 0;
};

}  // namespace pm::trade
