"""`greenlane train`: what it prints and writes, and profiles that name a model."""

import csv
import json
import math
import random
import unittest

from program import CHECKOUT, SHARED, ProgramTest, needs_shared
from small import SCENARIO

MAPPING = """\
[mapping]
name = "test"
source = "written by a test"
hs_edition = 2022
date_format = "%Y-%m-%d"

[declaration]
number = "id"
date = "day"
importer = "who"

[item]
hs = "hs"
mass = "mass"

[truth]
violation = { column = "wrong", translate = { "0" = "none", "1" = "unspecified" } }
"""
PROFILE = """\
[profile]
name = "learned"
[model]
file = "models/score"
[thresholds]
red = 40
"""


def rows(count: int, first: int = 0, wrong=None) -> str:
    """Importers W0 to W4 of twenty smuggle three times in five, the others once in ten."""
    draw = random.Random(5 + first)
    lines = ["id,day,who,hs,mass,wrong"]
    for i in range(first, first + count):
        who = draw.randrange(20)
        hit = draw.random() < (0.6 if who < 5 else 0.1)
        month, day = divmod(i // 10, 28)
        lines.append(f"D{i},2026-{month + 1:02d}-{day + 1:02d},W{who},{draw.randrange(1, 9)}40110,"
                     f"{draw.randrange(1, 900)},{int(hit) if wrong is None else wrong}")
    return "\n".join(lines) + "\n"


class TrainTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("m.toml", MAPPING)
        self.write("past.csv", rows(600))
        self.write("next.csv", rows(200, 600))

    def train(self, *options, declarations="past.csv", out="models/score", seed=("--seed", "1")):
        return self.greenlane("train", "--declarations", declarations, "--mapping", "m.toml",
                              *seed, "-o", out, *options)

    def test_writes_a_model_that_a_profile_names(self):
        (self.folder / "models").mkdir()
        self.write("p.toml", PROFILE)
        missing = self.greenlane("check", "p.toml")
        self.assertEqual(missing.status, 2)
        self.assertIn("p.toml:4:8: error: models/score: there is no such model yet", missing.err)

        for kind in ("empirical-bayes", "logistic", "trees"):
            out = "models/score" if kind == "empirical-bayes" else f"models/{kind}"
            outcome = self.train("--model", kind, "--json", out=out)
            self.assertEqual((outcome.status, outcome.err), (0, ""))
            found = json.loads(outcome.out)
            self.assertEqual((found["format"], found["version"], found["kind"]),
                             ("greenlane-model", 1, kind))
            self.assertEqual(found["counts"]["declarations"], 600)
            self.assertTrue(any("importer" in term["name"] for term in found["terms"][:5]))
            self.assertGreater(found["validation"]["all"]["auc"]["mean"], 0.55)
            self.assertEqual(sorted(file.name for file in (self.folder / out).iterdir()),
                             ["model.json", "tables.bin"])
            self.assertEqual((self.folder / out / "model.json").read_text(), outcome.out)
        again = self.train(out="models/again")
        self.assertEqual(again.status, 0)
        self.assertIn("novel goods", again.out)
        for file in ("model.json", "tables.bin"):
            self.assertEqual((self.folder / "models/again" / file).read_bytes(),
                             (self.folder / "models/score" / file).read_bytes())

        self.assertEqual(self.greenlane("check", "p.toml").out, "p.toml: fine\n")
        judged = self.greenlane("evaluate", "--declarations", "next.csv", "--mapping", "m.toml",
                                "--profile", "p.toml", "--model", "models/score", "--json")
        self.assertEqual(judged.status, 0, judged.err)
        profile, model = json.loads(judged.out)["profiles"]
        # The profile's points are the score in whole percents.
        self.assertAlmostEqual(profile["auc"]["mean"], model["auc"]["mean"], delta=0.03)
        self.assertGreater(model["auc"]["mean"], 0.6)

    def test_a_run_decides_by_the_score_and_explains_it(self):
        (self.folder / "models").mkdir()
        self.assertEqual(self.train().status, 0)
        self.write("p.toml", PROFILE)
        self.write("s.toml", SCENARIO)
        replay = ("s.toml", "--profile", "p.toml", "--declarations", "next.csv", "--mapping",
                  "m.toml")
        outcome = self.greenlane("run", *replay, "--decisions", "d.csv", "--json")
        self.assertEqual(outcome.status, 0, outcome.err)
        with open(self.folder / "d.csv", encoding="utf-8", newline="") as file:
            decisions = list(csv.DictReader(file))
        self.assertEqual(len(decisions), 200)
        for row in decisions:
            stopped = int(row["points"]) >= 40
            self.assertEqual(row["lane"], "red" if stopped else "green")
            self.assertEqual(row["codes"], "MODEL THRESHOLD-RED" if stopped else "")
        self.assertEqual({row["lane"] for row in decisions}, {"red", "green"})

        riskiest = max(decisions, key=lambda row: int(row["points"]))
        told = self.greenlane("explain", *replay, riskiest["number"], "--json")
        self.assertEqual(told.status, 0, told.err)
        decision = json.loads(told.out)["decision"]
        score = decision["score"]
        self.assertEqual(decision["points"], round(100 * score["probability"]))
        margin = score["base"] + sum(part["log_odds"] for part in score["contributions"])
        self.assertAlmostEqual(1 / (1 + math.exp(-margin)), score["probability"], places=9)

    def test_declarations_without_a_column_that_the_model_reads(self):
        (self.folder / "models").mkdir()
        self.assertEqual(self.train("--features", "importer,hs4,hs6").status, 0)
        self.write("p.toml", PROFILE)
        self.write("bare.toml", MAPPING.replace('importer = "who"\n', ""))
        for option in (("--profile", "p.toml"), ("--model", "models/score")):
            outcome = self.greenlane("evaluate", "--declarations", "next.csv", "--mapping",
                                     "bare.toml", *option)
            self.assertEqual(outcome.status, 3)
            self.assertIn("lack what the model reads: importer", outcome.err)

    def test_declarations_without_a_column_that_a_model_could_read(self):
        self.write("bare.toml", MAPPING.replace('importer = "who"\n', "").replace(
            '[item]\nhs = "hs"\nmass = "mass"\n', ""))
        for kind in ("empirical-bayes", "logistic", "trees"):
            outcome = self.greenlane("train", "--declarations", "past.csv", "--mapping",
                                     "bare.toml", "--seed", "1", "--model", kind, "-o", "model")
            self.assert_refused(outcome, 3, "map those columns")

    def test_judging_on_days_of_the_training_is_said(self):
        (self.folder / "models").mkdir()
        self.assertEqual(self.train().status, 0)
        self.write("p.toml", PROFILE)
        self.write("half.csv", rows(200, 500))

        def judge(declarations, *more):
            return self.greenlane("evaluate", "--declarations", declarations, "--mapping",
                                  "m.toml", "--profile", "p.toml", "--model", "models/score",
                                  *more)
        for declarations, overlap in (("past.csv", 600), ("half.csv", 100), ("next.csv", 0)):
            found = json.loads(judge(declarations, "--json").out)["profiles"]
            self.assertEqual([each["training_overlap"] for each in found], [overlap, overlap])
            told = " ".join(judge(declarations).out.split())
            warning = f"Warning: {overlap} of {600 if overlap == 600 else 200} judged rows lie inside"
            self.assertEqual(told.count(warning), 2 if overlap else 0, told)
            self.assertEqual(told.count("On novel goods: not known; give the training files with "
                                        "--against."), 2)
        told = judge("next.csv", "--against", "past.csv").out
        self.assertNotIn("not known; give", told)
        self.write("rules.toml", PROFILE.replace('[model]\nfile = "models/score"\n', ""))
        told = self.greenlane("evaluate", "--declarations", "past.csv", "--mapping", "m.toml",
                              "--profile", "rules.toml")
        self.assertNotIn("novel goods", told.out)

    def test_dates_are_those_of_the_declarations(self):
        self.write("m.toml", MAPPING.replace('date_format = "%Y-%m-%d"',
                                             'date_format = "%Y-%m-%d"\nutc_offset = "+09:00"'))
        outcome = self.train(out="score")
        self.assertEqual(outcome.status, 0, outcome.err)
        self.assertIn("of 600 declarations, 2026-01-01 to 2026-03-04: ", outcome.out)
        self.assertIn("what was lodged from 2026-02-21 on", outcome.out)

    def test_an_outcome_known_too_late_validates_nothing_and_says_so(self):
        outcome = self.train("--delay", "400d", out="score")
        self.assertEqual(outcome.status, 0, outcome.err)
        self.assertIn("note: not validated: too few outcomes were known", outcome.out)

    def test_a_damaged_model_is_named(self):
        (self.folder / "models").mkdir()
        self.assertEqual(self.train().status, 0)
        tables = self.folder / "models/score/tables.bin"
        tables.chmod(0o600)
        tables.write_bytes(tables.read_bytes()[:-9])
        outcome = self.greenlane("evaluate", "--declarations", "next.csv", "--mapping", "m.toml",
                                 "--model", "models/score")
        self.assertEqual(outcome.status, 2)
        self.assertIn("models/score/tables.bin: error: is damaged", outcome.err)

    def test_wrong_usage(self):
        for options, error in (
                (("--model", "logistics"), "did you mean 'logistic'?"),
                (("--features", "importer,smell"), "'smell' is nothing that the model could read"),
                (("--features", "importer,importer"), "stands twice"),
                (("--features", "volume(importer)"), "'volume(importer)' is nothing"),
                (("--delay", "soon"), "--delay soon is not a duration"),
                (("--validation", "0.2"), "--validation 0.2 is not a share"),
                (("--validation", "100%"), "--validation 100% is not a share")):
            outcome = self.train(*options)
            self.assertEqual(outcome.status, 2, options)
            self.assertIn(error, outcome.err)
            self.assertFalse((self.folder / "models").exists())
        outcome = self.train(seed=())
        self.assertEqual((outcome.status, "no seed" in outcome.err), (2, True))

    def test_outcomes_that_teach_nothing(self):
        self.write("short.csv", rows(50))
        self.write("honest.csv", rows(300, wrong=0))
        self.write("unknown.toml", MAPPING[:MAPPING.index("[truth]")])
        for file, error in (("short.csv", "are too few to learn from"),
                            ("honest.csv", "300 items with known outcome, 0 of them violations")):
            outcome = self.train(declarations=file)
            self.assertEqual(outcome.status, 3)
            self.assertIn(error, outcome.err)
        outcome = self.greenlane("train", "--declarations", "past.csv", "--mapping",
                                 "unknown.toml", "--seed", "1", "-o", "model")
        self.assertEqual(outcome.status, 3)
        self.assertIn("no outcome is known", outcome.err)
        outcome = self.train("--weigh-by-revenue")
        self.assertEqual(outcome.status, 3)
        self.assertIn("do not tell the duty evaded", outcome.err)

    @needs_shared
    def test_targets_on_the_korean_declarations(self):
        """Trained on 2020, judged on January to March 2021: tuple look-up, so a regression test."""
        kcs = SHARED / "data/kcs"
        mapping = CHECKOUT / "profiles/mappings/kcs.toml"
        for name, features, auc, at_5, at_10 in (
                ("traders", "importer,declarant,seller,carrier,office", (0.47, 0.53), 0, 0),
                ("single", "hs2,hs4,hs6,origin,departure,tax_type,tax_rate", (0.73, 1), 0.58, 0.51),
                ("all", None, (0.89, 1), 0.96, 0.90)):
            trained = self.greenlane(
                "train", "--declarations", kcs / "declarations_train.csv", "--mapping", mapping,
                "--seed", "1", "--validation", "0%", "-o", name,
                *(("--features", features) if features else ()))
            self.assertEqual(trained.status, 0, trained.err)
            judged = self.greenlane("evaluate", "--declarations", kcs / "declarations_valid.csv",
                                    "--mapping", mapping, "--model", name, "--at", "5%,10%",
                                    "--against", kcs / "declarations_train.csv", "--json")
            self.assertEqual(judged.status, 0, judged.err)
            found = json.loads(judged.out)["profiles"][0]
            self.assertTrue(auc[0] <= found["auc"]["mean"] <= auc[1], found["auc"])
            self.assertGreaterEqual(found["at"][0]["precision"]["mean"], at_5)
            self.assertGreaterEqual(found["at"][1]["precision"]["mean"], at_10)


if __name__ == "__main__":
    unittest.main()
