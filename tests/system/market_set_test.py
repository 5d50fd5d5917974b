"""A stream follows the venue's markets: new ones come with their books, ended ones leave."""

import json
import unittest

from support import Case, Sim


class MarketSet(Case):
    def test_new_markets_appear_and_resolved_ones_leave_over_several_connections(self):
        # Two hours a second: listings and resolutions of four days in a minute.
        sim = self.enterContext(Sim(self.home, "--speed", "7200", "--markets", "120"))
        stream = self.start("pm-stream", "--venue", sim.url, "--tag", "daily-temperature", "--no-prints", "-o", "ndjson",
                            "--duration", "100s")
        market_at, resolved_at, last_quote = {}, {}, {}
        live, late, quoted = 0, set(), set()
        for number, line in enumerate(stream.stdout):
            record = json.loads(line)
            condition = record.get("condition_id")
            if record["type"] == "market":
                self.assertNotIn(condition, market_at, "a market is said once")
                market_at[condition] = number
                if live > 0:
                    late.add(condition)
            elif record["type"] == "quote":
                self.assertIn(condition, market_at, "a quote came before its market")
                last_quote[condition] = number
                if condition in late:
                    quoted.add(condition)
            elif record["type"] == "resolved":
                self.assertNotIn(condition, resolved_at, "an end is said once")
                self.assertIn(record["winner"], ("yes", "no"))
                resolved_at[condition] = number
            elif record["type"] == "status" and record["state"] == "live":
                live += 1
            if len(quoted) > 20 and len(resolved_at) > 20 and number > min(resolved_at.values()) + 500:
                break
        self.assertGreater(live, 1, "more tokens than one connection takes")
        self.assertGreater(len(quoted), 20, f"markets listed while the stream ran ({len(late)}), with quotes")
        self.assertGreater(len(resolved_at), 20, "markets ended while the stream ran")
        for condition, at in resolved_at.items():
            self.assertLess(last_quote.get(condition, -1), at, "a quote after the end")


if __name__ == "__main__":
    unittest.main()
