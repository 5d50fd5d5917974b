#!/usr/bin/env python3
"""Plants one bug at a time in a copy of the source and demands that the tests notice.

Each *.patch here is one bug. Its first lines say which tests must turn red, and what the bug would cost:
    # caught by: trading_tests store_tests
    # A trade that failed is undone twice: cash appears from nowhere.
Names are those of unit-test programs, or system/NAME for tests/system/NAME_test.py.

Usage: tests/planted/run.py [NAME...]     all bugs, or those of NAME.patch (make planted)

First the tests must be green without a bug. Then, bug by bug, every test that its patch names must be red. A patch
that does not apply, a bug that does not compile and a bug that one of its tests overlooks are failures.
"""

import html
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
PLANTED = SOURCE / "build" / "planted"
COPY = PLANTED / "source"
BUILD = PLANTED / "build"
JOBS = os.environ.get("JOBS") or str(os.cpu_count())
LONGEST = 300  # seconds a test program may take: one that a bug makes hang is red

# The copy is no repository, wherever it lies; property tests take the same path each time; ccache is told to look
# past the folder's name.
ENVIRONMENT = {**os.environ, "GIT_CEILING_DIRECTORIES": str(PLANTED), "RC_PARAMS": "seed=1",
               "CCACHE_BASEDIR": str(PLANTED), "CCACHE_NOHASHDIR": "1", "PM_BIN": str(BUILD / "bin"),
               "PM_SOURCE": str(COPY)}
PROGRAMS_OF_THE_SYSTEM = ("pm-markets", "pm-stream", "pm-forecast", "pm-trade", "pm-monitor", "pm-sim")


class Fault(Exception):
    """Why a bug does not count as noticed."""


def run(*command, seconds=None):
    return subprocess.run([str(part) for part in command], cwd=COPY, env=ENVIRONMENT, timeout=seconds,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          encoding="utf-8", errors="replace", check=False)


def refresh_copy():
    """Makes the copy what the source is, touching only what differs: builds stay incremental."""
    listing = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=SOURCE,
                             stdout=subprocess.PIPE, text=True, check=True)
    wanted = {name for name in listing.stdout.split("\0") if name and (SOURCE / name).is_file()}
    for old in COPY.rglob("*"):
        if not old.is_dir() and str(old.relative_to(COPY)) not in wanted:
            old.unlink()
    for name in wanted:
        source, copy = SOURCE / name, COPY / name
        if not copy.is_file() or copy.read_bytes() != source.read_bytes():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, copy)


def build(names):
    targets = {target for name in names
               for target in (PROGRAMS_OF_THE_SYSTEM if name.startswith("system/") else (name,))}
    done = run("cmake", "--build", BUILD, "-j", JOBS, "--target", *sorted(targets))
    if done.returncode != 0:
        raise Fault("does not compile:\n" + done.stdout[-3000:])


def failure_of(name):
    """Runs a test until its first failure. @return which test case failed, or None when all is green."""
    try:
        if name.startswith("system/"):
            done = run(sys.executable, COPY / "tests" / f"{name}_test.py", "-f", seconds=LONGEST)
            failed = re.findall(r"^(?:FAIL|ERROR): (\w+)", done.stdout, re.M)
        else:
            done = run(BUILD / "tests" / "unit" / name.removesuffix("_tests") / name, "-a", "-r", "xml",
                       seconds=LONGEST)
            # The last case of the report is the one that failed, also when the program died in it.
            failed = re.findall(r'<TestCase name="([^"]*)"', done.stdout)[-1:]
    except subprocess.TimeoutExpired:
        return f"no end after {LONGEST} s"
    if done.returncode == 0:
        return None
    return html.unescape(failed[0]) if failed else f"exit status {done.returncode}"


def plant(patch):
    """Applies the patch. @return what puts everything back."""
    files = [COPY / name for name in re.findall(r"^\+\+\+ b/(\S+)", patch.read_text(), re.M)]
    before = {file: file.read_bytes() for file in files if file.is_file()}
    applied = run("git", "apply", "--whitespace=nowarn", patch)
    if applied.returncode != 0:
        raise Fault("does not apply any more: " + applied.stdout.strip())
    if not files or all(file.read_bytes() == bytes_before for file, bytes_before in before.items()):
        raise Fault("changes nothing")

    def restore():
        for file, bytes_before in before.items():
            file.write_bytes(bytes_before)

    return restore


def tests_of(patch):
    header = re.search(r"^# caught by: (\S.*)$", patch.read_text(), re.M)
    if not header:
        raise Fault("does not say which test must notice it")
    return header.group(1).split()


def check(patch):
    """@return the test cases that noticed. Fault when one of the tests did not."""
    names = tests_of(patch)
    restore = plant(patch)
    try:
        build(names)
        noticed = {name: failure_of(name) for name in names}
    finally:
        restore()
    blind = [name for name, failure in noticed.items() if failure is None]
    if blind:
        raise Fault("NOT NOTICED by " + ", ".join(blind))
    return "; ".join(f"{name}: {failure}" for name, failure in noticed.items())


def check_without_a_bug(patches):
    names = sorted({name for patch in patches for name in tests_of(patch)})
    configured = run("cmake", "--preset", "dev", "-B", BUILD)
    if configured.returncode != 0:
        raise Fault("the copy cannot be configured:\n" + configured.stdout[-3000:])
    build(names)
    for name in names:
        if failure := failure_of(name):
            raise Fault(f"{name} is red without any bug: {failure}")
    return names


def chosen(names):
    patches = sorted(HERE.glob("*.patch"))
    unknown = set(names) - {patch.stem for patch in patches}
    if unknown or not patches:
        sys.exit("no such bug: " + ", ".join(sorted(unknown)) if unknown else "there are no bugs to plant")
    return [patch for patch in patches if not names or patch.stem in names]


def main():
    began = time.monotonic()
    patches = chosen(sys.argv[1:])
    COPY.mkdir(parents=True, exist_ok=True)
    refresh_copy()
    try:
        names = check_without_a_bug(patches)
    except Fault as fault:
        sys.exit(f"nothing planted: {fault}")
    print(f"green without a bug, after {time.monotonic() - began:.0f} s: {', '.join(names)}", flush=True)
    missed = 0
    for patch in patches:
        started = time.monotonic()
        try:
            verdict = f"caught  {patch.stem}  ({check(patch)})"
        except Fault as fault:
            missed += 1
            verdict = f"MISSED  {patch.stem}: {fault}"
        print(f"{time.monotonic() - started:4.0f} s  {verdict}", flush=True)
    print(f"planted bugs: {len(patches)}, caught: {len(patches) - missed}, in {time.monotonic() - began:.0f} s")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
