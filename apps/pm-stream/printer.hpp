#pragma once

/// Writes what a stream says as records, and knows when it is enough.

#include <cstdint>
#include <optional>
#include <string>

#include "cli/env.hpp"
#include "records/write.hpp"
#include "wiring/stream_core.hpp"

namespace pm::stream {

struct PrinterOptions {
    bool prints = true;
    std::int64_t max_messages = 0;  ///< Records; 0: no limit.
    std::optional<Instant> until;   ///< Real time.
    bool fail_stale = false;        ///< A gap or stale token ends it with Errc::stale.
};

class Printer final : public wiring::StreamListener {
public:
    /// `env` outlives the printer.
    Printer(cli::Env& env, PrinterOptions options) : env_{env}, options_{options} {}

    void on_market(Timestamp ts, const Market& market) override { say(ts, market); }
    void on_quote(Timestamp ts, const Quote& quote) override;
    void on_book(Timestamp ts, const BookSnapshot& book) override { say(ts, book); }
    void on_print(Timestamp ts, const Print& print) override {
        if (options_.prints) say(ts, print);
    }
    void on_tick(Timestamp ts, const TickChange& change) override { say(ts, change); }
    void on_status(Timestamp ts, const StreamStatus& status) override;
    void on_resolved(Timestamp ts, const Resolution& resolution) override { say(ts, resolution); }
    Result<bool> on_drained() override;

    /// Writes out what has come together without flushing. For replays at full speed.
    Result<bool> hand_on();

    [[nodiscard]] bool enough() const {
        return options_.max_messages > 0 && said_ >= options_.max_messages;
    }

private:
    template <class T>
    void say(Timestamp ts, const T& value);

    cli::Env& env_;
    PrinterOptions options_;
    std::string lines_;
    records::QuoteLines quotes_;
    std::string stale_;  ///< Why, once it was.
    std::int64_t said_ = 0;
};

}  // namespace pm::stream
