#pragma once

/// The only door to randomness: salts, jitter, demo flow. Seeded in replays and the simulator.

#include <cstdint>

namespace pm {

class Random {
public:
    virtual ~Random() = default;
    [[nodiscard]] virtual std::uint64_t next() = 0;  ///< 64 fresh bits.

    /// Uniform in [0, 1), 53 bits.
    [[nodiscard]] double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
    /// Uniform in [0, bound). @pre bound > 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);
};

/// A repeatable sequence (SplitMix64; Steele, Lea, Flood 2014, "Fast splittable PRNGs").
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_{seed} {}
    [[nodiscard]] std::uint64_t next() override;

private:
    std::uint64_t state_;
};

/// The operating system's generator. Not repeatable; made once, in main().
class SystemRandom final : public Random {
public:
    [[nodiscard]] std::uint64_t next() override;
};

}  // namespace pm
