// What kill does when the venue does not simply say yes: it says "none open" of a listing alone.

#include "pm-trade/kill_command.hpp"

#include "unit/live/account_fixture.hpp"

using namespace pm;
using namespace pm::test;
using namespace std::chrono_literals;

namespace {

/// A listing of open orders with these ids.
std::string listing(const std::vector<std::string>& ids) {
    std::string rows;
    for (const auto& id : ids) {
        rows += (rows.empty() ? "" : ",") + (R"({"id":")" + id) +
                R"(","status":"LIVE","asset_id":"11","market":"0x)" + std::string(64, 'c') + "\"}";
    }
    return R"({"next_cursor":"LTE=","data":[)" + rows + "]}";
}

std::string cancelled(const std::string& ids) {
    return R"({"canceled":[)" + ids + R"(],"not_canceled":{}})";
}

struct Kill : AccountFixture {
    Kill() {
        venue.on("DELETE /cancel-all", 200, cancelled(""));
        venue.on("DELETE /orders", 200, cancelled(""));
        venue.on("GET /data/orders", 200, listing({}));
    }
    Result<void> everything(Duration patience) {
        trade::CancelEverything kill{*client, clock,
                                     [this](const std::string& id) { ended.push_back(id); }};
        return run(kill.run(clock.steady() + patience));
    }
    std::vector<std::string> ended;
};

}  // namespace

TEST_CASE("kill is done when the venue lists nothing any more", "[trade][kill]") {
    Kill f;
    f.venue.on("DELETE /cancel-all", 200, cancelled(R"("0xa","0xb")"));
    CHECK(f.everything(1s).has_value());
    CHECK(f.ended == std::vector<std::string>{"0xa", "0xb"});
    CHECK(f.venue.count("DELETE /cancel-all") == 1);
}

TEST_CASE("a listing that failed is no empty one", "[trade][kill]") {
    Kill f;
    f.venue.on("GET /data/orders", 500, R"({"error":"internal"})");
    const auto done = f.everything(150ms);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == Errc::outcome_unknown);
    CHECK(done.error().message.find("nobody knows what is still open") == 0);
    CHECK(f.venue.count("DELETE /cancel-all") >= 2);
}

TEST_CASE("what a request for everything leaves open is cancelled by its id", "[trade][kill]") {
    Kill f;
    SECTION("it took only a part") {}
    SECTION("it was refused") {
        f.venue.on("DELETE /cancel-all", 500, R"({"error":"internal"})");
    }
    SECTION("nobody answered") {
        f.venue.dies("DELETE /cancel-all");
    }
    bool open = true;
    f.venue.on("GET /data/orders", [&](const net::ServerRequest&) {
        return http_reply(200, open ? listing({"0xa"}) : listing({}));
    });
    f.venue.on("DELETE /orders", [&](const net::ServerRequest& request) {
        CHECK(request.body == R"(["0xa"])");
        open = false;
        return http_reply(200, cancelled(R"("0xa")"));
    });
    CHECK(f.everything(2s).has_value());
    CHECK(f.ended == std::vector<std::string>{"0xa"});
}

TEST_CASE("what is still open when patience ends is named", "[trade][kill]") {
    Kill f;
    f.venue.on("GET /data/orders", 200, listing({"0xa", "0xb"}));
    auto done = f.everything(0s);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == Errc::outcome_unknown);
    CHECK(done.error().message == "still open: 0xa, 0xb");
    f.venue.on("DELETE /cancel-all", 503, R"({"error":"trading is currently disabled"})");
    done = f.everything(0s);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == Errc::restricted);
    CHECK(f.ended.empty());
}

TEST_CASE("refused credentials end kill at once, for they will not mend", "[trade][kill]") {
    Kill f;
    for (const auto* what : {"DELETE /cancel-all", "GET /data/orders"}) {
        f.venue.on(what, 401, R"({"error":"Unauthorized/Invalid api key"})");
    }
    const auto done = f.everything(10s);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == Errc::credentials);
    CHECK(f.venue.count("DELETE /cancel-all") == 1);
}
