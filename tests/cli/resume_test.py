"""Studies that were interrupted, in whatever way, and studies that are extended: they end with the
bytes of a study that was done in one go."""

import os
import random
import shlex
import signal
import subprocess
import time
import unittest
from pathlib import Path

from program import PROGRAM, ProgramTest
from small import MAPPING, PROFILE, SCENARIO, declarations

# A dozen replications of about a tenth of a second each.
STEADY = SCENARIO.replace("10d", "60d").replace("per_hour = 2", "per_hour = 100").replace(
    "replications = 2", "replications = 12")
TUNING = ("tune", "steady.toml", "--vary", "station.desk.servers=2:6:1", "--minimise", "cost",
          "--cost", "station.desk.servers=1", "--subject-to", "clearance.time.p90<=2min",
          "--budget", "100", "--replications", "3")
RESULTS = ("study.h5", "summary.json", "kpi.csv", "settings.csv", "scenario.toml")


class StudyCase(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("s.toml", SCENARIO)
        self.write("steady.toml", STEADY)
        self.write("p.toml", PROFILE)

    def results(self, folder: str) -> dict[str, bytes]:
        return {name: (self.folder / folder / name).read_bytes() for name in RESULTS
                if (self.folder / folder / name).exists()}

    def whole(self, *study: str, out: str) -> None:
        """The study in one go, in the folder `whole`. What is written may name its folder: it was
        `out` until then."""
        self.done(*study, "--out", out)
        (self.folder / out).rename(self.folder / "whole")

    def journal(self, folder: str) -> Path:
        return self.folder / folder / "journal.glj"

    def done(self, *arguments) -> None:
        self.assert_done(self.greenlane(*arguments))

    def begin(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen([PROGRAM, *arguments], cwd=self.folder, text=True,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE)

    def begin_and_finish_some(self, *arguments: str, folder: str = "out") -> subprocess.Popen:
        """The study goes on; its journal holds a replication or more."""
        process = self.begin(*arguments)
        empty = None
        while process.poll() is None:
            size = self.journal(folder).stat().st_size if self.journal(folder).exists() else 0
            empty = empty or size
            if empty and size > empty:
                return process
            time.sleep(0.002)
        raise AssertionError("it ended too early: " + process.stderr.read())


class ResumeTest(StudyCase):
    def test_killed_at_ten_moments(self):
        study = ("run", "steady.toml", "--jobs", "2")
        self.done(*study, "--out", "whole")
        draw = random.Random(4)
        kills = 0
        for _ in range(1000):
            process = self.begin(*study, "--out", "killed", "--resume")
            try:
                process.communicate(timeout=draw.uniform(0.0, 0.12) if kills < 10 else 60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                kills += 1
                continue
            self.assertEqual(process.returncode, 0)
            if kills == 10:
                break
            (self.folder / "killed" / "study.h5").unlink()
        self.assertEqual(kills, 10)
        self.assertEqual(self.results("killed"), self.results("whole"))

    def test_a_journal_that_was_cut_off_anywhere(self):
        study = ("run", "s.toml", "--out", "out", "--jobs", "1")
        self.done(*study)
        expected = self.results("out")
        whole = self.journal("out").read_bytes()
        draw = random.Random(4)
        places = {0, 1, len(whole) - 1, *(draw.randrange(len(whole)) for _ in range(40))}
        for place in sorted(places):
            with self.subTest(place=place):
                self.journal("out").write_bytes(whole[:place])
                (self.folder / "out" / "study.h5").unlink()
                outcome = self.greenlane(*study, "--resume")
                self.assert_done(outcome)
                self.assertIn("warning: ", outcome.err)
                self.assertEqual(self.results("out"), expected)
                self.assertEqual(self.journal("out").read_bytes(), whole)

    def test_more_replications_repeat_none(self):
        self.done("run", "s.toml", "--replications", "5", "--out", "five")
        self.done("run", "s.toml", "--replications", "2", "--out", "out")
        before = self.journal("out").read_bytes()
        self.done("run", "s.toml", "--replications", "5", "--out", "out", "--resume")
        self.assertEqual(self.results("out"), self.results("five"))
        self.assertTrue(self.journal("out").read_bytes().startswith(before))
        self.assertIn('"shipments_per_s": null',
                      (self.folder / "out/performance.json").read_text(encoding="utf-8"))

    def test_interrupted_by_hand(self):
        process = self.begin_and_finish_some("run", "steady.toml", "--out", "out", "--jobs", "1")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        self.assertEqual((process.returncode, out), (130, ""))
        self.assertRegex(err, r"interrupted\n  replications finished and kept in out: \d+; the same "
                              r"command goes on with --out out --resume\n$")
        self.assertEqual([file.name for file in (self.folder / "out").iterdir()], ["journal.glj"])
        self.done("run", "steady.toml", "--out", "out", "--resume")
        self.done("run", "steady.toml", "--out", "whole")
        self.assertEqual(self.results("out"), self.results("whole"))

    def test_compare(self):
        study = ("compare", "steady.toml", "--profile", "p.toml", "--against", "recorded",
                 "--declarations", "in.csv", "--mapping", "m.toml", "--replications", "40")
        self.write("m.toml", MAPPING + '\n[recorded]\nlane = { constant = "yellow" }\n')
        self.write("in.csv", declarations(400))
        self.done(*study, "--out", "whole")
        process = self.begin_and_finish_some(*study, "--out", "out", "--jobs", "1")
        process.kill()
        process.communicate()
        self.done(*study, "--out", "out", "--resume")
        self.assertEqual(self.results("out"), self.results("whole"))

    def test_sweep(self):
        study = ("sweep", "steady.toml", "--vary", "station.desk.servers=1,2", "--jobs", "1")
        self.done(*study, "--out", "whole")
        process = self.begin_and_finish_some(*study, "--out", "out")
        process.kill()
        process.communicate()
        self.done(*study, "--out", "out", "--resume")
        self.assertEqual(self.results("out"), self.results("whole"))

    def test_tune(self):
        self.whole(*TUNING, out="out")
        process = self.begin_and_finish_some(*TUNING, "--jobs", "1", "--out", "out")
        process.kill()
        process.communicate()
        self.done(*TUNING, "--out", "out", "--resume")
        self.assertEqual(self.results("out"), self.results("whole"))
        other = self.greenlane(*TUNING, "--seed", "4", "--out", "out", "--resume")
        self.assert_refused(other, 2, "another study", "--seed")
        # The hint can be pasted into a shell.
        self.assertIn("greenlane " + shlex.join(map(str, TUNING)) + " --out out --resume",
                      other.err)

    def test_decisions_of_a_replication_that_is_not_repeated(self):
        self.done("run", "s.toml", "--profile", "p.toml", "--out", "out", "--decisions", "1.csv")
        self.done("run", "s.toml", "--profile", "p.toml", "--out", "out", "--decisions", "2.csv",
                  "--resume")
        self.assertEqual((self.folder / "1.csv").read_bytes(), (self.folder / "2.csv").read_bytes())


class RefusedTest(StudyCase):
    def assert_another(self, what: str, *arguments) -> None:
        before = self.journal("out").read_bytes()
        outcome = self.greenlane(*arguments, "--out", "out", "--resume")
        self.assert_refused(outcome, 2, "out: error: is of another study: " + what + "\n")
        self.assertEqual(self.journal("out").read_bytes(), before)

    def test_another_configuration(self):
        study = ("run", "s.toml", "--profile", "p.toml", "--set", "station.desk.servers=2")
        self.write("watchlists/own.csv",
                   "agreement,hs_prefix,goods,ex,scope,confidence,document,hs_edition\n"
                   "Own,0101,horses,0,full,high,,2022\n")
        self.done(*study, "--out", "out")
        self.assert_another("--seed 2 is new", *study, "--seed", "2")
        self.assert_another("--set station.desk.servers=3 instead of --set station.desk.servers=2",
                            "run", "s.toml", "--profile", "p.toml", "--set",
                            "station.desk.servers=3")
        self.assert_another("p.toml is missing; watchlists/own.csv is missing".replace(
            "p.toml is", "--profile p.toml is"), "run", "s.toml", "--set", "station.desk.servers=2")
        self.write("s.toml", SCENARIO + "# the same\n")
        self.assert_another("s.toml has changed", *study)
        self.write("s.toml", SCENARIO)
        self.write("p.toml", PROFILE.replace("1000", "2000"))
        self.assert_another("p.toml has changed", *study)
        self.write("p.toml", PROFILE)
        self.write("watchlists/own.csv",
                   (self.folder / "watchlists/own.csv").read_text(encoding="utf-8") +
                   "Own,0102,cows,0,full,high,,2022\n")
        self.assert_another("watchlists/own.csv has changed", *study)

    def test_other_declarations(self):
        study = ("run", "s.toml", "--declarations", "in.csv", "--mapping", "m.toml")
        self.write("m.toml", MAPPING)
        self.write("in.csv", declarations())
        self.done(*study, "--out", "out")
        self.write("in.csv", declarations().replace("39.50", "39.51"))
        self.assert_another("in.csv has changed", *study)

    def assert_too_few(self, held: int, fewer: int, *study) -> None:
        before = self.results("out")
        self.assert_refused(self.greenlane(*study, "--out", "out", "--resume"), 2,
                            f"out: error: the journal holds {held} replications: results of "
                            f"{fewer} would replace them\n"
                            f"  hint: --replications {held}, or name another folder\n")
        self.assertEqual(self.results("out"), before)

    def test_results_of_fewer_replications(self):
        for study in (("run", "s.toml"), ("sweep", "s.toml", "--vary", "station.desk.servers=1,2"),
                      ("compare", "s.toml", "--vary", "station.desk.servers=1,2")):
            with self.subTest(command=study[0]):
                self.done(*study, "--replications", "5", "--out", "out")
                self.assert_too_few(5, 4, *study, "--replications", "4")
                self.assert_too_few(5, 2, *study)  # the scenario's
                self.done(*study, "--replications", "5", "--out", "out", "--resume")
                (self.folder / "out").rename(self.folder / study[0])

    def test_results_of_a_precision(self):
        study = ("run", "s.toml")
        self.done(*study, "--replications", "40", "--out", "out")
        self.assert_too_few(40, 20, *study, "--precision", "clearance.time:1000%")
        self.done(*study, "--precision", "clearance.time:1000%", "--out", "met")
        (self.folder / "out").rename(self.folder / "more")
        (self.folder / "met").rename(self.folder / "out")
        self.assert_too_few(20, 5, *study, "--replications", "5")
        self.done(*study, "--replications", "40", "--out", "out", "--resume")

    def test_the_hint_tells_the_present_number(self):
        for number in (("--replications", "3"), ("--replications=3",)):
            with self.subTest(number=number):
                self.done("run", "s.toml", *number, "--out", "out")
                self.done("run", "s.toml", "--replications", "6", "--out", "out", "--resume")
                other = self.greenlane("run", "s.toml", "--seed", "2", "--out", "out", "--resume")
                hint = other.err[other.err.index("greenlane run"):]
                self.assertRegex(hint, "--replications[ =]6 --out out --resume\n$")
                before = self.results("out")
                self.done(*shlex.split(hint)[1:])
                self.assertEqual(self.results("out"), before)
                (self.folder / "out").rename(self.folder / number[0])

    def test_the_order_of_overrides_matters_for_one_key_only(self):
        def study(*overrides):
            return ("run", "s.toml", *(word for text in overrides for word in ("--set", text)))
        one, other, same = "station.desk.servers=2", "arrivals.per_hour=3", "arrivals.per_hour=2"
        self.done(*study(one, other, same), "--out", "out")
        self.done(*study(other, one, same), "--out", "out", "--resume")
        self.done(*study(other, same, one), "--out", "out", "--resume")
        self.assert_another("the order of the options is another", *study(one, same, other))

    def test_where_files_lie_is_no_matter(self):
        self.done("run", "s.toml", "--out", "out", "--jobs", "1")
        self.write("elsewhere/t.toml", SCENARIO)
        self.done("run", "elsewhere/t.toml", "--out", "out", "--resume", "--jobs", "2", "--redact",
                  "--json")

    def test_nothing_to_resume(self):
        self.write("results/kept.txt", "kept")
        outcome = self.greenlane("run", "s.toml", "--out", "results", "--resume")
        self.assert_refused(outcome, 2, "results: error: holds no journal: there is nothing to "
                                        "resume\n  hint: name another folder\n")
        (self.folder / "empty").mkdir()
        self.done("run", "s.toml", "--out", "empty", "--resume")
        self.done("run", "s.toml", "--out", "new", "--resume")
        self.assertEqual(self.results("new"), self.results("empty"))

    def test_a_journal_is_no_reason_to_overwrite(self):
        self.done("run", "s.toml", "--out", "out")
        self.assert_refused(self.greenlane("run", "s.toml", "--out", "out"), 2,
                            "out: error: exists already\n"
                            "  hint: --resume goes on with it; or name another folder\n")

    def test_no_folder(self):
        self.assert_refused(self.greenlane("run", "s.toml", "--resume"), 2,
                            "--resume without --out")
        self.assert_refused(self.greenlane("run", "s.toml", "--shard", "1/2"), 2,
                            "--shard without --out")

    def test_two_at_once(self):
        process = self.begin_and_finish_some("run", "steady.toml", "--out", "out", "--jobs", "1")
        outcome = self.greenlane("run", "steady.toml", "--out", "out", "--resume")
        process.kill()
        process.communicate()
        self.assert_refused(outcome, 2, "another process is using it")

    def test_nothing_is_left_where_nothing_was_finished(self):
        outcome = self.greenlane("run", "s.toml", "--set", "station.desk.servers=0", "--out", "out")
        self.assertEqual(outcome.status, 2)
        self.assertFalse((self.folder / "out").exists())


@unittest.skipUnless(os.geteuid() == 0, "only root may mount a small disk")
class FullDiskTest(StudyCase):
    def setUp(self):
        super().setUp()
        self.disk = self.folder / "disk"
        self.disk.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", self.disk],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("no tmpfs can be mounted here")
        self.addCleanup(subprocess.run, ["umount", self.disk], check=True)

    def test_what_was_finished_is_kept(self):
        study = ("run", "steady.toml", "--out", "disk/out")
        outcome = self.greenlane(*study)
        self.assert_refused(outcome, 5, "No space left on device", "kept in disk/out: ")
        self.assertEqual([file.name for file in (self.disk / "out").iterdir()], ["journal.glj"])
        subprocess.run(["mount", "-o", "remount,size=16m", self.disk], check=True)
        self.done(*study, "--resume")
        self.done("run", "steady.toml", "--out", "whole")
        self.assertEqual(self.results("disk/out"), self.results("whole"))
