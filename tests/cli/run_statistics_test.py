"""Warm-ups that `run` finds, intervals of a single run, precision to be reached, and gates."""

import json

from program import CHECKOUT, ProgramTest
from small import BACKLOG, SCENARIO


class StatisticsCase(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("s.toml", SCENARIO)
        self.write("backlog.toml", BACKLOG)

    def summary(self, *arguments: str) -> dict:
        outcome = self.greenlane("run", *arguments, "--json")
        self.assert_done(outcome)
        return json.loads(outcome.out)

    @staticmethod
    def kpi(summary: dict, name: str) -> dict:
        return next(kpi for kpi in summary["kpis"] if kpi["id"] == name)


class WarmupTest(StatisticsCase):
    def test_results_are_those_of_the_same_warmup_given(self):
        found = self.summary("backlog.toml")
        days = found["warmup"]["days"]
        self.assertIn(days, (5, 10))
        self.assertEqual(found["period"]["warmup_h"], 24 * days)
        self.assertEqual(found["warmup"]["method"], "MSER-5")
        self.assertIn({"kpi": "clearance.time", "days": days}, found["warmup"]["asked_for"])
        given = self.summary("backlog.toml", "--set", f"scenario.warmup={days}d")
        self.assertIsNone(given["warmup"])
        found["warmup"] = None
        self.assertEqual(found, given)

    def test_it_does_not_depend_on_jobs_and_replications(self):
        found = self.summary("backlog.toml", "--jobs", "1")
        self.assertEqual(found, self.summary("backlog.toml", "--jobs", "3"))
        more = self.summary("backlog.toml", "--replications", "12")
        self.assertEqual(found["warmup"], more["warmup"])

    def test_tables_say_who_asked_for_it(self):
        outcome = self.greenlane("run", "backlog.toml")
        self.assert_done(outcome)
        self.assertRegex(" ".join(outcome.out.split()),
                         r"Warm-up: \d+ days by MSER-5, of the \d+ weekly series of KPIs that a "
                         r"pilot of 10 replications gave; [a-z_.]+ asks for \d+")
        steady = self.greenlane("run", "s.toml", "--set", "scenario.warmup=auto", "--set",
                                "scenario.duration=30d")
        self.assertIn("Warm-up: 0 days by MSER-5", steady.out)

    def test_what_drifts_is_named(self):
        outcome = self.greenlane("run", "backlog.toml", "--set", "arrivals.per_hour=7", "--json")
        self.assert_done(outcome)
        self.assertRegex(outcome.err, "warning: no warm-up was found after which "
                                      ".*clearance.time.* are steady")
        summary = json.loads(outcome.out)
        self.assertIn("clearance.time", summary["warmup"]["drifting"])
        self.assertRegex(summary["warnings"][-1], "^no warm-up was found ")

    def test_a_run_that_is_too_short_is_refused(self):
        self.assert_refused(
            self.greenlane("run", "backlog.toml", "--set", "scenario.duration=12d"), 2,
            "backlog.toml:6:10: error: the run is too short to find a warm-up in it")
        self.assert_refused(self.greenlane("run", "backlog.toml", "--set", "scenario.warmup=often"),
                            2, "'warmup' must be a duration such as \"24min\", \"6h\" or \"3d\", or "
                               "\"auto\", not 'often'")
        long = self.greenlane("run", "s.toml", "--set", "scenario.warmup=90d")
        self.assert_refused(long, 2, "the warm-up leaves nothing to measure")
        self.assertEqual(long.err.count("error"), 1)

    def test_compare_takes_one_for_all(self):
        outcome = self.greenlane("compare", "backlog.toml", "backlog.toml", "--json")
        self.assert_done(outcome)
        kpis = json.loads(outcome.out)["kpis"]
        own = self.kpi(self.summary("backlog.toml"), "clearance.time")["mean"]
        row = next(kpi for kpi in kpis if kpi["id"] == "clearance.time")
        self.assertEqual([figure["mean"] for figure in row["systems"]], [own, own])


class BatchMeansTest(StatisticsCase):
    def test_one_replication_has_intervals_of_its_days(self):
        one = self.summary("s.toml", "--replications", "1", "--set", "scenario.duration=150d")
        time = self.kpi(one, "clearance.time")
        self.assertLess(time["ci_low"], time["mean"])
        self.assertLess(time["mean"], time["ci_high"])
        self.assertIsNone(self.kpi(one, "clearance.time.p90")["ci_low"])
        self.assertIn("batch means over days", one["intervals"])
        self.assertEqual(one["batch_means"]["days"], 150)
        self.assertEqual((one["batch_means"]["batches"], one["batch_means"]["batch_days"]), (10, 14))
        self.assertNotIn("clearance.time", one["batch_means"]["too_short"])
        self.assertIsNone(self.summary("s.toml")["batch_means"])

    def test_tables_name_them_and_a_run_that_is_too_short(self):
        brief = self.greenlane("run", "s.toml", "--replications", "1", "--set",
                               "scenario.duration=30d")
        self.assertIn("by batch means over 30 days (4 batches of 7)", " ".join(brief.out.split()))
        self.assertIn("the run is too short for batch means", brief.out)
        none = self.greenlane("run", "s.toml", "--replications", "1")
        self.assertIn("Intervals: none, as there is one replication, and its 10 days are too few "
                      "for batch means", " ".join(none.out.split()))


class PrecisionTest(StatisticsCase):
    GOAL = "clearance.time:3%,clearance.utilisation.desk:1.5%"

    def test_replications_are_added_until_all_goals_are_reached(self):
        reached = self.summary("s.toml", "--precision", self.GOAL)
        self.assertGreaterEqual(reached["replications"], 20)
        self.assertEqual([goal["kpi"] for goal in reached["precision"]],
                         ["clearance.time", "clearance.utilisation.desk"])
        for goal in reached["precision"]:
            self.assertTrue(goal["reached"])
            self.assertLessEqual(goal["half_width"], goal["wanted"])
        time = self.kpi(reached, "clearance.time")
        self.assertAlmostEqual((time["ci_high"] - time["ci_low"]) / 2 / time["mean"],
                               reached["precision"][0]["half_width"], 12)

    def test_the_replications_are_those_of_a_run_of_as_many(self):
        reached = self.summary("s.toml", "--precision", self.GOAL, "--jobs", "3")
        self.assertEqual(reached, self.summary("s.toml", "--precision", self.GOAL, "--jobs", "1"))
        given = self.summary("s.toml", "--replications", str(reached["replications"]))
        reached["precision"] = None
        self.assertEqual(reached, given)

    def test_it_stops_at_a_thousand_and_says_what_it_would_take(self):
        outcome = self.greenlane("run", "s.toml", "--precision", "clearance.time:0.01%", "--set",
                                 "scenario.duration=1h", "--json")
        self.assert_done(outcome)
        self.assertIn("warning: --precision 'clearance.time:0.01%' is not reached after 1000 "
                      "replications: it would take about ", outcome.err)
        summary = json.loads(outcome.out)
        self.assertEqual(summary["replications"], 1000)
        self.assertGreater(summary["precision"][0]["replications_needed"], 1000)

    def test_mistakes_are_refused(self):
        for words, *given in (
                ("leave out --replications", self.GOAL, "--replications", "5"),
                ("there is no KPI 'clearance.tme'", "clearance.tme:5%"),
                ("there is no station 'dsk'\n  hint: did you mean 'desk'?",
                 "clearance.utilisation.dsk:5%"),
                ("'soon' is no half-width above 0", "clearance.time:soon"),
                ("'0%' is no half-width above 0", "clearance.time:0%"),
                ("the KPI has no value in any replication", "targeting.hit_rate:5%")):
            with self.subTest(words):
                self.assert_refused(self.greenlane("run", "s.toml", "--precision", *given), 2,
                                    words)


    def test_what_cannot_be_reached_is_mended_before_it_goes_on(self):
        refused = self.greenlane("run", "s.toml", "--precision", "targeting.hit_rate:5%", "--out",
                                 "out")
        self.assert_refused(refused, 2, "the KPI has no value in any replication",
                            "kept in out: 20; mended, the same command goes on with --out out "
                            "--resume")
        self.assert_done(self.greenlane("run", "s.toml", "--precision", self.GOAL, "--out", "out",
                                        "--resume"))


class GateTest(StatisticsCase):
    def test_a_true_gate_ends_with_status_4_after_the_results(self):
        outcome = self.greenlane("run", "s.toml", "--fail-if", "clearance.utilisation.desk>0.01",
                                 "--json", "--out", "results")
        self.assertEqual(outcome.status, 4)
        self.assertRegex(outcome.err, r"--fail-if 'clearance.utilisation.desk>0.01' is true: "
                                      r"3\.\d+ %, the limit is 1 %")
        json.loads(outcome.out)
        self.assertTrue((self.folder / "results/summary.json").exists())

    def test_a_false_gate_says_nothing(self):
        outcome = self.greenlane("run", "s.toml", "--fail-if", "clearance.time>1h", "--fail-if",
                                 "clearance.utilisation>=0.85")
        self.assert_done(outcome)
        self.assertEqual(outcome.err, "")

    def test_a_share_is_told_from_a_percentage(self):
        for limit, status in (("0.02", 4), ("2%", 4), ("0.5", 0), ("0.5%", 4)):
            with self.subTest(limit):
                self.assertEqual(self.greenlane("run", "s.toml", "--fail-if",
                                                f"clearance.utilisation>{limit}").status, status)

    def test_what_is_not_known_stops_too(self):
        outcome = self.greenlane("run", CHECKOUT / "scenarios/tandem.toml", "--replications", "1",
                                 "--fail-if", "targeting.hit_rate<0.1")
        self.assertEqual(outcome.status, 4)
        self.assertEqual(outcome.err, "--fail-if 'targeting.hit_rate<0.1': targeting.hit_rate has no "
                                      "value\n")

    def test_mistakes_are_refused(self):
        self.assert_refused(self.greenlane("run", "s.toml", "--fail-if",
                                           "clearance.utilisation.dsk>0.5"), 2,
                            "there is no station 'dsk'")
        self.assert_refused(self.greenlane("run", "s.toml", "--fail-if", "clearance.time"), 2,
                            "not of the form KPI>LIMIT")
