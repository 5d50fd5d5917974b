/// From a price change sent by the venue to the decision written by `pm-trade auto`.
///
/// The venue runs here, on loopback; the bot is a child process whose stdout is a pipe to here.
/// A sample starts when the venue has made the change (before its frame is even encoded) and ends
/// when the whole `signal` line has been read: kernel, sockets and pipe are all inside it.
///
/// Usage: bench_decision PM_TRADE MARKETS MESSAGES_PER_SECOND SECONDS

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <spawn.h>
#include <string>
#include <unistd.h>
#include <unordered_map>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <sys/wait.h>

#include "base/system_clock.hpp"
#include "sim/embedded_venue.hpp"

extern char** environ;

namespace {

using namespace pm;

std::string_view member(std::string_view line, std::string_view key) {
    const auto quoted = '"' + std::string{key} + "\":\"";
    const auto at = line.find(quoted);
    if (at == std::string_view::npos) return {};
    const auto start = at + quoted.size();
    return line.substr(start, line.find('"', start) - start);
}

/// Pairs changes with decisions, token by token, and keeps the times between them.
class Stopwatch {
public:
    explicit Stopwatch(const Clock& clock) : clock_{clock} {}

    void changed(std::string_view truth_line) {
        if (member(truth_line, "kind") != "book") return;
        const auto token = member(truth_line, "token");
        if (!token.empty()) changed_.insert_or_assign(std::string{token}, clock_.steady());
    }
    void decided(std::string_view line) {
        if (line.find("\"type\":\"signal\"") == std::string_view::npos) return;
        ++signals_;
        const auto found = changed_.find(std::string{member(line, "token_id")});
        if (found == changed_.end()) return;
        if (measuring) samples_.push_back((clock_.steady() - found->second).count());
        changed_.erase(found);  // one decision for one change
    }
    void report() {
        std::sort(samples_.begin(), samples_.end());
        const auto at = [&](double q) {
            return samples_.empty() ? Duration::rep{-1}
                                    : samples_[static_cast<std::size_t>(
                                          q * static_cast<double>(samples_.size() - 1))];
        };
        std::printf("decisions timed %zu (signals %zu)\n", samples_.size(), signals_);
        const auto figure = [&](const char* name, double q) {
            std::printf("figure trade.change_to_decision_%s_us %lld us\n", name,
                        static_cast<long long>(at(q)));
        };
        figure("p50", 0.5);
        figure("p99", 0.99);
        figure("p99_9", 0.999);
    }

    bool measuring = false;

private:
    const Clock& clock_;
    std::unordered_map<std::string, Instant> changed_;
    std::vector<Duration::rep> samples_;
    std::size_t signals_ = 0;
};

/// The bot as a child process; `out` is the reading end of its stdout.
struct Child {
    pid_t pid = -1;
    int out = -1;
};

Child start_bot(const std::string& program, const std::string& url, const std::string& db) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) std::exit(1);
    std::vector<std::string> words{
        program,     "auto", "--venue", url,      "--db",   db,    "--tag", "daily-temperature",
        "--signals", "all",  "-o",      "ndjson", "--edge", "0.05"};
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    Child child;
    if (::posix_spawn(&child.pid, program.c_str(), &actions, nullptr, argv.data(), environ) != 0) {
        std::perror("pm-trade");
        std::exit(1);
    }
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    child.out = ends[0];
    return child;
}

class LineReader {
public:
    LineReader(boost::asio::io_context& loop, int fd, Stopwatch& watch)
        : stream_{loop, fd}, watch_{watch}, buffer_(1U << 16U) {}

    void read() {
        stream_.async_read_some(boost::asio::buffer(buffer_), [this](auto error, std::size_t got) {
            if (error) return;
            pending_.append(buffer_.data(), got);
            std::size_t start = 0;
            for (auto end = pending_.find('\n'); end != std::string::npos;
                 end = pending_.find('\n', start)) {
                watch_.decided(std::string_view{pending_}.substr(start, end - start));
                start = end + 1;
            }
            pending_.erase(0, start);
            read();
        });
    }

private:
    boost::asio::posix::stream_descriptor stream_;
    Stopwatch& watch_;
    std::vector<char> buffer_;
    std::string pending_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::fprintf(stderr,
                     "usage: bench_decision PM_TRADE MARKETS MESSAGES_PER_SECOND SECONDS\n");
        return 2;
    }
    const SystemClock clock;
    Stopwatch watch{clock};
    boost::asio::io_context loop{1};
    sim::SimOptions options;
    options.extra_markets = std::atoi(argv[2]);
    options.rate = std::atof(argv[3]);
    options.truth_log = [&watch](std::string_view line) { watch.changed(line); };
    sim::EmbeddedVenue venue{loop.get_executor(), clock, Log{}, options};
    const auto url = venue.start();
    if (!url) {
        std::fprintf(stderr, "%s\n", url.error().message.c_str());
        return 1;
    }
    const auto folder = std::string{"/tmp/pm-bench-"} + std::to_string(::getpid());
    const auto bot = start_bot(argv[1], *url, folder + "/pm.db");
    LineReader reader{loop, bot.out, watch};
    reader.read();
    const auto warm_up = std::chrono::seconds{8};
    boost::asio::steady_timer begin{loop, warm_up};
    begin.async_wait([&watch](auto) { watch.measuring = true; });
    boost::asio::steady_timer end{loop, warm_up + std::chrono::seconds{std::atoi(argv[4])}};
    end.async_wait([&loop](auto) { loop.stop(); });
    loop.run();
    ::kill(bot.pid, SIGKILL);
    ::waitpid(bot.pid, nullptr, 0);
    std::filesystem::remove_all(folder);
    std::printf("markets %s, messages a second %s\n", argv[2], argv[3]);
    watch.report();
    return 0;
}
