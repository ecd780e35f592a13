#!/usr/bin/python3
"""Measures ranks of MPI beside threads on one sweep of the sea port, and how long a start takes.

    bench/ranks.py BUILD [--rounds N] [--replications R]

The sweep has four settings, each with R replications. One thread, two threads, one rank and two
ranks (`--jobs 1` each) do it in turn, round after round; medians are held against each other. Wall
clock says something on a quiet machine only, processor time on any.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
PORT = ROOT / "scenarios/sea-port.toml"
MPIRUN = ("mpirun", "--oversubscribe", "--bind-to", "none")
# As root, as in a container.
AS_ROOT = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}


def timed(*command):
    """(seconds of wall clock, seconds of processor time of it and all that it started)."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, **AS_ROOT})
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def medians(cases, rounds):
    """By case, the medians of wall clock and of processor time; a round does each case once."""
    taken = {name: [] for name in cases}
    for _ in range(rounds):
        for name, command in cases.items():
            taken[name].append(timed(*command))
    return {name: tuple(map(median, zip(*times))) for name, times in taken.items()}


def judged(what, ratio, target, met):
    print(f"{what}: {ratio:.2f} (target {target}): {'met' if met else 'MISSED'}")
    return met


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, help="the build folder of the release preset")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--replications", type=int, default=150)
    arguments = parser.parse_args()
    greenlane = arguments.build.resolve() / "greenlane"
    sweep = (greenlane, "sweep", PORT, "--vary", "roster.scanners.servers=1:4:1",
             "--replications", arguments.replications, "--jobs")
    cases = {"1 thread": (*sweep, 1), "2 threads": (*sweep, 2),
             "1 rank": (*MPIRUN, "-n", 1, *sweep, 1), "2 ranks": (*MPIRUN, "-n", 2, *sweep, 1)}
    one = (greenlane, "run", PORT, "--replications", 1, "--jobs")
    starts = {"--version": (greenlane, "--version"), "one replication": (*one, 1),
              "one replication, 1 rank": (*MPIRUN, "-n", 1, *one, 1)}
    found = medians(cases, arguments.rounds) | medians(starts, 5 * arguments.rounds)
    for name, (wall, processor) in found.items():
        print(f"{name:24} {wall:7.3f} s, {processor:7.3f} s of processor time")
    wall = {name: times[0] for name, times in found.items()}
    processor = {name: times[1] for name, times in found.items()}
    print(f"load {os.getloadavg()[0]:.1f}")
    speedup = wall["1 rank"] / wall["2 ranks"]
    met = [judged("two ranks against one, wall clock", speedup, ">= 1.7", speedup >= 1.7)]
    for count in ("1 rank", "2 ranks"):
        threads = count.replace("rank", "thread")
        for what, times in (("wall clock", wall), ("processor time", processor)):
            ratio = times[count] / times[threads]
            met.append(judged(f"{count} against {threads}, {what}", ratio, "<= 1.15",
                              ratio <= 1.15))
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(main())
