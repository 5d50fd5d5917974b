#include "pm-monitor/holdings.hpp"

namespace pm::guard {

std::vector<cli::Setting> ledger_settings() {
    cli::Setting db;
    db.name = "db";
    db.help = "Ledger to read; default: paper.db in the profile's state folder";
    db.value_name = "FILE";
    return {db};
}

Result<std::string> ledger_file(const cli::Settings& settings) {
    if (!settings.text("db").empty()) return settings.text("db");
    auto folder = settings.state_folder();
    if (!folder) return pass(folder);
    return store::ledger_path(*folder, TradingMode::paper);
}

Result<std::optional<std::vector<Position>>> Holdings::positions(Timestamp now) {
    if (!reader_) {
        auto reader = store::Reader::open(path_);
        if (!reader && reader.error().code == Errc::not_found) {
            return std::optional<std::vector<Position>>{};
        }
        if (!reader) return pass(reader);
        reader_ = std::move(*reader);
    }
    auto books = reader_->queries().load(now);
    if (!books) return pass(books);
    return std::optional{std::move(books->positions)};
}

}  // namespace pm::guard
