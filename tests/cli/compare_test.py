"""`greenlane compare`: profiles, scenarios and what-if tables beside each other."""

import csv
import json
import math
import os
import subprocess
import unittest
from pathlib import Path

import h5py

from program import CHECKOUT, PROGRAM, SHARED, ProgramTest, needs_shared
from small import MAPPING, PROFILE, SCENARIO, declarations

PORT = CHECKOUT / "scenarios/sea-port.toml"
PROFILES = CHECKOUT / "profiles"
SHORT = ("--set", "scenario.duration=8d", "--set", "scenario.warmup=1d")


class CompareTest(ProgramTest):
    def compare(self, *arguments):
        """What --json prints, after a check of its head."""
        outcome = self.greenlane("compare", *arguments, "--json")
        self.assert_done(outcome)
        found = json.loads(outcome.out)
        self.assertEqual((found["format"], found["version"]), ("greenlane-comparison", 1))
        return found

    @staticmethod
    def difference(found, kpi, other=0):
        return next(row for row in found["kpis"] if row["id"] == kpi)["differences"][other]

    def test_a_profile_with_itself_differs_in_nothing(self):
        found = self.compare(PORT, *SHORT, "--replications", "3", "--profile",
                             PROFILES / "green-baseline.toml")
        self.assertEqual([system["name"] for system in found["systems"]],
                         ["green-baseline", "green-baseline (2)"])
        for kpi in found["kpis"]:
            difference = kpi["differences"][0]
            self.assertIn(difference["verdict"], ("same", "unknown"), kpi["id"])
            self.assertIn(difference["mean"], (0, None))
        versus = found["versus"][0]
        self.assertEqual((versus["pairing"], versus["same_traffic"]), ("paired", True))
        self.assertEqual((versus["changes"]["moved"], versus["pilots"]), (0, []))
        for turnover in ("controlled", "hits", "truly_compliant_controlled"):
            self.assertEqual(versus["changes"][turnover]["gained"], 0)
            self.assertEqual(versus["changes"][turnover]["lost"], 0)

    def test_profiles_on_common_draws(self):
        found = self.compare(PORT, *SHORT, "--replications", "4", "--profile",
                             PROFILES / "green-strict.toml", "--profile",
                             PROFILES / "random-only.toml", "--against",
                             PROFILES / "green-baseline.toml")
        self.assertEqual(found["reference"], "green-baseline")
        time = self.difference(found, "clearance.time")
        self.assertGreater(time["variance_reduction"], 1)
        self.assertLessEqual(time["together"]["low"], time["ci_low"])
        self.assertGreaterEqual(time["together"]["high"], time["ci_high"])
        selected = self.difference(found, "selectivity.selected")
        self.assertEqual(selected["verdict"], "higher")
        alone = json.loads(self.greenlane("run", PORT, *SHORT, "--replications", "4", "--profile",
                                          PROFILES / "green-strict.toml", "--json").out)
        for row, ran in zip(found["kpis"], alone["kpis"]):
            self.assertEqual(row["id"], ran["id"])
            if row["systems"][1]:
                self.assertEqual(row["systems"][1]["mean"], ran["mean"])
        headline = sum(row["headline"] and difference["together"] is not None
                       for row in found["kpis"] for difference in row["differences"])
        self.assertEqual(found["intervals"]["together"], headline)
        strict = found["versus"][0]["changes"]
        self.assertEqual(sum(move["shipments"] for move in strict["lanes"]), strict["shipments"])
        best = next(row for row in found["kpis"] if row["id"] == "targeting.detection_rate")
        self.assertEqual(len(best["against_best"]), 3)

    def test_tables_and_files(self):
        arguments = (PORT, "--profile", PROFILES / "green-strict.toml")
        outcome = self.greenlane("compare", *arguments, "--out", "result", "--jobs", "2")
        self.assert_done(outcome)
        for words in ("green-strict against green-baseline", "In this model,", "It rests on this:",
                      "not from your post", "Paired: both met the same shipments", "A pilot of",
                      "from \\ to", "(Bonferroni)"):
            self.assertIn(words, " ".join(outcome.out.split()))
        files = sorted(file.name for file in (self.folder / "result").iterdir())
        self.assertEqual(files, ["journal.glj", "kpi.csv", "performance.json", "study.h5", "summary.json"])
        one_job = self.greenlane("compare", *arguments, "--jobs", "1", "--json")
        self.assertEqual((self.folder / "result/summary.json").read_text(), one_job.out)
        with (self.folder / "result/kpi.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        summary = json.loads(one_job.out)
        times = [float(row["value"]) for row in rows
                 if row["kpi"] == "clearance.time" and row["system"] == "green-strict"]
        self.assertEqual(len(times), 10)
        mean = next(row for row in summary["kpis"] if row["id"] == "clearance.time")
        self.assertAlmostEqual(sum(times) / 10, mean["systems"][1]["mean"])
        again = self.greenlane("compare", *arguments, "--out", "result")
        self.assert_refused(again, 2, "exists already")

    def test_a_study_file_of_systems_with_stations_of_their_own(self):
        self.write("one.toml", SCENARIO)
        self.write("two.toml", SCENARIO.replace('"desk"', '"window"'))
        self.assert_done(self.greenlane("compare", "one.toml", "two.toml", "--out", "result"))
        with (self.folder / "result/kpi.csv").open(newline="") as file:
            rows = [(row["kpi"], row["value"]) for row in csv.DictReader(file)]
        with h5py.File(self.folder / "result/study.h5") as study:
            self.assertEqual(study.attrs["command"], b"compare")
            self.assertEqual(study["inputs/scenario"].asstr()[()], SCENARIO)
            self.assertEqual(list(study["systems/name"].asstr()), ["small", "small (2)"])
            ids = list(study["columns/id"].asstr())
            self.assertEqual(ids[-2:], ["clearance.utilisation.desk", "clearance.utilisation.window"])
            self.assertEqual(list(study["replications/system"]), [0, 0, 1, 1])
            self.assertEqual(list(study["replications/number"]), [0, 1, 0, 1])
            values = study["replications/value"][()].tolist()
        self.assertEqual([("" if math.isnan(value) else value) for value in sum(
            (row[:-2] for row in values), [])], [float(value) if value else "" for _, value in rows])
        self.assertEqual([[math.isnan(value) for value in row[-2:]] for row in values],
                         [[False, True]] * 2 + [[True, False]] * 2)

    def test_what_if_tables(self):
        self.write("s.toml", SCENARIO)
        self.write("w.csv", "name,station.desk.servers,arrivals.per_hour,scenario.seed\n"
                            "today,,,\nsecond desk,2,,\nbusier,,4,\nother seed,,,2\n")
        found = self.compare("s.toml", "--table", "w.csv", "--replications", "8")
        self.assertEqual([system["name"] for system in found["systems"]],
                         ["today", "second desk", "busier", "other seed"])
        desk, busier, seed = found["versus"]
        self.assertTrue(desk["same_traffic"])
        self.assertEqual(desk["pilots"], [])
        self.assertEqual((busier["pairing"], busier["same_traffic"], busier["changes"]),
                         ("paired", False, None))
        self.assertEqual((seed["pairing"], seed["same_traffic"]), ("unpaired", False))
        self.assertLess(self.difference(found, "clearance.time", 0)["mean"], 0)
        outcome = self.greenlane("compare", "s.toml", "--table", "w.csv", "--replications", "2")
        self.assertIn("Unpaired: the seeds differ", outcome.out)
        self.assertIn("not the same shipments", outcome.out)
        shipped = self.greenlane("compare", PORT, *SHORT, "--replications", "2", "--table",
                                 CHECKOUT / "scenarios/what-if.csv")
        self.assert_done(shipped)

    def test_a_cell_is_a_share_as_vary_takes_it(self):
        self.write("w.csv", "name,profile.random_rate\nrandom_rate=0.02,2%\n"
                            "random_rate=0.04,4%\n")
        arguments = ("compare", PORT, *SHORT, "--replications", "1", "--json")
        table = json.loads(self.greenlane(*arguments, "--table", "w.csv").out)
        varied = json.loads(self.greenlane(*arguments, "--vary", "profile.random_rate=2%,4%").out)
        self.assertEqual(table["kpis"], varied["kpis"])

    def test_mistakes_of_a_table_are_told_at_their_cells(self):
        self.write("s.toml", SCENARIO)
        self.write("w.csv", "name,station.dsk.servers,scenario.warmup,arrivals.per_houre\n"
                            "a,,,\nb,2,soon,\nc,,,3\n")
        outcome = self.greenlane("compare", "s.toml", "--table", "w.csv")
        self.assert_refused(outcome, 2, "w.csv:3:3: error: there is no station 'dsk'",
                            "did you mean 'desk'?", "w.csv:3:5: error: ",
                            "w.csv:4:5: error: unknown key 'per_houre'",
                            "did you mean 'per_hour'?")
        self.write("one.csv", "name,arrivals.per_hour\na,1\n")
        self.assert_refused(self.greenlane("compare", "s.toml", "--table", "one.csv"), 2,
                            "one.csv: error: a comparison takes at least two rows")
        self.assert_refused(self.greenlane("compare", "s.toml", "--table", "none.csv"), 2,
                            "none.csv")

    def test_scenarios(self):
        self.write("a.toml", SCENARIO)
        self.write("b.toml", SCENARIO.replace('"small"', '"large"').replace("servers = 1",
                                                                            "servers = 2"))
        found = self.compare("a.toml", "b.toml")
        self.assertEqual([system["name"] for system in found["systems"]], ["small", "large"])
        self.assertTrue(found["versus"][0]["same_traffic"])

    def test_recorded_practice(self):
        self.write("s.toml", SCENARIO)
        self.write("m.toml", MAPPING + '\n[recorded]\nlane = "lane"\n')
        self.write("p.toml", PROFILE)
        lines = declarations(400).splitlines()
        self.write("d.csv", "\n".join([lines[0] + ",lane"] + [
            line + (",red" if i % 10 == 0 else ",green") for i, line in enumerate(lines[1:])])
            + "\n")
        arguments = ("s.toml", "--declarations", "d.csv", "--mapping", "m.toml", "--profile",
                     "p.toml", "--against", "recorded")
        found = self.compare(*arguments)
        self.assertEqual([system["profile"] for system in found["systems"]],
                         ["recorded", "small"])
        changes = found["versus"][0]["changes"]
        self.assertEqual(changes["shipments"], 400)
        from_red = sum(move["shipments"] for move in changes["lanes"] if move["from"] == "red")
        self.assertEqual(from_red, 40)
        self.assertTrue(any("those replayed" in ground for ground in found["rests_on"]))
        self.assertTrue(any("from the scenario's stations" in ground
                            for ground in found["rests_on"]))

        # Where the records tell the times too, one system is counted as it stands.
        self.write("m.toml", MAPPING + '\n[recorded]\nlane = "lane"\nreleased = "lodged"\n')
        found = self.compare(*arguments)
        self.assertEqual(found["versus"][0]["changes"]["shipments"], 400)
        self.assertTrue(any("recorded clearance times stand beside" in ground
                            for ground in found["rests_on"]))
        outcome = self.greenlane("compare", "s.toml", "--profile", "p.toml", "--against",
                                 "recorded")
        self.assert_refused(outcome, 2, "it needs --declarations")

        # Records without lanes are no practice of releasing all.
        self.write("m.toml", MAPPING)
        outcome = self.greenlane("compare", *arguments)
        self.assert_refused(outcome, 2, "m.toml: error: names no column of the lanes")
        self.assertIn("lane or controls under [recorded]", outcome.err)

    @needs_shared
    def test_a_replay_read_once_gives_what_its_systems_have_alone(self):
        korean = (PORT, "--declarations", SHARED / "data/kcs/declarations_valid.csv", "--mapping",
                  PROFILES / "mappings/kcs.toml", "--replications", "3")
        profiles = [PROFILES / f"{name}.toml" for name in ("green-baseline", "watchlist-only",
                                                           "green-strict", "random-only")]
        chosen = [word for profile in profiles[1:] for word in ("--profile", profile)]
        found = self.compare(*korean, *chosen, "--against", profiles[0], "--jobs", "1")
        self.assertEqual(self.compare(*korean, *chosen, "--against", profiles[0], "--jobs", "3"),
                         found)
        for i, profile in enumerate(profiles):
            alone = json.loads(self.greenlane("run", *korean, "--profile", profile, "--json").out)
            for row, ran in zip(found["kpis"], alone["kpis"]):
                if row["systems"][i]:
                    self.assertEqual(row["systems"][i]["mean"], ran["mean"], row["id"])

    @needs_shared
    def test_a_replay_is_read_no_more_often_for_more_replications(self):
        declarations = SHARED / "data/kcs/declarations_valid.csv"

        def bytes_read(replications: int) -> int:
            with subprocess.Popen(
                    [PROGRAM, "compare", PORT, "--declarations", declarations, "--mapping",
                     PROFILES / "mappings/kcs.toml", "--profile", PROFILES / "green-strict.toml",
                     "--replications", str(replications), "--jobs", "2"],
                    cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
                os.waitid(os.P_PID, run.pid, os.WEXITED | os.WNOWAIT)
                accounts = Path(f"/proc/{run.pid}/io").read_text(encoding="ascii")
            self.assertEqual(run.returncode, 0)
            return int(accounts.partition("rchar: ")[2].split()[0])

        size = declarations.stat().st_size
        self.assertGreater(bytes_read(2), 2 * size)
        self.assertLess(bytes_read(8) - bytes_read(2), 0.1 * size)

    def test_gates(self):
        self.write("s.toml", SCENARIO)
        self.write("w.csv", "name,station.desk.servers\ntoday,\nmore,2\n")
        arguments = ("compare", "s.toml", "--table", "w.csv")
        for gate, status in (("clearance.time>1h", 0), ("clearance.time<1h", 4),
                             ("clearance.time<=0.001", 0), ("targeting.hit_rate<0.1", 4)):
            outcome = self.greenlane(*arguments, "--fail-if", gate)
            self.assertEqual(outcome.status, status, gate)
            self.assertIn("more against today", outcome.out)
            said = {"clearance.time<1h": f"--fail-if '{gate}' is true of more: ",
                    "targeting.hit_rate<0.1": "targeting.hit_rate of more has no value"}
            self.assertIn(said.get(gate, ""), outcome.err)
            self.assertEqual("--fail-if" in outcome.err, status == 4)
        self.assert_refused(self.greenlane(*arguments, "--fail-if", "clearance.tim>1"), 2,
                            "there is no KPI 'clearance.tim'", "did you mean 'clearance.time'?")
        self.assert_refused(self.greenlane(*arguments, "--fail-if", "clearance.time"), 2,
                            "not of the form KPI>LIMIT")

    def test_wrong_usage(self):
        self.write("s.toml", SCENARIO)
        self.write("w.csv", "name,station.desk.servers\ntoday,\nmore,2\n")
        for arguments, words in (
                ((), "no scenario given"),
                (("s.toml",), "nothing to compare with"),
                (("s.toml", "s.toml", "--table", "w.csv"), "one of them"),
                (("s.toml", "--table", "w.csv", "--against", "p.toml"), "one of them"),
                (("s.toml", "s.toml", "--against", "p.toml"), "one of them"),
                (("s.toml", "--table", "w.csv", "--replications", "0"), "--replications 0")):
            self.assert_refused(self.greenlane("compare", *arguments), 2, words)

    def test_warnings_are_said_once(self):
        self.write("s.toml", SCENARIO.replace('"1min"', '"60min"'))
        self.write("w.csv", "name,station.desk.servers\ntoday,\nmore,4\n")
        outcome = self.greenlane("compare", "s.toml", "--table", "w.csv", "--replications", "2")
        self.assert_done(outcome)
        self.assertEqual(outcome.err.count("today: desk is overloaded"), 1)
        self.assertNotIn("more: desk", outcome.err)
        text = " ".join(outcome.out.split())
        self.assertIn("! today: desk is overloaded", text)
        self.assertIn("warnings bear on the figures of today", text)

    def test_totals_of_other_periods_are_not_judged(self):
        scenario = self.write("s.toml", SCENARIO)
        varied = (scenario, "--vary", "scenario.duration=10d,20d", "--replications", "5")
        found = self.compare(*varied)
        verdict = found["versus"][0]["verdict"]
        self.assertIn("environment.co2", verdict["incomparable"])
        for judged in ("better", "worse"):
            self.assertNotIn("environment.co2", verdict[judged])
        text = " ".join(self.greenlane("compare", *varied).out.split())
        self.assertIn("Not judged, as totals of other periods", text)

    def test_one_pair_of_several_replications_is_no_difference(self):
        rates = (PORT, "--set", "scenario.duration=14d", "--set", "scenario.warmup=3d", "--vary",
                 "profile.random_rate=2%,5%")
        found = self.compare(*rates, "--replications", "4")
        detention = self.difference(found, "release.detention_time")
        self.assertEqual((detention["n"], detention["mean"], detention["verdict"]),
                         (1, None, "unknown"))
        for row in found["kpis"]:
            difference = row["differences"][0]
            self.assertEqual(difference["mean"] is None, difference["n"] < 2, row["id"])

    def test_a_difference_has_no_p_beside_its_interval(self):
        found = self.compare(self.write("s.toml", SCENARIO), "--vary",
                             "station.desk.servers=1,2")
        self.assertNotIn("p", self.difference(found, "clearance.time", 0))

    def test_varied_keys_make_systems_that_run_as_set(self):
        scenario = self.write("small.toml", SCENARIO)
        found = self.compare(scenario, "--vary", "station.desk.servers=1:3:1", "--vary",
                             "station.desk.service.mean=1min,10min")
        self.assertEqual([system["name"] for system in found["systems"]],
                         [f"servers={servers}, mean={mean}" for servers in (1, 2, 3)
                          for mean in ("1min", "10min")])
        alone = json.loads(self.greenlane("run", scenario, "--set", "station.desk.servers=2",
                                          "--set", "station.desk.service.mean=10min",
                                          "--json").out)
        for row, ran in zip(found["kpis"], alone["kpis"]):
            self.assertEqual(row["systems"][3] and row["systems"][3]["mean"],
                             ran["mean"] if row["systems"][3] else None, row["id"])

    def test_what_cannot_be_varied_is_told_at_the_option(self):
        scenario = self.write("small.toml", SCENARIO)
        for given, *words in (
                ("station.desk.servers=4:2:1", "empty range"),
                ("station.desk.servers=1:4", "needs a step", "station.desk.servers=1:4:STEP"),
                ("station.desk.servers=1:2:0.5", "must be an integer"),
                ("station.desk.server=1,2", "unknown key 'server'", "did you mean 'servers'?"),
                ("station.dusk.servers=1,2", "no station 'dusk'", "did you mean 'desk'?"),
                ("scenario.seed=1,2", "same draws"),
                ("arrivals.per_hour=1:20000:1", "20000 values")):
            self.assert_refused(self.greenlane("compare", scenario, "--vary", given), 2,
                                "--vary " + given, *words)
        self.assert_refused(self.greenlane("compare", scenario, "--vary", "station.desk.servers=1,2",
                                           "--set", "station.desk.servers=3"), 2, "is varied")
        self.assert_refused(self.greenlane("compare", scenario, "--vary", "arrivals.per_hour=1,2",
                                           "--table", "what-if.csv"), 2, "one of them")


if __name__ == "__main__":
    unittest.main()
