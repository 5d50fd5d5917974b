#pragma once

/// The ledger of this profile, looked at while a trader may be writing to it.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/settings.hpp"
#include "domain/position.hpp"
#include "store/reader.hpp"

namespace pm::guard {

/// The setting `db`: another ledger than the profile's own.
[[nodiscard]] std::vector<cli::Setting> ledger_settings();

/// The ledger that the settings mean; paper unless told otherwise.
/// @return as Settings::state_folder.
Result<std::string> ledger_file(const cli::Settings& settings);

/// Positions as the ledger has them at each look. The file may come later than we do.
class Holdings {
public:
    explicit Holdings(std::string path) : path_{std::move(path)} {}

    /// Nothing when there is no ledger yet. @return Errc::bad_config, Errc::storage.
    Result<std::optional<std::vector<Position>>> positions(Timestamp now);

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
    std::unique_ptr<store::Reader> reader_;
};

}  // namespace pm::guard
