#include <functional>
#include <map>
#include <random>

#include "events.hpp"
#include "weather/settlement_rule.hpp"

namespace pm::weather {
namespace {

using Dice = std::mt19937_64;

std::size_t roll(Dice& dice, std::size_t sides) {
    return dice() % sides;
}

Market& any_market(Event& e, Dice& dice) {
    return e.markets[roll(dice, e.markets.size())];
}

bool swap_words(std::string& text, const std::string& a, const std::string& b) {
    auto at = text.find(a);
    const bool first = at != std::string::npos;
    if (!first) at = text.find(b);
    if (at == std::string::npos) return false;
    text.replace(at, (first ? a : b).size(), first ? b : a);
    return true;
}

/// Changes one digit between `from` and `to` of the text into another one.
bool change_digit(std::string& text, std::size_t from, std::size_t to, Dice& dice) {
    std::vector<std::size_t> digits;
    for (auto i = from; i < std::min(to, text.size()); ++i)
        if (text[i] >= '0' && text[i] <= '9') digits.push_back(i);
    if (digits.empty()) return false;
    auto& digit = text[digits[roll(dice, digits.size())]];
    digit = static_cast<char>('0' + (digit - '0' + 1 + static_cast<int>(roll(dice, 9))) % 10);
    return true;
}

bool change_digit_after(std::string& text, const std::string& mark, std::size_t span, Dice& dice) {
    const auto at = text.rfind(mark);
    return at != std::string::npos &&
           change_digit(text, at + mark.size(), at + mark.size() + span, dice);
}

bool change_letter(std::string& text, std::size_t at, Dice& dice) {
    if (at >= text.size()) return false;
    text[at] =
        static_cast<char>('A' + (text[at] - 'A' + 1 + static_cast<int>(roll(dice, 25))) % 26);
    return true;
}

/// Changes a letter of the station code after `mark`.
bool change_code(std::string& text, const std::string& mark, Dice& dice) {
    const auto found = text.find(mark);
    if (found == std::string::npos) return false;
    auto end = text.find_first_of(" \n", found);
    if (end == std::string::npos) end = text.size();
    while (text[end - 1] == '.') --end;
    return change_letter(text, end - 1 - roll(dice, 4), dice);
}

bool drop_paragraph(std::string& text, const std::string& mark) {
    const auto at = text.find(mark);
    if (at == std::string::npos) return false;
    auto from = text.rfind('\n', at);
    from = from == std::string::npos ? 0 : from;
    auto to = text.find('\n', at);
    to = to == std::string::npos ? text.size() : to;
    text.erase(from, to - from);
    return true;
}

/// Each mutation changes what one text means and leaves all others; false: not applicable here.
using Mutation = std::function<bool(Event&, Dice&)>;

std::map<std::string, Mutation> meaning_mutations() {
    return {
        {"label digit",
         [](Event& e, Dice& d) {
             auto& t = any_market(e, d).label;
             return change_digit(t, 0, t.size(), d);
         }},
        {"question degree",
         [](Event& e, Dice& d) {
             auto& t = any_market(e, d).question;
             return change_digit(t, t.find(" be "), t.rfind(" on "), d);
         }},
        {"question day",
         [](Event& e, Dice& d) {
             return change_digit_after(any_market(e, d).question, " on ", 30, d);
         }},
        {"question month",
         [](Event& e, Dice& d) {
             return swap_words(any_market(e, d).question, " June ", " July ");
         }},
        {"label unit",
         [](Event& e, Dice& d) { return swap_words(any_market(e, d).label, "°C", "°F"); }},
        {"question unit",
         [](Event& e, Dice& d) { return swap_words(any_market(e, d).question, "°C", "°F"); }},
        {"question kind",
         [](Event& e, Dice& d) {
             return swap_words(any_market(e, d).question, "highest", "lowest");
         }},
        {"title kind", [](Event& e, Dice&) { return swap_words(e.title, "Highest", "Lowest"); }},
        {"slug kind", [](Event& e, Dice&) { return swap_words(e.slug, "highest", "lowest"); }},
        {"rule kind",
         [](Event& e, Dice&) { return swap_words(e.description, "highest", "lowest"); }},
        {"source kind",
         [](Event& e, Dice&) {
             return swap_words(e.description, "specifically the highest",
                               "specifically the lowest") ||
                    swap_words(e.description, "Daily Max", "Daily Min");
         }},
        {"label tail",
         [](Event& e, Dice& d) {
             return swap_words(any_market(e, d).label, "or below", "or higher");
         }},
        {"label minus",
         [](Event& e, Dice& d) {
             any_market(e, d).label.insert(0, "-");
             return true;
         }},
        {"question minus",
         [](Event& e, Dice& d) {
             auto& t = any_market(e, d).question;
             const auto at = t.find_first_of("0123456789", t.find(" be "));
             t.insert(at, "-");
             return true;
         }},
        {"rule station code",
         [](Event& e, Dice& d) {
             return change_code(e.description, "wunderground.com/history", d) ||
                    change_code(e.description, "timeseries?site=", d);
         }},
        {"source station code",
         [](Event& e, Dice& d) {
             return change_code(e.resolution_source, "wunderground.com/history", d);
         }},
        {"rule day",
         [](Event& e, Dice& d) {
             auto& t = e.description;
             return change_digit(t, t.find(" on "), t.find(" '2"), d);
         }},
        {"rule year", [](Event& e, Dice&) { return swap_words(e.description, "'26", "'25"); }},
        {"rule month",
         [](Event& e, Dice&) { return swap_words(e.description, " Jun '", " Jul '"); }},
        {"venue date",
         [](Event& e, Dice&) {
             if (e.date) e.date = next_day(*e.date);
             return e.date.has_value();
         }},
        {"slug day",
         [](Event& e, Dice& d) {
             const auto at = e.slug.rfind("-on-");
             return change_digit(e.slug, at, e.slug.size() - 5, d);
         }},
        {"slug year", [](Event& e, Dice&) { return swap_words(e.slug, "-2026", "-2025"); }},
        {"slug city", [](Event& e, Dice&) { return swap_words(e.slug, "-in-", "-in-new-"); }},
        {"title city", [](Event& e, Dice&) { return swap_words(e.title, " in ", " in New "); }},
        {"question city",
         [](Event& e, Dice& d) {
             return swap_words(any_market(e, d).question, " in ", " in Old ");
         }},
        {"rule unit",
         [](Event& e, Dice&) {
             return swap_words(e.description, "in degrees Celsius", "in degrees Fahrenheit");
         }},
        {"precision unit",
         [](Event& e, Dice&) {
             return swap_words(e.description, "whole degrees Celsius", "whole degrees Fahrenheit");
         }},
        {"precision",
         [](Event& e, Dice&) {
             return swap_words(e.description, "to whole degrees", "to half degrees") ||
                    swap_words(e.description, "one decimal place", "two decimal places");
         }},
        {"source",
         [](Event& e, Dice&) {
             return swap_words(e.description, "information from Wunderground",
                               "information from AccuWeather") ||
                    swap_words(e.description, "information from NOAA", "information from Synoptic");
         }},
        {"station name",
         [](Event& e, Dice&) {
             return swap_words(e.description, " Airport", " Heliport") ||
                    swap_words(e.description, "Kong Observatory", "Kong Airport");
         }},
        {"no resolution clause",
         [](Event& e, Dice&) {
             return drop_paragraph(e.description, "will resolve to the temperature range");
         }},
        {"no source clause", [](Event& e, Dice&) { return drop_paragraph(e.description, "http"); }},
        {"no precision clause",
         [](Event& e, Dice&) { return drop_paragraph(e.description, "level of precision"); }},
        {"new clause",
         [](Event& e, Dice&) {
             e.description += "\n\nThis market resolves to the second highest reading.";
             return true;
         }},
        {"market gone",
         [](Event& e, Dice& d) {
             e.markets.erase(e.markets.begin() +
                             static_cast<std::ptrdiff_t>(roll(d, e.markets.size())));
             return true;
         }},
        {"market twice",
         [](Event& e, Dice& d) {
             e.markets.push_back(any_market(e, d));
             return true;
         }},
        {"labels swapped",
         [](Event& e, Dice& d) {
             const auto i = roll(d, e.markets.size());
             const auto j = (i + 1 + roll(d, e.markets.size() - 1)) % e.markets.size();
             std::swap(e.markets[i].label, e.markets[j].label);
             return true;
         }},
    };
}

/// Replaces, removes or inserts one byte of one text.
void damage(Event& e, Dice& dice) {
    std::vector<std::string*> texts{&e.slug, &e.title, &e.description, &e.resolution_source};
    auto& market = any_market(e, dice);
    texts.insert(texts.end(), {&market.label, &market.question, &market.slug});
    auto& text = *texts[roll(dice, texts.size())];
    if (text.empty()) return;
    const auto at = roll(dice, text.size());
    const char byte = static_cast<char>(roll(dice, 3) == 0 ? dice() % 256 : 32 + dice() % 95);
    switch (roll(dice, 3)) {
        case 0: text[at] = byte; break;
        case 1: text.erase(at, 1); break;
        default: text.insert(at, 1, byte); break;
    }
}

bool same(const Settlement& a, const Settlement& b) {
    const auto& x = a.rule;
    const auto& y = b.rule;
    return x.kind == y.kind && x.city == y.city && x.station == y.station && x.source == y.source &&
           x.date == y.date && x.unit == y.unit && x.rounding == y.rounding &&
           a.buckets == b.buckets;
}

struct Original {
    Event event;
    Settlement truth;
};

const std::vector<Original>& originals() {
    static const auto list = [] {
        std::vector<Original> found;
        for (const auto& event : test::recorded_events())
            if (auto truth = read_settlement(event)) found.push_back({event, *truth});
        return found;
    }();
    return list;
}

}  // namespace

// Goal: no damaged text is ever read as something else than what the event means.
// Method: 6,000 single changes that alter the meaning of one text of a real event: the other texts
// still say the truth, so every one must be refused. 4,000 random byte edits, some harmless (a
// letter of a link's city name, the sample degree in the precision clause): refused, or read
// exactly as the undamaged event. Seeded: the same changes each time.
TEST_CASE("ten thousand damaged events are refused or read as meant", "[weather][settlement]") {
    constexpr int meaning_count = 6000;
    constexpr int random_count = 4000;
    Dice dice{20261121};
    const auto mutations = meaning_mutations();
    REQUIRE(originals().size() >= 100);
    std::map<std::string, int> applied;
    int done = 0;
    while (done < meaning_count) {
        const auto& original = originals()[roll(dice, originals().size())];
        auto event = original.event;
        const auto& [name, mutate] = *std::next(
            mutations.begin(), static_cast<std::ptrdiff_t>(roll(dice, mutations.size())));
        if (!mutate(event, dice)) continue;
        ++done;
        ++applied[name];
        if (read_settlement(event)) {
            CAPTURE(name, original.event.slug, event.description);
            FAIL_CHECK("a change of meaning was accepted");
        }
    }
    CHECK(applied.size() == mutations.size());  // each kind of change happened
    int refused = 0;
    int wrong = 0;
    for (int i = 0; i < random_count; ++i) {
        const auto& original = originals()[roll(dice, originals().size())];
        auto event = original.event;
        damage(event, dice);
        const auto settlement = read_settlement(event);
        if (!settlement)
            ++refused;
        else if (!same(*settlement, original.truth))
            ++wrong;
    }
    CHECK(wrong == 0);
    WARN(done << " changes of meaning in " << mutations.size() << " kinds, all refused; of "
              << random_count << " random byte edits " << refused << " refused, "
              << random_count - refused - wrong << " read as meant, " << wrong << " wrong");
}

}  // namespace pm::weather
