#include "fake_env.hpp"

#include "base/json_writer.hpp"

namespace pm::cli::test {

namespace {

std::string alert_line(std::string_view message) {
    std::string out;
    JsonWriter json{out};
    json.begin_object().key("type").string("alert").key("v").integer(1);
    json.key("ts").string("2026-06-16T00:00:00.000000Z").key("severity").integer(3);
    json.key("code").string("echo").key("message").string(message).key("subject").string("");
    json.end_object();
    return out + '\n';
}

}  // namespace

void EchoCommand::declare(Options& options) {
    options.argument("word", words_, "More to say");
    options.value("--max", max_, "Stop after so many").value_name("N");
    options.value("--edge", edge_, "A number");
    options.value("-s,--say", say_, "Say this too").choices({"hello", "bye", "=1+1"});
    options.flag("--single", single_, "One record");
}

net::Task<void> EchoCommand::run(Env& env) {
    for (const auto& word : say_) {
        auto done = env.out.write(alert_line(word));
        if (!done) co_return done;
    }
    for (const auto& word : words_) {
        auto done = env.out.write(alert_line(word));
        if (!done) co_return done;
    }
    for (int count = 0; count < max_; ++count) {
        auto line = co_await env.in.next();
        if (!line) co_return pass(line);
        if (!*line) break;
        auto done = env.out.write(alert_line(**line));
        if (!done) co_return done;
    }
    co_return Result<void>{};
}

}  // namespace pm::cli::test
