"""Orders on real money's own path: keys, doctor, orders, cancels and kill against pm-sim's trading side."""

import datetime
import json
import os
import signal
import stat
import subprocess
import time
import unittest

from support import ADDRESS, BIN, KEY, LiveCase, clean_environment, records


class Trading(LiveCase):
    def open_market(self):
        done = self.run_tool("pm-markets", "list", "--venue", self.sim.url, "--city", "munich", "--date", "tomorrow",
                             "-o", "ndjson")
        self.assertEqual(done.returncode, 0, done.stderr)
        books = []
        for market in records(done.stdout):
            shown = self.run_tool("pm-markets", "book", market["yes_token"], "--venue", self.sim.url, "-o", "ndjson")
            book = records(shown.stdout)[0]
            if book["asks"] and book["bids"] and 0.1 < book["asks"][0][0] < 0.6:
                return market, book
        self.fail("no market with a usable book")

    def test_doctor_passes_and_opens_the_door_to_real_money(self):
        refused = self.live("buy", "1", "--spend", "5")
        self.assertEqual(refused.returncode, 5, refused.stderr)
        self.assertIn("doctor has never passed here", refused.stderr)
        rows = self.see_doctor()
        self.assertTrue(all(row["result"] in ("pass", "warn") for row in rows), rows)
        seen = {row["check"] for row in rows}
        for check in ("disk", "stop", "ledger", "limits", "venue", "clock", "version", "market socket", "key", "wallet",
                      "api key", "balance", "allowance", "user socket"):
            self.assertIn(check, seen)

    def test_a_market_order_fills_is_journalled_and_can_be_explained(self):
        self.see_doctor()
        market, book = self.open_market()
        done = self.live("buy", market["yes_token"], "--spend", "6")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        rows = records(done.stdout)
        order = [r for r in rows if r["type"] == "order"][-1]
        fills = [r for r in rows if r["type"] == "fill"]
        self.assertIn(order["status"], ("filled", "partly_filled", "cancelled"))
        self.assertGreater(len(fills), 0)
        spent = sum(f["price"] * f["size"] for f in fills)
        self.assertLessEqual(spent, 6.000001)
        self.assertTrue(order["order_id"].startswith("0x") and len(order["order_id"]) == 66)
        why = self.trade("why", order["order_id"], "--live", "-o", "ndjson")
        self.assertEqual(why.returncode, 0, why.stderr)
        steps = [r["step"] for r in records(why.stdout) if r["type"] == "life"]
        self.assertEqual(steps[0], "intent")
        audit = self.trade("audit", "verify", "-o", "ndjson")
        self.assertEqual(audit.returncode, 0, audit.stderr)
        self.assert_ledger_and_venue_agree(market["yes_token"])

    def assert_ledger_and_venue_agree(self, token):
        def rows(*arguments):
            done = self.trade(*arguments, "-o", "ndjson")
            self.assertEqual(done.returncode, 0, done.stderr)
            return records(done.stdout)

        def fills(*arguments):
            return sorted((r["order_id"], r["price"], r["size"], r["side"], r["token_id"])
                          for r in rows("trades", *arguments))

        ours, theirs = fills("--live"), fills("--source", "venue")
        self.assertGreater(len(ours), 0)
        self.assertEqual(ours, theirs)

        def held(*which):
            return [r["settled"] + r["provisional"] for r in rows("positions", *which) if r["token_id"] == token]

        # The venue tells of what has settled on chain.
        deadline = time.monotonic() + 30
        while held("--source", "venue") != held("--live") and time.monotonic() < deadline:
            time.sleep(0.3)
        self.assertEqual(held("--source", "venue"), held("--live"))

    def test_an_order_rests_is_cancelled_and_the_proof_is_there(self):
        self.see_doctor()
        market, book = self.open_market()
        price = f"{market['tick'] * 5:.4f}".rstrip("0")
        done = self.live("buy", market["yes_token"], "--shares", "20", "--price", price, "--post-only")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        order = [r for r in records(done.stdout) if r["type"] == "order"][-1]
        self.assertEqual(order["status"], "live")
        seen = self.trade("orders", "--source", "venue", "-o", "ndjson")
        self.assertEqual(seen.returncode, 0, seen.stderr)
        row, = records(seen.stdout)
        for field in ("order_id", "token_id", "side", "price", "size", "status"):
            self.assertEqual(row[field], order[field], field)
        gone = self.live("cancel", order["order_id"])
        self.assertEqual(gone.returncode, 0, gone.stdout + gone.stderr)
        last = [r for r in records(gone.stdout) if r["type"] == "order"][-1]
        self.assertEqual((last["order_id"], last["status"]), (order["order_id"], "cancelled"))

    def test_limits_and_the_venue_say_no_each_with_its_own_status(self):
        self.see_doctor()
        market, book = self.open_market()
        too_much = self.live("buy", market["yes_token"], "--spend", "21")
        self.assertEqual(too_much.returncode, 5, too_much.stdout + too_much.stderr)
        self.assertIn("canary", too_much.stderr)
        ask = book["asks"][0][0]
        crossing = self.live("buy", market["yes_token"], "--shares", "10", "--price", f"{ask:.4f}", "--post-only")
        self.assertEqual(crossing.returncode, 7, crossing.stdout + crossing.stderr)

    def test_a_dry_run_shows_the_payload_without_its_signature_and_sends_nothing(self):
        self.see_doctor()
        market, _ = self.open_market()
        done = self.live("buy", market["yes_token"], "--spend", "5", "--dry-run")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        preview = [r for r in records(done.stdout) if r["type"] == "preview"][0]
        self.assertEqual(preview["refusal"], "")
        payload = json.loads(preview["payload"])
        self.assertEqual(payload["order"]["signature"], "(masked)")
        self.assertLessEqual(preview["worst_case"], -5)
        orders = self.trade("orders", "--db", self.home / ".local/state/pm/live.db", "-o", "ndjson")
        self.assertEqual(records(orders.stdout), [])

    def test_kill_cancels_everything_and_stays_until_a_person_resets_it(self):
        self.see_doctor()
        market, _ = self.open_market()
        price = f"{market['tick'] * 5:.4f}".rstrip("0")
        for _ in range(3):
            done = self.live("buy", market["yes_token"], "--shares", "20", "--price", price, "--post-only")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        killed = self.trade("kill", "-o", "ndjson")
        self.assertEqual(killed.returncode, 0, killed.stdout + killed.stderr)
        self.assertEqual(len(records(killed.stdout)), 3)
        refused = self.live("buy", market["yes_token"], "--spend", "5")
        self.assertEqual(refused.returncode, 5, refused.stderr)
        self.assertIn("stopped", refused.stderr)
        self.assertEqual(self.trade("kill", "--reset").returncode, 0)
        again = self.live("buy", market["yes_token"], "--spend", "5")
        self.assertEqual(again.returncode, 0, again.stderr)

    def test_the_bot_trades_live_and_the_oracle_finds_nothing_wrong(self):
        self.see_doctor()
        bot = self.start("pm-trade", "auto", "--live", "--live-account", ADDRESS, "--venue", self.sim.url, "--city", "munich",
                         "--edge", "0.03", "-o", "ndjson")
        fills = 0
        deadline = time.monotonic() + 60
        for line in bot.stdout:
            fills += json.loads(line)["type"] == "fill"
            if fills >= 10 or time.monotonic() > deadline:
                break
        self.assertGreaterEqual(fills, 10)
        bot.send_signal(signal.SIGINT)
        _, errors = bot.communicate(timeout=30)
        self.assertEqual(bot.returncode, 130, errors)
        self.assert_the_oracle_finds_nothing_wrong()

    def test_a_live_position_is_left_at_its_profit_or_its_loss(self):
        self.see_doctor()
        bot = self.start("pm-trade", "auto", "--live", "--live-account", ADDRESS, "--venue", self.sim.url, "--city", "munich",
                         "--edge", "0.03", "--tp", "0.01", "--sl", "0.01", "-o", "ndjson")
        left = set()
        deadline = time.monotonic() + 60
        for line in bot.stdout:
            record = json.loads(line)
            if record["type"] == "signal" and record["reason"] in ("take_profit", "stop_loss"):
                left.add(record["token_id"])
            if record["type"] == "fill" and record["side"] == "SELL" and record["token_id"] in left:
                break
            self.assertLess(time.monotonic(), deadline, "nothing was left by its rule")
        bot.send_signal(signal.SIGINT)
        _, errors = bot.communicate(timeout=30)
        self.assertEqual(bot.returncode, 130, errors)
        self.assert_the_oracle_finds_nothing_wrong()

    def assert_the_oracle_finds_nothing_wrong(self):
        judged = self.run_tool("pm-sim", "oracle", "--truth", self.truth, "--db", self.live_home.ledger, "--audit",
                               self.live_home.audit, "--slack", "5s")
        self.assertEqual(judged.returncode, 0, judged.stdout + judged.stderr)

    def stream(self):
        return self.start("pm-stream", "--venue", self.sim.url, "--city", "munich")

    def test_a_pipe_trades_live_and_leaves_no_order_behind(self):
        self.see_doctor()
        prices = self.stream()
        bot = self.start("pm-trade", "--live", "--live-account", ADDRESS, "--venue", self.sim.url, "--edge", "0.03",
                         "--pass=false", stdin=prices.stdout)
        prices.stdout.close()  # the bot's alone
        said = [json.loads(bot.stdout.readline())]
        self.assertEqual((said[0]["type"], said[0]["reason"]), ("status", "recovered"))
        deadline = time.monotonic() + 60
        while sum(r["type"] == "fill" for r in said) < 5 and time.monotonic() < deadline:
            said.append(json.loads(bot.stdout.readline()))
        self.assertGreaterEqual(sum(r["type"] == "fill" for r in said), 5)
        prices.send_signal(signal.SIGINT)
        _, errors = bot.communicate(timeout=30)
        self.assertEqual(bot.returncode, 0, errors)
        left = self.trade("orders", "--source", "venue", "-o", "ndjson")
        self.assertEqual((left.returncode, left.stdout), (0, ""), left.stderr)
        self.assert_the_oracle_finds_nothing_wrong()

    def test_an_order_of_somebody_else_on_the_account_is_told_of(self):
        self.see_doctor()
        market, _ = self.open_market()
        bot = self.start("pm-trade", "--live", "--live-account", ADDRESS, "--venue", self.sim.url, stdin=subprocess.PIPE)
        self.assertEqual(json.loads(bot.stdout.readline())["reason"], "recovered")
        self.sim.post("/sim/fault", {"faults": [{"kind": "foreign_order", "address": ADDRESS, "token": market["yes_token"],
                                                 "side": "BUY", "price": market["tick"] * 3, "size": 10}]})
        alert = json.loads(bot.stdout.readline())
        self.assertEqual((alert["type"], alert["code"]), ("alert", "foreign_order"))
        seen, = records(self.trade("orders", "--source", "venue", "-o", "ndjson").stdout)
        self.assertEqual(alert["subject"], seen["order_id"])

    def test_a_person_stops_a_live_pipe_though_no_price_comes(self):
        self.see_doctor()
        bot = self.start("pm-trade", "--live", "--live-account", ADDRESS, "--venue", self.sim.url, stdin=subprocess.PIPE)
        self.assertEqual(json.loads(bot.stdout.readline())["reason"], "recovered")
        self.assertEqual(self.trade("kill").returncode, 0)
        self.assertEqual(bot.wait(timeout=30), 5)

    def test_real_money_does_not_trade_on_what_was_recorded_at_another_time(self):
        self.see_doctor()
        prices = self.stream()
        recorded = [json.loads(prices.stdout.readline()) for _ in range(60)]
        prices.kill()
        markets = [r for r in recorded if r["type"] == "market"]
        forecast = self.run_tool("pm-forecast", markets[0]["event"], "--venue", self.sim.url, "-o", "ndjson")
        self.assertEqual(forecast.returncode, 0, forecast.stderr)
        (self.home / "forecast.ndjson").write_text(forecast.stdout)

        def live_pipe(hours):
            moved = []
            for record in recorded:
                at = datetime.datetime.fromisoformat(record["ts"].replace("Z", "+00:00"))
                at += datetime.timedelta(hours=hours)
                moved.append(json.dumps(record | {"ts": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}))
            return self.live("--edge", "0.01", "--pass=false", "--signals", "all", "--forecast",
                             self.home / "forecast.ndjson", stdin="\n".join(moved) + "\n")

        old = live_pipe(-1)
        self.assertEqual(old.returncode, 0, old.stderr)
        said = records(old.stdout)
        self.assertEqual({r["type"] for r in said}, {"status", "signal"})
        self.assertIn("stale_quote", {r["reason"] for r in said if r["type"] == "signal"})
        of_tomorrow = live_pipe(24)
        self.assertEqual(of_tomorrow.returncode, 1, of_tomorrow.stderr)
        self.assertIn("line 1", of_tomorrow.stderr)
        self.assertIn("is to come", of_tomorrow.stderr)
        orders = self.trade("orders", "--live", "-o", "ndjson")
        self.assertEqual((orders.returncode, orders.stdout), (0, ""), orders.stderr)

    def test_a_key_on_the_command_line_is_refused_and_not_repeated(self):
        for arguments in (("wallet", "import", "0x" + KEY), ("buy", "x", "--private-key", KEY), ("keys", "derive", KEY)):
            done = self.trade(*arguments)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertNotIn(KEY[:16], done.stderr + done.stdout)
            self.assertIn("command line", done.stderr)

    def test_a_new_wallet_is_sealed_and_opens_with_its_passphrase_only(self):
        store = self.home / "wallet.json"

        def wallet(action, passphrase):
            reader, writer = os.pipe()
            os.write(writer, passphrase.encode() + b"\n")
            os.close(writer)
            done = subprocess.run(
                [BIN / "pm-trade", "wallet", action, "--keystore", store, "--passphrase-fd", str(reader), "-o", "json"],
                capture_output=True, text=True, timeout=60, env=clean_environment(self.home), pass_fds=(reader,))
            os.close(reader)
            return done

        made = wallet("new", "a long passphrase")
        self.assertEqual(made.returncode, 0, made.stderr)
        self.assertEqual(stat.S_IMODE(store.stat().st_mode), 0o600)
        shown = wallet("show", "a long passphrase")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertEqual(json.loads(made.stdout)["address"], json.loads(shown.stdout)["address"])
        self.assertEqual(wallet("show", "another one").returncode, 3)
        self.assertNotEqual(wallet("new", "a long passphrase").returncode, 0, "an existing keystore is kept")


if __name__ == "__main__":
    unittest.main()
