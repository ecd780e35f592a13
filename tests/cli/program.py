"""Runs greenlane as its users do, in an empty folder of its own, and says what came of it."""

import os
import subprocess
import tempfile
import unittest
from dataclasses import dataclass
from pathlib import Path

PROGRAM = os.environ["GREENLANE_PROGRAM"]
CHECKOUT = Path(os.environ["GREENLANE_CHECKOUT"])
SHARED = Path(os.environ["GREENLANE_SHARED"])

needs_shared = unittest.skipUnless(SHARED.is_dir(), f"no shared data in {SHARED}")


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str


class ProgramTest(unittest.TestCase):
    """`self.folder` is the program's working folder; files written there are gone after the test."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="greenlane-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def greenlane(self, *arguments, **environment: str) -> Outcome:
        """Runs the program with nothing on stdin and no terminal."""
        done = subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.folder, text=True,
                              encoding="utf-8", stdin=subprocess.DEVNULL, capture_output=True,
                              env={**os.environ, **environment}, check=False)
        return Outcome(done.returncode, done.stdout, done.stderr)

    def assert_done(self, outcome: Outcome):
        self.assertEqual(outcome.status, 0, outcome.err)

    def assert_refused(self, outcome: Outcome, status: int, *words: str):
        """It ended with `status`, put nothing on stdout, and its message has all the words."""
        self.assertEqual(outcome.status, status, outcome.err)
        self.assertEqual(outcome.out, "")
        for word in words:
            self.assertIn(word, outcome.err)
