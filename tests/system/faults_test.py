"""What the venue's failures look like in the stream: named states in order, no later update lost."""

import json
import subprocess
import threading
import time
import unittest

from support import Case, Sim


class Watched:
    """A pm-stream whose records are collected as they come."""

    def __init__(self, case, sim, *options):
        self.process = case.start("pm-stream", "--city", "munich", "--venue", sim.url, "-o", "ndjson", *options)
        self.lines = []
        self.lock = threading.Lock()
        threading.Thread(target=self.collect, daemon=True).start()

    def collect(self):
        for line in self.process.stdout:
            with self.lock:
                self.lines.append(json.loads(line))

    def records(self, kind):
        with self.lock:
            return [r for r in self.lines if r["type"] == kind]

    def states(self):
        return [r["state"] for r in self.records("status")]

    def wait_for(self, true, seconds, what):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if true():
                return
            time.sleep(0.05)
        raise AssertionError(f"{what}: states so far {self.states()}")


def in_order(wanted, states):
    left = iter(states)
    return all(any(state == want for state in left) for want in wanted)


class Faults(Case):
    def setUp(self):
        super().setUp()
        self.truth = self.home / "truth.ndjson"
        self.sim = self.enterContext(Sim(self.home, "--speed", "60", "--truth-log", self.truth))
        self.stream = Watched(self, self.sim)
        self.stream.wait_for(lambda: "live" in self.stream.states(), 20, "never live")

    def books_agree_with_the_venue(self):
        """The last quote of each token is what the venue's own REST book says, once it is quiet."""
        self.sim.post("/sim/fault", {"kind": "freeze"})
        time.sleep(1.5)
        last = {q["token_id"]: q for q in self.stream.records("quote")}
        self.assertGreater(len(last), 20)
        for token, quote in last.items():
            book = self.sim.get(f"/book?token_id={token}")
            bid = max((float(l["price"]) for l in book["bids"]), default=None)
            ask = min((float(l["price"]) for l in book["asks"]), default=None)
            self.assertEqual((quote["bid"], quote["ask"]), (bid, ask), token)

    def test_a_closed_socket_is_a_gap_then_a_resync_then_live(self):
        self.sim.post("/sim/fault", {"kind": "close", "code": 1012})
        want = ["live", "gap", "resync", "live"]
        self.stream.wait_for(lambda: in_order(want, self.stream.states()), 20, "after a close")
        self.books_agree_with_the_venue()

    def test_a_refused_socket_is_polled_until_it_comes_back(self):
        self.sim.post("/sim/fault", {"kind": "refuse", "seconds": 8})
        self.sim.post("/sim/fault", {"kind": "close", "code": 1012})
        want = ["live", "gap", "polling", "resync", "live"]
        self.stream.wait_for(lambda: "polling" in self.stream.states(), 20, "never polled")
        polled = len(self.stream.records("quote"))
        self.stream.wait_for(lambda: len(self.stream.records("quote")) > polled, 20, "no quotes while polling")
        self.stream.wait_for(lambda: in_order(want, self.stream.states()), 45, "never came back")
        sources = {q["src"] for q in self.stream.records("quote")}
        self.assertEqual(sources, {"ws", "rest"})
        self.books_agree_with_the_venue()

    def test_a_stalled_socket_is_noticed_and_replaced(self):
        self.sim.post("/sim/fault", {"kind": "stall", "pong": False})
        want = ["live", "gap", "resync", "live"]
        self.stream.wait_for(lambda: in_order(want, self.stream.states()), 75, "the stall went unnoticed")
        self.books_agree_with_the_venue()


if __name__ == "__main__":
    unittest.main()
