"""The short form of torture.py: a few random kills and a few injected ones; and that the judge would have noticed."""

import concurrent.futures
import contextlib
import copy
import pathlib
import random
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

from judge import Books, Judge
from torture import Tally, Torture, kill_at

KILLS = 3


def strace_works():
    return shutil.which("strace") and subprocess.run(["strace", "-o", "/dev/null", "true"]).returncode == 0


class Torments(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="pm-torture-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def test_killed_at_random_its_books_are_the_venues_and_a_lie_in_them_is_noticed(self):
        rng = random.Random(1)
        with Torture(self.folder) as torture:
            torture.fill_and_kill()
            for _ in range(KILLS - 1):
                torture.trade_and_kill(rng)
            torture.kill(torture.restart())
            self.assertEqual(torture.judge.wrong(), [])
            self.assertGreater(torture.judge.truth.fills, 0)
            self.lies(torture)

    def lies(self, torture):
        newest = "(SELECT max(seq) FROM fills)"
        its_order = f"order_id = (SELECT order_id FROM fills WHERE seq = {newest})"
        for lie, noticed in (
                (f"DELETE FROM fills WHERE seq = {newest}", "is not in the journal"),
                (f"UPDATE fills SET size = 2 * size WHERE seq = {newest}", "in the journal"),
                (f"UPDATE fills SET trade_id = 'another' WHERE seq = {newest}", "and never was"),
                (f"DELETE FROM orders WHERE {its_order}", "arrived and is not in the journal"),
                (f"UPDATE orders SET status = 'unknown' WHERE {its_order}", "is in doubt, and the venue has it"),
                ("UPDATE positions SET settled = settled + 1000000", "in truth"),
                ("UPDATE cash SET balance = balance - 1", "cash")):
            home = copy.copy(torture.home)
            home.ledger = self.folder / "lie.db"
            with (contextlib.closing(sqlite3.connect(torture.home.ledger)) as ledger,
                  contextlib.closing(sqlite3.connect(home.ledger)) as other):
                ledger.backup(other)
                self.assertGreater(other.execute(lie).rowcount, 0, lie)
                other.commit()
            self.assertIn(noticed, "\n".join(Judge(home, torture.environment).wrong()), lie)

    def test_an_order_that_is_wanted_again_while_it_is_in_doubt_is_a_double(self):
        path = self.folder / "ledger.db"
        with contextlib.closing(sqlite3.connect(path)) as ledger:
            ledger.executescript("""
                CREATE TABLE orders(client_id, order_id, status, token_id, side);
                CREATE TABLE order_events(seq INTEGER PRIMARY KEY, client_id, status, proof);
                INSERT INTO orders VALUES('a', '0xa', 'rejected', '7', 'BUY'), ('b', '0xb', 'filled', '7', 'BUY'),
                    ('c', '0xc', 'filled', '7', 'SELL');
                INSERT INTO order_events(client_id, status, proof) VALUES('a', 'intent', 'own'),
                    ('a', 'unknown', 'own'), ('c', 'intent', 'own');""")
            ledger.commit()
            self.assertEqual(Books(path).doubles(), [])
            ledger.execute("INSERT INTO order_events(client_id, status, proof) VALUES('b', 'intent', 'own')")
            ledger.commit()
        self.assertEqual(Books(path).doubles(), ["0xb: another one, 0xa, was unknown in its slot"])

    @unittest.skipUnless(strace_works(), "STRACE DOES NOT WORK HERE: NO CALL IS KILLED")
    def test_killed_before_a_write_a_sync_or_a_send_its_books_are_the_venues(self):
        # Before fifteen orders leave, between them and the other five, and in the midst of the answers.
        chosen = {"fdatasync": 30, "sendto": 69, "pwrite64": 600}
        tally = Tally(len(chosen))
        for call in chosen:
            (self.folder / call).mkdir()
        with concurrent.futures.ThreadPoolExecutor(len(chosen)) as pool:
            killed = pool.map(lambda call: kill_at(self.folder / call, call, chosen[call], tally), chosen)
            self.assertEqual(list(killed), [True] * len(chosen))
        self.assertGreaterEqual(tally.orders, 30)


if __name__ == "__main__":
    unittest.main()
