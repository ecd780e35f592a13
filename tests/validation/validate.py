#!/usr/bin/python3
"""Runs scenarios with known answers through greenlane and judges what it says.

    validate.py [--family NAME]... [--case NAME]... [--write PAGE]

Cases are named as in the tables, title and all: --case "mm1_rho0.9 (half of twice as many)".
GREENLANE_PROGRAM names the program. The tables of the families that were run are printed and, with
--write, put into the page between their marks. Ends with 1 where a figure does not agree.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import beyond
import detection_cases
import network_cases
import page
import queueing_cases
import time_varying_cases
import trace_cases
from cases import Case, Outcome
from judge import judge

HERE = Path(__file__).parent
RERUN = 1 << 32  # added to the seeds of a rerun


def reference_cases() -> dict:
    text = (HERE / "reference.json").read_text(encoding="utf-8")
    return {case["id"]: case for case in json.loads(text)["cases"]}


def all_cases(reference: dict) -> list[Case]:
    modules = (queueing_cases, network_cases, time_varying_cases, trace_cases, detection_cases)
    return [case for module in modules for case in module.cases(reference)]


def run(case: Case, seed: int, folder: Path) -> Outcome:
    arguments = [os.environ["GREENLANE_PROGRAM"], "run", "case.toml", "--json", "--jobs", "1",
                 "--seed", str(seed), "--replications", str(case.replications), *case.arguments]
    if case.profile:
        arguments += ["--profile", "profile.toml"]
    shutil.rmtree(folder / "out", ignore_errors=True)
    done = subprocess.run(arguments, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{case.id}: greenlane ended with {done.returncode}: {done.stderr}")
    return Outcome(json.loads(done.stdout), folder)


def measure(case: Case, first_seed: int) -> list[list[float]]:
    """The values of each check, one a run. Every run has a seed of its own."""
    values = [[] for _ in case.checks]
    with tempfile.TemporaryDirectory(prefix="greenlane-") as name:
        folder = Path(name)
        files = {"case.toml": case.scenario, **case.files}
        if case.profile:
            files["profile.toml"] = case.profile
        for file, text in files.items():
            (folder / file).write_text(text, encoding="utf-8")
        for number in range(case.runs):
            outcome = run(case, first_seed + number, folder)
            for check, row in zip(case.checks, values):
                row.append(check.read(outcome))
    return values


def judge_case(case: Case, reference: dict) -> list[page.Row]:
    """At most one rerun, with fresh seeds, where T1 fails."""
    # No two cases share their draws.
    first_seed = zlib.crc32(f"{case.id} {case.title}".encode())
    known = reference[case.id]["values"]
    rows = []
    again = None
    for index, values in enumerate(measure(case, first_seed)):
        check = case.checks[index]
        expected = known[check.value] if check.reference is None else check.reference
        verdict = judge(values, expected, check.margin, check.resolution)
        rerun = not verdict.covers and not check.exact
        if rerun:
            again = again or measure(case, first_seed + RERUN)
            verdict = judge(again[index], expected, check.margin, check.resolution)
        rows.append(page.Row(case, check, expected, verdict, rerun))
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--family", action="append", default=[])
    parser.add_argument("--case", action="append", default=[])
    parser.add_argument("--write", type=Path, metavar="PAGE")
    chosen = parser.parse_args()
    reference = reference_cases()
    tables: dict[str, list[page.Row]] = {}
    for case in all_cases(reference):
        if chosen.family and case.family not in chosen.family:
            continue
        if chosen.case and case.name not in chosen.case:
            continue
        rows = judge_case(case, reference)
        tables.setdefault(case.family, []).extend(rows)
        for row in rows:
            print(row.line(), flush=True)
    if not tables:
        raise SystemExit("validate.py: no such family or case")
    if chosen.write:
        page.write(chosen.write, {name: page.table(rows) for name, rows in tables.items()}
                   | {"beyond": beyond.table(reference), "partly": beyond.partly()})
    figures = [row for rows in tables.values() for row in rows]
    failed = sum(not row.verdict.passes for row in figures)
    print(f"{len(figures) - failed} of {len(figures)} figures agree")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
