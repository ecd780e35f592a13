"""`greenlane sweep`: keys varied over designs, on the same draws."""

import csv
import json

import h5py

from program import CHECKOUT, ProgramTest
from small import BACKLOG, MAPPING, PROFILE, SCENARIO, declarations

PORT = CHECKOUT / "scenarios/sea-port.toml"
SHORT = ("--set", "scenario.duration=8d", "--set", "scenario.warmup=1d")
# A desk that one officer can hardly keep up with.
BUSY = SCENARIO.replace("per_hour = 2", "per_hour = 40")


class SweepTest(ProgramTest):
    def sweep(self, *arguments):
        """What --json prints, after a check of its head."""
        outcome = self.greenlane("sweep", *arguments, "--json")
        self.assert_done(outcome)
        found = json.loads(outcome.out)
        self.assertEqual((found["format"], found["version"]), ("greenlane-sweep", 1))
        return found

    @staticmethod
    def kpi(found, kpi):
        return next(row for row in found["kpis"] if row["id"] == kpi)

    def test_more_officers_wait_less_and_busy_ones_more(self):
        scenario = self.write("busy.toml", BUSY)
        found = self.sweep(scenario, "--vary", "station.desk.servers=1:3:1", "--vary",
                           "station.desk.service.mean=30s:75s:15s", "--replications", "5")
        self.assertEqual(found["design"]["kind"], "grid")
        self.assertEqual(found["design"]["points"], 12)
        self.assertEqual(found["design"]["systems"], 12 + 1 + 4)
        time = self.kpi(found, "clearance.time")
        officers, mean, both = time["effects"]
        self.assertLess(officers["together"]["high"], 0)
        self.assertGreater(mean["together"]["low"], 0)
        self.assertLess(both["mean"], 0, "officers help most where work is slow")
        self.assertEqual(both["of"], ["station.desk.servers", "station.desk.service.mean"])
        self.assertLess(officers["levels"][2]["figure"]["mean"],
                        officers["levels"][0]["figure"]["mean"])
        self.assertEqual([bar["factor"] for bar in time["tornado"]],
                         ["station.desk.service.mean", "station.desk.servers"])
        self.assertEqual(time["tornado"][1]["low"]["difference"]["mean"], 0)
        self.assertEqual(found["intervals"]["together"], 7 * found["intervals"]["considered"])

    def test_the_warm_up_is_found_once_for_all_settings(self):
        scenario = self.write("backlog.toml", BACKLOG)
        mean = ("--vary", "station.desk.service.mean=5min,15min", "--kpi", "clearance.time")
        found = self.sweep(scenario, *mean)
        days = found["warmup"]["days"]
        self.assertGreater(days, 0)
        self.assertEqual(found["period"]["warmup_h"], 24 * days)
        given = self.sweep(scenario, *mean, "--set", f"scenario.warmup={days}d")
        self.assertIsNone(given["warmup"])
        for part in ("points", "kpis", "period"):
            self.assertEqual(found[part], given[part])
        compared = json.loads(self.greenlane("compare", scenario, *mean[:2], "--json").out)
        self.assertEqual(compared["systems"][0]["warmup"]["days"], days)
        self.assertEqual(compared["systems"][0]["period"], found["period"])
        text = " ".join(self.greenlane("sweep", scenario, *mean).out.split())
        self.assertIn(f"after a warm-up of {days} d)", text)
        self.assertIn(f"Warm-up: {days} days by MSER-5", text)
        none = self.greenlane("sweep", scenario, *mean, "--set", "scenario.warmup=0d")
        self.assertIn("local time (50 d, no warm-up)", " ".join(none.out.split()))
        for command in ("sweep", "compare"):
            self.assert_refused(self.greenlane(command, scenario, "--vary",
                                               "scenario.warmup=auto,2d"),
                                2, "one warm-up is found for all settings")

    def test_one_screening_leaves_out_the_warm_up_that_is_found(self):
        thresholds = (PORT, "--vary", "thresholds.red=40,60", "--kpi", "selectivity.selected",
                      "--replications", "2", "--set", "scenario.duration=30d")
        found = self.sweep(*thresholds, "--set", "scenario.warmup=auto")
        self.assertTrue(found["design"]["screened_once"])
        days = found["warmup"]["days"]
        given = self.sweep(*thresholds, "--set", f"scenario.warmup={days}d")
        self.assertEqual(found["points"], given["points"])

    def test_a_point_is_what_run_makes_of_it(self):
        scenario = self.write("small.toml", SCENARIO)
        found = self.sweep(scenario, "--vary", "station.desk.servers=1,2", "--vary",
                           "station.desk.service.mean=1min,20min", "--kpi", "clearance.time",
                           "--kpi", "clearance.utilisation.desk")
        alone = json.loads(self.greenlane("run", scenario, "--set", "station.desk.servers=2",
                                          "--set", "station.desk.service.mean=20min",
                                          "--json").out)
        self.assertEqual(found["points"][3]["setting"], {"station.desk.servers": "2",
                                                         "station.desk.service.mean": "20min"})
        ran = next(row for row in alone["kpis"] if row["id"] == "clearance.time")
        swept = found["points"][3]["kpis"]["clearance.time"]
        self.assertEqual([swept[key] for key in ("mean", "ci_low", "ci_high")],
                         [ran[key] for key in ("mean", "ci_low", "ci_high")])
        self.assertIn("clearance.utilisation.desk", found["points"][0]["kpis"])

    def test_thresholds_are_screened_once_and_equal_a_run(self):
        thresholds = ("--vary", "thresholds.yellow=20,30", "--vary", "thresholds.red=40:60:10")
        once = self.sweep(PORT, *SHORT, *thresholds, "--replications", "2", "--kpi",
                          "selectivity.selected")
        self.assertTrue(once["design"]["screened_once"])
        each = self.sweep(PORT, *SHORT, *thresholds, "--replications", "2", "--kpi",
                          "selectivity.selected", "--kpi", "clearance.time")
        self.assertFalse(each["design"]["screened_once"])
        self.assertEqual([point["kpis"]["selectivity.selected"] for point in once["points"]],
                         [point["kpis"]["selectivity.selected"] for point in each["points"]])
        for wrong in (("thresholds.yellow=20,45,25", "not above yellow's 45"),
                      ("thresholds.yellow=0:20:10", "at least 1 point")):
            self.assert_refused(self.greenlane(
                "sweep", PORT, *SHORT, "--vary", wrong[0], "--vary", "thresholds.red=40:60:10",
                "--kpi", "selectivity.selected"), 2, "--vary ", wrong[1])
        tables = self.greenlane("sweep", PORT, *SHORT, *thresholds, "--replications", "2", "--kpi",
                                "selectivity.selected")
        self.assertIn("All settings over one screening a replication", tables.out)
        self.assertIn("before the horizon", once["intervals"]["screening"])
        self.assertIsNone(each["intervals"]["screening"])

    def test_space_filling_designs(self):
        scenario = self.write("busy.toml", BUSY)
        for design in ("lhs", "sobol"):
            found = self.sweep(scenario, "--vary", "station.desk.servers=1:4", "--vary",
                               "arrivals.per_hour=10:50", "--design", design, "--points", "16",
                               "--replications", "3", "--kpi", "clearance.time")
            officers = [point["setting"]["station.desk.servers"] for point in found["points"]]
            self.assertEqual(sorted(officers), sorted("1234" * 4), "whole numbers, equally often")
            rates = [float(point["setting"]["arrivals.per_hour"]) for point in found["points"]]
            self.assertEqual(sorted(int((rate - 10) / 2.5) for rate in rates), list(range(16)))
            officers, rate, _ = self.kpi(found, "clearance.time")["effects"]
            self.assertLess(officers["mean"], 0)
            self.assertGreater(rate["mean"], 0)
            again = self.sweep(scenario, "--vary", "station.desk.servers=1:4", "--vary",
                               "arrivals.per_hour=10:50", "--design", design, "--points", "16",
                               "--replications", "1", "--seed", "2", "--kpi", "clearance.time")
            self.assertNotEqual([point["setting"] for point in again["points"]],
                                [point["setting"] for point in found["points"]])

    def test_profiles_are_a_factor(self):
        strict = self.write("strict.toml", PROFILE.replace("0.02", "0.5"))
        lax = self.write("lax.toml", PROFILE)
        found = self.sweep(self.write("small.toml", SCENARIO),
                           "--profile", lax, "--profile", strict, "--vary",
                           "station.desk.servers=1,2", "--kpi", "clearance.time")
        self.assertEqual(found["points"][0]["setting"]["profile"], str(lax))
        self.assertEqual(found["design"]["factors"][1]["levels"], [str(lax), str(strict)])
        tables = self.greenlane("sweep", "small.toml", "--profile", lax, "--profile", strict,
                                "--kpi", "clearance.time")
        self.assertIn("lax → strict", tables.out)

    def test_what_is_written_does_not_depend_on_threads(self):
        scenario = self.write("busy.toml", BUSY)
        files = {}
        for jobs in (1, 3):
            folder = self.folder / f"out{jobs}"
            self.assert_done(self.greenlane(
                "sweep", scenario, "--vary", "station.desk.servers=1,2,3", "--replications", "3",
                "--kpi", "clearance.time", "--jobs", jobs, "--out", folder))
            files[jobs] = {file.name: file.read_bytes() for file in folder.iterdir()}
            self.assertEqual(set(files[jobs]),
                             {"study.h5", "summary.json", "kpi.csv", "performance.json",
                              "journal.glj"})
        for name in ("study.h5", "summary.json", "kpi.csv"):
            self.assertEqual(files[1][name], files[3][name], name)
        rows = list(csv.DictReader(files[1]["kpi.csv"].decode().splitlines()))
        self.assertEqual(len(rows), 3 * 3)
        self.assertEqual(list(rows[0]), ["point", "station.desk.servers", "replication", "kpi",
                                         "unit", "value"])
        self.assert_study(rows)
        self.assert_refused(self.greenlane("sweep", scenario, "--vary", "station.desk.servers=1,2",
                                           "--out", self.folder / "out1"), 2, "exists already")

    def assert_study(self, rows):
        """study.h5 says of every point what kpi.csv says."""
        with h5py.File(self.folder / "out1/study.h5") as study:
            self.assertEqual(study.attrs["filetype"], b"greenlane-systems-study")
            self.assertEqual(study["inputs/scenario"].asstr()[()], BUSY)
            self.assertEqual(list(study["systems/overrides"].asstr()),
                             [""] + [f"station.desk.servers={servers}" for servers in (1, 2, 3)])
            self.assertEqual(study["systems/name"].asstr()[0], "as it stands")
            self.assertEqual(list(study["design/factor"].asstr()), ["station.desk.servers"])
            self.assertEqual(study["design/value"][()].tolist(), [[1], [2], [3]])
            column = list(study["columns/id"].asstr()).index("clearance.time")
            self.assertEqual(study["columns/id"].asstr()[-1], "clearance.utilisation.desk")
            points = list(study["design/point"])
            values = study["replications/value"][:, column]
            written = [(points.index(system) + 1, number, value) for system, number, value
                       in zip(study["replications/system"], study["replications/number"], values)
                       if system in points]
            self.assertEqual(written, [(int(row["point"]), int(row["replication"]),
                                        float(row["value"])) for row in rows])

    def test_replays_sweep_too(self):
        scenario = self.write("small.toml", SCENARIO)
        self.write("d.csv", declarations())
        self.write("m.toml", MAPPING)
        found = self.sweep(scenario, "--declarations", "d.csv", "--mapping", "m.toml", "--vary",
                           "station.desk.servers=1,2", "--kpi", "clearance.time")
        self.assertEqual(len(found["points"]), 2)

    def test_a_replay_has_no_flow_to_vary(self):
        scenario = self.write("small.toml", SCENARIO)
        self.write("d.csv", declarations())
        self.write("m.toml", MAPPING)
        for command in ("sweep", "compare"):
            self.assert_refused(
                self.greenlane(command, scenario, "--declarations", "d.csv", "--mapping", "m.toml",
                               "--vary", "arrivals.per_hour=1,2"), 2,
                "--vary arrivals.per_hour=1,2: a replay takes its declarations as they are")

    def test_what_does_not_move_has_values_too(self):
        arguments = (self.write("small.toml", SCENARIO), "--vary", "station.desk.servers=5,6")
        found = self.sweep(*arguments)
        idle = self.kpi(found, "clearance.time")
        self.assertFalse(idle["moves"])
        self.assertEqual(found["points"][0]["kpis"]["clearance.time"],
                         found["points"][1]["kpis"]["clearance.time"])
        one = self.greenlane("sweep", *arguments, "--replications", "1", "--kpi", "clearance.time")
        self.assert_done(one)
        self.assertIn("One replication has no intervals: differences stand as they are",
                      " ".join(one.out.split()))
        self.assertNotIn("95 %", one.out.split("Settings")[1])

    def test_stations_are_named_as_hints(self):
        scenario = self.write("small.toml", SCENARIO)
        varied = ("--vary", "station.desk.servers=1,2")
        for command, *mistake in (("sweep", "--kpi", "clearance.utilisation.dsk"),
                                  ("sweep", "--fail-if", "clearance.utilisation.dsk>0.1"),
                                  ("compare", "--fail-if", "clearance.utilisation.dsk>0.1")):
            self.assert_refused(self.greenlane(command, scenario, *varied, *mistake), 2,
                                "no station 'dsk'", "did you mean 'desk'?")

    def test_gates(self):
        scenario = self.write("busy.toml", BUSY)
        arguments = ("sweep", scenario, "--vary", "station.desk.servers=1,4", "--replications", "2",
                     "--kpi", "clearance.time.p90")
        slow = self.greenlane(*arguments, "--fail-if", "clearance.time>2min")
        self.assertEqual(slow.status, 4, slow.err)
        self.assertIn("'clearance.time>2min' is true of 1 of 2 settings, the limit is 0.0333333 h; the "
                      "first: servers=1: ", slow.err)
        unknown = self.greenlane(*arguments, "--fail-if", "targeting.hit_rate<0.1")
        self.assertEqual(unknown.status, 4, unknown.err)
        self.assertIn("'targeting.hit_rate<0.1': targeting.hit_rate has no value in 2 of 2 "
                      "settings; the first: servers=1\n", unknown.err)
        self.assert_done(self.greenlane(*arguments, "--fail-if", "clearance.time>9h"))

    def test_a_gate_judges_runs_whichever_kpis_are_asked_for(self):
        thresholds = ("sweep", PORT, *SHORT, "--vary", "thresholds.yellow=30,50", "--kpi",
                      "targeting.hit_rate", "--replications", "2")
        folder = self.folder / "screened"
        self.assert_done(self.greenlane(*thresholds, "--out", folder))
        screened = json.loads((folder / "summary.json").read_text())
        self.assertTrue(screened["design"]["screened_once"])
        gate = ("--fail-if", "targeting.hit_rate<0.01%", "--json")
        alone = json.loads(self.greenlane(*thresholds, *gate).out)
        self.assertFalse(alone["design"]["screened_once"])
        beside = json.loads(self.greenlane(*thresholds, *gate, "--kpi", "clearance.time").out)
        rates = [[point["kpis"]["targeting.hit_rate"]["mean"] for point in found["points"]]
                 for found in (screened, alone, beside)]
        self.assertEqual(rates[1], rates[2])
        self.assertNotEqual(rates[0], rates[1], "the horizon cuts controls short")
        # What was screened is not taken for runs, nor runs for what was screened.
        resumed = self.greenlane(*thresholds, *gate, "--out", folder, "--resume")
        self.assertEqual(json.loads(resumed.out), alone)
        resumed = self.greenlane(*thresholds, "--json", "--out", folder, "--resume")
        self.assertEqual(json.loads(resumed.out), screened)

    def test_warnings_stand_in_the_results_and_count_what_the_tables_show(self):
        scenario = self.write("busy.toml", BUSY)
        slow = ("sweep", scenario, "--vary", "station.desk.servers=2:4:1", "--set",
                "station.desk.service.mean=4min", "--kpi", "clearance.time")
        warnings = ["as it stands: desk is overloaded: utilisation 2.6",
                    "1 of 3 settings overload a station; the first: desk is overloaded: "
                    "utilisation 1.3"]
        told = json.loads(self.greenlane(*slow, "--json").out)["warnings"]
        outcome = self.greenlane(*slow)
        text = " ".join(outcome.out.split())
        self.assertEqual(len(told), len(warnings))
        for expected, warning in zip(warnings, told):
            self.assertTrue(warning.startswith(expected), warning)
            self.assertIn("! " + warning, text)
            self.assertEqual(outcome.err.count("warning: " + warning), 1)
        mixed = self.greenlane("sweep", scenario, "--vary", "station.desk.servers=2,4", "--vary",
                               "station.desk.service.mean=1min,4min", "--kpi", "clearance.time")
        self.assertIn("warning: 1 of 4 settings overload", mixed.err)
        self.assertIn("warning: 1 of 4 settings of one factor moved alone overload", mixed.err)

    def test_what_moves_nothing_is_the_same(self):
        scenario = self.write("small.toml", SCENARIO)
        factors = ("sweep", scenario, "--vary", "station.desk.servers=1,2", "--vary",
                   "station.desk.service.mean=1min,3min", "--kpi", "acceptance.time")
        found = json.loads(self.greenlane(*factors, "--json").out)
        for effect in found["kpis"][0]["effects"]:
            self.assertIn(effect["mean"], (0, None))
        text = self.greenlane(*factors).out
        self.assertNotIn("open", text)
        self.assertNotIn("-0 h", text)

    def test_a_warm_up_that_was_not_found_is_no_warm_up_found(self):
        scenario = self.write("growing.toml", BUSY)
        growing = (scenario, "--set", "scenario.warmup=auto", "--set", "scenario.duration=40d",
                   "--set", "station.desk.service.mean=100s", "--vary", "station.desk.servers=1,2")
        for command in ("sweep", "compare"):
            found = json.loads(self.greenlane(command, *growing, "--json").out)
            warned = found["warnings"] if command == "sweep" else found["systems"][0]["warnings"]
            text = " ".join(self.greenlane(command, *growing).out.split())
            self.assertTrue(any("no warm-up was found" in warning for warning in warned))
            self.assertIn("! no warm-up was found", text)
            self.assertIn("by MSER-5, the longest that it tries,", text)

    def test_tables_tell_effects_and_tornado(self):
        scenario = self.write("busy.toml", BUSY)
        outcome = self.greenlane("sweep", scenario, "--vary", "station.desk.servers=1,2", "--vary",
                                 "arrivals.per_hour=20,40", "--replications", "4")
        self.assert_done(outcome)
        for words in ("grid of 4 settings of 2 factors", "servers × per_hour", "interaction",
                      "as it stands", "35 intervals of effects and tornados hold together", "Settings",
                      "those that are shown to move"):
            self.assertIn(words, outcome.out)

    def test_a_number_that_is_not_whole_is_one_mistake(self):
        outcome = self.greenlane("sweep", PORT, "--vary", "roster.scanners.servers=1.5,2")
        self.assertEqual((outcome.status, outcome.err),
                         (2, "--vary roster.scanners.servers=1.5,2: error: 'servers' must be an "
                             "integer, not a number\n"))

    def test_bad_usage_is_told_before_anything_runs(self):
        scenario = self.write("small.toml", SCENARIO)
        vary = ("--vary", "station.desk.servers=1:4:1")
        for arguments, *words in (
                ((), "nothing varies"),
                (("--vary", "station.desk.servers=4:1:1"), "empty range"),
                (("--vary", "station.desk.servers=1:4:-1"), "never leads"),
                (("--vary", "station.desk.servers=1:4"), "a grid needs a step"),
                (("--vary", "station.desk.servers=1:2:0.5"), "must be an integer"),
                (("--vary", "station.desk.server=1,2"), "did you mean 'servers'?"),
                (("--vary", "station.desk.servers=0:2:1"), "--vary station.desk.servers=0:2:1"),
                ((*vary, "--vary", "arrivals.per_hour=1:5000:1"), "at most 10000 are run"),
                ((*vary, "--design", "lhs", "--points", "8"), "takes ranges"),
                (("--vary", "station.desk.servers=1:4", "--design", "lhs"), "--points 64"),
                (("--vary", "station.desk.servers=1:4.5", "--design", "lhs", "--points", "8"),
                 "must be an integer"),
                ((*vary, "--design", "cube"), "none of grid, lhs, sobol"),
                ((*vary, "--points", "9"), "a grid has its own"),
                ((*vary, "--kpi", "clearance.tim"), "did you mean 'clearance.time'?"),
                ((*vary, "--kpi", "clearance.utilisation.dusk"), "no station 'dusk'"),
                (("--vary", "scenario.seed=1,2"), "same draws")):
            self.assert_refused(self.greenlane("sweep", scenario, *arguments), 2, *words)
