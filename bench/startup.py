#!/usr/bin/env python3
"""How long `TOOL --version` takes, from spawn to end, for every tool: medians of 200 runs, and the slowest tool's.

/bin/true beside them in the same run is what spawning a process costs on this machine at all.
Usage: bench/startup.py FOLDER-OF-THE-PROGRAMS
"""

import os
import pathlib
import statistics
import sys
import time

RUNS = 200
TOOLS = ("pm-markets", "pm-stream", "pm-forecast", "pm-trade", "pm-monitor", "pm-sim")


def once(program):
    silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    began = time.perf_counter_ns()
    child = os.posix_spawn(program, [program, "--version"], os.environ, file_actions=silent)
    _, status = os.waitpid(child, 0)
    if status != 0:
        sys.exit(f"{program} --version ended with {status}")
    return (time.perf_counter_ns() - began) / 1e6


def median_ms(program):
    for _ in range(10):
        once(program)
    return statistics.median(once(program) for _ in range(RUNS))


def main():
    folder = pathlib.Path(sys.argv[1])
    took = {tool: median_ms(str(folder / tool)) for tool in TOOLS}
    shown = ", ".join(f"{tool} {ms:.2f}" for tool, ms in took.items())
    print(f"startup, ms: {shown}; /bin/true {median_ms('/bin/true'):.2f}")
    print(f"figure startup.max_ms {max(took.values()):.2f} ms")


if __name__ == "__main__":
    main()
