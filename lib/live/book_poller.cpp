#include "live/book_poller.hpp"

namespace pm::live {

BookPoller::BookPoller(Catalogue& catalogue, const Clock& clock, Random& random, PollPace pace)
    : catalogue_{catalogue}, clock_{clock}, random_{random}, pace_{pace} {}

net::Task<std::vector<std::string>> BookPoller::round(std::vector<TokenId> tokens) {
    auto replies = co_await catalogue_.raw_books(std::move(tokens));
    const auto now = clock_.steady();
    if (replies) {
        failures_ = 0;
        next_ = now + pace_.every;
    } else {
        next_ = now + full_jitter(pace_.after_errors, failures_, random_);
        ++failures_;
    }
    co_return replies;
}

}  // namespace pm::live
