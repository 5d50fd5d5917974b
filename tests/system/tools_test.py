"""Each tool does its one job against the simulator, alone and in a pipe."""

import hashlib
import json
import unittest

from support import Case, Sim, records

EVENT = "highest-temperature-in-munich-on-june-17-2026"


class Markets(Case):
    def setUp(self):
        super().setUp()
        self.sim = self.enterContext(Sim(self.home))

    def markets(self, *arguments):
        done = self.run_tool("pm-markets", *arguments, "--venue", self.sim.url, "-o", "ndjson")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "")
        return records(done.stdout)

    def test_list_by_tag_finds_whole_ladders(self):
        found = self.markets("list", "--tag", "daily-temperature", "--all")
        self.assertGreaterEqual(len(found), 33)
        by_event = {}
        for market in found:
            self.assertEqual((market["type"], market["v"]), ("market", 1))
            by_event.setdefault(market["event"], []).append(market)
        for event, ladder in by_event.items():
            ready = [m for m in ladder if m["trade_ready"]]
            bounds = sorted((m["temperature"]["low"] is not None, m["temperature"]["low"] or 0,
                             m["temperature"]["high"]) for m in ready if m.get("temperature"))
            self.assertTrue(bounds, event)

    def test_show_finds_one_market_by_each_of_its_names(self):
        want = [m for m in self.markets("list", "--city", "munich", "--date", "2026-06-17", "--all")][4]
        url = f"https://polymarket.com/event/{want['event']}/{want['market']}"
        for name in (want["market"], url, want["condition_id"], want["yes_token"], want["no_token"]):
            got = self.markets("show", name)
            self.assertEqual([m["market"] for m in got], [want["market"]], name)
        event = self.markets("show", want["event"])
        self.assertEqual({m["event"] for m in event}, {want["event"]})
        self.assertEqual(len(event), 11)

    def test_book_is_best_first_and_inside_the_grid(self):
        market = self.markets("list", "--city", "munich", "--date", "2026-06-17", "--all")[5]
        (book,) = self.markets("book", market["yes_token"])
        bids = [level[0] for level in book["bids"]]
        asks = [level[0] for level in book["asks"]]
        self.assertEqual(bids, sorted(bids, reverse=True))
        self.assertEqual(asks, sorted(asks))
        self.assertLess(bids[0], asks[0])

    def test_history_and_search_have_something_to_say(self):
        market = self.markets("list", "--city", "munich", "--date", "2026-06-17", "--all")[5]
        points = self.markets("history", market["yes_token"])
        self.assertTrue(points)
        self.assertEqual({p["type"] for p in points}, {"price_point"})
        self.assertTrue(self.markets("search", "munich"))

    def test_ids_feed_a_stream(self):
        done = self.shell(f"pm-markets list --city munich --date 2026-06-17 --venue {self.sim.url} -o ids"
                          f" | pm-stream - --venue {self.sim.url} | head -30")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "")
        kinds = [r["type"] for r in records(done.stdout)]
        self.assertIn("market", kinds)
        self.assertIn("quote", kinds)


class Stream(Case):
    def setUp(self):
        super().setUp()
        self.sim = self.enterContext(Sim(self.home, "--speed", "120"))

    def test_head_ends_a_stream_quietly(self):
        done = self.shell(f"pm-stream --city munich --venue {self.sim.url} | head -5")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(len(done.stdout.splitlines()), 5)

    def test_a_market_comes_before_its_first_quote(self):
        done = self.shell(f"pm-stream --city munich --venue {self.sim.url} --duration 4s")
        known = set()
        quotes = 0
        last_seq = {}
        for record in records(done.stdout):
            if record["type"] == "market":
                known |= {record["yes_token"], record["no_token"]}
            if record["type"] == "quote":
                quotes += 1
                token = record["token_id"]
                self.assertIn(token, known)
                self.assertEqual(record["seq"], last_seq.get(token, record["seq"] - 1) + 1)
                last_seq[token] = record["seq"]
        self.assertGreater(quotes, 50)

    def test_a_stream_into_trade_makes_fills_on_paper(self):
        done = self.shell(
            f"pm-stream --city munich --venue {self.sim.url} --duration 12s |"
            f" pm-trade --edge 0.05 --venue {self.sim.url} --db {self.home}/pm.db", timeout=90)
        self.assertEqual(done.returncode, 0, done.stderr)
        kinds = {}
        for record in records(done.stdout):
            kinds[record["type"]] = kinds.get(record["type"], 0) + 1
        for kind in ("market", "quote", "signal", "order", "fill"):
            self.assertGreater(kinds.get(kind, 0), 0, (kind, kinds))

    def test_a_capture_replays_to_the_same_decisions_byte_for_byte(self):
        capture = self.home / "capture.ndjson"
        forecasts = self.home / "forecasts.ndjson"
        recorded = self.shell(
            f"pm-stream --city munich --venue {self.sim.url} --duration 6s --record {capture} > {self.home}/live")
        self.assertEqual(recorded.returncode, 0, recorded.stderr)
        forecast = self.shell(
            f"pm-markets list --city munich --venue {self.sim.url} --all -o ndjson |"
            f" pm-forecast - --venue {self.sim.url} -o ndjson > {forecasts}")
        self.assertEqual(forecast.returncode, 0, forecast.stderr)
        digests = set()
        for run in range(2):
            done = self.shell(
                f"pm-stream --replay {capture} --speed max |"
                f" pm-trade --edge 0.02 --signals all --pass=false --forecast {forecasts}"
                f" --db {self.home}/replay-{run}.db")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn('"signal"', done.stdout)
            digests.add(hashlib.sha256(done.stdout.encode()).hexdigest())
        self.assertEqual(len(digests), 1)

    def test_a_replay_gives_the_records_that_were_streamed(self):
        capture = self.home / "capture.ndjson"
        live = self.shell(f"pm-stream --city munich --venue {self.sim.url} --duration 5s --record {capture}")
        replayed = self.shell(f"pm-stream --replay {capture} --speed max")
        self.assertEqual(replayed.returncode, 0, replayed.stderr)

        def essence(text):
            out = []
            for record in records(text):
                if record["type"] in ("quote", "print", "tick", "market", "resolved"):
                    record.pop("src", None)
                    out.append(record)
            return out
        self.assertEqual(essence(live.stdout), essence(replayed.stdout))


class Forecast(Case):
    def test_probabilities_sum_to_one(self):
        sim = self.enterContext(Sim(self.home))
        done = self.shell(f"pm-forecast {EVENT} --venue {sim.url} -o json | jq '[.buckets[].p]|add'")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertAlmostEqual(float(done.stdout), 1.0, delta=1e-6)

    def test_forecast_by_city_and_date(self):
        sim = self.enterContext(Sim(self.home))
        done = self.run_tool("pm-forecast", "--city", "munich", "--date", "2026-06-17", "--venue", sim.url, "-o", "ndjson")
        self.assertEqual(done.returncode, 0, done.stderr)
        (forecast,) = [r for r in records(done.stdout) if r["type"] == "forecast"]
        self.assertEqual(forecast["event"], EVENT)
        self.assertEqual(forecast["station"], "EDDM")
        self.assertEqual(len(forecast["buckets"]), 11)
        self.assertTrue(forecast["sources"])


if __name__ == "__main__":
    unittest.main()
