#!/usr/bin/python3
"""Plants faults in a copy of the sources, one at a time, and counts how many the tests catch.

    plant_faults.py [--fault NAME]... [--write PAGE]

Each fault is caught by the unit tests of its layer, by its validation case, or it survives: then
this ends with 1. The copy is built as the release is, so that the compiler cache has all but the
fault.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import page
from faults import FAULTS, ROOT, Fault

PATIENCE = 60  # seconds of processor time, after which a fault has made a program hang


def lose_patience() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))


class Copy:
    def __init__(self, folder: Path):
        self.sources = folder
        self.build = folder / "build/release"
        shutil.copytree(ROOT, folder, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("build", "out", ".git"))
        self._run("cmake", "--preset", "release", f"-DGREENLANE_SHARED={ROOT}/../shared")

    def _run(self, *command: str) -> None:
        environment = {**os.environ, "CCACHE_BASEDIR": str(self.sources),
                       "CCACHE_NOHASHDIR": "true"}
        done = subprocess.run(command, cwd=self.sources, env=environment, capture_output=True,
                              text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(done.stdout[-4000:] + done.stderr)

    def make(self, layer: str) -> None:
        self._run("cmake", "--build", "--preset", "release", "--target", "greenlane_program",
                  f"unit_{layer}")

    def _passes(self, *command: str) -> bool:
        environment = {**os.environ, "GREENLANE_PROGRAM": str(self.build / "greenlane")}
        done = subprocess.run(command, cwd=self.build, env=environment, preexec_fn=lose_patience,
                              stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False)
        return done.returncode == 0

    def unit_tests_pass(self, layer: str) -> bool:
        return self._passes(str(self.build / f"tests/unit/{layer}/unit_{layer}"),
                            "--gtest_brief=1", "--gtest_fail_fast")

    def case_passes(self, name: str) -> bool:
        return self._passes(sys.executable,
                            str(self.sources / "tests/validation/validate.py"), "--case", name)

    def plant(self, fault: Fault) -> tuple[bool, bool | None]:
        """Whether the unit tests and the case (None: there is none) notice it."""
        file = self.sources / fault.file
        sound = file.read_text(encoding="utf-8")
        file.write_text(fault.plant(self.sources), encoding="utf-8")
        try:
            self.make(fault.layer)
            return (not self.unit_tests_pass(fault.layer),
                    not self.case_passes(fault.case) if fault.case else None)
        finally:
            file.write_text(sound, encoding="utf-8")


def word(noticed: bool | None) -> str:
    return {True: "caught", False: "not noticed", None: ""}[noticed]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--fault", action="append", default=[])
    parser.add_argument("--write", type=Path, metavar="PAGE")
    chosen = parser.parse_args()
    faults = [fault for fault in FAULTS if not chosen.fault or fault.name in chosen.fault]
    table = "| fault | in | unit tests | validation |\n| --- | --- | --- | --- |\n"
    survived = 0
    with tempfile.TemporaryDirectory(prefix="greenlane-faults-") as name:
        copy = Copy(Path(name))
        for layer in sorted({fault.layer for fault in faults}):
            copy.make(layer)
            if not copy.unit_tests_pass(layer):
                raise SystemExit(f"plant_faults.py: unit_{layer} fails without any fault")
        for fault in faults:
            by_units, by_case = copy.plant(fault)
            survived += not by_units and not by_case
            case = f"{word(by_case)} by `{fault.case}`" if fault.case else ""
            table += f"| {fault.name} | `{fault.file}` | {word(by_units)} | {case} |\n"
            print(f"{fault.name:60} {word(by_units):12} {case}", flush=True)
    count = f"{len(faults) - survived} of {len(faults)} faults caught"
    print(count)
    if chosen.write:
        page.write(chosen.write, {"faults": f"{table}\n{count}.\n"})
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main())
