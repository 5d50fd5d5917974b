#include "trading/numbers.hpp"

#include "support/catch.hpp"

using namespace pm;

TEST_CASE("numbers are taken in blocks and never repeat after a restart", "[trading][numbers]") {
    std::int64_t durable = 1;
    int writes = 0;
    const auto take = [&](std::string_view, std::int64_t count) -> Result<std::int64_t> {
        ++writes;
        durable += count;
        return durable - count;
    };
    {
        trading::Numbers numbers{take, 3};
        for (std::int64_t i = 1; i <= 4; ++i) CHECK(numbers.next("order") == i);
        CHECK(writes == 2);
    }
    trading::Numbers again{take, 3};
    CHECK(again.next("order") == 7);  // 5 and 6 were left of the block and are gone
}

TEST_CASE("without a source each counter starts at one", "[trading][numbers]") {
    trading::Numbers numbers;
    CHECK(numbers.next("order") == 1);
    CHECK(numbers.next("client") == 1);
    CHECK(numbers.next("order") == 2);
}

TEST_CASE("a source that fails gives no number", "[trading][numbers]") {
    bool broken = true;
    trading::Numbers numbers{[&](std::string_view, std::int64_t) -> Result<std::int64_t> {
                                 if (broken) return fail(Errc::storage, "disk full");
                                 return 41;
                             },
                             10};
    CHECK(numbers.next("order").error().code == Errc::storage);
    broken = false;
    CHECK(numbers.next("order") == 41);
}
