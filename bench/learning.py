#!/usr/bin/python3
"""Measures `greenlane learn`: 50 weeks of the planted declarations, one seed, one thread.

    bench/learning.py BUILD [--planted FILE]

The strategy is empirical Bayes; its twin without exploration is played too, so the weeks are played
twice.
"""

import argparse
import sys
from pathlib import Path

from memory import ROOT
from usage import judge, usage_of


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, help="the build folder of the release preset")
    parser.add_argument("--planted", type=Path,
                        default=ROOT.parent / "shared/data/planted/declarations.csv.gz")
    arguments = parser.parse_args()
    seconds, peak, _ = usage_of(
        arguments.build.resolve() / "greenlane", "learn", ROOT / "scenarios/learning-planted.toml",
        "--declarations", arguments.planted, "--mapping", ROOT / "profiles/mappings/planted.toml",
        "--set", "scenario.replications=1", "--jobs", "1", "--json")
    return judge("50 weeks", seconds, peak, 2, 150)


if __name__ == "__main__":
    sys.exit(main())
