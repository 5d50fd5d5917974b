"""Secrets are nowhere but where they belong: not in ps, /proc, output, logs, ledger, audit log or a core file.

A private key, a keystore's passphrase and the API credentials are made to be looked for; each source of the
key is used in turn, and each way in which things go wrong is gone.
"""

import base64
import hashlib
import json
import os
import pathlib
import pty
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
import unittest

from canary import Canary, found
from core_image import core_image, run_to_its_last_moment
from support import BIN, LIMITS, Case, LiveCase, clean_environment

KEY = hashlib.sha256(b"a key to be looked for").digest()
ADDRESS = "0x95A37dC782eA6ba58b8A1854432DF19763D8C832"
PHRASE = b"opens-nothing-but-what-is-looked-for"
KEPT_IN = ("key", "keystore.json", "program", "pm-key", "api-*.json")  # a test's own files, and ours of mode 0600


class Checks:
    """Where secrets are looked for."""

    def assert_nowhere(self, where, image, what=""):
        self.assertEqual(found(self.canaries, where, image), [], what)

    def assert_files_are_clean(self):
        for path in self.home.rglob("*"):
            if path.is_file() and not any(path.match(name) for name in KEPT_IN):
                self.assert_nowhere(str(path), path.read_bytes())
        for path in self.home.rglob("api-*.json"):
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)

    def assert_processes_are_clean(self):
        """All of them: a child, or a shell, would show it as well."""
        for folder in pathlib.Path("/proc").glob("[0-9]*"):
            for name in ("cmdline", "environ"):
                try:
                    self.assert_nowhere(f"{folder}/{name}", (folder / name).read_bytes())
                except OSError:
                    continue  # it has ended, or is not ours
        if shutil.which("ps"):
            listed = subprocess.run(["ps", "axeww"], capture_output=True, check=True)
            self.assert_nowhere("ps", listed.stdout)


class Secrets(Checks, LiveCase):
    def setUp(self):
        super().setUp()
        self.key_file = self.home / "key"
        self.key_file.write_text("0x" + KEY.hex())
        self.state = self.live_home.state
        self.canaries = [Canary("the key", KEY), Canary("the keystore's passphrase", PHRASE)]
        self.learn_credentials()

    def learn_credentials(self):
        """What the venue gives this key: always the same."""
        self.assertEqual(self.trade("keys", "derive").returncode, 0)
        stored = json.loads(next(self.state.glob("api-*.json")).read_text())
        self.secret, self.phrase = stored["secret"], stored["passphrase"]
        self.canaries += [Canary("the API secret", base64.urlsafe_b64decode(self.secret)),
                          Canary("the API passphrase", bytes.fromhex(self.phrase))]
        self.forget_credentials()

    def forget_credentials(self):
        for path in self.state.glob("api-*.json"):
            path.unlink()

    def passphrase(self, text=PHRASE):
        reader, writer = os.pipe()
        os.write(writer, text + b"\n")
        os.close(writer)
        self.addCleanup(os.close, reader)
        return reader

    def run_watched(self, *words, env=(), passphrase=None, stdin=b"", terminal=None):
        """Runs pm-trade with everything it can say, and searches all there is at its last moment."""
        environment = clean_environment(self.home) | dict(env)
        # A traced process cannot look for memory that leaks.
        environment["ASAN_OPTIONS"] = environment.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
        command = [BIN / "pm-trade", *words, "--venue", self.sim.url, "-o", "ndjson", "-vv"]
        if passphrase is not None:
            command += ["--passphrase-fd", passphrase]
        seen = {}

        def look(pid):
            seen["a core file"] = core_image(pid)
            if b"libasan" in pathlib.Path(f"/proc/{pid}/maps").read_bytes():
                # The sanitizer's own copy of the environment, which no other build has.
                copied = f"\0PM_PRIVATE_KEY={environment.get('PM_PRIVATE_KEY')}\0".encode()
                seen["a core file"] = seen["a core file"].replace(copied, b"", 1)
            seen["its command line"] = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes()
            seen["its environment"] = pathlib.Path(f"/proc/{pid}/environ").read_bytes()

        status, seen["stdout"], seen["stderr"] = run_to_its_last_moment(
            command, environment, look, stdin, [] if passphrase is None else [passphrase], terminal)
        self.assertTrue(os.WIFEXITED(status), f"{words}: {seen['stderr'].decode()}")
        self.assertGreater(len(seen["a core file"]), 100_000)
        for where, image in seen.items():
            self.assert_nowhere(where, image, words)
        return os.WEXITSTATUS(status), seen["stdout"].decode(), seen["stderr"].decode()

class Controls(Checks, Case):
    """The search finds what is there: without that, finding nothing would prove nothing."""

    canaries = [Canary("the key", KEY)]

    def test_a_piece_of_any_writing_is_found_and_half_a_piece_is_not(self):
        key = self.canaries[0]
        for writing in key.writings:
            for at in range(len(writing) - 15):
                self.assertEqual(found([key], "x", b"\1" * 5 + writing[at:at + 16] + b"\1" * 5)[0][:7], "the key")
                self.assertEqual(found([key], "x", b"\1" * 5 + writing[at:at + 15] + b"\1" * 5), [])
        inside = base64.b64encode(b"0x" + KEY + b"!")
        self.assertTrue(found([key], "x", inside))
        self.assertEqual(found(self.canaries, "x", os.urandom(1 << 20)), [])

    def test_a_leak_in_the_memory_and_the_arguments_of_a_process_is_found(self):
        program = "import sys; leak = bytes.fromhex(sys.argv[1]); print('ready', flush=True); sys.stdin.read()"
        leaky = subprocess.Popen([sys.executable, "-c", program, KEY.hex()], stdin=subprocess.PIPE,
                                 stdout=subprocess.PIPE)
        self.addCleanup(leaky.communicate)
        self.assertEqual(leaky.stdout.readline(), b"ready\n")
        key = self.canaries[0]
        self.assertTrue(key.hits(core_image(leaky.pid)))
        self.assertIn(KEY, core_image(leaky.pid))
        with self.assertRaises(AssertionError):
            self.assert_processes_are_clean()
        (self.home / "leak.log").write_text("signing with " + KEY.hex()[20:40])
        with self.assertRaises(AssertionError):
            self.assert_files_are_clean()


class Sources(Secrets):
    """Each place that a key may come from."""

    def setUp(self):
        super().setUp()
        (self.home / ".config/pm/config.toml").write_text(LIMITS)
        self.key_file.chmod(0o600)

    def assert_key_works(self, *options, env=(), passphrase=lambda: None):
        """It signs: the venue gives credentials for it."""
        self.forget_credentials()
        status, output, errors = self.run_watched("keys", "derive", *options, env=env, passphrase=passphrase())
        self.assertEqual(status, 0, errors)
        self.assertEqual(len(list(self.state.glob(f"api-*-{ADDRESS.lower()}.json"))), 1)
        self.assert_files_are_clean()

    def test_files_credentials_programs_and_the_environment(self):
        folder = self.home / "credentials"
        folder.mkdir(0o700)
        shutil.copy(self.key_file, folder / "pm-key")
        printed = json.dumps({"version": 1, "private_key": "0x" + KEY.hex()})
        for source, options, env in (
                ("file", ("--key-file", self.key_file), {}),
                ("systemd credential", (), {"CREDENTIALS_DIRECTORY": str(folder)}),
                ("credential process", ("--credential-process", self.program(printed)), {}),
                ("environment", (), {"PM_PRIVATE_KEY": "0x" + KEY.hex()})):
            with self.subTest(source):
                self.assert_key_works(*options, env=env)

    def program(self, prints, status=0):
        """A program that prints that, and the file that names it."""
        (self.home / "pm-key").write_text(prints)
        script = self.home / "print-key"
        script.write_text(f"#!/bin/sh\ncat '{self.home}/pm-key'; cat '{self.home}/pm-key' >&2; exit {status}\n")
        script.chmod(0o700)
        named = self.home / "named"
        named.write_text(json.dumps({"version": 1, "command": [str(script)]}))
        named.chmod(0o600)
        return named

    def import_key(self):
        """Typed at a terminal, as a person would; nothing of it is shown there."""
        master, slave = pty.openpty()
        shown = []

        def type_it():
            while b"not shown" not in b"".join(shown):
                shown.append(os.read(master, 4096))
            os.write(master, b"0x" + KEY.hex().encode() + b"\n")

        person = threading.Thread(target=type_it, daemon=True)
        person.start()
        store = self.home / "keystore.json"
        status, _, errors = self.run_watched("wallet", "import", "--file", store, passphrase=self.passphrase(),
                                             terminal=os.ttyname(slave))
        person.join(10)
        os.set_blocking(master, False)
        try:
            shown.append(os.read(master, 4096))
        except BlockingIOError:
            pass
        os.close(master)
        os.close(slave)
        self.assertEqual(status, 0, errors)
        self.assert_nowhere("the terminal", b"".join(shown))
        return store

    def test_a_keystore_made_at_a_terminal(self):
        store = self.import_key()
        self.assertNotIn(KEY.hex()[:16], store.read_text())
        self.assert_key_works("--keystore", store, passphrase=self.passphrase)
        status, _, _ = self.run_watched("wallet", "show", "--keystore", store,
                                        passphrase=self.passphrase(PHRASE + b"!"))
        self.assertEqual(status, 3)

    def test_sources_that_are_no_good_say_so_without_quoting(self):
        show = ("wallet", "show")
        status, _, errors = self.run_watched(*show, env={"PM_PRIVATE_KEY": KEY.hex() + "ff"})
        self.assertEqual(status, 3, errors)
        for text in (KEY.hex()[:-1] + "g", '{"key":"' + KEY.hex() + '"}'):
            self.key_file.write_text(text)
            status, _, errors = self.run_watched(*show, "--key-file", self.key_file)
            self.assertEqual(status, 3, errors)
        store = self.home / "keystore.json"
        store.write_text(json.dumps({"version": 3, "crypto": {"cipher": KEY.hex(), "kdf": KEY.hex()}}))
        store.chmod(0o600)
        self.assertEqual(self.run_watched(*show, "--keystore", store, passphrase=self.passphrase())[0], 3)
        for prints, ends in ((KEY.hex(), 0), ('{"private_key":"' + KEY.hex() + '"}', 0), (KEY.hex(), 1)):
            named = self.program(prints, ends)
            self.assertEqual(self.run_watched(*show, "--credential-process", named)[0], 3)
        self.key_file.write_text(KEY.hex())
        self.key_file.chmod(0o644)
        self.assertEqual(self.run_watched(*show, "--key-file", self.key_file)[0], 3)
        self.assert_files_are_clean()



class ErrorPaths(Secrets):
    """Whatever the venue answers, and whatever is refused here."""

    def setUp(self):
        super().setUp()
        self.key_file.chmod(0o600)

    def afflict(self, path, **fault):
        self.sim.post("/sim/fault", {"kind": "clear"})
        self.sim.post("/sim/fault", {"kind": "reply", "path": path} | fault)

    def quoting(self):
        """A venue, or a proxy before it, that repeats what it was sent."""
        return json.dumps({"error": f"bad POLY_PASSPHRASE: {self.phrase} or secret {self.secret}"})

    def answers(self):
        yield {"status": 401, "text": self.quoting()}
        yield {"status": 403, "text": "<html>" + self.quoting()}
        yield {"status": 500, "body": "html"}
        yield {"status": 200, "text": self.quoting()[:-7]}
        yield {"kind": "truncate_reply", "byte": 150}
        yield {"kind": "drop_request"}

    def test_every_bad_answer_to_a_request_for_credentials(self):
        for answer in self.answers():
            self.forget_credentials()
            self.afflict("GET /auth/derive-api-key", **answer)
            self.sim.post("/sim/fault", {"kind": "reply", "path": "POST /auth/api-key"} | answer)
            status, _, errors = self.run_watched("keys", "derive")
            self.assertNotEqual(status, 0, (answer, errors))
        self.assert_files_are_clean()

    def test_every_bad_answer_to_an_order_and_what_we_refuse_ourselves(self):
        live = ("--live", "--live-account", ADDRESS)
        self.assertEqual(self.run_watched("doctor", "--live")[0], 0)
        markets = self.sim.get("/gamma/markets/keyset?limit=100&closed=false")["markets"]
        token = json.loads(markets[0]["clobTokenIds"])[0]
        buy = ("buy", token, "--shares", "5", "--price", "0.01", "--post-only", *live, "--patience", "300ms")
        statuses = set()
        for answer in self.answers():
            self.afflict("POST /order", **answer)
            status, _, errors = self.run_watched(*buy)
            self.assertNotEqual(status, 0, (answer, errors))
            statuses.add(status)
        self.assertIn(9, statuses, "an outcome was never unknown")
        self.afflict("POST /order", kind="delay_reply", ms=60_000)
        elsewhere = json.loads(markets[1]["clobTokenIds"])[0]  # that slot is taken by what nobody knows
        self.assertEqual(self.run_watched("buy", elsewhere, *buy[2:])[0], 9)
        self.sim.post("/sim/fault", {"kind": "clear"})
        self.assertEqual(self.run_watched("buy", token, "--spend", "2000", *live)[0], 5)
        self.assertEqual(self.run_watched(*buy, "--dry-run")[0], 0)
        self.assertEqual(self.run_watched("audit", "verify")[0], 0)
        status, output, _ = self.run_watched("orders", "--db", self.state / "live.db")
        order = json.loads(output.splitlines()[0])["order_id"]
        self.assertEqual(self.run_watched("why", order, "--live")[0], 0)
        self.assert_files_are_clean()

    def test_every_command_that_knows_the_account_when_the_venue_turns_it_away(self):
        self.assertEqual(self.trade("keys", "derive").returncode, 0)
        for words in (("doctor", "--live"), ("keys", "list"), ("keys", "revoke"),
                      ("cancel-all", "--live", "--live-account", ADDRESS), ("kill", "--patience", "200ms")):
            self.sim.post("/sim/fault", {"faults": [
                {"kind": "reply", "path": path, "status": 401, "text": self.quoting()} for path in
                ("GET /auth/*", "POST /auth/*", "DELETE /*", "GET /balance-allowance*", "GET /data/*")]})
            status, _, errors = self.run_watched(*words)
            self.assertNotEqual(status, 0, (words, errors))
        self.assertEqual(self.run_watched("config", "show", "--origin")[0], 0)
        self.assert_files_are_clean()


class Bot(Secrets):
    """A run that lasts, with the key from the weakest source, and a crash."""

    def test_a_running_bot_and_what_its_crash_leaves(self):
        (self.home / ".config/pm/config.toml").write_text(LIMITS)
        given = {"PM_PRIVATE_KEY": "0x" + KEY.hex()}
        environment = clean_environment(self.home) | given
        doctor = subprocess.run([BIN / "pm-trade", "doctor", "--live", "--venue", self.sim.url], env=environment,
                                capture_output=True, timeout=60)
        self.assertEqual(doctor.returncode, 0, doctor.stderr)
        crash = self.home / "crash"
        crash.mkdir()
        output, errors = open(crash / "stdout", "wb"), open(crash / "stderr", "wb")
        self.addCleanup(output.close)
        self.addCleanup(errors.close)
        bot = subprocess.Popen(
            [BIN / "pm-trade", "auto", "--live", "--live-account", ADDRESS, "--venue", self.sim.url, "--city", "munich",
             "--edge", "0.03", "-o", "ndjson", "-vv"], env=environment, cwd=crash, stdout=output, stderr=errors,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, [resource.RLIM_INFINITY] * 2))
        self.addCleanup(bot.wait)
        self.addCleanup(bot.kill)
        self.wait_until(lambda: b'"fill"' in (crash / "stdout").read_bytes(), bot)
        self.sim.post("/sim/fault", {"kind": "user_close"})
        self.sim.post("/sim/fault", {"kind": "close"})
        self.wait_until(lambda: b'"gap"' in (crash / "stdout").read_bytes(), bot)
        self.assert_processes_are_clean()
        self.look_into(bot, f"\0PM_PRIVATE_KEY={given['PM_PRIVATE_KEY']}\0".encode())
        bot.send_signal(signal.SIGABRT)
        bot.send_signal(signal.SIGCONT)
        _, status = os.waitpid(bot.pid, 0)
        bot.returncode = -os.WTERMSIG(status)
        self.assertEqual(os.WTERMSIG(status), signal.SIGABRT)
        self.assertFalse(os.WCOREDUMP(status), "it has left a core file")
        self.assertEqual({path.name for path in crash.iterdir()}, {"stdout", "stderr"})
        self.assertTrue((self.state / "live.db-wal").stat().st_size > 0)
        self.assert_files_are_clean()

    def look_into(self, bot, sanitizers_copy):
        """The key is there, in pages that no core has, and nowhere else. A request's passphrase is where the
        request is, for as long as it is under way: between requests it is nowhere, either."""
        for _ in range(100):
            bot.send_signal(signal.SIGSTOP)
            self.assertIn(KEY, core_image(bot.pid, hidden=True))
            image = core_image(bot.pid).replace(sanitizers_copy, b"", 1)
            if self.phrase.encode() not in image:
                return self.assert_nowhere("the bot's memory", image)
            for secret in (KEY, KEY.hex().encode(), self.secret.encode()):
                self.assertNotIn(secret, image)
            bot.send_signal(signal.SIGCONT)
            time.sleep(0.02)
        self.fail("a request was always under way, or its passphrase stays")

    def wait_until(self, true, bot, seconds=30):
        deadline = time.monotonic() + seconds
        while not true():
            self.assertIsNone(bot.poll(), "the bot has ended")
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)


if __name__ == "__main__":
    unittest.main()
