"""`greenlane tune`: what it finds, what it writes, and that it can be repeated."""

import csv
import json
import re
import unittest

import h5py

from program import CHECKOUT, ProgramTest
from small import BACKLOG, MAPPING, PROFILE, SCENARIO, declarations

QUEUE = SCENARIO.replace("per_hour = 2", "per_hour = 100").replace("servers = 1", "servers = 3 # desks")
DESKS = ("--vary", "station.desk.servers=1:5:1", "--cost", "station.desk.servers=1")


class TuneTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.scenario = self.write("small.toml", QUEUE)

    def tune(self, *arguments):
        outcome = self.greenlane("tune", *arguments, "--json")
        self.assert_done(outcome)
        found = json.loads(outcome.out)
        self.assertEqual((found["format"], found["version"]), ("greenlane-tuning", 1))
        return found

    def kpis(self, command):
        """What the command that a tuning names gives, by KPI."""
        outcome = self.greenlane(*command.split()[1:], "--json")
        self.assert_done(outcome)
        return {row["id"]: row for row in json.loads(outcome.out)["kpis"]}

    def test_the_fewest_desks_that_keep_the_time_are_found_and_written(self):
        # 100 an hour, a minute each: two desks queue for 2.2 minutes, three for 6 seconds.
        found = self.tune(self.scenario, *DESKS, "--minimise", "cost", "--subject-to",
                          "clearance.time<=0.05", "--budget", "100", "--replications", "4", "--out",
                          "tuned")
        winner = found["fresh"]["chosen"]
        self.assertEqual(winner["values"], {"station.desk.servers": 3})
        self.assertTrue(found["search"]["all_tried"])
        self.assertGreater(winner["constraints"][0]["confidence"], 0.95)
        self.assertEqual(found["winner"], 0)  # the files as they stand: nothing to write
        self.assertEqual(sorted(file.name for file in (self.folder / "tuned").iterdir()),
                         ["journal.glj", "performance.json", "settings.csv", "study.h5",
                          "summary.json"])

    def test_a_setting_that_overloads_a_station_is_no_candidate(self):
        # One desk is busy for 1.67 of its time.
        arguments = (self.scenario, *DESKS, "--minimise", "cost", "--subject-to",
                     "clearance.utilisation.desk>=0.5", "--budget", "100", "--replications", "4")
        found = self.tune(*arguments, "--out", "tuned")
        self.assertEqual(found["fresh"]["chosen"]["values"], {"station.desk.servers": 2})
        self.assertEqual(found["search"]["overloaded"], 1)
        with open(self.folder / "tuned/settings.csv", newline="") as rows:
            table = {row["station.desk.servers"]: row for row in csv.DictReader(rows)}
        self.assertRegex(table["1"]["overloads"], r"^desk 1\.6\d$")
        self.assertEqual((table["1"]["feasible"], table["2"]["overloads"]), ("0", ""))
        told = " ".join(self.greenlane("tune", *arguments).out.split())
        self.assertIn("1 setting overloads desk and is no candidate: waits there grow for as long as "
                      "a run lasts", told)
        busy = self.tune(*arguments, "--set", "arrivals.per_hour=1000")
        self.assertIsNone(busy["winner"])
        self.assertEqual(busy["search_estimate"]["values"], {"station.desk.servers": 5})
        self.assertAlmostEqual(busy["search_estimate"]["overloads"][0]["utilisation"], 3.33, delta=0.1)

    def test_nothing_is_written_where_the_present_setting_serves_better(self):
        found = self.tune(self.scenario, "--vary", "station.desk.service.mean=72s,84s", "--minimise",
                          "clearance.time", "--budget", "80", "--replications", "4", "--out", "tuned")
        self.assertTrue(found["fresh"]["present_serves_better"])
        self.assertFalse((self.folder / "tuned/scenario.toml").exists())
        self.assertIn("--set station.desk.service.mean=", found["fresh"]["repeat_by"])

    def test_more_fresh_replications_extend_a_tuning(self):
        arguments = (self.scenario, *DESKS, "--minimise", "clearance.time", "--minimise", "cost",
                     "--budget", "100", "--out", "tuned", "--replications")
        few = self.tune(*arguments, "2")
        many = self.tune(*arguments, "4", "--resume")
        self.assertEqual({key: few[key] for key in few if key != "fresh"},
                         {key: many[key] for key in many if key != "fresh"})
        self.assertEqual(many["fresh"]["replications"], 4)
        self.assert_refused(self.greenlane("tune", *arguments, "3", "--resume"), 2,
                            "the journal holds 4 replications", "--replications 4")
        again = self.kpis(many["fresh"]["repeat_by"])["clearance.time"]
        fresh = many["fresh"]["chosen"]["objectives"][0]
        self.assertEqual({key: again[key] for key in fresh}, fresh)

    def test_values_that_cannot_be_are_told_before_the_search(self):
        outcome = self.greenlane("tune", self.scenario, "--vary", "station.desk.service.mean=4:12:4",
                                 "--minimise", "clearance.time", "--budget", "80", "--out", "tuned")
        self.assert_refused(outcome, 2, "--vary station.desk.service.mean=4:12:4",
                            "has no unit of time")
        self.assertNotIn("--resume", outcome.err)

    def test_a_warm_up_that_is_found_stands_in_the_command_that_repeats(self):
        self.write("backlog.toml", BACKLOG)
        found = self.tune("backlog.toml", "--vary", "station.desk.service.mean=5min:15min:5min",
                          "--minimise", "clearance.time", "--budget", "80", "--out", "tuned")
        self.assertRegex(found["fresh"]["repeat_by"], r"--set scenario.warmup=(5|10)d ")
        again = self.kpis(found["fresh"]["repeat_by"])
        fresh = found["fresh"]["chosen"]["objectives"][0]
        self.assertEqual({key: again["clearance.time"][key] for key in fresh}, fresh)
        auto = self.tune("backlog.toml", "--vary", "station.desk.service.mean=5min:15min:5min",
                         "--minimise", "clearance.time", "--budget", "80", "--set",
                         "scenario.warmup=auto")
        self.assertEqual(auto["fresh"]["repeat_by"].count("scenario.warmup="), 1)
        given = self.tune("backlog.toml", "--vary", "station.desk.service.mean=5min:15min:5min",
                          "--minimise", "clearance.time", "--budget", "80", "--set",
                          re.search("scenario.warmup=[0-9]+d", found["fresh"]["repeat_by"])[0])
        self.assertEqual(found["fresh"]["chosen"], given["fresh"]["chosen"])
        self.assertEqual(found["search_estimate"], given["search_estimate"])

    def test_the_written_scenario_repeats_the_figures(self):
        found = self.tune(self.scenario, *DESKS, "--minimise", "clearance.time", "--minimise",
                          "cost", "--subject-to", "clearance.utilisation.desk<=0.5", "--budget",
                          "100", "--replications", "3", "--out", "tuned")
        self.assertEqual([row["values"]["station.desk.servers"] for row in found["front"]],
                         [5, 4])
        text = (self.folder / "tuned/scenario.toml").read_text()
        self.assertIn("servers = 5 # desks", text)
        self.assertIn("# minimise cost: 5, before 3\n", text)
        self.assertRegex(text, r"# minimise clearance.time: 0.0\d+ h \[.*\], before 0.0\d+ h \[")
        self.assertRegex(text, r"<=0.5: 33.\d+ % \[.*\], holds with probability (> )?\d+\.\d %; before 55.\d+ %")
        self.assertIn("measured from 2026-01-05T00:00:00Z to 2026-01-15T00:00:00Z, after a warm-up "
                      "of 0", text)
        self.assert_done(self.greenlane("check", "tuned/scenario.toml"))
        again = self.kpis(found["fresh"]["repeat_by"])
        fresh = found["fresh"]["chosen"]["objectives"][0]
        self.assertEqual({key: again["clearance.time"][key] for key in fresh}, fresh)
        with open(self.folder / "tuned/settings.csv", newline="") as rows:
            table = list(csv.DictReader(rows))
        self.assertEqual(len(table), 5)
        header = (self.folder / "tuned/settings.csv").read_text().splitlines()[0].split(",")
        self.assertEqual(len(header), len(set(header)), header)
        self.assertEqual([row["station.desk.servers"] for row in table if row["front"] == "1"],
                         ["4", "5"])

    def test_the_written_profile_repeats_the_figures(self):
        found = self.tune(CHECKOUT / "scenarios/sea-port.toml", "--set", "scenario.duration=6d",
                          "--set", "scenario.warmup=1d", "--vary", "thresholds.red=40:80:20",
                          "--vary", "profile.random_rate=0.01:0.05:0.02", "--maximise",
                          "targeting.detection_rate", "--minimise", "clearance.time", "--budget",
                          "110", "--replications", "2", "--out", "tuned")
        text = (self.folder / "tuned/profile.toml").read_text()
        self.assertIn("# A balanced green profile", text)
        self.assertIn("# Tuned under --set scenario.duration=6d --set scenario.warmup=1d, which this "
                      "file does not hold.\n", text)
        self.assert_done(self.greenlane("check", "tuned/profile.toml"))
        again = self.kpis(found["fresh"]["repeat_by"])
        for objective, fresh in zip(found["objectives"], found["fresh"]["chosen"]["objectives"]):
            self.assertEqual({key: again[objective["id"]][key] for key in fresh}, fresh)

    def test_the_study_file_holds_every_replication(self):
        found = self.tune(self.scenario, *DESKS, "--minimise", "clearance.time", "--minimise",
                          "cost", "--subject-to", "clearance.utilisation.desk<=0.5",
                          "--subject-to", "clearance.time<=100h", "--budget",
                          "100", "--replications", "3", "--set", "arrivals.per_hour=90", "--out",
                          "tuned")
        with open(self.folder / "tuned/settings.csv", newline="") as rows:
            header = rows.readline().strip().split(",")
            self.assertEqual(len(header), len(set(header)), header)
            rows.seek(0)
            settings = list(csv.DictReader(rows))
        with h5py.File(self.folder / "tuned/study.h5") as study:
            self.assertEqual(study.attrs["command"], b"tune")
            self.assertEqual(study["inputs/scenario"].asstr()[()], QUEUE)
            self.assertEqual(list(study["inputs/overrides"].asstr()), ["arrivals.per_hour=90"])
            names = list(study["systems/name"].asstr())
            first = settings[1]["station.desk.servers"]
            self.assertEqual(names[:2], ["as it stands", f"station.desk.servers={first}"])
            self.assertEqual(study["design"].attrs["kind"], b"search")
            self.assertEqual(list(study["design/factor"].asstr()), ["station.desk.servers"])
            self.assertEqual([value for value, in study["design/value"]],
                             [float(row["station.desk.servers"]) for row in settings])
            column = list(study["columns/id"].asstr()).index("clearance.time")
            rows = list(zip(map(int, study["replications/system"]),
                            map(int, study["replications/number"]),
                            study["replications/value"][:, column]))
        self.assertEqual([row[:2] for row in rows], sorted({row[:2] for row in rows}))
        fresh = {system for system, number, _ in rows if number < 3}
        self.assertEqual(fresh, {0, found["winner"]})
        for system, setting in enumerate(settings):
            values = [value for of, number, value in rows if of == system and number >= 3]
            self.assertEqual(len(values), int(setting["replications"]))
            self.assertAlmostEqual(sum(values) / len(values), float(setting["clearance.time"]))
        values = [value for of, number, value in rows if of == found["winner"] and number < 3]
        self.assertAlmostEqual(sum(values) / 3, found["fresh"]["chosen"]["objectives"][0]["mean"])

    def test_gates_judge_the_fresh_estimate(self):
        arguments = ("tune", self.scenario, *DESKS, "--minimise", "clearance.time", "--budget",
                     "100", "--replications", "2")
        slow = self.greenlane(*arguments, "--fail-if", "clearance.utilisation.desk>0.2")
        self.assertEqual(slow.status, 4, slow.err)
        self.assertIn("--fail-if 'clearance.utilisation.desk>0.2' is true of the winning setting: ",
                      slow.err)
        self.assert_done(self.greenlane(*arguments, "--fail-if", "clearance.time>1h"))
        self.assert_refused(self.greenlane(*arguments, "--fail-if", "clearance.utilisation.dask>0.9"),
                            2, "no station 'dask'")

    def test_jobs_change_nothing(self):
        arguments = (self.scenario, *DESKS, "--minimise", "clearance.time", "--minimise", "cost",
                     "--budget", "120", "--replications", "2")
        self.assertEqual(self.tune(*arguments, "--jobs", "1"), self.tune(*arguments, "--jobs", "3"))

    def test_a_replay_is_tuned_on_its_earlier_days(self):
        self.write("lodged.csv", declarations(360))
        self.write("mapping.toml", MAPPING)
        self.write("profile.toml", PROFILE + '[thresholds]\nred = 10\n[[rule]]\ncode = "P2"\n'
                   'when = "value > 100"\npoints = 20\n')
        found = self.tune(self.scenario, "--profile", "profile.toml", "--declarations", "lodged.csv",
                          "--mapping", "mapping.toml", "--vary", "thresholds.red=10:30:10",
                          "--minimise", "selectivity.selected", "--budget", "100",
                          "--replications", "2", "--out", "tuned")
        self.assertEqual(found["search"]["period"],
                         {"begin": "2026-01-01T00:00:00Z", "end": "2026-01-07T00:00:00Z",
                          "warmup_h": 0, "utc_offset_h": 0})
        self.assertEqual(found["fresh"]["period"],
                         {"begin": "2026-01-07T00:00:00Z", "end": "2026-01-10T00:00:00Z",
                          "warmup_h": 144, "utc_offset_h": 0})
        again = self.kpis(found["fresh"]["repeat_by"])["selectivity.selected"]
        fresh = found["fresh"]["chosen"]["objectives"][0]
        self.assertEqual({key: again[key] for key in fresh}, fresh)

    def test_objectives_stand_in_the_order_in_which_they_are_given(self):
        time, use, cost = (("--minimise", "clearance.time"),
                           ("--maximise", "clearance.utilisation.desk"), ("--minimise=cost",))
        others = (self.scenario, *DESKS, "--budget", "100", "--replications", "2", "--out", "tuned")
        found = self.tune(*others, *time, *use, *cost)
        self.assertEqual([row["id"] for row in found["objectives"]],
                         ["clearance.time", "clearance.utilisation.desk", "cost"])
        times = [row["objectives"][0]["mean"] for row in found["front"]]
        self.assertEqual(times, sorted(times))
        self.assert_refused(self.greenlane("tune", *others, *use, *time, *cost, "--resume"), 2,
                            "tuned: error: is of another study: the order of the options")

    def test_a_budget_cannot_be_changed_halfway(self):
        arguments = ("tune", self.scenario, *DESKS, "--minimise", "cost", "--replications", "2",
                     "--out", "tuned", "--budget")
        self.assert_done(self.greenlane(*arguments, "100"))
        self.assert_refused(self.greenlane(*arguments, "200", "--resume"), 2,
                            "--budget 200 instead of --budget 100, and the course of a search "
                            "depends on it")

    def test_settings_that_cannot_be_are_left_out(self):
        self.write("profile.toml", PROFILE + "[thresholds]\nyellow = 20\nred = 60\n")
        found = self.tune(self.scenario, "--profile", "profile.toml", "--vary",
                          "thresholds.yellow=20:60:20", "--vary", "thresholds.red=20:60:20",
                          "--minimise", "clearance.time", "--budget", "100", "--replications", "2")
        self.assertEqual((found["search"]["tried"], found["search"]["possible"]), (9, 3))
        told = self.greenlane("tune", self.scenario, "--profile", "profile.toml", "--vary",
                              "thresholds.yellow=20:60:20", "--vary", "thresholds.red=20:60:20",
                              "--minimise", "clearance.time", "--budget", "100", "--replications", "2")
        self.assertRegex(" ".join(told.out.split()), "do not allow 6 of them, one because .*yellow")

    def test_whole_numbers_are_kept_to_where_an_end_is_refused(self):
        self.write("profile.toml", PROFILE + "[thresholds]\nyellow = 30\nred = 60\n")

        def settings(*arguments):
            found = self.tune(self.scenario, "--profile", "profile.toml", *arguments, "--minimise",
                              "clearance.time", "--budget", "80", "--replications", "2")
            return found["search"]["settings"]

        # Red cannot be 20 beside the yellow of the file, and no threshold is 0 or 0.7.
        self.assertEqual(settings("--vary", "thresholds.red=20:90", "--vary",
                                  "thresholds.yellow=10:50"), 71 * 41)
        self.assertEqual(settings("--vary", "thresholds.yellow=0:90"), 91)
        self.assertEqual(settings("--vary", "profile.random_rate=0:1"), 101)

    def test_the_file_claims_no_more_than_is_known(self):
        self.assert_done(self.greenlane("tune", self.scenario, *DESKS, "--minimise",
                                        "clearance.time", "--budget", "80", "--replications", "2",
                                        "--out", "tuned"))
        text = (self.folder / "tuned/scenario.toml").read_text()
        self.assertRegex(text, r"\n# This is the best by the search's means\. (No other setting tried "
                               r"is .* probability of|Another setting may be as good)")

    def test_thresholds_that_the_profile_refuses_are_left_out_of_one_screening(self):
        self.write("profile.toml", PROFILE + "[thresholds]\nyellow = 20\nred = 60\n")
        found = self.tune(self.scenario, "--profile", "profile.toml", "--vary",
                          "thresholds.yellow=0:20:10", "--vary", "thresholds.red=60,4294967356",
                          "--maximise", "selectivity.selected", "--budget", "100",
                          "--replications", "2", "--out", "tuned")
        self.assertEqual(found["search"]["end"], "screened once")
        with open(self.folder / "tuned/settings.csv", newline="") as rows:
            possible = {(row["thresholds.yellow"], row["thresholds.red"])
                        for row in csv.DictReader(rows) if row["possible"] == "1"}
        self.assertEqual(possible, {("10", "60"), ("20", "60")})

    def test_nothing_feasible_is_said_with_the_nearest(self):
        arguments = (self.scenario, *DESKS, "--minimise", "cost", "--subject-to",
                     "clearance.time<=30s", "--budget", "100", "--replications", "2")
        found = self.tune(*arguments)
        self.assertIsNone(found["winner"])
        self.assertEqual(found["fresh"]["chosen"]["values"], {"station.desk.servers": 5})
        outcome = self.greenlane("tune", *arguments)
        self.assert_done(outcome)
        self.assertIn("No feasible setting", outcome.out)
        self.assertIn("Nearest: station.desk.servers=5", " ".join(outcome.out.split()))
        self.assertRegex(outcome.out, r"(?m)^    nearest +1.0\d min  .*  missed by 30.\d s  +< 0.1 %$")
        self.assertNotIn("tuned", outcome.out)

    def test_tables_show_whole_ids_in_a_hundred_columns(self):
        found = self.greenlane("tune", CHECKOUT / "scenarios/sea-port.toml", "--set",
                               "scenario.duration=6d", "--set", "scenario.warmup=1d", "--vary",
                               "roster.examination-crews.servers=8:12:2", "--vary",
                               "roster.scanners.servers=2:3:1", "--maximise",
                               "targeting.hits_per_officer_hour", "--minimise", "clearance.time.p90",
                               "--minimise", "clearance.utilisation.nii-scan", "--subject-to",
                               "targeting.hits_per_officer_hour>=0.001", "--budget", "80",
                               "--replications", "2")
        self.assert_done(found)
        self.assertNotIn("…", found.out)
        self.assertLessEqual(max(map(len, found.out.split("Repeats")[0].splitlines())), 100)
        self.assertIn("measured from 2026-06-02 00:00 to 2026-06-07 00:00 local time", found.out)
        self.assertIn("all 6 settings and the present setting, which is none of these, tried",
                      " ".join(found.out.split()))
        self.assertIn("present: the files as they stand with --set scenario.duration=6d --set "
                      "scenario.warmup=1d, which are not on the grid", " ".join(found.out.split()))

    def test_durations_stand_as_they_are_written(self):
        found = self.tune(self.scenario, "--vary", "station.desk.service.mean=30s:90s:30s",
                          "--minimise", "clearance.time", "--budget", "80", "--replications", "2",
                          "--out", "tuned")
        self.assertEqual(found["fresh"]["present"]["values"], {"station.desk.service.mean": "1min"})
        text = (self.folder / "tuned/scenario.toml").read_text()
        self.assertIn("# station.desk.service.mean = 30s (was 1min; searched", text)
        with open(self.folder / "tuned/settings.csv", newline="") as rows:
            self.assertEqual(next(csv.DictReader(rows))["station.desk.service.mean"], "1min")

    def test_bad_input_is_refused(self):
        def refused(*arguments, words):
            self.assert_refused(self.greenlane("tune", self.scenario, *arguments), 2, *words)

        aim = ("--minimise", "clearance.time")
        refused(*aim, words=["nothing to tune"])
        refused(*DESKS, words=["nothing to aim at"])
        refused(*DESKS, "--minimise", "clearance.tiem", words=["did you mean 'clearance.time'"])
        refused(*DESKS, *aim, "--subject-to", "clearance.time<=2h", "--subject-to",
                "clearance.time>=3h", words=["contradict each other"])
        refused(*DESKS, *aim, "--subject-to", "clearance.utilisation.dask<=0.9",
                words=["no station 'dask'", "did you mean 'desk'"])
        refused(*DESKS, *aim, "--subject-to", "cost<=0", words=["settings cost from 1 to 5"])
        refused("--vary", "station.desk.servers=1:5:1", "--minimise", "cost",
                words=["needs --cost"])
        refused("--vary", "station.dask.servers=1:5:1", *aim, words=["no key 'station.dask.servers'"])
        refused("--vary", "station.desk.name=1:5:1", *aim, words=["is a text, not a number"])
        refused("--vary", "station.desk.stage=release,payment", *aim, words=["numbers and durations"])
        refused("--vary", "thresholds.red=1:5:1", *aim, words=["there is no profile"])
        refused(*DESKS, *aim, "--set", "station.desk.servers=2", words=["is varied"])
        refused(*DESKS, *aim, "--cost", "station.desk.servers=2", words=["has a cost already"])
        refused(*DESKS, *aim, "--budget", "20",
                words=["too few to search by: at least 80", "takes 4 replications"])
        refused(*DESKS, *aim, "--subject-to", "clearance.time",
                words=["not of the form KPI<=LIMIT", "'clearance.time.p90<=24h'"])
        refused(*DESKS, "--minimise", "targeting.hit_rate", "--budget", "100",
                words=["no setting has a value"])


if __name__ == "__main__":
    unittest.main()
