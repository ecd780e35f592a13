#!/usr/bin/python3
"""Measures `greenlane evaluate` on ten million declarations with a profile of rules.

    bench/evaluation.py BUILD [--kcs FILE]

The declarations are those of memory.py: a CSV file of about 1.2 GB in the temporary folder.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from memory import ROOT, SHIPMENTS, write_declarations
from usage import judge, usage_of


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
        seconds, peak, _ = usage_of(
            arguments.build.resolve() / "greenlane", "evaluate", "--declarations", declarations,
            "--mapping", ROOT / "profiles/mappings/kcs.toml",
            "--profile", ROOT / "profiles/green-baseline.toml", "--json")
    return judge(f"{SHIPMENTS:,} declarations", seconds, peak, 60, 1024)


if __name__ == "__main__":
    sys.exit(main())
