"""The completions in completions/ are what the option tables say today."""

import subprocess
import tempfile
import unittest

from support import BIN, SOURCE, Case


class Completions(Case):
    def test_files_are_up_to_date(self):
        with tempfile.TemporaryDirectory() as out:
            subprocess.run([SOURCE / "scripts" / "make-completions", BIN, out], check=True)
            diff = subprocess.run(["diff", "-r", SOURCE / "completions", out], capture_output=True, text=True)
            self.assertEqual(diff.stdout, "", "run `make completions`")

    def test_bash_completes_a_subcommand_and_a_flag(self):
        script = SOURCE / "completions" / "bash" / "pm-markets"
        ask = (f"source {script}; COMP_WORDS=(pm-markets li); COMP_CWORD=1; "
               "eval \"$(complete -p pm-markets | sed -E 's/.* -F ([^ ]+) .*/\\1/')\"; echo \"${COMPREPLY[@]}\"")
        done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True)
        self.assertIn("list", done.stdout, done.stderr)


if __name__ == "__main__":
    unittest.main()
