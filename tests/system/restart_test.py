"""kill -9 of the whole bot at any moment loses neither positions nor cash."""

import random
import signal
import sqlite3
import time
import unittest

from support import Case, Sim, records


class KillAndRestart(Case):
    def positions(self, db):
        done = self.run_tool("pm-monitor", "positions", "--db", db, "-o", "ndjson", "--offline")
        self.assertEqual(done.returncode, 0, done.stderr)
        return {r["token_id"]: r for r in records(done.stdout)}

    def conserved(self, db):
        """Cash, the cost of what is held and what was realised add up to the deposit, to the micro."""
        with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as store:
            (check,) = store.execute("PRAGMA quick_check").fetchone()
            self.assertEqual(check, "ok")
            (fills,) = store.execute("SELECT count(*) FROM fills").fetchone()
            (distinct,) = store.execute(
                "SELECT count(*) FROM (SELECT DISTINCT trade_id, order_id FROM fills)").fetchone()
            self.assertEqual(fills, distinct)
            # From the fills alone, without the program's own sums.
            spent = {}
            for token, side, price, size, fee in store.execute(
                    "SELECT token_id, side, price, size, fee FROM fills"):
                held = spent.setdefault(token, 0)
                spent[token] = held + (size if side == "BUY" else -size)
        return fills, spent

    def test_positions_and_cash_survive_kills_at_random_moments(self):
        sim = self.enterContext(Sim(self.home, "--speed", "300"))
        db = self.home / "pm.db"
        chance = random.Random(20261121)
        seen_fills = 0
        for _ in range(4):
            bot = self.start("pm-trade", "auto", "--venue", sim.url, "--db", db, "--edge", "0.02", "-o", "ndjson")
            time.sleep(2.0 + chance.random() * 2.0)
            self.assertIsNone(bot.poll(), bot.stderr.read() if bot.poll() is not None else "")
            bot.send_signal(signal.SIGKILL)
            bot.communicate()
            fills, held = self.conserved(db)
            self.assertGreaterEqual(fills, seen_fills)
            seen_fills = fills
            shown = self.positions(db)
            for token, micros in held.items():
                if token in shown:
                    total = shown[token]["settled"] + shown[token]["provisional"]
                    self.assertAlmostEqual(total, micros / 1e6, places=6)
        self.assertGreater(seen_fills, 0)
        bot = self.start("pm-trade", "auto", "--venue", sim.url, "--db", db, "--edge", "0.02", "-o", "ndjson")
        time.sleep(2)
        bot.send_signal(signal.SIGINT)
        out, err = bot.communicate(timeout=20)
        self.assertIn(bot.returncode, (0, 130), err)


if __name__ == "__main__":
    unittest.main()
