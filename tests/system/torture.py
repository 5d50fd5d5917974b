"""Kills pm-trade with SIGKILL, at random and at every call that leaves it, and holds its books to the venue's truth.

    torture.py random [--kills 1000]    random moments of `pm-trade auto --live`: start, recovery, trading, faults
    torture.py calls [--calls write,…]  before each write, sync and send of a 20-order scenario (needs strace)

Then the bot is started again, on an edge that it never trades on. Nobody helps it. Within ten seconds of that its books
must be the venue's: see judge.py. An order may be in doubt for longer, for only 90 s of silence prove that it never
arrived: but then the venue must not have it, and at the end of a run nothing is in doubt any more.
Wants PM_BIN, the folder of the programs, and PM_SOURCE. A failure leaves its folder behind.
"""

import argparse
import concurrent.futures
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

from judge import Judge, Lost
from support import ADDRESS, BIN, LiveHome, Sim, clean_environment, records

RECOVERED = '"reason":"recovered"'
RECOVERY_MAX = 10  # seconds from the restart to equal books
PER_CAMPAIGN = 100  # kills
DOUBT_MAX = 150  # until nothing is in doubt any more
CALLS = ("write", "writev", "pwrite64", "pwritev", "fsync", "fdatasync", "sendto", "sendmsg", "ftruncate", "rename",
         "unlink")

LIMITS = """
[limits]
per_order = "3"
per_market = "60"
per_event = "400"
total = "4000"
daily_loss = "4000"
open_orders = "150"
orders_a_minute = "600"
cancels_a_minute = "600"
quote_age = "30"
forecast_age = "21600"
book_age = "120"
balance_age = "120"
clock_offset = "2"
collar = "0.1"
canary_order = "3"
canary_total = "4000"
tags = "*"
"""

EAGER = ("--edge", "0", "--kelly", "1", "--cooldown", "200ms", "--tp", "0.01", "--sl", "0.01")
NEVER = ("--edge", "1", "--exit-edge", "1")


def faults(seed):
    """A tenth and more of all orders meets something; so do the user channel and the trades."""
    order = [{"kind": "drop_request", "share": 0.05}, {"kind": "apply_then_cut", "share": 0.05},
             {"kind": "delay_apply", "ms": [20, 1500], "share": 0.04},
             {"kind": "delay_reply", "ms": [20, 800], "share": 0.1},
             {"kind": "truncate_reply", "byte": [0, 300], "share": 0.03},
             {"kind": "reply", "status": 502, "body": "html", "when": "after", "share": 0.03},
             {"kind": "reply", "status": 500, "body": "json", "when": "before", "share": 0.02}]
    failed = [{"status": s, "after_ms": 400} for s in ("MATCHED", "RETRYING", "FAILED")]
    slow = [{"status": s, "after_ms": 300} for s in ("MATCHED", "RETRYING", "MINED", "CONFIRMED")]
    return {"seed": seed, "faults": [
        {"kind": "one_of", "path": "POST /order", "cases": order},
        {"kind": "user_drop", "probability": 0.1}, {"kind": "user_duplicate", "probability": 0.1},
        {"kind": "user_permute", "probability": 0.1},
        {"kind": "trade_script", "probability": 0.2, "steps": failed},
        {"kind": "trade_script", "probability": 0.2, "steps": slow}]}


class Bot:
    """A run of `pm-trade`. What it writes goes to files: nobody needs to read while it runs."""

    def __init__(self, torture, *command, stdin=None):
        number = next(torture.runs)
        self.out, self.errors = (torture.home.home / f"{name}-{number}" for name in ("out", "err"))
        self.began = time.monotonic()
        with (open(self.out, "wb") as out, open(self.errors, "wb") as errors,
              open(stdin or os.devnull, "rb") as given):
            self.process = subprocess.Popen(command, env=torture.environment, stdin=given, stdout=out, stderr=errors)
        torture.bot = self

    def said(self):
        return self.out.read_text()[-2000:] + self.errors.read_text()[-2000:]

    def wait_for(self, word, seconds=RECOVERY_MAX):
        while word not in self.out.read_text():
            if self.process.poll() is not None:
                raise Lost(f"the bot gave up, exit status {self.process.returncode}: " + self.said())
            if time.monotonic() - self.began > seconds:
                raise Lost(f"no {word} after {seconds} s: " + self.said())
            time.sleep(0.002)

    def wait_until_recovered(self):
        self.wait_for(RECOVERED)

    def kill(self):
        if self.process.poll() is not None:
            raise Lost(f"the bot gave up, exit status {self.process.returncode}: " + self.said())
        self.process.kill()
        self.process.wait()

    def forget(self):
        self.out.unlink()
        self.errors.unlink()


class Torture:
    """One home, one venue, one ledger, many kills. A context manager."""

    def __init__(self, folder, seed=1, speed=1):
        self.home = LiveHome(folder, LIMITS)
        self.environment = clean_environment(folder) | {"ASAN_OPTIONS": "detect_leaks=0"}
        self.judge = Judge(self.home, self.environment, speed)
        self.sim = Sim(folder, "--seed", str(seed), "--speed", str(speed), "--balance", "100000",
                       "--truth-log", self.home.truth)
        self.runs, self.bot = itertools.count(), None
        self.kills, self.slowest, self.typical, self.judged = 0, 0.0, 0.2, 0

    def __enter__(self):
        self.sim.__enter__()
        doctor = subprocess.run(self.command("doctor", "--live"), env=self.environment, capture_output=True, text=True)
        if doctor.returncode != 0:
            raise Lost("doctor: " + doctor.stdout + doctor.stderr)
        return self

    def __exit__(self, *why):
        if self.bot and self.bot.process.poll() is None:
            self.bot.process.kill()
            self.bot.process.wait()
        self.sim.__exit__(*why)

    def command(self, *words):
        return [BIN / "pm-trade", *words, "--venue", self.sim.url, "-o", "ndjson"]

    def live(self, *words):
        return self.command(*words, "--live", "--live-account", ADDRESS)

    def auto(self, *options):
        return Bot(self, *self.live("auto", *options))

    def kill(self, bot):
        bot.kill()
        bot.forget()
        self.kills += 1

    def fill_and_kill(self):
        """Dies at its first fill, when there are others on their way."""
        bot = self.auto(*EAGER)
        bot.wait_for('"type":"fill"', 60)
        self.kill(bot)

    def trade_and_kill(self, rng):
        """Dies while it starts or recovers, in its first orders, or in the midst of trading."""
        bot = self.auto(*EAGER)
        when = rng.random()
        if when < 0.3:
            time.sleep(rng.uniform(0, 1.2 * self.typical))
        else:
            bot.wait_until_recovered()
            first_orders = max(0.3, 3 * self.typical)
            time.sleep(rng.uniform(0, first_orders) if when < 0.8 else rng.uniform(first_orders, 2))
        self.kill(bot)

    def restart(self):
        """Starts again and waits until the books are right. @return the bot, which is running."""
        bot = self.auto(*NEVER)
        bot.wait_until_recovered()
        self.typical = 0.8 * self.typical + 0.2 * (time.monotonic() - bot.began)
        while wrong := self.judge.wrong():
            if time.monotonic() - bot.began > RECOVERY_MAX:
                raise Lost(f"{RECOVERY_MAX} s after a restart:\n  " + "\n  ".join(wrong))
            time.sleep(0.05)
        self.slowest = max(self.slowest, time.monotonic() - bot.began)
        self.judged += 1
        return bot

    def end(self):
        """Lets the bot prove what became of everything, then ends it as a person would."""
        bot = self.restart()
        while doubts := self.judge.in_doubt():
            if time.monotonic() - bot.began > DOUBT_MAX:
                raise Lost(f"in doubt after {DOUBT_MAX} s: " + ", ".join(doubts))
            time.sleep(0.1)
        bot.process.send_signal(signal.SIGINT)
        if bot.process.wait(15) != 130:
            raise Lost("a bot that was told to stop: " + bot.said())
        if wrong := self.judge.wrong(bot.process.returncode):
            raise Lost("at the end:\n  " + "\n  ".join(wrong))


class Tally:
    """The sum of many runs, told from time to time."""

    def __init__(self, goal, every=50):
        self.goal, self.every = goal, every
        self.kills = self.orders = self.fills = self.doubted = 0
        self.slowest, self.lock = 0.0, threading.Lock()
        self.began = time.monotonic()

    def add(self, torture, kills):
        with self.lock:
            before, self.kills = self.kills, self.kills + kills
            self.slowest = max(self.slowest, torture.slowest)
            if before // self.every != self.kills // self.every:
                print(f"  {self.kills} of {self.goal} kills, {time.monotonic() - self.began:.0f} s, "
                      f"slowest recovery {self.slowest:.2f} s", flush=True)

    def close(self, torture):
        with self.lock:
            self.orders += len(torture.judge.truth.orders)
            self.fills += torture.judge.truth.fills
            self.doubted += torture.judge.doubted()
            self.slowest = max(self.slowest, torture.slowest)

    def text(self):
        return (f"  {self.doubted} orders were in doubt for a while\n"
                f"torture: {self.kills} kills, {self.orders} orders, {self.fills} fills, 0 lost, 0 duplicated, "
                f"slowest recovery {self.slowest:.2f} s")


def campaign(folder, seed, kills, tally):
    """So many random kills of one bot, most of them judged. Every second venue fails, too; two of three run fast."""
    rng = random.Random(seed)
    with Torture(folder, seed, speed=(1, 20, 20)[seed % 3]) as torture:
        while torture.kills < kills:
            before = torture.kills
            if seed % 2 == 0:
                torture.sim.post("/sim/fault", faults(rng.randrange(1 << 30)))
            for _ in range(min(rng.choice((1, 1, 2, 3)), kills - torture.kills)):
                torture.trade_and_kill(rng)
            torture.sim.post("/sim/fault", {"kind": "clear"})
            bot = torture.restart()
            time.sleep(rng.uniform(0, 0.2))
            torture.kill(bot)
            tally.add(torture, torture.kills - before)
        torture.end()
        tally.close(torture)


def twenty_orders(torture):
    """Ten that rest and ten that take, of twenty markets, as records for `pm-trade batch -`."""
    listed = subprocess.run([BIN / "pm-markets", "list", "--venue", torture.sim.url, "-o", "ndjson"],
                            env=torture.environment, capture_output=True, text=True, check=True)
    lines = []
    for market in records(listed.stdout):
        token = market["yes_token"]
        book = torture.sim.get(f"/book?token_id={token}")
        bids, asks = ([float(level["price"]) for level in book[side]] for side in ("bids", "asks"))
        if len(lines) == 20 or not bids or not asks or not 0.02 < min(asks) < 0.9:
            continue
        order = {"type": "order", "v": 1, "ts": market["ts"], "order_id": "", "client_id": "", "token_id": token,
                 "side": "BUY", "filled": 0, "status": "intent", "reason": "", "mode": "live"}
        if len(lines) % 2 == 0:
            order |= {"price": min(asks), "size": round(2 / min(asks), 2), "order_type": "FAK"}
        else:
            order |= {"price": max(bids), "size": 5, "order_type": "GTC", "post_only": True}
        lines.append(json.dumps(order) + "\n")
    if len(lines) != 20:
        raise Lost(f"only {len(lines)} markets to trade in")
    path = torture.home.home / "orders.ndjson"
    path.write_text("".join(lines))
    return path


def kill_at(folder, call, number, tally):
    """Runs the scenario, killed before its Nth such call, then judges. @return whether there was such a call."""
    with Torture(folder) as torture:
        orders = twenty_orders(torture)
        inject = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                  f"inject={call}:signal=SIGKILL:when={number}")
        scenario = Bot(torture, *inject, *torture.live("batch", "-"), stdin=orders)
        status = scenario.process.wait(60)
        if status not in (0, -signal.SIGKILL):
            raise Lost(f"{call} {number}: the scenario ended with {status}: " + scenario.said())
        torture.restart().kill()
        tally.add(torture, 1 if status else 0)
        tally.close(torture)
        return status != 0


def sweep(folder, call, tally, jobs=1, numbers=None):
    """Kills at the first, the second, … such call, until the scenario ends unharmed."""
    numbers = itertools.count(1) if numbers is None else iter(numbers)
    lock, ended = threading.Lock(), threading.Event()

    def work():
        while not ended.is_set():
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            with tempfile.TemporaryDirectory(dir=folder, prefix=f"{call}-{number}-") as home:
                try:
                    if not kill_at(home, call, number, tally):
                        ended.set()
                except Lost as lost:
                    ended.set()
                    raise Lost(f"killed at {call} {number}: {lost}") from lost

    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for done in [pool.submit(work) for _ in range(jobs)]:
            done.result()


def random_kills(folder, kills, seed, jobs, tally):
    """Campaigns of at most a hundred kills, each with a home and a venue of its own."""
    sizes = [min(PER_CAMPAIGN, kills - done) for done in range(0, kills, PER_CAMPAIGN)]
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        running = [pool.submit(campaign, tempfile.mkdtemp(dir=folder, prefix=f"seed-{own}-"), own, size, tally)
                   for own, size in enumerate(sizes, seed)]
        for done in concurrent.futures.as_completed(running):
            done.result()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("random", "calls", "all"))
    parser.add_argument("--kills", type=int, default=1000, help="random ones")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--calls", type=lambda text: text.split(","), default=CALLS, metavar="CALL,…")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="at the same time")
    return parser.parse_args()


def main():
    wanted = arguments()
    folder = tempfile.mkdtemp(prefix="pm-torture-")
    try:
        if wanted.what in ("random", "all"):
            tally = Tally(wanted.kills)
            random_kills(folder, wanted.kills, wanted.seed, wanted.jobs, tally)
            print(tally.text(), flush=True)
        if wanted.what in ("calls", "all"):
            tally = Tally("every call's")
            for call in wanted.calls:
                before = tally.kills
                sweep(folder, call, tally, wanted.jobs)
                print(f"  {call}: {tally.kills - before} calls", flush=True)
            print(tally.text(), flush=True)
    except Lost as lost:
        print(f"torture: FAILED: {lost}\nSee {folder}", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
