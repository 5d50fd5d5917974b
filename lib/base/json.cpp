#include "base/json.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

#include "base/json_writer.hpp"
#include "base/text.hpp"

namespace pm {

namespace {

constexpr std::size_t depth_max = 32;
constexpr std::size_t values_max = 1'000'000;
constexpr std::size_t members_max = 5'000;  // the duplicate check below is linear

/// Builds a `Json` from nlohmann's events, which carry the digits of every number.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
public:
    bool null() override { return put(Json{}); }
    bool boolean(bool value) override { return put(Json{value}); }
    bool number_integer(std::int64_t value) override {
        return put(Json{Json::Number{std::to_string(value)}});
    }
    bool number_unsigned(std::uint64_t value) override {
        return put(Json{Json::Number{std::to_string(value)}});
    }
    bool number_float(double, const std::string& digits) override {
        return put(Json{Json::Number{digits}});
    }
    bool string(std::string& value) override { return put(Json{std::move(value)}); }
    bool binary(nlohmann::json::binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(Json::Object{}); }
    bool start_array(std::size_t) override { return open(Json::Array{}); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(std::string& name) override {
        auto& object = std::get<Json::Object>(open_.back().value);
        if (object.size() == members_max) return refuse("too many members");
        const auto same = [&](const auto& member) { return member.first == name; };
        if (std::any_of(object.begin(), object.end(), same)) {
            return refuse("duplicate key '" + sanitised(name.substr(0, 60)) + "'");
        }
        open_.back().key = std::move(name);
        return true;
    }
    bool parse_error(std::size_t at, const std::string&,
                     const nlohmann::json::exception&) override {
        return refuse("not JSON at byte " + std::to_string(at));
    }

    Json root;
    std::string fault;

private:
    struct Open {
        std::variant<Json::Object, Json::Array> value;
        std::string key;
    };

    bool refuse(std::string why) {
        fault = std::move(why);
        return false;
    }
    bool put(Json value) {
        if (++values_ > values_max) return refuse("too many values");
        if (open_.empty()) {
            root = std::move(value);
        } else if (auto* object = std::get_if<Json::Object>(&open_.back().value)) {
            object->emplace_back(std::move(open_.back().key), std::move(value));
        } else {
            std::get<Json::Array>(open_.back().value).push_back(std::move(value));
        }
        return true;
    }
    template <class Container>
    bool open(Container container) {
        if (open_.size() == depth_max) return refuse("nested too deep");
        open_.push_back(Open{std::move(container), {}});
        return true;
    }
    bool close() {
        auto done = std::visit([](auto& c) { return Json{std::move(c)}; }, open_.back().value);
        open_.pop_back();
        return put(std::move(done));
    }

    std::vector<Open> open_;
    std::size_t values_ = 0;
};

const Json::Array no_items;
const Json::Object no_members;

}  // namespace

Result<Json> Json::parse(std::string_view text) {
    // nlohmann takes a NUL for the end of the text and would not see what follows.
    if (text.find('\0') != std::string_view::npos) return fail(Errc::malformed, "not JSON: a NUL");
    Builder builder;
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
        return fail(Errc::malformed, builder.fault.empty() ? "not JSON" : builder.fault);
    }
    return std::move(builder.root);
}

const Json* Json::find(std::string_view key) const {
    for (const auto& [name, value] : members()) {
        if (name == key) return &value;
    }
    return nullptr;
}

const Json::Array& Json::items() const {
    const auto* array = std::get_if<Array>(&value_);
    return array ? *array : no_items;
}

const Json::Object& Json::members() const {
    const auto* object = std::get_if<Object>(&value_);
    return object ? *object : no_members;
}

std::optional<bool> Json::boolean() const {
    const auto* value = std::get_if<bool>(&value_);
    return value ? std::optional{*value} : std::nullopt;
}

std::optional<std::string_view> Json::string() const {
    const auto* value = std::get_if<std::string>(&value_);
    return value ? std::optional<std::string_view>{*value} : std::nullopt;
}

std::optional<std::int64_t> Json::integer() const {
    const auto* number = std::get_if<Number>(&value_);
    if (number == nullptr) return std::nullopt;
    const auto& text = number->digits;
    std::int64_t value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (bad != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<double> Json::real() const {
    const auto* number = std::get_if<Number>(&value_);
    if (number == nullptr) return std::nullopt;
    const auto& text = number->digits;
    double value = 0;
    const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (bad != std::errc{} || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<std::string_view> Json::digits() const {
    if (const auto* number = std::get_if<Number>(&value_)) return number->digits;
    return string();
}

namespace {

template <class T, class Read>
std::optional<T> member(const Json& object, std::string_view key, Read read) {
    const auto* value = object.find(key);
    return value ? read(*value) : std::nullopt;
}

}  // namespace

std::optional<bool> Json::boolean(std::string_view key) const {
    return member<bool>(*this, key, [](const Json& v) { return v.boolean(); });
}
std::optional<std::string_view> Json::string(std::string_view key) const {
    return member<std::string_view>(*this, key, [](const Json& v) { return v.string(); });
}
std::optional<std::int64_t> Json::integer(std::string_view key) const {
    return member<std::int64_t>(*this, key, [](const Json& v) { return v.integer(); });
}
std::optional<double> Json::real(std::string_view key) const {
    return member<double>(*this, key, [](const Json& v) { return v.real(); });
}
std::optional<std::string_view> Json::digits(std::string_view key) const {
    return member<std::string_view>(*this, key, [](const Json& v) { return v.digits(); });
}

void Json::append_to(std::string& out) const {
    JsonWriter writer{out};
    writer.value(*this);
}

std::string Json::text() const {
    std::string out;
    append_to(out);
    return out;
}

}  // namespace pm
