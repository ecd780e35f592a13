"""What is promised of every run: equal inputs give equal bytes, profiles meet the same traffic."""

import csv
import json
import unittest

from program import CHECKOUT, SHARED, ProgramTest
from small import PROFILE

PRESETS = ("sea-port", "airport", "land-border-post")
SHORT = ("--set", "scenario.duration=9d", "--set", "scenario.warmup=2d")


def preset(name: str) -> str:
    return str(CHECKOUT / f"scenarios/{name}.toml")


class PromisesCase(ProgramTest):
    def results(self, out: str, *arguments: str) -> dict[str, bytes]:
        """Runs into a folder; the bytes of every result in it but of the one with a clock."""
        self.assert_done(self.greenlane("run", *arguments, "--out", out))
        files = {file.name: file.read_bytes() for file in (self.folder / out).iterdir()}
        self.assertEqual(set(files), {"study.h5", "summary.json", "kpi.csv", "performance.json",
                                      "journal.glj"})
        del files["performance.json"], files["journal.glj"]
        return files

    def summary(self, *arguments: str) -> dict:
        outcome = self.greenlane("run", *arguments, "--json")
        self.assert_done(outcome)
        return json.loads(outcome.out)

    def generate(self, name: str, *arguments: str) -> tuple[str, str]:
        files = (f"{name}.h5", f"{name}.truth.h5")
        self.assert_done(self.greenlane("generate", *arguments, "-o", files[0], "--truth", files[1]))
        return files

    def bytes_of(self, files: tuple[str, str]) -> list[bytes]:
        return [(self.folder / file).read_bytes() for file in files]


class JobsTest(PromisesCase):
    def test_the_number_of_jobs_changes_no_byte(self):
        scenario = (preset("sea-port"), *SHORT, "--replications", "5")
        one = self.results("jobs-1", *scenario, "--jobs", "1")
        for jobs in ("2", "3", "8"):
            with self.subTest(jobs=jobs):
                self.assertEqual(self.results(f"jobs-{jobs}", *scenario, "--jobs", jobs), one)


class ReplayTest(PromisesCase):
    """A replication that was written out and is replayed is that replication."""

    def figures(self, table: bytes, replication: int) -> set[tuple[str, ...]]:
        """The rows of a replication that hold a figure; which of the others stand in the table
        depends on what the other replications have to tell."""
        rows = csv.DictReader(table.decode().splitlines())
        return {tuple(row.values()) for row in rows
                if row["replication"] == str(replication) and row["value"] != ""}

    def test_kpis(self):
        for name in PRESETS:
            plain = self.results(name, preset(name), *SHORT, "--replications", "4")
            for replication in (0, 3):
                with self.subTest(name, replication=replication):
                    flow, truth = self.generate(f"{name}-{replication}", preset(name), *SHORT,
                                                "--replication", str(replication))
                    replayed = self.results(f"{name}-{replication}", preset(name), *SHORT,
                                            "--declarations", flow, "--truth", truth,
                                            "--replications", "1")
                    expected = self.figures(plain["kpi.csv"], replication)
                    self.assertGreater(len(expected), 1000)
                    different = self.figures(replayed["kpi.csv"], replication) ^ expected
                    self.assertEqual(sorted(different)[:10], [])

    def test_counts_stations_and_lanes(self):
        for name in PRESETS:
            with self.subTest(name):
                flow, truth = self.generate(name, preset(name), *SHORT)
                plain = self.summary(preset(name), *SHORT, "--replications", "1")
                replayed = self.summary(preset(name), *SHORT, "--replications", "1",
                                        "--declarations", flow, "--truth", truth)
                for kpi in replayed["kpis"]:
                    # Two weeks are too few to resample.
                    self.assertIsNone(kpi.pop("data_low"))
                    self.assertIsNone(kpi.pop("data_high"))
                for part in ("counts", "kpis", "stations", "lanes", "rules", "period"):
                    self.assertEqual(replayed[part], plain[part], part)

    def test_without_truth_what_needs_it_is_null(self):
        flow, _ = self.generate("flow", preset("airport"), *SHORT)
        replayed = self.summary(preset("airport"), *SHORT, "--replications", "1",
                                "--declarations", flow)
        means = {kpi["id"]: kpi["mean"] for kpi in replayed["kpis"]}
        self.assertIsNone(means["targeting.detection_rate"])
        self.assertIsNone(means["targeting.false_positive_rate"])
        self.assertIsNotNone(means["selectivity.selected"])
        for rule in replayed["rules"]:
            self.assertIsNone(rule["hits"])
            self.assertIsNone(rule["hit_rate"])


class CommonRandomNumbersTest(PromisesCase):
    def test_two_profiles_meet_the_same_traffic_with_the_same_violations(self):
        flows = []
        for profile in ("green-baseline", "random-only"):
            file = str(CHECKOUT / f"profiles/{profile}.toml")
            flows.append(self.bytes_of(self.generate(profile, preset("sea-port"), *SHORT,
                                                     "--profile", file)))
        self.assertEqual(flows[0], flows[1])

    def test_two_profiles_lodge_as_many_and_differ_in_what_they_select(self):
        both = [self.summary(preset("sea-port"), *SHORT, "--replications", "2", "--profile",
                             str(CHECKOUT / f"profiles/{profile}.toml"))
                for profile in ("green-baseline", "random-only")]
        self.assertEqual(both[0]["counts"]["lodged"], both[1]["counts"]["lodged"])
        self.assertNotEqual(both[0]["lanes"], both[1]["lanes"])

    def test_a_profile_without_effect_changes_no_figure(self):
        """Rules that select nobody leave every service time and every route alone."""
        self.write("idle.toml", PROFILE.replace("0.02", "0").replace("value > 1000", "value < 0"))
        self.write("none.toml", PROFILE.replace("0.02", "0").replace("value > 1000", "mass < 0"))
        idle, none = (self.summary(preset("airport"), *SHORT, "--replications", "2", "--profile",
                                   profile) for profile in ("idle.toml", "none.toml"))
        for part in ("counts", "stations", "lanes"):
            self.assertEqual(idle[part], none[part])


class SeedTest(PromisesCase):
    def test_the_seed_decides(self):
        five = self.summary(preset("airport"), *SHORT, "--seed", "5")
        self.assertEqual(self.summary(preset("airport"), *SHORT, "--set", "scenario.seed=5"), five)
        self.assertNotEqual(self.summary(preset("airport"), *SHORT, "--seed", "6"), five)

    def test_of_a_generated_flow_too(self):
        five = self.bytes_of(self.generate("a", preset("airport"), *SHORT, "--seed", "5"))
        again = self.bytes_of(self.generate("b", preset("airport"), *SHORT, "--seed", "5"))
        six = self.bytes_of(self.generate("c", preset("airport"), *SHORT, "--seed", "6"))
        self.assertEqual(again, five)
        self.assertNotEqual(six, five)

    def test_a_seed_is_a_whole_number(self):
        for seed in ("-1", "x", "1.5", "", "18446744073709551616"):
            with self.subTest(seed):
                self.assert_refused(self.greenlane("run", preset("airport"), "--seed", seed), 2,
                                    f"error: --seed {seed} is not a whole number from 0")


KOREAN = [SHARED / f"data/kcs/declarations_{part}.csv" for part in ("train", "valid")]


@unittest.skipUnless(all(file.is_file() for file in KOREAN), f"no Korean declarations in {SHARED}")
class KoreanTest(PromisesCase):
    """The published Korean declarations, through the sea port."""

    def test_a_replay(self):
        mapping = CHECKOUT / "profiles/mappings/kcs.toml"
        replay = (preset("sea-port"), "--declarations", *KOREAN, "--mapping", mapping,
                  "--replications", "2")
        summary = self.summary(*replay, "--jobs", "1")
        self.assertEqual(self.summary(*replay, "--jobs", "2"), summary)
        self.assertEqual(summary["counts"]["lodged"], 2 * 45_519)
        self.assertEqual(summary["declarations"]["declarations"], 45_519)
        self.assertEqual(summary["declarations"]["rows"], 45_519)
        self.assertEqual(summary["declarations"]["rejected"], 0)
        self.assertIn("not real traffic", summary["declarations"]["source"])
        means = {kpi["id"]: kpi["mean"] for kpi in summary["kpis"]}
        # A violation is known, its kind is not: nothing can be said of environmental ones.
        for kpi in ("selectivity.hit_rate", "environment.harm_prevented", "release.detained",
                    "targeting.detection_rate.undeclared_waste", "revenue.recovered",
                    "acceptance.complete_green_data", "assessment.correct_hs.truth"):
            self.assertIsNone(means[kpi], kpi)
        self.assertTrue(0 < means["targeting.detection_rate"] < 100)
        self.assertEqual(means["targeting.detection_rate.unspecified"],
                         means["targeting.detection_rate"])
        data = {kpi["id"]: (kpi["data_low"], kpi["data_high"]) for kpi in summary["kpis"]}
        self.assertEqual(summary["data_intervals"]["weeks"], 65)
        self.assertEqual(summary["data_intervals"]["importer_groups"], 64)
        for kpi in ("targeting.hit_rate", "targeting.detection_rate", "clearance.time"):
            self.assertLess(data[kpi][0], means[kpi])
            self.assertGreater(data[kpi][1], means[kpi])
        for kpi in ("clearance.time.p90", "clearance.utilisation", "selectivity.hit_rate"):
            self.assertEqual(data[kpi], (None, None))
        hits = {rule["code"]: rule for rule in summary["rules"]}["S12"]
        self.assertTrue(0 < hits["hits"] < hits["inspected"] <= hits["chosen"])
        rate = hits["hit_rate"]
        self.assertEqual(rate["mean"], hits["hits"] / hits["inspected"])
        self.assertTrue(rate["ci_low"] < rate["mean"] < rate["ci_high"])
