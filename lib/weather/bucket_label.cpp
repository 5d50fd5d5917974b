#include "weather/bucket_label.hpp"

#include <array>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "weather/wording.hpp"

namespace pm::weather {

namespace {

constexpr int degrees_max = 200;

enum class Kind : std::uint8_t { number, unit, dash, plus, sign, word };

struct Token {
    Kind kind;
    std::string_view text;
    int number = 0;
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}

/// Cuts a plain label into tokens; a token that is not one of ours makes it fail.
class Tokens {
public:
    explicit Tokens(std::string_view plain) : rest_{plain} {}

    Result<std::vector<Token>> read() {
        while (!rest_.empty()) {
            if (rest_.front() == ' ') {
                rest_.remove_prefix(1);
                continue;
            }
            if (!step()) return fail(Errc::malformed, "not a temperature bucket");
        }
        return std::move(tokens_);
    }

private:
    bool step() {
        const char c = rest_.front();
        if (is_digit(c) || (c == '-' && signs_a_number())) return number();
        if (c == '-') return take(Kind::dash, 1);
        if (c == '+') return take(Kind::plus, 1);
        if (c == '<' || c == '>') return take(Kind::sign, rest_.substr(1).starts_with('=') ? 2 : 1);
        if (rest_.starts_with("°")) return degree();
        if (is_letter(c)) return word();
        return false;
    }

    [[nodiscard]] bool signs_a_number() const {
        const bool after_degree = !tokens_.empty() && (tokens_.back().kind == Kind::number ||
                                                       tokens_.back().kind == Kind::unit);
        return !after_degree && rest_.size() > 1 && is_digit(rest_[1]);
    }

    bool take(Kind kind, std::size_t size) {
        tokens_.push_back({kind, rest_.substr(0, size)});
        rest_.remove_prefix(size);
        return true;
    }

    bool number() {
        const bool negative = rest_.front() == '-';
        std::size_t size = negative ? 1 : 0;
        int value = 0;
        for (; size < rest_.size() && is_digit(rest_[size]); ++size) {
            value = value * 10 + (rest_[size] - '0');
            if (value > degrees_max) return false;
        }
        if (size < rest_.size() && (rest_[size] == '.' || rest_[size] == ',')) return false;
        take(Kind::number, size);
        tokens_.back().number = negative ? -value : value;
        return true;
    }

    bool degree() {
        rest_.remove_prefix(std::string_view{"°"}.size());
        while (rest_.starts_with(' ')) rest_.remove_prefix(1);
        const bool unit = rest_.starts_with('c') || rest_.starts_with('f');
        return unit && (rest_.size() == 1 || !is_letter(rest_[1])) && take(Kind::unit, 1);
    }

    bool word() {
        std::size_t size = 0;
        while (size < rest_.size() && is_letter(rest_[size])) ++size;
        const auto text = rest_.substr(0, size);
        return take(text == "c" || text == "f" ? Kind::unit : Kind::word, size);
    }

    std::string_view rest_;
    std::vector<Token> tokens_;
};

enum class Tail : std::uint8_t { none, down, up };

Tail tail_word(const Token& token) {
    constexpr std::array<std::string_view, 5> down{"below", "lower", "less", "under", "cooler"};
    constexpr std::array<std::string_view, 5> up{"higher", "above", "more", "greater", "warmer"};
    if (token.kind == Kind::plus) return Tail::up;
    if (token.kind != Kind::word) return Tail::none;
    for (const auto word : down)
        if (token.text == word) return Tail::down;
    for (const auto word : up)
        if (token.text == word) return Tail::up;
    return Tail::none;
}

/// Reads the grammar of the tokens from left to right.
class Reader {
public:
    explicit Reader(const std::vector<Token>& tokens) : tokens_{tokens} {}

    std::optional<BucketLabel> read() {
        if (is(Kind::sign)) return leading_tail();
        if (is_word("under") || is_word("below") || is_word("over") || is_word("above"))
            return leading_tail();
        const bool between = is_word("between");
        if (between) ++at_;
        if (!number(low_)) return std::nullopt;
        if (done()) return between ? std::nullopt : single();
        if (is(Kind::dash) || is_word("to") || is_word("and")) return range();
        return between ? std::nullopt : trailing_tail();
    }

private:
    [[nodiscard]] bool done() const { return at_ == tokens_.size(); }
    [[nodiscard]] bool is(Kind kind) const { return !done() && tokens_[at_].kind == kind; }
    [[nodiscard]] bool is_word(std::string_view text) const {
        return is(Kind::word) && tokens_[at_].text == text;
    }

    /// NUM UNIT?; a second unit must be the first one again.
    bool number(int& value) {
        if (!is(Kind::number)) return false;
        value = tokens_[at_++].number;
        if (!is(Kind::unit)) return true;
        const auto unit =
            tokens_[at_++].text == "c" ? TemperatureUnit::celsius : TemperatureUnit::fahrenheit;
        if (unit_ && *unit_ != unit) return false;
        unit_ = unit;
        last_has_unit_ = true;
        return true;
    }

    [[nodiscard]] BucketLabel made(std::optional<int> low, std::optional<int> high) const {
        return {Bucket{low, high}, unit_};
    }

    std::optional<BucketLabel> single() {
        if (!unit_) return std::nullopt;
        return made(low_, low_);
    }

    std::optional<BucketLabel> range() {
        ++at_;
        int high = 0;
        last_has_unit_ = false;
        if (!number(high) || !done() || !last_has_unit_ || high <= low_) return std::nullopt;
        return made(low_, high);
    }

    std::optional<BucketLabel> leading_tail() {
        const auto text = tokens_[at_++].text;
        const bool down = text.starts_with('<') || text == "under" || text == "below";
        const int beyond = text.ends_with('=') ? 0 : 1;
        if (!number(low_) || !done()) return std::nullopt;
        return down ? made(std::nullopt, low_ - beyond) : made(low_ + beyond, std::nullopt);
    }

    std::optional<BucketLabel> trailing_tail() {
        if (is_word("or")) ++at_;
        if (done()) return std::nullopt;
        const auto tail = tail_word(tokens_[at_++]);
        if (tail == Tail::none || !done()) return std::nullopt;
        return tail == Tail::down ? made(std::nullopt, low_) : made(low_, std::nullopt);
    }

    const std::vector<Token>& tokens_;
    std::size_t at_ = 0;
    int low_ = 0;
    bool last_has_unit_ = false;
    std::optional<TemperatureUnit> unit_;
};

}  // namespace

Result<BucketLabel> parse_bucket_label(std::string_view text) {
    const auto plain = plain_text(text);
    const auto tokens = Tokens{plain}.read();
    const auto label = tokens ? Reader{*tokens}.read() : std::nullopt;
    if (!label) return fail(Errc::malformed, "not a temperature bucket: '" + sanitised(text) + "'");
    return *label;
}

}  // namespace pm::weather
