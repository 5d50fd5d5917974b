"""Runs the real programs against a simulator of the test's own."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.request

BIN = pathlib.Path(os.environ["PM_BIN"])
SOURCE = pathlib.Path(os.environ["PM_SOURCE"])

# A throw-away key that every Ethereum developer knows (the first of a well-known test mnemonic).
KEY = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"
ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"

LIMITS = """
[limits]
per_order = "25"
per_market = "50"
per_event = "100"
total = "500"
daily_loss = "100"
open_orders = "150"
orders_a_minute = "300"
cancels_a_minute = "600"
quote_age = "30"
forecast_age = "21600"
book_age = "120"
balance_age = "120"
clock_offset = "2"
collar = "0.1"
canary_order = "20"
canary_total = "400"
tags = "*"
"""


def clean_environment(home):
    """The environment of a user who has never run pm: no settings, no state."""
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("PM_", "XDG_"))}
    keep.update(HOME=str(home), NO_COLOR="1")
    return keep


class Sim:
    """A `pm-sim serve` on a free port. Use as a context manager."""

    def __init__(self, home, *options):
        self.home = pathlib.Path(home)
        self.ready = self.home / f"ready-{time.monotonic_ns()}"
        self.options = options
        self.errors = tempfile.TemporaryFile()

    def __enter__(self):
        self.process = subprocess.Popen(
            [BIN / "pm-sim", "serve", "--listen", "127.0.0.1:0", "--ready-file", self.ready, *self.options],
            env=clean_environment(self.home), stdout=subprocess.DEVNULL, stderr=self.errors)
        deadline = time.monotonic() + 30
        while not (self.ready.exists() and self.ready.read_text().strip()):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.errors.seek(0)
                raise RuntimeError("pm-sim did not start: " + self.errors.read().decode())
            time.sleep(0.02)
        self.url = self.ready.read_text().strip()
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.errors.close()

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=10) as reply:
            return json.load(reply)

    def post(self, path, body):
        request = urllib.request.Request(
            self.url + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as reply:
            return json.load(reply)


class Case(unittest.TestCase):
    """A test with a home of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="pm-test-")
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)

    def run_tool(self, tool, *arguments, stdin="", timeout=60, text=True):
        """Runs a tool to its end. stdin is text."""
        return subprocess.run(
            [BIN / tool, *map(str, arguments)], input=stdin, capture_output=True, text=text,
            timeout=timeout, env=clean_environment(self.home))

    def shell(self, command, timeout=60):
        """Runs a pipeline as a user would type it; the tools are on PATH, pipefail is on."""
        environment = clean_environment(self.home)
        environment["PATH"] = f"{BIN}:{environment['PATH']}"
        return subprocess.run(
            ["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True,
            timeout=timeout, env=environment)

    def start(self, tool, *arguments, stdin=subprocess.DEVNULL):
        """Starts a tool; it is killed when the test ends."""
        process = subprocess.Popen(
            [BIN / tool, *map(str, arguments)], stdin=stdin, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env=clean_environment(self.home))

        def stop():
            if process.poll() is None:
                process.kill()
            process.communicate()
        self.addCleanup(stop)
        return process


class LiveHome:
    """A home with what real money needs: a key, and limits, which also stand in a file of their own."""

    def __init__(self, home, limits=LIMITS):
        self.home = pathlib.Path(home)
        key = self.home / "key"
        key.write_text("0x" + KEY)
        key.chmod(0o600)
        config = self.home / ".config" / "pm"
        config.mkdir(parents=True)
        (config / "config.toml").write_text(f'key_file = "{key}"\n' + limits)
        self.limits = self.home / "limits.toml"
        self.limits.write_text(limits)
        self.truth = self.home / "truth.jsonl"
        self.state = self.home / ".local/state/pm"
        self.ledger = self.state / "live.db"
        self.audit = self.state / "audit.jsonl"


class LiveCase(Case):
    """A test of real money's own path: a home made for it, and a venue that logs the truth."""

    def setUp(self):
        super().setUp()
        self.live_home = LiveHome(self.home)
        self.truth = self.live_home.truth
        self.sim = self.enterContext(Sim(self.home, "--truth-log", self.truth))

    def trade(self, *arguments, **more):
        return self.run_tool("pm-trade", *arguments, "--venue", self.sim.url, **more)

    def live(self, *arguments, **more):
        return self.trade(*arguments, "--live", "--live-account", ADDRESS, "-o", "ndjson", **more)

    def see_doctor(self):
        done = self.trade("doctor", "--live", "-o", "ndjson")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return records(done.stdout)


def records(text):
    return [json.loads(line) for line in text.splitlines() if line.strip()]
