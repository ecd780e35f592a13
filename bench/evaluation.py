#!/usr/bin/python3
"""Measures `greenlane evaluate` on ten million declarations with a profile of rules.

    bench/evaluation.py BUILD [--kcs FILE]

The declarations are those of memory.py: a CSV file of about 1.2 GB in the temporary folder.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from memory import MIB, ROOT, SHIPMENTS, write_declarations

SECONDS = 60
MOST_MIB = 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, help="the build folder of the release preset")
    parser.add_argument("--kcs", type=Path,
                        default=ROOT.parent / "shared/data/kcs/declarations_train.csv")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        declarations = Path(folder) / "declarations.csv"
        write_declarations(arguments.kcs, declarations)
        process = subprocess.Popen(
            [arguments.build.resolve() / "greenlane", "evaluate", "--declarations", declarations,
             "--mapping", ROOT / "profiles/mappings/kcs.toml",
             "--profile", ROOT / "profiles/green-baseline.toml", "--json"],
            stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit("the program failed")
    seconds = usage.ru_utime + usage.ru_stime
    peak = usage.ru_maxrss / MIB
    met = seconds <= SECONDS and peak <= MOST_MIB
    print(f"{SHIPMENTS:,} declarations in {seconds:.1f} s of processor time (target {SECONDS} s), "
          f"{peak:.0f} MiB at most (target {MOST_MIB} MiB): {'met' if met else 'MISSED'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
