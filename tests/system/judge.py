"""Holds a ledger of pm-trade to the truth log of its venue: `pm-sim oracle`, and what that does not look at."""

import contextlib
import json
import sqlite3
import subprocess

from support import BIN

IN_DOUBT = ("intent", "sent", "unknown")
DUST = 0.01  # shares, the venue rounds matches to it
OVER = ("filled", "cancelled", "expired", "rejected")


class Lost(AssertionError):
    """The books are not what they should be. Says why."""


class Truth:
    """The venue's own log of our orders, read on from where it was read last."""

    def __init__(self, path):
        self.path, self.offset, self.fills = path, 0, 0
        self.orders = {}  # by id: what still rests of it; nothing for one that never rests

    def read(self):
        with open(self.path, "rb") as log:
            log.seek(self.offset)
            for line in log:
                if not line.endswith(b"\n"):
                    break
                self.offset += len(line)
                if not line.startswith(b'{"kind":"book"'):
                    self.take(json.loads(line))

    def take(self, row):
        if row["kind"] == "order" and row["verdict"] == "accepted":
            self.orders[row["id"]] = float(row["size"]) if row["order_type"] in ("GTC", "GTD") else 0
        elif row["kind"] == "cancel" and row["id"] in self.orders:
            self.orders[row["id"]] = 0
        elif row["kind"] == "match" and row["order"] in self.orders:
            self.fills += 1
            self.orders[row["order"]] = max(0, self.orders[row["order"]] - float(row["size"]))


class Books:
    """What the bot's ledger says, read beside it."""

    def __init__(self, path):
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)) as ledger:
            self.orders = {row[0]: row[1:] for row in ledger.execute(
                "SELECT client_id, order_id, status, token_id || side FROM orders")}
            self.events = list(ledger.execute("SELECT client_id, status, proof FROM order_events ORDER BY seq"))

    def in_doubt(self):
        return [order for order, status, _ in self.orders.values() if status in IN_DOUBT]

    def doubted(self):
        """How many orders were in doubt when a run ended, or when their answer did not come."""
        return len({client for client, status, _ in self.events if status == "unknown"})

    def doubles(self):
        """Orders that were wanted while another one of their slot was in doubt: the same wish, twice."""
        found, now = [], {}
        for client, status, _ in self.events:
            if client not in self.orders:
                found.append(f"{client} has a life and no row")
                continue
            order, _, slot = self.orders[client]
            others = now.setdefault(slot, {})
            if client not in others:
                found += [f"{order}: another one, {self.orders[other][0]}, was {others[other]} in its slot"
                          for other in others if others[other] in IN_DOUBT]
            others[client] = status
        return found


class Judge:
    """Of one home and the venue it trades at."""

    def __init__(self, home, environment, speed=1):
        self.home, self.environment, self.slack = home, environment, f"{5 * speed}s"
        self.truth = Truth(home.truth)

    def in_doubt(self):
        return Books(self.home.ledger).in_doubt()

    def doubted(self):
        return Books(self.home.ledger).doubted()

    def wrong(self, exit_status=None):
        """What is not as it should be. With an exit status the run is over: then nothing may be in doubt."""
        books = Books(self.home.ledger)
        wrong = self.oracle(exit_status) + books.doubles()
        self.truth.read()
        rest = {order for order, left in self.truth.orders.items() if left > DUST}
        ours = {order: status for order, status, _ in books.orders.values()}
        wrong += [f"{order} is in doubt, and the venue has it" for order in books.in_doubt()
                  if order in self.truth.orders]
        wrong += [f"{order} rests at the venue, and is {ours.get(order)} here" for order in rest
                  if ours.get(order) in (None, *OVER)]
        wrong += [f"{order} is {status} here, and does not rest at the venue" for order, status in ours.items()
                  if status not in OVER + IN_DOUBT and order not in rest]
        return wrong

    def oracle(self, exit_status):
        status = () if exit_status is None else ("--exit-code", str(exit_status))
        judged = subprocess.run(
            [BIN / "pm-sim", "oracle", "--truth", self.home.truth, "--db", self.home.ledger, "--audit", self.home.audit,
             "--limits", self.home.limits, "--slack", self.slack, *status],
            env=self.environment, capture_output=True, text=True)
        lines = judged.stdout.splitlines()
        if len([line for line in lines if line.startswith(("pass", "skip", "FAIL"))]) != 10:
            return ["the oracle: " + judged.stdout + judged.stderr]
        # An order that is being looked for is no fault before the end.
        wrong = [line for line in lines if not line.startswith(("pass", "skip"))]
        return [line for line in wrong if line.startswith(" ")
                and (exit_status is not None or not line.endswith(" is still unknown"))]
