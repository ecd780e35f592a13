#!/usr/bin/python3
"""Measures the memory of long runs: ten million shipments of the sea port, drawn and replayed.

    bench/memory.py BUILD [--kcs FILE]

The replay reads a CSV file of ten million rows, about 1.2 GB, that is made in the temporary folder
and deleted again: the Korean declarations of 2020, 27 times over in each of ten years, with numbers
of their own. Both runs have ten times the preset's traffic and staff.
"""

import argparse
import calendar
import csv
import itertools
import subprocess
import sys
import tempfile
from pathlib import Path

from usage import usage_of

ROOT = Path(__file__).resolve().parent.parent
SHIPMENTS = 10_000_000
COPIES = 27  # about a million rows a year
STAFF = {  # of the sea port
    "roster.document-officers": 10,
    "roster.file-officers": 2,
    "roster.scanners": 1,
    "roster.examination-crews": 10,
    "roster.auditors": 3,
    "station.laboratory": 2,
}


def staffed(times):
    """Options that give the sea port so many times its staff."""
    return [word for place, servers in STAFF.items()
            for word in ("--set", f"{place}.servers={round(servers * times)}")]


def write_declarations(source, target, count=SHIPMENTS, copies=COPIES):
    """So many rows: each day of the source so many times, for as many years as it takes."""
    with open(source, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        days = [list(day) for _, day in itertools.groupby(rows, key=lambda row: row[1])]
    left = count
    with open(target, "w", encoding="utf-8", newline="") as file:
        file.write(",".join(header) + "\n")
        for year, day in ((year, day) for year in itertools.count(2020) for day in days):
            date = day[0][1].replace("2020", str(year), 1)
            if date[5:] == "02-29" and not calendar.isleap(year):
                continue
            if left == 0:
                return
            tails = ["," + date + "," + ",".join(row[2:]) + "\n" for row in day]
            for copy in range(copies):
                names = (f"{row[0]}-{copy}" for row in day)
                lines = [name + tail for name, tail in zip(names, tails)][:left]
                file.write("".join(lines))
                left -= len(lines)


def run(name, limit, build, *options):
    """Whether a run keeps within its limit, in MiB."""
    seconds, peak, summary = usage_of(
        build / "greenlane", "run", ROOT / "scenarios/sea-port.toml", "--replications", "1",
        "--jobs", "1", "--json", *staffed(10), *options, output=subprocess.PIPE)
    lodged = summary.partition('"lodged": ')[2].partition(",")[0]
    verdict = "met" if peak <= limit else "MISSED"
    print(f"{name:12} {int(lodged):12,} shipments   {peak:7.1f} MiB at most   target {limit} MiB"
          f"   {verdict}   ({seconds:.1f} s of processor time)")
    return peak <= limit


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, help="the build folder of the release preset")
    parser.add_argument("--kcs", type=Path,
                        default=ROOT.parent / "shared/data/kcs/declarations_train.csv")
    arguments = parser.parse_args()
    build = arguments.build.resolve()
    met = run("synthetic", 200, build, "--set", "arrivals.per_hour=183.33",
              "--set", "scenario.duration=2280d")
    with tempfile.TemporaryDirectory() as folder:
        declarations = Path(folder) / "declarations.csv"
        write_declarations(arguments.kcs, declarations)
        met &= run("replay", 300, build, "--declarations", declarations,
                   "--mapping", ROOT / "profiles/mappings/kcs.toml")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
