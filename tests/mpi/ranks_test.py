"""The program as several ranks under mpirun: what it writes, says and ends with is that of one."""

import os
import shutil
import signal
import subprocess
import time
import unittest
from pathlib import Path

from program import CHECKOUT, PROGRAM, Outcome, ProgramTest
from small import SCENARIO

MPIRUN = os.environ.get("GREENLANE_MPIRUN", "")
# More ranks than cores, and root, as in a container.
OPTIONS = ("--oversubscribe", "--bind-to", "none", "--mca", "mpi_yield_when_idle", "1")
ROOT = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
RESULTS = ("study.h5", "summary.json", "kpi.csv", "settings.csv", "scenario.toml")

PRESET = CHECKOUT / "scenarios/sea-port.toml"
SEA_PORT = (PRESET, "--set", "scenario.duration=9d", "--set", "scenario.warmup=2d",
            "--replications", "5", "--json")
STUDIES = {
    "run": ("run", *SEA_PORT),
    "compare": ("compare", *SEA_PORT, "--profile", CHECKOUT / "profiles/green-strict.toml"),
    "sweep": ("sweep", *SEA_PORT, "--vary", "roster.scanners.servers=1:3:1"),
    # Its stages follow from what those before gave: every rank goes on with the results.
    "tune": ("tune", *SEA_PORT, "--vary", "roster.scanners.servers=1:3:1", "--vary",
             "roster.examination-crews.servers=8:12:1", "--minimise", "clearance.time",
             "--subject-to", "clearance.utilisation.physical-examination<=85%", "--budget", "100"),
}


@unittest.skipUnless(shutil.which(MPIRUN), "no mpirun")
class RanksTest(ProgramTest):
    def ranks(self, count: int, *arguments) -> Outcome:
        done = subprocess.run([MPIRUN, "-n", str(count), *OPTIONS, PROGRAM, *map(str, arguments)],
                              cwd=self.folder, text=True, encoding="utf-8",
                              stdin=subprocess.DEVNULL, capture_output=True,
                              env={**os.environ, **ROOT}, check=False, timeout=300)
        return Outcome(done.returncode, done.stdout, done.stderr)

    def results(self, out: str) -> dict[str, bytes]:
        files = {name: self.folder / out / name for name in RESULTS}
        found = {name: file.read_bytes() for name, file in files.items() if file.exists()}
        self.assertGreater(len(found), 1)
        return found

    def taken_results(self) -> dict[str, bytes]:
        """Those in `out`, which is gone then: what is written may name its folder."""
        found = self.results("out")
        shutil.rmtree(self.folder / "out")
        return found

    def test_the_number_of_ranks_changes_no_byte(self):
        for name, study in STUDIES.items():
            alone = self.greenlane(*study, "--out", "out", "--jobs", "1")
            self.assert_done(alone)
            expected = self.taken_results()
            for count in (1, 2, 4):
                with self.subTest(study=name, ranks=count):
                    together = self.ranks(count, *study, "--out", "out")
                    self.assert_done(together)
                    self.assertEqual(together.out, alone.out)
                    self.assertEqual(self.taken_results(), expected)

    def test_threads_within_ranks_change_no_byte_either(self):
        alone = self.greenlane(*STUDIES["run"], "--jobs", "1")
        self.assertEqual(self.ranks(2, *STUDIES["run"], "--jobs", "2").out, alone.out)

    def test_tables_are_plain_though_mpirun_makes_a_terminal(self):
        tables = STUDIES["run"][:-1]
        self.assertEqual(self.ranks(1, *tables).out, self.greenlane(*tables).out)

    def test_decisions_are_written_once(self):
        self.assert_done(self.greenlane(*STUDIES["run"], "--decisions", "alone.csv"))
        self.assert_done(self.ranks(3, *STUDIES["run"], "--decisions", "together.csv"))
        self.assertEqual((self.folder / "together.csv").read_bytes(),
                         (self.folder / "alone.csv").read_bytes())

    def test_what_is_wrong_with_the_input_is_said_once(self):
        self.write("bad.toml", SCENARIO.replace("per_hour", "per_hours"))
        outcome = self.ranks(3, "run", "bad.toml")
        self.assertEqual(outcome.status, 2)
        self.assertEqual(outcome.err.count("per_hours"), 1, outcome.err)
        self.assertNotIn("MPI_ABORT", outcome.err)

    def test_a_rank_that_cannot_read_its_files_ends_all(self):
        self.write("small.toml", SCENARIO)
        script = self.write("rank.sh", f"""\
            if [ "$OMPI_COMM_WORLD_RANK" = 1 ]; then mkdir elsewhere; cd elsewhere; fi
            exec {PROGRAM} run small.toml
            """)
        done = subprocess.run([MPIRUN, "-n", "3", *OPTIONS, "sh", script], cwd=self.folder,
                              text=True, stdin=subprocess.DEVNULL, capture_output=True,
                              env={**os.environ, **ROOT}, check=False, timeout=120)
        self.assertEqual(done.returncode, 2)
        self.assertIn("rank 1 gave up: ", done.stderr)
        self.assertIn("small.toml", done.stderr)

    def test_a_killed_rank_ends_the_job_and_the_study_goes_on(self):
        study = ("run", PRESET, "--set", "scenario.duration=120d", "--replications", "12", "--out",
                 "killed")
        job = subprocess.Popen([MPIRUN, "-n", "2", *OPTIONS, PROGRAM, *map(str, study)],
                               cwd=self.folder, stdout=subprocess.DEVNULL, text=True,
                               stderr=subprocess.PIPE, env={**os.environ, **ROOT})
        self.addCleanup(job.stderr.close)
        # The journal's head, and at least one replication behind it.
        self.wait_for(lambda: self.size("killed/journal.glj") > 20_000, job)
        ranks = subprocess.run(["pgrep", "-P", str(job.pid)], capture_output=True, text=True,
                               check=True).stdout.split()
        os.kill(int(ranks[-1]), signal.SIGKILL)
        _, said = job.communicate(timeout=60)
        self.assertNotEqual(job.returncode, 0)
        self.assertIn("signal 9", said)
        self.assertFalse((self.folder / "killed/summary.json").exists())
        self.assert_done(self.ranks(2, *study, "--resume"))
        whole = (*study[:-1], "whole")
        self.assert_done(self.greenlane(*whole))
        self.assertEqual(self.results("killed"), self.results("whole"))

    def size(self, name: str) -> int:
        file: Path = self.folder / name
        return file.stat().st_size if file.exists() else 0

    def wait_for(self, is_so, job: subprocess.Popen):
        end = time.monotonic() + 120
        while not is_so():
            self.assertIsNone(job.poll(), "ended before it could be killed")
            self.assertLess(time.monotonic(), end)
            time.sleep(0.02)


if __name__ == "__main__":
    unittest.main()
