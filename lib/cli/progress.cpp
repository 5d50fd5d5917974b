#include "cli/progress.hpp"

#include "cli/table.hpp"

namespace pm::cli {

void Progress::update(std::size_t done, std::size_t total) {
    using namespace std::chrono_literals;
    const auto now = clock_.steady();
    if (!err_.terminal() || now - began_ < 1s) return;
    if (visible_ && now - shown_ < 100ms) return;
    auto line = what_ + " " + std::to_string(done);
    if (total > 0) line += "/" + std::to_string(total);
    const auto width = static_cast<std::size_t>(err_.columns() > 1 ? err_.columns() - 1 : 1);
    static_cast<void>(err_.write("\r\x1b[K" + shortened(line, width)));
    static_cast<void>(err_.flush());
    shown_ = now;
    visible_ = true;
}

void Progress::clear() {
    if (!visible_) return;
    static_cast<void>(err_.write("\r\x1b[K"));
    static_cast<void>(err_.flush());
    visible_ = false;
}

}  // namespace pm::cli
