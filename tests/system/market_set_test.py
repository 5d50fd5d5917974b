"""A stream follows the venue's markets: new ones come with their books, ended ones leave."""

import unittest

from support import Case, Sim, records


class MarketSet(Case):
    def test_new_markets_appear_and_resolved_ones_leave_over_several_connections(self):
        # Four hours a second: two days of listings and resolutions.
        sim = self.enterContext(Sim(self.home, "--speed", "14400", "--markets", "120"))
        done = self.run_tool("pm-stream", "--venue", sim.url, "--tag", "daily-temperature", "--duration", "12s",
                             "--no-prints", "-o", "ndjson", timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        market_at, resolved_at, first_quote, last_quote = {}, {}, {}, {}
        token_of, live_connections, first_live = {}, 0, None
        for number, record in enumerate(records(done.stdout)):
            kind = record["type"]
            if kind == "market":
                self.assertNotIn(record["condition_id"], market_at, "a market is said once")
                market_at[record["condition_id"]] = number
                for token in (record["yes_token"], record["no_token"]):
                    token_of[token] = record["condition_id"]
            elif kind == "quote":
                condition = record["condition_id"]
                self.assertIn(condition, market_at, "a quote came before its market")
                first_quote.setdefault(condition, number)
                last_quote[condition] = number
            elif kind == "resolved":
                self.assertNotIn(record["condition_id"], resolved_at, "an end is said once")
                self.assertIn(record["winner"], ("yes", "no"))
                resolved_at[record["condition_id"]] = number
            elif kind == "status" and record["state"] == "live":
                live_connections += 1
                first_live = first_live if first_live is not None else number
        self.assertGreater(live_connections, 1, "more tokens than one connection takes")
        late = [c for c, at in market_at.items() if at > first_live]
        self.assertGreater(len(late), 20, "markets listed while the stream ran")
        quoted = [c for c in late if c in first_quote]
        self.assertGreater(len(quoted), 20, "and they had quotes")
        self.assertGreater(len(resolved_at), 20, "markets ended while the stream ran")
        for condition, at in resolved_at.items():
            self.assertLess(last_quote.get(condition, -1), at, "a quote after the end")


if __name__ == "__main__":
    unittest.main()
