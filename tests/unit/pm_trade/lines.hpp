#pragma once

/// A small recorded stream of one event with two buckets, as lines.

#include <string>

namespace pm::trade::test {

inline const std::string event = "highest-temperature-in-london-on-june-16-2026";
inline const std::string first = "0x" + std::string(64, 'a');
inline const std::string second = "0x" + std::string(64, 'b');

inline std::string envelope(const std::string& type, const std::string& time) {
    return R"({"type":")" + type + R"(","v":1,"ts":"2026-06-16T)" + time + R"(.000000Z",)";
}

inline std::string market(const std::string& condition, const std::string& yes,
                          const std::string& no, const std::string& refusal = "") {
    const std::string ready = refusal.empty() ? "true" : "false";
    return envelope("market", "10:00:00") + R"("event":")" + event + R"(","market":"bucket-)" +
           yes + R"(","condition_id":")" + condition + R"(","question":"?","yes_token":")" + yes +
           R"(","no_token":")" + no +
           R"(","tick":0.01,"min_size":5,"neg_risk":true,"fee_rate":0.05,"fee_exponent":1,)"
           R"("accepting_orders":true,"closed":false,"end":null,"volume":0,"liquidity":0,)"
           R"("trade_ready":)" +
           ready + R"(,"refusal":")" + refusal + "\"}";
}

inline std::string quote(const std::string& time, const std::string& token, bool yes,
                         const std::string& prices) {
    static int seq = 0;
    return envelope("quote", time) + R"("token_id":")" + token + R"(","condition_id":")" +
           (token[0] == '1' ? first : second) + R"(","outcome":")" + (yes ? "yes" : "no") + "\"," +
           prices + R"(,"last":null,"tick":0.01,"src":"ws","seq":)" + std::to_string(++seq) + "}";
}

inline std::string prices(const std::string& bid, const std::string& bid_size,
                          const std::string& ask, const std::string& ask_size) {
    return R"("bid":)" + bid + R"(,"bid_size":)" + bid_size + R"(,"ask":)" + ask +
           R"(,"ask_size":)" + ask_size;
}

inline std::string forecast(const std::string& time, const std::string& p) {
    return envelope("forecast", time) + R"("event":")" + event +
           R"(","station":"EGLC","date":"2026-06-16","unit":"C","mean":24.5,"sd":1,)"
           R"("method":"test","sources":[],"observed":null,"buckets":[{"condition_id":")" +
           first + R"(","yes_token":"111","low":null,"high":24,"p":)" + p +
           R"(},{"condition_id":")" + second + R"(","yes_token":"221","low":25,"high":null,"p":)" +
           std::to_string(1 - std::stod(p)) + "}]}";
}

inline std::string resolved(const std::string& time, const std::string& condition,
                            const std::string& winner) {
    return envelope("resolved", time) + R"("condition_id":")" + condition + R"(","winner":")" +
           winner + R"(","payout":)" + (winner == "yes" ? "1" : "0") + "}";
}

}  // namespace pm::trade::test
