#!/usr/bin/python3
"""Measures greenlane against its targets and against SimPy, side by side in one run.

    bench/compare.py BUILD [--rounds 5]

Each round runs the benchmarks, the SimPy twin and the program with one and two jobs, one after the
other; the medians over the rounds are printed. Rates are per second of processor time, so other
work on the machine disturbs them little; the gain from a second job is of wall clock time and
wants a quiet machine. First of all both are held to the same figures: mean wait at the first
station and mean time in the system differ by at most Z standard errors.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
Z = 4
# Half the width of a 95 % interval from 20 replications, in standard errors.
T_19 = 2.093

# What is measured: program, benchmark, unit, wanted per second.
RATES = [
    ("engine_bench", "replicate/one_station", "customers", 15e6),
    ("engine_bench", "replicate/tandem_station_pass", "shipments", 2.5e6),
    ("engine_bench", "replicate/tandem_event_list", "shipments", 1.8e6),
    ("engine_bench", "replicate/sea_port", "shipments", 700e3),
    ("screening_bench", "screen/rules:60/conditions:40/rows:65536/items:1", "declarations", 15e6),
    ("csv_bench", "read_korean_declarations", "rows", 2.5e6),
]
# A case, its twin's name, and how many times faster than the twin.
TWINS = [
    ("replicate/one_station", "one_station", 80),
    ("replicate/tandem_station_pass", "tandem", 60),
]


def output(*command):
    return subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, check=True).stdout


def benchmark_rates(build):
    """Items per second of processor time by benchmark."""
    rates = {}
    for program in dict.fromkeys(program for program, *_ in RATES):
        wanted = "|".join(f"^{name}$" for of, name, *_ in RATES if of == program)
        report = json.loads(output(build / "bench" / program, f"--benchmark_filter={wanted}",
                                   "--benchmark_min_time=0.3", "--benchmark_format=json"))
        for row in report["benchmarks"]:
            if "items_per_second" not in row:
                sys.exit(f"{program}: {row['name']}: {row.get('error_message')}")
            rates[row["name"]] = row["items_per_second"]
    return rates


def twin():
    return json.loads(output(sys.executable, ROOT / "bench/simpy_twin.py"))


def seconds_with(build, jobs):
    began = time.perf_counter()
    output(build / "greenlane", "run", ROOT / "scenarios/sea-port.toml", "--replications", 100,
           "--jobs", jobs, "--json")
    return time.perf_counter() - began


def agrees(build, scenario, simpy):
    """Prints both models' figures and whether they agree."""
    summary = json.loads(output(build / "greenlane", "run", ROOT / f"scenarios/{scenario}.toml",
                                "--replications", 20, "--json"))
    clearance = next(row for row in summary["kpis"] if row["id"] == "clearance.time")
    same = True
    figures = (
        ("mean wait at the first station", summary["stations"][0]["mean_wait_h"], "wait_h"),
        ("mean time in the system", clearance, "stay_h"),
    )
    for name, figure, key in figures:
        ours_error = (figure["ci_high"] - figure["ci_low"]) / 2 / T_19
        error = (ours_error**2 + simpy[key + "_error"] ** 2) ** 0.5
        z = (figure["mean"] - simpy[key]) / error
        same = same and abs(z) <= Z
        print(f"  {scenario:9} {name:31} greenlane {figure['mean']:.5f} h"
              f"   SimPy {simpy[key]:.5f} h   z {z:+.1f}")
    return same


def line(name, value, wanted, unit):
    verdict = "met" if value >= wanted else "MISSED"
    print(f"  {name:34} {value:14,.4g} {unit:16} target {wanted:12,.4g}   {verdict}")
    return value >= wanted


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path, help="the build folder of the release preset")
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    build = arguments.build.resolve()

    load = os.getloadavg()[0]
    rounds = []
    for _ in range(arguments.rounds):
        rounds.append((benchmark_rates(build), twin(), seconds_with(build, 1),
                       seconds_with(build, 2)))

    print(f"the same model (|z| <= {Z}):")
    met = all([agrees(build, scenario, rounds[0][1][name])
               for scenario, name in (("one-desk", "one_station"), ("tandem", "tandem"))])
    print(f"medians of {arguments.rounds} rounds, load {load:.1f} at the start,"
          f" {os.getloadavg()[0]:.1f} at the end:")
    for _, name, unit, wanted in RATES:
        met &= line(name, median(rates[name] for rates, *_ in rounds), wanted, f"{unit}/s")
    for case, name, wanted in TWINS:
        met &= line(f"{name} against SimPy",
                    median(rates[case] / simpy[name]["shipments_per_s"]
                           for rates, simpy, *_ in rounds), wanted, "times")
    met &= line("two jobs against one", median(one / two for *_, one, two in rounds), 1.7, "times")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
