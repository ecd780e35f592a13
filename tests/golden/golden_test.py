"""What a run prints, to the byte: tables and summary.json of a small post and of one desk.

    GREENLANE_PROGRAM=build/dev/greenlane python3 tests/golden/golden_test.py --update

writes the files anew; what has changed in them is then for the author and the reviewer to read.
"""

import os
import subprocess
import sys
import unittest
from pathlib import Path

PROGRAM = Path(os.environ["GREENLANE_PROGRAM"]).resolve()
HERE = Path(__file__).resolve().parent
DESK = ["../../scenarios/one-desk.toml", "--replications", "3", "--set", "scenario.duration=10d"]
RUNS = {
    "post.txt": ["post.toml"],
    "post.json": ["post.toml", "--json"],
    "desk.txt": DESK,
    "desk.json": [*DESK, "--json"],
    "help.txt": ["--help"],
}


def printed(arguments: list[str]) -> str:
    done = subprocess.run([PROGRAM, "run", *arguments], cwd=HERE, text=True, encoding="utf-8",
                          capture_output=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout


class GoldenTest(unittest.TestCase):
    maxDiff = None

    def test_runs(self):
        for name, arguments in RUNS.items():
            with self.subTest(name):
                self.assertMultiLineEqual(printed(arguments),
                                          (HERE / name).read_text(encoding="utf-8"))


if __name__ == "__main__":
    if sys.argv[1:] == ["--update"]:
        for file, wanted in RUNS.items():
            (HERE / file).write_text(printed(wanted), encoding="utf-8")
    else:
        unittest.main()
