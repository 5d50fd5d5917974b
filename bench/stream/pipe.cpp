/// A stream of market messages through whole programs: socket, parse, books, lines, pipe.
///
/// A venue here sends the same messages to each program in turn and reads what it prints. Programs
/// get the processor to themselves; the venue and the reader share the other one. By default they
/// are sent as fast as they are taken, which gives a rate; with --paced so many a second, which
/// gives the time from the send to the line with that message's number.
///
/// Usage: bench_stream_pipe [--paced RATE] ROUNDS MESSAGES MARKETS NAME COMMAND NAME COMMAND ...
///
/// The first is the bare reader, the second is ours. A COMMAND is for sh; it finds the socket's
/// address in $URL and market records on its stdin.

#include <algorithm>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <spawn.h>
#include <time.h>

#include <sys/resource.h>
#include <sys/wait.h>

#include "base/system_clock.hpp"
#include "peer.hpp"
#include "records/write.hpp"
#include "stream/messages.hpp"
#include "stream/venue.hpp"

extern char** environ;

namespace pm::bench {
namespace {

constexpr int their_processor = 1;
constexpr int our_processor = 0;
constexpr std::uint32_t stamps_max = 100'000;

std::int64_t now_ns() {
    timespec at{};
    ::clock_gettime(CLOCK_MONOTONIC, &at);
    return std::int64_t{at.tv_sec} * 1'000'000'000 + at.tv_nsec;
}

void sleep_until(std::int64_t ns) {
    const timespec at{ns / 1'000'000'000, ns % 1'000'000'000};
    while (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, nullptr) == EINTR) continue;
}

void stay_on(int processor) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(static_cast<unsigned>(processor), &set);
    ::sched_setaffinity(0, sizeof set, &set);
}

/// Frames, ready to be sent, and where each ends.
struct Load {
    std::string bytes;
    std::vector<std::size_t> ends;
};

Load make_load(Messages& messages, std::size_t count, bool paced) {
    Load load;
    for (std::size_t i = 0; i + 1 < count; ++i) {
        // Ends in a digit that is not zero, so that no printer drops one.
        const auto stamp = paced ? static_cast<std::uint32_t>(i % stamps_max) * 10 + 1 : 0;
        append_frame(load.bytes, messages.next(stamp));
        load.ends.push_back(load.bytes.size());
    }
    append_frame(load.bytes, messages.last());
    load.ends.push_back(load.bytes.size());
    return load;
}

struct Program {
    std::string name;
    std::string command;
    std::vector<double> rates;   ///< Messages a second, of each round.
    std::vector<double> cpu_ns;  ///< Of a message.
    std::vector<double> late;    ///< Microseconds, of all rounds.
    double rss_mb = 0;
    std::size_t bytes = 0;  ///< Printed in the last round.
};

struct Child {
    pid_t pid = -1;
    int out = -1;
};

Child start(const std::string& command, const std::string& url, const std::string& markets) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) give_up("pipe");
    ::setenv("URL", url.c_str(), 1);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, markets.c_str(), O_RDONLY, 0);
    const auto processor = std::to_string(their_processor);
    const std::string line = "exec " + command;
    std::array<const char*, 7> argv{"taskset",    "-c",   processor.c_str(), "sh", "-c",
                                    line.c_str(), nullptr};
    Child child;
    child.out = ends[0];
    const auto failed = ::posix_spawnp(&child.pid, argv[0], &actions, nullptr,
                                       const_cast<char* const*>(argv.data()), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) give_up("cannot start " + command);
    ::close(ends[1]);
    return child;
}

/// The most it has had; what the shell before it had does not count.
double resident_mb(pid_t pid) {
    std::ifstream status{"/proc/" + std::to_string(pid) + "/status"};
    for (std::string word; status >> word;) {
        double kilobytes = 0;
        if (word == "VmHWM:" && status >> kilobytes) return kilobytes / 1024;
    }
    return 0;
}

/// Reads what a program prints, on a thread of its own, until it has printed the last message.
class Reader {
public:
    Reader(int fd, const std::vector<std::int64_t>* sent) : fd_{fd}, sent_{sent} {
        thread_ = std::thread{[this] { run(); }};
    }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    ~Reader() { join(); }
    void join() {
        if (thread_.joinable()) thread_.join();
    }

    std::int64_t done_at = 0;  ///< Zero: it ended before.
    std::size_t bytes = 0;
    std::vector<double> late;  ///< Microseconds.

private:
    void run() {
        stay_on(our_processor);
        std::string text;
        std::vector<bool> seen(sent_ == nullptr ? 0 : sent_->size());
        constexpr std::size_t overlap = 64;
        std::array<char, 1U << 16U> block{};
        while (true) {
            const auto got = ::read(fd_, block.data(), block.size());
            if (got <= 0) return;
            const auto at = now_ns();
            bytes += static_cast<std::size_t>(got);
            if (text.size() > overlap) text.erase(0, text.size() - overlap);
            text.append(block.data(), static_cast<std::size_t>(got));
            if (sent_ != nullptr) note(text, at, seen);
            if (text.find(Messages::last_size) == std::string::npos) continue;
            done_at = at;
            return;
        }
    }
    /// Numbers with exactly six decimals are sizes with a stamp; a time ends in Z.
    void note(const std::string& text, std::int64_t at, std::vector<bool>& seen) {
        for (auto dot = text.find('.'); dot != std::string::npos; dot = text.find('.', dot + 1)) {
            std::uint32_t value = 0;
            const auto* from = text.data() + dot + 1;
            const auto* end = text.data() + text.size();
            const auto [stop, bad] = std::from_chars(from, end, value);
            if (bad != std::errc{} || stop - from != 6 || stop == end || *stop == 'Z') continue;
            const auto index = value / 10;
            if (value % 10 != 1 || index >= seen.size() || seen[index]) continue;
            seen[index] = true;
            late.push_back(static_cast<double>(at - (*sent_)[index]) / 1e3);
        }
    }

    int fd_;
    const std::vector<std::int64_t>* sent_;
    std::thread thread_;
};

struct Plan {
    double paced = 0;
    int rounds = 5;
    std::string markets;
    std::size_t tokens = 0;
};

void send_paced(Venue& venue, const Load& load, double rate, std::vector<std::int64_t>& sent) {
    auto due = now_ns();
    std::size_t begin = 0;
    for (std::size_t i = 0; i < load.ends.size(); ++i) {
        sleep_until(due);
        if (i < sent.size()) sent[i] = now_ns();
        venue.send(std::string_view{load.bytes}.substr(begin, load.ends[i] - begin));
        begin = load.ends[i];
        due += static_cast<std::int64_t>(1e9 / rate);
    }
}

void run_once(Program& program, const Plan& plan, const Load& load, const std::string& hello) {
    Venue venue;
    const auto child = start(program.command, venue.url(), plan.markets);
    venue.welcome(plan.tokens);
    venue.send(hello);
    std::vector<std::int64_t> sent(
        plan.paced > 0 ? std::min<std::size_t>(load.ends.size() - 1, stamps_max) : 0);
    Reader reader{child.out, plan.paced > 0 ? &sent : nullptr};
    ::usleep(500'000);  // it has taken the first books
    const auto began = now_ns();
    if (plan.paced > 0)
        send_paced(venue, load, plan.paced, sent);
    else
        venue.send(load.bytes);
    reader.join();
    program.rss_mb = resident_mb(child.pid);
    ::kill(child.pid, SIGTERM);
    rusage used{};
    int status = 0;
    ::wait4(child.pid, &status, 0, &used);
    ::close(child.out);
    if (reader.done_at == 0) give_up(program.name + " ended before its time");
    const auto seconds = [](const timeval& at) {
        return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_usec) * 1e-6;
    };
    const auto count = static_cast<double>(load.ends.size());
    program.rates.push_back(count * 1e9 / static_cast<double>(reader.done_at - began));
    program.cpu_ns.push_back((seconds(used.ru_utime) + seconds(used.ru_stime)) * 1e9 / count);
    program.bytes = reader.bytes;
    program.late.insert(program.late.end(), reader.late.begin(), reader.late.end());
}

/// Ours is the second; the first is the bare reader.
void report_rates(std::vector<Program>& programs) {
    for (auto& program : programs) {
        std::printf(
            "%-10s %9.0f messages/s  %7.0f ns of CPU each  %6.1f MB resident  %zu MB printed\n",
            program.name.c_str(), quantile(program.rates, 0.5), quantile(program.cpu_ns, 0.5),
            program.rss_mb, program.bytes >> 20U);
    }
    const auto ours = quantile(programs.at(1).rates, 0.5);
    for (std::size_t i = 0; i < programs.size(); ++i) {
        if (i == 1) continue;
        std::printf("figure stream.pipe_vs_%s %.2f ratio\n", programs[i].name.c_str(),
                    ours / quantile(programs[i].rates, 0.5));
    }
}

void report_times(std::vector<Program>& programs, double rate) {
    for (auto& program : programs) {
        if (program.late.empty()) give_up(program.name + " printed no number that was sent");
        std::printf("%-10s %8.0f/s  p50 %8.1f us  p99 %8.1f us  p99.9 %8.1f us  (%zu)\n",
                    program.name.c_str(), rate, quantile(program.late, 0.5),
                    quantile(program.late, 0.99), quantile(program.late, 0.999),
                    program.late.size());
    }
    for (const auto& [name, q] : {std::pair{"p50", 0.5}, std::pair{"p99", 0.99}}) {
        std::printf("figure stream.added_%s_us_%.0fk %.1f us\n", name, rate / 1e3,
                    quantile(programs.at(1).late, q) - quantile(programs.at(0).late, q));
    }
}

}  // namespace
}  // namespace pm::bench

int main(int argc, char** argv) {
    using namespace pm;
    using namespace pm::bench;
    std::vector<std::string> words(argv + 1, argv + argc);
    Plan plan;
    if (words.size() > 2 && words[0] == "--paced") {
        plan.paced = std::atof(words[1].c_str());
        words.erase(words.begin(), words.begin() + 2);
    }
    if (words.size() < 7 || words.size() % 2 == 0) {
        std::fprintf(stderr,
                     "usage: bench_stream_pipe [--paced RATE] ROUNDS MESSAGES MARKETS "
                     "NAME COMMAND [NAME COMMAND ...]\n");
        return 2;
    }
    plan.rounds = std::atoi(words[0].c_str());
    stay_on(our_processor);
    Messages messages{static_cast<std::size_t>(std::atoi(words[2].c_str())), 20'261'122};
    plan.tokens = 2 * messages.markets().size();
    const auto folder =
        std::filesystem::temp_directory_path() / ("pm-bench-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    plan.markets = folder / "markets.ndjson";
    std::string hello;
    {
        const SystemClock clock;
        std::string lines;
        for (const auto& market : messages.markets()) {
            records::append(lines, clock.now(), market);
            append_frame(hello, "[" + messages.first_book(market.yes) + "," +
                                    messages.first_book(market.no) + "]");
        }
        std::ofstream{plan.markets} << lines;
    }
    const auto load =
        make_load(messages, static_cast<std::size_t>(std::atoll(words[1].c_str())), plan.paced > 0);
    std::vector<Program> programs;
    for (std::size_t i = 3; i + 1 < words.size(); i += 2) {
        auto& program = programs.emplace_back();
        program.name = words[i];
        program.command = words[i + 1];
    }
    for (int round = 0; round < plan.rounds; ++round) {
        for (auto& program : programs) run_once(program, plan, load, hello);
    }
    std::printf("%zu messages of %zu bytes each, medians of %d rounds\n", load.ends.size(),
                load.bytes.size() / load.ends.size(), plan.rounds);
    if (plan.paced > 0)
        report_times(programs, plan.paced);
    else
        report_rates(programs);
    std::filesystem::remove_all(folder);
    return 0;
}
