#include "cli/error_text.hpp"

#include "base/json_writer.hpp"
#include "base/text.hpp"

namespace pm::cli {

std::string error_text(std::string_view program, const Error& error, bool json) {
    std::string out;
    const auto message = sanitised(error.message);
    const auto hint = sanitised(error.hint);
    if (json) {
        JsonWriter line{out};
        line.begin_object().key("type").string("error").key("code").string(name_of(error.code));
        line.key("message").string(message).key("hint").string(hint);
        line.key("retryable").boolean(retryable(error.code)).end_object();
        return out + '\n';
    }
    out = std::string{program} + ": " + message;
    if (!hint.empty()) out += " (" + hint + ")";
    return out + '\n';
}

std::string log_text(std::string_view program, LogLevel level, std::string_view message,
                     bool json) {
    std::string out;
    if (json) {
        JsonWriter line{out};
        line.begin_object().key("type").string("log").key("level").string(name_of(level));
        line.key("message").string(sanitised(message)).end_object();
        return out + '\n';
    }
    out = std::string{program} + ": " + std::string{name_of(level)} + ": " + sanitised(message);
    return out + '\n';
}

}  // namespace pm::cli
