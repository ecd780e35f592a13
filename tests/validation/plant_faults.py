#!/usr/bin/python3
"""Plants faults in a copy of the sources, one at a time, and counts how many the tests catch.

    plant_faults.py [--write PAGE]

Each fault is caught by the unit tests, by a validation case, or it survives: then this ends with 1.
Takes some ten minutes on two cores.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import page

ROOT = Path(__file__).resolve().parents[2]
UNIT_TESTS = ("engine", "kpi", "screening")
PATIENCE = 300  # seconds for a test, after which the fault has made it hang


@dataclass(frozen=True)
class Fault:
    name: str
    file: str
    was: str
    becomes: str
    case: str = ""  # of the validation, that must notice it too


FAULTS = (
    Fault("one server more than there are", "src/engine/server_pool.h",
          "explicit FifoServers(std::int32_t servers)\n"
          "        : ends_(static_cast<std::size_t>(servers), Instant{0}) {}",
          "explicit FifoServers(std::int32_t servers)\n"
          "        : ends_(static_cast<std::size_t>(servers) + 1, Instant{0}) {}", "mm1_rho0.9"),
    Fault("last come, first served", "src/engine/priority_servers.cpp",
          "work_on(queue->front(), now, begun);\n        queue->pop_front();",
          "work_on(queue->back(), now, begun);\n        queue->pop_back();"),
    Fault("work begins in the instant in which the shift ends", "src/engine/server_pool.cpp",
          "if (start < change) {\n            return start;",
          "if (start <= change) {\n            return start;"),
    Fault("a shift ends an hour late", "src/engine/server_pool.cpp",
          "if (start < change) {\n            return start;",
          "if (start < change + hour) {\n            return start;", "roster_closed_night_finish"),
    Fault("the service drawn with the arrival, not at the station", "src/engine/planner.cpp",
          "{random::Purpose::service, station.key}", "{random::Purpose::arrival, 0}",
          "mm1_rho0.9"),
    Fault("one stream of services for all stations", "src/engine/planner.cpp",
          "{random::Purpose::service, station.key}", "{random::Purpose::service, 0}",
          "tandem5_mm1"),
    Fault("the share of a station drawn by the service's draw", "src/engine/planner.cpp",
          "{random::Purpose::station_share, station.key}",
          "{random::Purpose::service, station.key}", "mm1_rho0.9"),
    Fault("the visit left out of the draws", "src/engine/planner.cpp",
          "return visits_.empty() ? 0 : visits_[row * at_.size() + station];", "return 0;",
          "jackson_customs"),
    Fault("priority classes turned round", "src/engine/planner.cpp",
          "!facts_.holds(station.priority[priority], row)",
          "facts_.holds(station.priority[priority], row)", "np_mmc_b"),
    Fault("suspended work begins again", "src/engine/priority_servers.cpp",
          "job.left -= now - job.from;", ""),
    Fault("false alarms missed", "src/engine/inspection.cpp",
          "double probability = inspection.false_alarm;", "double probability = 0;",
          "det_single_a"),
    Fault("an item counted each time that it is detected", "src/engine/inspection.cpp",
          "if (marks_[item] & detected) {\n        return;\n    }", ""),
    Fault("nobody waits for the hour of decision", "src/engine/in_process.cpp",
          "const Instant decided = std::max(now, step(slot, shipment.next++).work);",
          "const Instant decided = now;\n    ++shipment.next;"),
    Fault("one place more than the lane has", "src/screening/lane_capacity.cpp",
          "taken_[lane] < capacity_[lane]->per_day", "taken_[lane] <= capacity_[lane]->per_day",
          "det_cap_drop_N200_C25"),
    Fault("the warm-up is measured", "src/engine/compile.cpp",
          "out.window = {out.horizon.start + scenario.warmup.value, out.horizon.end(),",
          "out.window = {out.horizon.start, out.horizon.end(),"),
    Fault("another type of quantile", "src/kpi/histogram.cpp", "std::ceil(", "1 + std::floor("),
    Fault("intervals too narrow", "src/kpi/interval.cpp",
          "sample.standard_error = spread / std::sqrt(n - 1);",
          "sample.standard_error = spread / std::sqrt(n);"),
)


class Copy:
    def __init__(self, folder: Path):
        self.sources = folder / "sources"
        self.build = folder / "build"
        shutil.copytree(ROOT, self.sources, ignore=shutil.ignore_patterns("build", ".git"))
        subprocess.run(["cmake", "-S", self.sources, "-B", self.build, "-G", "Ninja",
                        "-DCMAKE_BUILD_TYPE=None", "-DCMAKE_CXX_FLAGS=-O1",
                        "-DGREENLANE_BENCHMARKS=OFF"], check=True, stdout=subprocess.DEVNULL)
        self._make()

    def _make(self) -> None:
        targets = ["greenlane_program", *(f"unit_{layer}" for layer in UNIT_TESTS)]
        done = subprocess.run(["cmake", "--build", self.build, "--target", *targets],
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(done.stdout[-4000:])

    def _passes(self, *command: str) -> bool:
        environment = {**os.environ, "GREENLANE_PROGRAM": str(self.build / "greenlane")}
        try:
            done = subprocess.run(command, cwd=self.build, env=environment, timeout=PATIENCE,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  check=False)
        except subprocess.TimeoutExpired:
            return False
        return done.returncode == 0

    def unit_tests_pass(self) -> bool:
        return all(self._passes(str(self.build / f"tests/unit/{layer}/unit_{layer}"),
                                "--gtest_brief=1") for layer in UNIT_TESTS)

    def case_passes(self, id: str) -> bool:
        return self._passes(sys.executable,
                            str(self.sources / "tests/validation/validate.py"), "--case", id)

    def plant(self, fault: Fault) -> tuple[bool, bool | None]:
        """Whether the unit tests and the case (None: there is none) notice it."""
        file = self.sources / fault.file
        sound = file.read_text(encoding="utf-8")
        if sound.count(fault.was) != 1:
            raise SystemExit(f"{fault.name}: {fault.file} holds it {sound.count(fault.was)} times")
        file.write_text(sound.replace(fault.was, fault.becomes), encoding="utf-8")
        try:
            self._make()
            return (not self.unit_tests_pass(),
                    not self.case_passes(fault.case) if fault.case else None)
        finally:
            file.write_text(sound, encoding="utf-8")


def word(noticed: bool | None) -> str:
    return {True: "caught", False: "not noticed", None: ""}[noticed]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--write", type=Path, metavar="PAGE")
    chosen = parser.parse_args()
    table = "| fault | in | unit tests | validation |\n| --- | --- | --- | --- |\n"
    survived = 0
    with tempfile.TemporaryDirectory(prefix="greenlane-faults-") as name:
        copy = Copy(Path(name))
        if not copy.unit_tests_pass():
            raise SystemExit("plant_faults.py: the unit tests fail without any fault")
        for fault in FAULTS:
            by_units, by_case = copy.plant(fault)
            survived += not by_units and not by_case
            case = f"{fault.case}: {word(by_case)}" if fault.case else ""
            table += f"| {fault.name} | `{fault.file}` | {word(by_units)} | {case} |\n"
            print(f"{fault.name:60} {word(by_units):12} {case}", flush=True)
    print(f"{len(FAULTS) - survived} of {len(FAULTS)} faults caught")
    if chosen.write:
        page.write(chosen.write, {"faults": table})
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
