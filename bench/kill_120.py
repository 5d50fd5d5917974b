"""How long pm-trade kill takes for 120 resting orders, from its start to its end.

Usage: kill_120.py BIN_FOLDER [RUNS]. The bot is stopped (SIGSTOP), its ledger locked, every socket
dead; each run asks the venue afterwards whether anything is open. Prints the median.
"""

import json
import os
import pathlib
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parent.parent
os.environ.update(PM_BIN=str(pathlib.Path(sys.argv[1]).resolve()), PM_SOURCE=str(SOURCE))
sys.path.insert(0, str(SOURCE / "tests/system"))

from support import ADDRESS, BIN, LiveHome, Sim, clean_environment  # noqa: E402 (needs the variables)

ORDERS = 120


class Desk:
    def __init__(self, sim, home):
        self.sim, self.home = sim, home

    def command(self, *words):
        return [BIN / "pm-trade", *words, "--venue", self.sim.url, "-o", "ndjson"]

    def run(self, *words):
        return subprocess.run(self.command(*words), env=clean_environment(self.home), check=True, capture_output=True)

    def place_orders(self):
        for market in self.sim.get("/gamma/markets/keyset?limit=100&closed=false")["markets"]:
            token, tick = json.loads(market["clobTokenIds"])[0], market["orderPriceMinTickSize"]
            asks = [float(level["price"]) for level in self.sim.get(f"/book?token_id={token}")["asks"]]
            if asks and min(asks) > 20 * tick:
                break
        self.sim.post("/sim/fault", {"faults": [
            {"kind": "foreign_order", "address": ADDRESS, "token": token, "side": "BUY",
             "price": round(tick * (1 + i % 5), 4), "size": 5} for i in range(ORDERS)]})

    def reserved(self):
        """What the venue holds back for open orders."""
        return float(self.sim.get(f"/sim/account?address={ADDRESS}")["cash"]["reserved"])

    def stopped_bot(self):
        bot = subprocess.Popen(self.command("auto", "--live", "--live-account", ADDRESS, "--city", "munich"),
                               env=clean_environment(self.home), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        while json.loads(bot.stdout.readline()).get("state") != "live":
            pass
        bot.send_signal(signal.SIGSTOP)
        for fault in ({"kind": "refuse", "seconds": 3600}, {"kind": "user_close"}, {"kind": "close"}):
            self.sim.post("/sim/fault", fault)
        return bot

    def one_kill(self):
        self.place_orders()
        assert self.reserved() > 0, "nothing rests"
        began = time.perf_counter()
        done = self.run("kill")
        took = (time.perf_counter() - began) * 1000
        assert len(done.stdout.splitlines()) >= ORDERS and self.reserved() == 0, "something is still open"
        (self.home / ".local/state/pm/STOP").unlink()
        return took


def main():
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    with tempfile.TemporaryDirectory(prefix="pm-bench-") as folder, Sim(folder) as sim:
        live_home = LiveHome(folder)
        desk = Desk(sim, live_home.home)
        # The runs follow each other faster than a signer's budget of cancels comes back; each stands for a first one.
        sim.post("/sim/fault", {"kind": "limits", "policy": "off"})
        desk.run("doctor", "--live")
        bot = desk.stopped_bot()
        locked = sqlite3.connect(live_home.ledger, isolation_level=None)
        try:
            locked.execute("BEGIN EXCLUSIVE")
            times = [desk.one_kill() for _ in range(runs)]
        finally:
            locked.close()
            bot.kill()
            bot.wait()
    print(f"kill of {ORDERS} orders, {runs} runs: {min(times):.1f} to {max(times):.1f} ms")
    print(f"figure orders.kill_120_ms {statistics.median(times):.1f} ms")


if __name__ == "__main__":
    main()
