#!/usr/bin/python3
"""Tunes the staffing of a network that theory knows, and judges what `greenlane tune` finds.

    tuning.py [--write PAGE]

Five M/M/c stations of a Jackson network, 1,080 staffings, of each of which Erlang's formula gives
the mean clearance time: the reference case `opt_staff_public`. A search may take a tenth of the
replications that 30 of each staffing would. It is to find the cheapest staffing that keeps a limit,
and a front whose hypervolume, by the true values of its settings, is 98 % of the enumerated one.
GREENLANE_PROGRAM names the program. Prints the table of docs/validation.md and, with --write, puts
it into the page between its marks. Ends with 1 where a search does not find what it should.
"""

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import page
from cases import desk, exponential, poisson, scenario

ARRIVALS = (20, 6, 3, 2, 20)  # an hour, of which 20 enter the network
RATES = (12, 1.5, 4, 0.5, 25)
SERVERS = ((2, 5), (5, 9), (1, 3), (5, 10), (1, 3))
COSTS = (1, 1.2, 6, 1.5, 0.8)
STAGES = ("acceptance", "assessment", "assessment", "assessment", "release")
PRESENT = (4, 8, 2, 7, 2)
LIMIT_H = 0.8

# Those of the reference case.
OPTIMUM = (3, 6, 1, 6, 2)
HYPERVOLUME = 20.150281881333804
WORST = (53.76, 1.3065909090909091)

ENUMERATED = 30  # replications of each staffing
SEEDS = range(20261101, 20261106)


def cost(servers) -> float:
    return sum(price * each for price, each in zip(COSTS, servers))


def clearance_h(servers) -> float:
    """Mean over the shipments; Erlang C at every station, which Jackson's theorem allows."""
    total = 0
    for arrivals, rate, count in zip(ARRIVALS, RATES, servers):
        load = arrivals / rate
        blocking = 1
        for number in range(1, count + 1):
            blocking = load * blocking / (number + load * blocking)
        waiting = blocking / (1 - load / count * (1 - blocking))
        total += arrivals / ARRIVALS[0] * (1 / rate + waiting / (count * rate - arrivals))
    return total


def hypervolume(staffings) -> float:
    volume, time = 0, WORST[1]
    for price, servers in sorted((cost(servers), servers) for servers in staffings):
        if clearance_h(servers) < time and price < WORST[0]:
            volume += (WORST[0] - price) * (time - clearance_h(servers))
            time = clearance_h(servers)
    return volume


def network() -> str:
    stations = ""
    for number, (arrivals, rate, count, stage) in enumerate(zip(ARRIVALS, RATES, PRESENT, STAGES)):
        share = arrivals / ARRIVALS[0]
        stations += desk(f"s{number}", exponential(1 / rate), count, stage,
                         f"share = {share}\n" if share < 1 else "")
    return scenario(poisson(ARRIVALS[0]), stations, 400, 40)


def tune(folder: Path, seed: int, budget: int, *arguments: str) -> dict:
    command = [os.environ["GREENLANE_PROGRAM"], "tune", "network.toml", "--json", "--jobs", "1",
               "--seed", str(seed), "--budget", str(budget), "--replications", "30",
               "--minimise", "cost", *arguments]
    for number, ((low, high), price) in enumerate(zip(SERVERS, COSTS)):
        key = f"station.s{number}.servers"
        command += ["--vary", f"{key}={low}:{high}:1", "--cost", f"{key}={price}"]
    done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"greenlane ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def servers_of(row: dict) -> tuple:
    return tuple(int(row["values"][f"station.s{number}.servers"]) for number in range(5))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--write", type=Path, metavar="PAGE")
    chosen = parser.parse_args()
    grid = list(itertools.product(*(range(low, high + 1) for low, high in SERVERS)))
    kept = min((servers for servers in grid if clearance_h(servers) <= LIMIT_H), key=cost)
    if kept != OPTIMUM or abs(hypervolume(grid) / HYPERVOLUME - 1) > 1e-12:
        raise SystemExit("tuning.py: the enumeration is not the reference's")
    budget = ENUMERATED * len(grid) // 10
    table = ("| seed | cheapest within the limit | true clearance time, h | sure | replications "
             "| front | hypervolume | replications |\n"
             "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n")
    print(table, end="")
    agrees = True
    with tempfile.TemporaryDirectory(prefix="greenlane-") as name:
        folder = Path(name)
        (folder / "network.toml").write_text(network(), encoding="utf-8")
        for seed in SEEDS:
            limited = tune(folder, seed, budget, "--subject-to", f"clearance.time<={LIMIT_H}h")
            traded = tune(folder, seed, budget, "--minimise", "clearance.time")
            best = servers_of(limited["fresh"]["chosen"])
            volume = hypervolume([servers_of(row) for row in traded["front"]]) / HYPERVOLUME
            spent = [found["search"]["replications"] for found in (limited, traded)]
            agrees = agrees and best == OPTIMUM and volume >= 0.98 and max(spent) <= budget
            row = (f"| {seed} | {', '.join(map(str, best))} | {clearance_h(best):.4f} "
                   f"| {limited['correct']:.3f} | {spent[0]} | {len(traded['front'])} "
                   f"| {100 * volume:.2f} % | {spent[1]} |\n")
            print(row, end="", flush=True)
            table += row
    if chosen.write:
        page.write(chosen.write, {"tuning": table})
    return 0 if agrees else 1


if __name__ == "__main__":
    sys.exit(main())
