#!/usr/bin/python3
"""Measures `greenlane learn`: 50 weeks of the planted declarations, one seed, one thread.

    bench/learning.py BUILD [--planted FILE]

The strategy is empirical Bayes; its twin without exploration is played too, so the weeks are played
twice.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from memory import MIB, ROOT

SECONDS = 2
MOST_MIB = 150


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, help="the build folder of the release preset")
    parser.add_argument("--planted", type=Path,
                        default=ROOT.parent / "shared/data/planted/declarations.csv.gz")
    arguments = parser.parse_args()
    process = subprocess.Popen(
        [arguments.build.resolve() / "greenlane", "learn", ROOT / "scenarios/learning-planted.toml",
         "--declarations", arguments.planted, "--mapping", ROOT / "profiles/mappings/planted.toml",
         "--set", "scenario.replications=1", "--jobs", "1", "--json"],
        stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit("the program failed")
    seconds = usage.ru_utime + usage.ru_stime
    peak = usage.ru_maxrss / MIB
    met = seconds <= SECONDS and peak <= MOST_MIB
    print(f"50 weeks in {seconds:.2f} s of processor time (target {SECONDS} s), "
          f"{peak:.0f} MiB at most (target {MOST_MIB} MiB): {'met' if met else 'MISSED'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
