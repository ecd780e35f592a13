"""What `greenlane run` says, prints and stores."""

import csv
import json
import os
import pty
import re
import resource
import subprocess
import unittest

from program import CHECKOUT, PROGRAM, ProgramTest
from small import PROFILE, SCENARIO

POST = CHECKOUT / "tests/golden/post.toml"
OVERLOAD = "desk is overloaded: utilisation 1.08; waits grow for as long as the run lasts"


class RunCase(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("s.toml", SCENARIO)

    def on_a_terminal(self, *arguments, **environment: str) -> str:
        """What comes out where stdout is a terminal."""
        ours, theirs = pty.openpty()
        with subprocess.Popen([PROGRAM, *map(str, arguments)], cwd=self.folder, stdout=theirs,
                              stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
                              env={**os.environ, **environment}) as process:
            os.close(theirs)
            out = b""
            try:
                while part := os.read(ours, 65536):
                    out += part
            except OSError:
                pass  # the other end is closed
        os.close(ours)
        self.assertEqual(process.returncode, 0)
        return out.decode()


class OptionsTest(RunCase):
    def test_numbers_are_whole_and_positive(self):
        for option in ("--replications", "--jobs"):
            for value in ("0", "-1", "1.5", "many"):
                with self.subTest(option, value=value):
                    self.assert_refused(self.greenlane("run", "s.toml", option, value), 2,
                                        f"{option} {value} is not a whole number from 1")

    def test_a_target_for_no_kpi_is_refused_with_its_place(self):
        outcome = self.greenlane("run", "s.toml", "--set", 'targets.kpi."clearance.tme"=5')
        self.assert_refused(outcome, 2, "there is no KPI 'clearance.tme'",
                            "did you mean 'clearance.time'?")

    def test_replications_of_the_option_count(self):
        outcome = self.greenlane("run", "s.toml", "--replications", "4", "--json")
        self.assertEqual(json.loads(outcome.out)["replications"], 4)


class SummaryTest(RunCase):
    def test_json_is_the_file_and_nothing_else(self):
        outcome = self.greenlane("run", POST, "--json", "--out", "results")
        self.assert_done(outcome)
        self.assertEqual(outcome.err, "")
        stored = (self.folder / "results/summary.json").read_text(encoding="utf-8")
        self.assertEqual(outcome.out, stored)
        summary = json.loads(stored)
        self.assertEqual(list(summary)[:10],
                         ["format", "version", "scenario", "profile", "seed", "replications",
                          "counts", "kpis", "stations", "lanes"])

    def test_no_shipment_is_lost(self):
        counts = json.loads(self.greenlane("run", POST, "--json").out)["counts"]
        self.assertEqual(counts.pop("lodged"), sum(counts.values()))

    def test_kpi_csv_holds_the_values_behind_the_means(self):
        self.assert_done(self.greenlane("run", POST, "--out", "results"))
        summary = json.loads((self.folder / "results/summary.json").read_text(encoding="utf-8"))
        with open(self.folder / "results/kpi.csv", newline="", encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file)
                    if (row["period"], row["segment"]) == ("all", "all")]
        for kpi in summary["kpis"]:
            values = [row["value"] for row in rows if row["kpi"] == kpi["id"]]
            self.assertEqual(len(values), summary["replications"])
            known = [float(value) for value in values if value]
            self.assertEqual(len(known), kpi["n"])
            if known:
                self.assertAlmostEqual(sum(known) / len(known), kpi["mean"], 9)
            else:
                self.assertIsNone(kpi["mean"])

    def test_performance_has_the_clock(self):
        self.assert_done(self.greenlane("run", "s.toml", "--jobs", "1", "--out", "results"))
        performance = json.loads(
            (self.folder / "results/performance.json").read_text(encoding="utf-8"))
        lodged = json.loads((self.folder / "results/summary.json").read_text())["counts"]["lodged"]
        self.assertEqual(performance["shipments"], lodged)
        self.assertEqual(performance["jobs"], 1)
        self.assertGreater(performance["wall_s"], 0)
        self.assertGreater(performance["peak_rss_mib"], 1)


class OverloadTest(RunCase):
    BUSY = ("--set", "arrivals.per_hour=64.8")

    def test_it_is_said_before_the_run_and_kept(self):
        outcome = self.greenlane("run", "s.toml", *self.BUSY, "--json")
        self.assert_done(outcome)
        self.assertEqual(outcome.err, f"warning: {OVERLOAD}\n")
        self.assertEqual(json.loads(outcome.out)["warnings"], [OVERLOAD])
        self.assertIn(OVERLOAD, self.greenlane("run", "s.toml", *self.BUSY).out)

    def test_a_station_that_can_do_its_work_is_not_mentioned(self):
        outcome = self.greenlane("run", "s.toml", "--set", "arrivals.per_hour=59")
        self.assertEqual(outcome.err, "")


class DecisionsTest(RunCase):
    def test_a_row_for_each_declaration_of_the_first_replication(self):
        outcome = self.greenlane("run", POST, "--decisions", "d.csv", "--replications", "1",
                                 "--json")
        self.assert_done(outcome)
        with open(self.folder / "d.csv", newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        summary = json.loads(outcome.out)
        self.assertEqual([int(row["shipment"]) for row in rows],
                         list(range(summary["counts"]["lodged"])))
        for rule in summary["rules"]:
            chosen = sum(rule["code"] in row["chosen"].split() for row in rows)
            matched = chosen + sum(rule["code"] in row["matched"].split() for row in rows)
            self.assertEqual((chosen, matched), (rule["chosen"], rule["matched"]), rule["code"])
        for row in rows:
            self.assertRegex(row["importer"], r"^t[0-9a-f]{16}$")
            if "E1" in row["chosen"].split():
                self.assertEqual(row["reason"], "waste")
            if "by_lottery" in row["traits"].split():
                self.assertEqual((row["lane"], row["reason"]), ("red", "lottery"))

    def test_other_jobs_write_the_same(self):
        for jobs in ("1", "3"):
            self.assert_done(self.greenlane("run", POST, "--decisions", f"{jobs}.csv", "--jobs",
                                            jobs))
        self.assertEqual((self.folder / "1.csv").read_bytes(), (self.folder / "3.csv").read_bytes())

    def test_a_file_that_exists_is_left_alone(self):
        self.write("d.csv", "kept")
        self.assert_refused(self.greenlane("run", "s.toml", "--decisions", "d.csv"), 2,
                            "d.csv: error: exists already")
        self.assertEqual((self.folder / "d.csv").read_text(encoding="utf-8"), "kept")

    def test_without_a_profile_all_are_green(self):
        self.assert_done(self.greenlane("run", "s.toml", "--decisions", "d.csv"))
        with open(self.folder / "d.csv", newline="", encoding="utf-8") as file:
            self.assertEqual({row["lane"] for row in csv.DictReader(file)}, {"green"})


class ColourTest(RunCase):
    def test_colours_on_a_terminal_only_where_they_are_wanted(self):
        self.write("p.toml", PROFILE)
        self.assertIn("\x1b[", self.on_a_terminal("run", POST, NO_COLOR=""))
        self.assertNotIn("\x1b", self.on_a_terminal("run", POST, NO_COLOR="1"))
        self.assertNotIn("\x1b", self.on_a_terminal("run", POST, "--json", NO_COLOR=""))

    def test_colours_change_no_word(self):
        plain = self.on_a_terminal("run", POST, NO_COLOR="1")
        painted = self.on_a_terminal("run", POST, NO_COLOR="")
        self.assertEqual(re.sub(r"\x1b\[[0-9;]*m", "", painted), plain)


class FailureTest(RunCase):
    def test_a_replication_that_fails_is_named(self):
        limit = 150 * 2**20

        def limited(*arguments: str):
            return subprocess.run(
                [PROGRAM, *arguments], cwd=self.folder, text=True, capture_output=True,
                check=False,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))

        if limited("--version").returncode != 0:
            raise unittest.SkipTest("this build needs more memory than the test allows")
        done = limited("run", "s.toml", "--set", "arrivals.per_hour=3600000", "--jobs", "1",
                       "--out", "results")
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn("error: replication 0 failed: out of memory\n", done.stderr)
        self.assertEqual({file.name for file in self.folder.iterdir()}, {"s.toml"})
