"""Bad input is one line on stderr, the contract's exit code, and nothing half-written."""

import http.server
import json
import threading
import unittest

from support import Case, Sim


class OneLine(Case):
    def check(self, done, status, *words):
        self.assertEqual(done.returncode, status, done.stderr)
        lines = done.stderr.strip().splitlines()
        self.assertEqual(len(lines), 1, done.stderr)
        self.assertTrue(lines[0].startswith("pm-"), done.stderr)
        for word in words:
            self.assertIn(word, lines[0])
        self.assertEqual(done.stdout, "")

    def test_unknown_flag_names_the_nearest(self):
        self.check(self.run_tool("pm-markets", "list", "--cty", "nyc"), 2, "--cty", "--city")

    def test_unknown_config_key_names_the_nearest(self):
        config = self.home / "bad.toml"
        config.write_text('venu = "http://127.0.0.1:1"\n')
        self.check(self.run_tool("pm-markets", "list", "--config", config), 11, "venu", "venue")

    def test_unreachable_host_is_status_6(self):
        self.check(self.run_tool("pm-markets", "list", "--venue", "http://127.0.0.1:1"), 6, "127.0.0.1:1")

    def test_plain_http_to_a_real_host_is_refused(self):
        self.check(self.run_tool("pm-markets", "list", "--venue", "http://192.0.2.1"), 11, "loopback")

    def test_html_instead_of_json_is_one_line(self):
        class Html(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = b"<html><body>Just a moment\x1b[31m</body></html>"
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Html)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        done = self.run_tool("pm-markets", "list", "--clock", "system",
                             "--venue", f"http://127.0.0.1:{server.server_port}")
        self.check(done, 1, "JSON")
        self.assertNotIn("\x1b", done.stderr)

    def test_a_slug_nobody_knows_is_status_4(self):
        sim = self.enterContext(Sim(self.home))
        self.check(self.run_tool("pm-markets", "show", "no-such-market", "--venue", sim.url), 4, "no-such-market")

    def test_half_a_line_on_stdin_is_never_executed(self):
        quote = ('{"type":"quote","v":1,"ts":"2026-06-16T10:00:00.000000Z","token_id":"12","condition_id":"0x'
                 + "ab" * 32 + '","outcome":"yes","bid":0.4')
        done = self.run_tool("pm-trade", "--edge", "0.05", "--db", self.home / "pm.db",
                             "--forecast", "/dev/null", stdin=quote)
        self.check(done, 1, "line 1")

    def test_garbage_on_stdin_names_the_line(self):
        done = self.run_tool("pm-trade", "--edge", "0.05", "--db", self.home / "pm.db",
                             "--forecast", "/dev/null", stdin="not json\n")
        self.check(done, 1, "line 1")

    def test_an_error_is_json_when_records_are_asked_for(self):
        done = self.run_tool("pm-markets", "list", "--venue", "http://127.0.0.1:1", "-o", "ndjson")
        error = json.loads(done.stderr)
        self.assertEqual((error["type"], error["code"], error["retryable"]), ("error", "unavailable", True))

    def test_live_is_refused_in_this_release(self):
        done = self.run_tool("pm-trade", "auto", "--live")
        self.assertIn(done.returncode, (3, 11))
        self.assertEqual(len(done.stderr.strip().splitlines()), 1)


if __name__ == "__main__":
    unittest.main()
