"""Where results cannot be written, or a run is stopped: the documented exit code, nothing left."""

import os
import signal
import subprocess
import time
import unittest
from pathlib import Path

from program import CHECKOUT, PROGRAM, ProgramTest
from small import MAPPING, PROFILE, SCENARIO, declarations

LONG = SCENARIO.replace("10d", "3650d").replace("per_hour = 2", "per_hour = 2000").replace(
    "1min", "1s")


class OutputCase(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("s.toml", SCENARIO)
        self.write("long.toml", LONG)

    def assert_error(self, outcome, status: int, text: str):
        self.assertEqual(outcome.err, text)
        self.assertEqual((outcome.status, outcome.out), (status, ""))

    def assert_left(self, *names: str, folder: str = "."):
        self.assertEqual({file.name for file in (self.folder / folder).iterdir()}, set(names))


class ExistingOutputTest(OutputCase):
    def test_a_folder_that_exists_is_left_alone(self):
        self.write("results/kept.txt", "kept")
        self.assert_error(self.greenlane("run", "s.toml", "--out", "results"), 2,
                          "results: error: exists already\n  hint: name another folder\n")
        self.assert_left("kept.txt", folder="results")

    def test_so_is_a_file(self):
        self.assert_error(self.greenlane("run", "s.toml", "--out", "s.toml"), 2,
                          "s.toml: error: exists already\n  hint: name another folder\n")
        self.assertEqual((self.folder / "s.toml").read_text(encoding="utf-8"), SCENARIO)

    def test_generate_replaces_nothing(self):
        self.write("flow.h5", "kept")
        self.assert_error(self.greenlane("generate", "s.toml", "-o", "flow.h5", "--truth", "t.h5"),
                          2, "flow.h5: error: exists already\n"
                             "  hint: name another file, or remove it\n")
        self.assert_left("s.toml", "long.toml", "flow.h5")

    def test_declarations_and_truth_stand_apart(self):
        outcome = self.greenlane("generate", "s.toml", "-o", "f.h5", "--truth", "./f.h5")
        self.assert_refused(outcome, 2, "cannot go to one file")
        self.assert_left("s.toml", "long.toml")


class UnwritableOutputTest(OutputCase):
    def test_no_parent_folder(self):
        self.assert_error(self.greenlane("run", "s.toml", "--out", "a/b"), 5,
                          "a/b: error: cannot be made: No such file or directory\n"
                          "  hint: mkdir -p a\n")
        self.assert_error(self.greenlane("generate", "s.toml", "-o", "a/f.h5", "--truth", "t.h5"),
                          5, "a/f.h5: error: cannot be written: there is no such folder\n"
                             "  hint: mkdir -p a\n")
        self.assert_error(self.greenlane("map", "s.toml", "-o", "a/m.dot"), 5,
                          "a/m.dot: error: cannot be written: No such file or directory\n")
        self.assert_left("s.toml", "long.toml")

    def test_a_full_device_stays_a_device(self):
        self.assert_error(self.greenlane("map", "s.toml", "-o", "/dev/full"), 5,
                          "/dev/full: error: cannot be written: No space left on device\n")
        self.assertTrue(Path("/dev/full").is_char_device())
        self.assert_done(self.greenlane("map", "s.toml", "-o", "/dev/null"))
        self.assertTrue(Path("/dev/null").is_char_device())

    def test_rejected_rows_never_replace_a_device(self):
        self.write("m.toml", MAPPING)
        self.write("in.csv", declarations(line5="ragged"))
        outcome = self.greenlane("run", "s.toml", "--declarations", "in.csv", "--mapping", "m.toml",
                                 "--rejects", "/dev/null")
        self.assert_refused(outcome, 2, "/dev/null")
        self.assertTrue(Path("/dev/null").is_char_device())

    def test_full_standard_output(self):
        for arguments in (["run", "s.toml"], ["run", "s.toml", "--json"], ["map", "s.toml"],
                          ["check", "s.toml"], ["--version"], ["--help"], ["run", "--help"]):
            with self.subTest(arguments), open("/dev/full", "w", encoding="utf-8") as full:
                done = subprocess.run([PROGRAM, *arguments], cwd=self.folder, stdout=full,
                                      stderr=subprocess.PIPE, text=True, check=False)
                self.assertEqual(done.returncode, 5)
                self.assertIn("error: standard output cannot be written", done.stderr)


@unittest.skipUnless(os.geteuid() == 0, "only root may mount a small disk")
class FullDiskTest(OutputCase):
    def setUp(self):
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", self.disk],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("no tmpfs can be mounted here")
        self.addCleanup(subprocess.run, ["umount", self.disk], check=True)

    def test_generated_declarations(self):
        outcome = self.greenlane("generate", "s.toml", "--set", "arrivals.per_hour=2000",
                                 "-o", "disk/f.h5", "--truth", "t.h5")
        self.assert_refused(outcome, 5, "disk/f.h5", "cannot be written")
        self.assert_left(folder="disk")
        self.assert_left("s.toml", "long.toml", "disk")

    def test_rejected_rows(self):
        self.write("m.toml", MAPPING)
        self.write("in.csv", declarations(line5="X" * 100_000))
        outcome = self.greenlane("run", "s.toml", "--declarations", "in.csv", "--mapping", "m.toml",
                                 "--rejects", "disk/r.csv")
        self.assert_refused(outcome, 5, "disk/r.csv: error: the rejected rows cannot be written")
        self.assert_left(folder="disk")


class InterruptTest(OutputCase):
    def interrupted(self, *arguments: str):
        with subprocess.Popen([PROGRAM, *arguments], cwd=self.folder, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            time.sleep(0.5)
            self.assertIsNone(process.poll(), "it ended too early to be interrupted")
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def test_a_run(self):
        self.assertEqual(self.interrupted("run", "long.toml", "--out", "results"),
                         (130, "", "interrupted: nothing was written\n"))
        self.assert_left("s.toml", "long.toml")

    def test_generating(self):
        self.assertEqual(self.interrupted("generate", "long.toml", "-o", "f.h5", "--truth", "t.h5"),
                         (130, "", "interrupted: nothing was written\n"))
        self.assert_left("s.toml", "long.toml")


class PipeTest(OutputCase):
    def test_no_escape_codes_and_no_progress_in_pipes(self):
        self.write("p.toml", PROFILE)
        scenario = CHECKOUT / "scenarios/airport.toml"
        for arguments in (["run", scenario, "--replications", "1", "--set", "scenario.duration=8d"],
                          ["run", "s.toml", "--profile", "p.toml"], ["run", "s.toml", "--json"],
                          ["map", scenario], ["check", "s.toml", "p.toml"], ["run", "--help"],
                          ["generate", "s.toml", "-o", "f.h5", "--truth", "t.h5"]):
            with self.subTest(arguments):
                outcome = self.greenlane(*arguments)
                self.assert_done(outcome)
                self.assertNotIn("\x1b", outcome.out + outcome.err)
                self.assertNotIn("\r", outcome.out + outcome.err)

    def test_outputs_are_for_their_owner_alone(self):
        self.assert_done(self.greenlane("run", "s.toml", "--out", "results"))
        self.assert_done(self.greenlane("generate", "s.toml", "-o", "f.h5", "--truth", "t.h5"))
        self.assertEqual((self.folder / "results").stat().st_mode & 0o777, 0o700)
        for file in (*(self.folder / "results").iterdir(), self.folder / "f.h5",
                     self.folder / "t.h5"):
            self.assertEqual(file.stat().st_mode & 0o777, 0o600, file)
