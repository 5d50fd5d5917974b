"""pm-trade kill ends every order at the venue, whatever else is broken, and stays latched.

The venue itself is asked what is open, with a client of the test's own: nothing of ours is between.
"""

import base64
import contextlib
import hashlib
import hmac
import json
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import unittest
import urllib.request

from support import ADDRESS, BIN, LiveCase, clean_environment, records

ORDERS = 120
GENEROUS = 20  # seconds; how long it really takes is a figure of its own (bench/kill_120.py)


class Account:
    """The API key of a home, asking the venue as an official client does."""

    def __init__(self, sim, state):
        stored = json.loads(next(state.glob("api-*.json")).read_text())
        self.url, self.key, self.passphrase = sim.url, stored["key"], stored["passphrase"]
        self.secret = base64.urlsafe_b64decode(stored["secret"] + "=" * (-len(stored["secret"]) % 4))

    def get(self, path, query):
        stamp = str(int(time.time()))
        proof = hmac.new(self.secret, f"{stamp}GET{path}".encode(), hashlib.sha256).digest()
        request = urllib.request.Request(f"{self.url}{path}?{query}", headers={
            "POLY_ADDRESS": ADDRESS, "POLY_API_KEY": self.key, "POLY_PASSPHRASE": self.passphrase,
            "POLY_TIMESTAMP": stamp, "POLY_SIGNATURE": base64.urlsafe_b64encode(proof).decode()})
        with urllib.request.urlopen(request, timeout=10) as reply:
            return json.load(reply)

    def open_orders(self):
        rows, cursor = [], "MA=="
        while cursor != "LTE=":
            page = self.get("/data/orders", f"next_cursor={cursor}")
            rows += page["data"]
            cursor = page["next_cursor"]
        return [row["id"] for row in rows]


class SmallDisk:
    """A mount namespace of its own in which `folder` is a disk that can be filled up."""

    def __init__(self, case, folder, options="size=64m"):
        self.case, self.folder = case, folder
        script = ('cp -a "$1" "$1.before" && mount -t tmpfs -o "$2" pm-test "$1" && cp -a "$1.before/." "$1" '
                  '&& echo ready && exec sleep 3600')
        self.holder = subprocess.Popen(["unshare", "-rm", "sh", "-c", script, "sh", folder,
                                        "mode=700," + options],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        case.addCleanup(self.end)
        if self.holder.stdout.readline() != "ready\n":
            case.skipTest("NO DISK CAN BE FILLED UP HERE, NOTHING IS SHOWN: " + self.holder.stderr.read())

    def end(self):
        self.holder.kill()
        self.holder.communicate()

    def inside(self, *command):
        return ["nsenter", "-t", str(self.holder.pid), "-U", "-m", "--preserve-credentials", *map(str, command)]

    def run(self, *command, **more):
        return subprocess.run(self.inside(*command), capture_output=True, text=True, timeout=60,
                              env=clean_environment(self.case.home), **more)

    def start(self, *command):
        process = subprocess.Popen(self.inside(*command), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, env=clean_environment(self.case.home))
        self.case.addCleanup(process.communicate)
        self.case.addCleanup(process.kill)
        return process

    def python(self, program):
        done = self.run(sys.executable, "-c", program, self.folder)
        self.case.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def fill(self):
        """To the last byte: one more is refused."""
        told = self.python("import os, sys\n"
                           "f = os.open(sys.argv[1] + '/ballast', os.O_WRONLY | os.O_CREAT)\n"
                           "try:\n"
                           "    while True: os.write(f, bytes(65536))\n"
                           "except OSError as e: print(e.errno)\n"
                           "try: os.write(f, b'x')\n"
                           "except OSError as e: print(e.errno)\n")
        self.case.assertEqual(told, "28\n28\n")

    def take_names(self):
        """No file more, however small."""
        told = self.python("import os, sys\n"
                           "try:\n"
                           "    for i in range(100000): open(f'{sys.argv[1]}/ballast-{i}', 'x').close()\n"
                           "except OSError as e: print(e.errno)\n")
        self.case.assertEqual(told, "28\n")

    def make_room(self):
        self.run("sh", "-c", f"rm -f '{self.folder}'/ballast*")


class Kill(LiveCase):
    def setUp(self):
        super().setUp()
        self.state = self.live_home.state
        self.see_doctor()
        self.account = Account(self.sim, self.state)
        self.choose_market()

    def choose_market(self):
        for market in self.sim.get("/gamma/markets/keyset?limit=100&closed=false")["markets"]:
            token, tick = json.loads(market["clobTokenIds"])[0], market["orderPriceMinTickSize"]
            asks = [float(level["price"]) for level in self.sim.get(f"/book?token_id={token}")["asks"]]
            if asks and min(asks) > 20 * tick:
                self.token, self.tick, self.cheap = token, tick, f"{5 * tick:.4f}"
                return
        self.fail("no market whose orders would rest")

    def place_orders(self):
        """Through the account's own API key, as another program of its owner would."""
        self.sim.post("/sim/fault", {"faults": [
            {"kind": "foreign_order", "address": ADDRESS, "token": self.token, "side": "BUY",
             "price": round(self.tick * (1 + i % 5), 4), "size": 5 + i % 7} for i in range(ORDERS)]})
        self.assertGreaterEqual(len(self.account.open_orders()), ORDERS)

    def command(self, *words):
        return [BIN / "pm-trade", *words, "--venue", self.sim.url, "-o", "ndjson", "-v"]

    def run_command(self, program, *words):
        return self.run_tool(program.name, *words)

    def assert_all_cancelled(self, done, orders=ORDERS):
        """What the tool says, and what the venue says."""
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = records(done.stdout)
        self.assertEqual({row["step"] for row in rows}, {"cancelled"})
        self.assertGreaterEqual(len({row["order_id"] for row in rows}), orders)
        self.assertIn(f"{len(rows)} orders cancelled, none open", done.stderr)
        self.assertEqual(self.account.open_orders(), [])

    def kill(self, *words):
        began = time.monotonic()
        done = self.run_command(*self.command("kill", *words))
        self.assertLess(time.monotonic() - began, GENEROUS)
        return done

    def assert_latched_until_reset(self, run):
        """Nobody trades until a person says so, and then everybody may."""
        refused = run(*self.buy_command())
        self.assertEqual(refused.returncode, 5, refused.stdout + refused.stderr)
        self.assertIn("trading is stopped", refused.stderr)
        self.assertEqual(self.account.open_orders(), [])
        reset = run(*self.command("kill", "--reset"))
        self.assertEqual(reset.returncode, 0, reset.stderr)
        placed = run(*self.buy_command())
        self.assertEqual(placed.returncode, 0, placed.stdout + placed.stderr)
        self.assertEqual(len(self.account.open_orders()), 1)

    def buy_command(self):
        return self.command("buy", self.token, "--shares", "20", "--price", self.cheap, "--post-only", "--live",
                            "--live-account", ADDRESS)

    def bot_command(self):
        return self.command("auto", "--live", "--live-account", ADDRESS, "--city", "munich", "--edge", "0.03")

    def wait_for(self, bot, true, what):
        """The first record of the bot's that is so."""
        late = threading.Timer(GENEROUS, bot.kill)
        late.start()
        try:
            for line in bot.stdout:
                if true(json.loads(line)):
                    return
        finally:
            late.cancel()
        self.fail(f"the bot ended before {what}: " + bot.stderr.read())

    def start_bot(self, start):
        """A bot that has traded, and then the orders: their cost would keep it from trading."""
        bot = start(*self.bot_command())
        self.wait_for(bot, lambda record: record["type"] == "fill", "its first fill")
        self.place_orders()
        return bot

    def orders_accepted_after(self, moment_ns):
        rows = [json.loads(line) for line in self.truth.read_text().splitlines() if '"kind":"order"' in line]
        return [row["id"] for row in rows if row["verdict"] == "accepted" and row["mono_ns"] > moment_ns]

    def wait_until_no_order_is_on_its_way(self):
        """The last moment at which an order of a bot that sends nothing more can have come."""
        while True:
            before = time.monotonic_ns()
            time.sleep(0.3)
            self.sim.get("/time")  # the venue has not fallen behind
            if not self.orders_accepted_after(before):
                return before

    def ledger(self):
        return sqlite3.connect(self.state / "live.db", isolation_level=None)

    def test_a_bot_that_is_stopped_in_its_tracks_keeps_no_order_and_places_none_when_it_goes_on(self):
        bot = self.start_bot(self.start)
        bot.send_signal(signal.SIGSTOP)
        stopped_ns = self.wait_until_no_order_is_on_its_way()
        self.assert_all_cancelled(self.kill())
        bot.send_signal(signal.SIGCONT)
        _, errors = bot.communicate(timeout=30)
        self.assertEqual(bot.returncode, 5, errors)
        self.assertIn("a person has stopped trading", errors)
        self.assertEqual(self.orders_accepted_after(stopped_ns), [])
        self.assert_latched_until_reset(self.run_command)

    def test_a_full_disk_has_room_for_a_stop_without_words(self):
        self.place_orders()
        disk = SmallDisk(self, self.state)
        disk.fill()
        done = disk.run(*self.command("kill"))
        self.assert_all_cancelled(done)
        self.assertIn("the disk has no room to say why", done.stderr)
        disk.make_room()
        self.assert_latched_until_reset(disk.run)

    def test_a_disk_without_room_for_another_file_makes_the_stop_of_the_doctors_note(self):
        self.place_orders()
        disk = SmallDisk(self, self.state, "nr_inodes=64")
        disk.take_names()
        done = disk.run(*self.command("kill", "--why", "no room at all"))
        self.assert_all_cancelled(done)
        self.assertIn("doctor's note is it now", done.stderr)
        disk.make_room()
        reset = disk.run(*self.command("kill", "--reset"))
        self.assertEqual(reset.returncode, 0, reset.stderr)
        self.assertIn("no room at all", reset.stderr)
        unseen = disk.run(*self.buy_command())
        self.assertEqual(unseen.returncode, 5, unseen.stdout + unseen.stderr)
        self.assertIn("doctor", unseen.stderr)

    def test_where_no_stop_can_be_made_it_says_so_fails_and_cancels_all_the_same(self):
        self.place_orders()
        disk = SmallDisk(self, self.state)
        self.assertEqual(disk.run("mount", "-o", "remount,ro", self.state).returncode, 0)
        done = disk.run(*self.command("kill"))
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("NOT STOPPED", done.stderr)
        self.assertIn("it may go on placing orders", done.stderr)
        self.assertIn(f"{ORDERS} orders cancelled, none open", done.stderr)
        self.assertEqual(len(records(done.stdout)), ORDERS)
        self.assertEqual(self.account.open_orders(), [])

    def test_a_database_that_somebody_else_has_locked_is_not_asked(self):
        own = self.run_command(*self.buy_command())
        self.assertEqual(own.returncode, 0, own.stderr)
        self.place_orders()
        with contextlib.closing(self.ledger()) as ledger:
            ledger.execute("BEGIN EXCLUSIVE")
            self.assert_all_cancelled(self.kill(), ORDERS + 1)
            ledger.execute("ROLLBACK")
        self.assert_latched_until_reset(self.run_command)

    def test_dead_sockets_of_the_venue_matter_to_nobody(self):
        bot = self.start_bot(self.start)
        self.break_sockets()
        self.wait_for(bot, lambda record: record.get("state") == "gap", "it saw a gap")
        self.assert_all_cancelled(self.kill())
        _, errors = bot.communicate(timeout=30)
        self.assertEqual(bot.returncode, 5, errors)
        self.assertEqual(self.account.open_orders(), [])
        self.assertTrue((self.state / "STOP").exists())

    def break_sockets(self):
        self.sim.post("/sim/fault", {"kind": "refuse", "seconds": 600})
        self.sim.post("/sim/fault", {"kind": "user_close"})
        self.sim.post("/sim/fault", {"kind": "close"})

    def test_all_of_it_at_once(self):
        disk = SmallDisk(self, self.state)
        bot = self.start_bot(disk.start)
        self.break_sockets()
        locker = disk.start(sys.executable, "-c",
                            "import sqlite3, sys\n"
                            "db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)\n"
                            "db.execute('BEGIN EXCLUSIVE'); print('locked', flush=True); sys.stdin.read()",
                            self.state / "live.db")
        self.assertEqual(locker.stdout.readline(), "locked\n", locker.stderr)
        bot.send_signal(signal.SIGSTOP)
        disk.fill()
        self.assert_all_cancelled(disk.run(*self.command("kill")))
        self.assertEqual(self.account.open_orders(), [])

    def test_a_full_disk_under_its_output_stops_no_cancel(self):
        self.place_orders()
        with open("/dev/full", "w") as full:
            done = subprocess.run(self.command("kill"), stdout=full, stderr=subprocess.PIPE, text=True, timeout=60,
                                  env=clean_environment(self.home))
        self.assertEqual(self.account.open_orders(), [], done.stderr)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn(f"{ORDERS} orders cancelled, none open", done.stderr)

    def test_a_venue_that_takes_no_cancels_is_no_success_and_the_stop_holds(self):
        self.place_orders()
        self.sim.post("/sim/fault", {"kind": "mode", "mode": "disabled"})
        done = self.kill("--patience", "300ms")
        self.assertEqual(done.returncode, 8, done.stdout + done.stderr)
        self.assertIn("still open", done.stderr)
        self.assertTrue((self.state / "STOP").exists())
        self.sim.post("/sim/fault", {"kind": "mode", "mode": "normal"})
        self.assertEqual(len(self.account.open_orders()), ORDERS)
        self.assert_all_cancelled(self.kill())

    def test_a_bot_with_a_heartbeat_takes_its_orders_with_it(self):
        self.sim.post("/sim/fault", {"kind": "heartbeat_rule", "silence_s": 6, "check_s": 1})
        _, *words = self.command("auto", "--heartbeat", "--live", "--live-account", ADDRESS, "--city", "munich")
        bot = self.start("pm-trade", *words)
        self.wait_for(bot, lambda record: record.get("state") == "live", "it was live")
        self.place_orders()
        time.sleep(8)  # longer than the venue is patient: it hears the beats
        self.assertGreaterEqual(len(self.account.open_orders()), ORDERS)
        bot.kill()
        deadline = time.monotonic() + GENEROUS
        while self.account.open_orders() and time.monotonic() < deadline:
            time.sleep(0.2)
        self.assertEqual(self.account.open_orders(), [])


if __name__ == "__main__":
    unittest.main()
