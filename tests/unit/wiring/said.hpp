#pragma once

/// A listener that keeps what it hears as records.

#include <string>

#include "records/write.hpp"
#include "wiring/stream_core.hpp"

namespace pm::test {

class Said final : public wiring::StreamListener {
public:
    void on_market(Timestamp ts, const Market& x) override { records::append(lines, ts, x); }
    void on_quote(Timestamp ts, const Quote& x) override {
        records::append(lines, ts, x);
        ++quotes;
        last = x;
    }
    void on_book(Timestamp ts, const BookSnapshot& x) override { records::append(lines, ts, x); }
    void on_print(Timestamp ts, const Print& x) override {
        records::append(lines, ts, x);
        ++prints;
    }
    void on_tick(Timestamp ts, const TickChange& x) override { records::append(lines, ts, x); }
    void on_status(Timestamp ts, const StreamStatus& x) override {
        records::append(lines, ts, x);
        states.push_back(x);
    }
    void on_resolved(Timestamp ts, const Resolution& x) override {
        records::append(lines, ts, x);
        resolutions.push_back(x);
    }
    Result<bool> on_drained() override { return true; }

    std::string lines;
    int quotes = 0;
    int prints = 0;
    std::optional<Quote> last;
    std::vector<StreamStatus> states;
    std::vector<Resolution> resolutions;
};

/// The market of the recorded frames.
inline Market recorded_market() {
    Market market;
    market.event = "fed-decision";
    market.slug = "fed-no-change";
    market.question = "No change?";
    market.condition =
        *ConditionId::parse("0x8bf1c1536ecb1c08fe13c6b71e8ab1f58bf3461c4cb79f5f1679f869a06aef86");
    market.yes = *TokenId::parse(
        "111604417349377875799825956621596386269673370070912696668140891647145772186047");
    market.no = *TokenId::parse(
        "36015050921127306245266044699797268780268172446856063291868548314968920497494");
    market.tick = TickSize::from_micros(1'000);
    market.min_size = Size{5'000'000};
    market.refusal = "not about a station's temperature";
    return market;
}

/// A frame with room behind it.
inline std::string padded(const std::string& text) {
    return text + std::string(polymarket::FrameDecoder::padding, ' ');
}

}  // namespace pm::test
