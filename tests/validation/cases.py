"""What a validation case is: a scenario, the figures that answer a reference, how long it runs."""

import csv
from dataclasses import dataclass, field
from typing import Callable

import h5py

# A quantile is read from bins, and known to this relative error.
BINS = 2**-8


@dataclass(frozen=True)
class Margins:
    """Of T2. `cv2`: of the service times; of batches, E[X^2] / E[X], which does to a queue what
    such a cv2 does."""

    mean: float
    quantile: float

    @staticmethod
    def of(rho: float, cv2: float = 1) -> "Margins":
        rho = round(rho, 9)
        if rho >= 0.9 or cv2 >= 4:
            return Margins(0.03, 0.03)
        return Margins(0.005 if rho <= 0.8 else 0.01, 0.02)


@dataclass(frozen=True)
class Check:
    value: str  # its name in the reference case
    read: Callable[["Outcome"], object]  # one number, or one a replication
    margin: float
    resolution: float = 0
    reference: float | None = None  # where it follows from the case's values

    @property
    def exact(self) -> bool:
        """Every run must give the reference itself."""
        return self.margin == 0


@dataclass(frozen=True)
class Case:
    id: str  # of the reference case
    family: str
    scenario: str
    checks: list[Check]
    runs: int = 30
    replications: int = 1  # of each run
    profile: str | None = None
    title: str = ""  # beside the id, where a reference case takes several scenarios
    files: dict = field(default_factory=dict)  # name: text, beside the scenario
    arguments: tuple = ()

    @property
    def name(self) -> str:
        return f"{self.id} {self.title}" if self.title else self.id


class Outcome:
    """What one run printed with --json."""

    def __init__(self, summary: dict, folder):
        self.summary = summary
        self.folder = folder
        self._kpis = {row["id"]: row for row in summary["kpis"]}
        self._stations = {row["name"]: row for row in summary["stations"]}
        self._lanes = {row["lane"]: row for row in summary["lanes"]}

    def station(self, name: str, figure: str) -> float:
        value = self._stations[name][figure]
        return value["mean"] if isinstance(value, dict) else value

    def kpi(self, name: str) -> float:
        return self._kpis[name]["mean"]

    def kpi_count(self, name: str) -> int:
        return self._kpis[name]["denominator"]

    def lane(self, name: str, figure: str) -> float:
        return self._lanes[name][figure]["mean"]

    def segment(self, segment: str, kpi: str) -> float:
        """Of the whole run, from kpi.csv."""
        with open(self.folder / "out" / "kpi.csv", encoding="utf-8", newline="") as file:
            return next(float(row["value"]) for row in csv.DictReader(file)
                        if (row["period"], row["segment"], row["kpi"]) == ("all", segment, kpi))

    def in_process(self) -> list[int]:
        """Of each replication, from study.h5."""
        with h5py.File(self.folder / "out" / "study.h5") as study:
            names = [name.decode() for name in study["counts/name"]]
            return list(study["counts/value"][:, names.index("in_process")])

    def count(self, name: str) -> float:
        """A replication's, all of them together divided by their number."""
        return self.summary["counts"][name] / self.summary["replications"]


def station(name: str, figure: str):
    return lambda outcome: outcome.station(name, figure)


def kpi(name: str):
    return lambda outcome: outcome.kpi(name)


def mean(value: str, read, margin: float, **more) -> Check:
    return Check(value, read, margin, **more)


def quantile(value: str, read, margin: float, **more) -> Check:
    return Check(value, read, margin, BINS, **more)


def law(distribution: str, **parameters) -> str:
    """A law of time in hours (`unit` = "" for one of numbers)."""
    unit = parameters.pop("unit", "h")

    def text(key, value):
        if isinstance(value, list):
            return "[" + ", ".join(text(key, each) for each in value) + "]"
        plain = key in ("cv", "shape", "weights", "share") or not unit
        return f"{value!r}" if plain else f'"{value!r}{unit}"'

    listed = "".join(f", {key} = {text(key, value)}" for key, value in parameters.items())
    return f'{{ distribution = "{distribution}"{listed} }}'


def exponential(mean_h: float) -> str:
    return law("exponential", mean=mean_h)


def desk(name: str, service: str, servers=1, stage: str = "assessment", more: str = "") -> str:
    """A station; `servers` a number or the name of a roster."""
    who = f"servers = {servers}" if isinstance(servers, int) else f'roster = "{servers}"'
    return (f'\n[[station]]\nname = "{name}"\nstage = "{stage}"\n{who}\n'
            f"service = {service}\n{more}")


# Of two classes everybody is of the second: first come is first served there.
ONE_CLASS = 'queue = "priority"\npriority = ["lane == \'red\'"]\n'


def delay(name: str, stay: str, stage: str = "payment") -> str:
    return f'\n[[station]]\nname = "{name}"\nstage = "{stage}"\ndelay = {stay}\n'


def route(start: str, to: str, **more) -> str:
    listed = "".join(f"{key} = {value!r}\n" for key, value in more.items())
    return f'\n[[route]]\nfrom = "{start}"\nto = "{to}"\n{listed}'


def scenario(arrivals: str, stations: str, hours: float, warmup: float = 0,
             start: str = "2026-01-05T00:00:00Z") -> str:
    """From a Monday midnight."""
    return (f'[scenario]\nname = "validation"\nseed = 1\nstart = {start}\n'
            f'duration = "{hours!r}h"\nwarmup = "{warmup!r}h"\n\n[arrivals]\n{arrivals}\n'
            f"{stations}")


def poisson(per_hour: float) -> str:
    return f"per_hour = {per_hour!r}"


@dataclass(frozen=True)
class Length:
    """How a number of customers is divided into runs. A run is at least 30 of, and short enough
    for the memory that its days take."""

    runs: int
    hours: float
    warmup: float

    @staticmethod
    def of(customers: float, per_hour: float, rho: float, servers: int = 1) -> "Length":
        warmup = float(round(100 + 20 / (1 - rho) ** 2 / servers))
        runs = max(30, round(customers / per_hour / 1e6))
        return Length(runs, warmup + round(customers / per_hour / runs), warmup)
