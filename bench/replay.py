#!/usr/bin/python3
"""Measures comparisons over a replay: what they cost a replication, and how much memory they take.

    bench/replay.py BUILD [--rows N] [--replications R] [--profiles P] [--kcs FILE]

P profiles are compared, each with R replications, on files of N/10 and of N declarations; one
profile runs by itself beside them. The files are made as memory.py makes its own, in the temporary
folder, and deleted again. They span four years at most: more rows are more traffic, and staff to
match.

    bench/replay.py BUILD --rows 100000000 --profiles 2 --replications 1    # a file of 11 GB
"""

import argparse
import math
import sys
import tempfile
from pathlib import Path

import memory
from usage import usage_of

PROFILES = memory.ROOT / "profiles"
REFERENCE, *OTHERS = (PROFILES / f"{name}.toml" for name in (
    "green-baseline", "green-strict", "watchlist-only", "random-only"))
ROWS_A_COPY = 37_385  # and year
MOST_YEARS = 4


def measure(rows, arguments, *command, passes):
    """Seconds of processor time a declaration and replication, in millionths; prints the rest."""
    seconds, peak, _ = usage_of(
        arguments.build / "greenlane", *command, "--replications",
        str(arguments.replications), "--declarations", arguments.declarations,
        "--mapping", PROFILES / "mappings/kcs.toml")
    each = 1e6 * seconds / (rows * passes)
    print(f"{command[0]:8} {rows:12,} declarations, {passes:3} replications: {seconds:7.1f} s of "
          f"processor time, {each:.2f} us each; {peak:6.1f} MiB at most", flush=True)
    return each


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, help="the build folder of the release preset")
    parser.add_argument("--rows", type=int, default=memory.SHIPMENTS)
    parser.add_argument("--replications", type=int, default=2)
    parser.add_argument("--profiles", type=int, choices=range(2, 2 + len(OTHERS)),
                        default=1 + len(OTHERS))
    parser.add_argument("--kcs", type=Path,
                        default=memory.ROOT.parent / "shared/data/kcs/declarations_train.csv")
    arguments = parser.parse_args()
    arguments.build = arguments.build.resolve()
    others = OTHERS[:arguments.profiles - 1]
    profiles = [word for profile in others for word in ("--profile", profile)]
    port = memory.ROOT / "scenarios/sea-port.toml"
    for rows in (arguments.rows // 10, arguments.rows):
        copies = max(memory.COPIES, math.ceil(rows / (MOST_YEARS * ROWS_A_COPY)))
        staff = memory.staffed(10 * copies / memory.COPIES)
        with tempfile.TemporaryDirectory() as folder:
            arguments.declarations = Path(folder) / "declarations.csv"
            memory.write_declarations(arguments.kcs, arguments.declarations, rows, copies)
            alone = measure(rows, arguments, "run", port, "--jobs", "1", *staff, "--profile",
                            REFERENCE, passes=arguments.replications)
            together = measure(rows, arguments, "compare", port, "--jobs", "1", *staff, *profiles,
                               "--against", REFERENCE,
                               passes=arguments.profiles * arguments.replications)
            print(f"a replication compared costs {together / alone:.2f} of one that runs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
