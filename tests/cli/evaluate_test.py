"""`greenlane evaluate` and `audit`: what they print, and what they refuse."""

import csv
import io
import json
import unittest

from program import CHECKOUT, SHARED, ProgramTest, needs_shared

MAPPING = """\
[mapping]
name = "test"
source = "written by a test"
hs_edition = 2022
currency = "USD"
date_format = "%Y-%m-%d"

[declaration]
number = "id"
date = "day"
importer = "who"
score = "score"

[item]
hs = "hs"
mass = "mass"
"""
TRUTH = """
[truth]
violation = { column = "wrong", translate = { "0" = "none", "1" = "unspecified" } }
"""
RECORDED = """
[recorded]
outcome = { column = "wrong", translate = { "0" = "compliant", "1" = "violation" } }
inspected = "looked"
probability = "chance"
random = "drawn"
"""
PROFILE = """\
[profile]
name = "chapters"
[thresholds]
red = 30
[[rule]]
code = "M"
when = "hs in ['84']"
points = 30
risk = "revenue"
[[rule]]
code = "H"
when = "hs in ['01']"
points = 10
risk = "revenue"
"""
HEADER = "id,day,who,score,hs,mass,wrong,looked,chance,drawn"


def row(i: int, **instead) -> str:
    month, day = divmod(i // 4, 28)
    cells = {"id": f"D{i}", "day": f"2026-{month + 1:02d}-{day + 1:02d}", "who": f"W{i % 20}",
             "score": (i * 37 % 100) / 100, "hs": "840710" if i % 3 == 0 else "010121", "mass": i,
             "wrong": int(i % 6 == 0), "looked": "yes", "chance": 1, "drawn": "no"}
    cells.update(instead)
    return ",".join(str(cell) for cell in cells.values())


def rows(count: int = 240, change=lambda i: {}) -> str:
    return "\n".join([HEADER] + [row(i, **change(i)) for i in range(count)]) + "\n"


class EvaluateTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("profile.toml", PROFILE)

    def evaluate(self, declarations: str, *more, mapping: str = MAPPING + TRUTH):
        self.write("in.csv", declarations)
        self.write("mapping.toml", mapping)
        return self.greenlane("evaluate", "--declarations", "in.csv", "--mapping", "mapping.toml",
                              *more)

    def judged(self, declarations: str, *more, **mapping) -> dict:
        done = self.evaluate(declarations, "--json", *more, **mapping)
        self.assert_done(done)
        return json.loads(done.out)

    def test_profile_by_hand(self):
        found = self.judged(rows(), "--profile", "profile.toml", "--at", "10%,50%")
        self.assertEqual((found["rows"], found["violations"]), (240, 40))
        profile = found["profiles"][0]
        top = profile["at"][0]
        # 24 of the 80 rows of chapter 84, of which every other one is a violation.
        self.assertEqual(top["selected"], 24)
        self.assertAlmostEqual(top["precision"]["mean"], 0.5, 14)
        self.assertAlmostEqual(top["recall"]["mean"], 12 / 40, 14)
        self.assertAlmostEqual(top["lift"]["mean"], 3, 13)
        self.assertEqual(top["tied"], 1)
        self.assertIsNone(top["revenue"])
        self.assertEqual(profile["at"][1]["recall"]["mean"], 1)
        self.assertEqual((profile["own"]["selected"], profile["own"]["precision"]["mean"]),
                         (80, 0.5))
        self.assertLess(top["precision"]["ci_low"], 0.5)
        rule = profile["rules"][0]
        self.assertEqual((rule["code"], rule["matched"], rule["hits_lost"]), ("M", 80, 40))
        self.assertLess(rule["q"], 0.05)
        self.assertEqual(profile["rules"][1]["selected"], 0)

    def test_tables_name_the_bound_and_the_own_decision(self):
        done = self.evaluate(rows(), "--profile", "profile.toml")
        self.assert_done(done)
        for words in ("bound in hindsight", "own 33.3 %", "bootstrap over 20 importers", "Repeated",
                      "Rules", "Segments", "trader size"):
            self.assertIn(words, done.out)

    def test_periods(self):
        found = self.judged(rows(change=lambda i: {"wrong": int(i < 112 and i % 6 == 0)}),
                            "--profile", "profile.toml", "--per", "month")
        january, second = found["profiles"][0]["periods"][:2]
        self.assertEqual((january["period"], january["violations"]), ("2026-01", 19))
        self.assertEqual(second["violations"], 0)
        self.assertIsNone(second["at"][0]["recall"])
        self.assertIsNone(second["auc"])
        self.assertEqual(second["at"][0]["precision"]["mean"], 0)

    def test_one_class_and_constant_score(self):
        clean = self.judged(rows(change=lambda i: {"wrong": 0}), "--profile", "profile.toml")
        self.assertIsNone(clean["profiles"][0]["auc"])
        self.assertIsNone(clean["profiles"][0]["at"][0]["recall"])
        done = self.evaluate(rows(change=lambda i: {"wrong": 0}), "--profile", "profile.toml")
        self.assertIn("No row is a violation", done.out)
        constant = self.judged(rows(change=lambda i: {"score": 0.5}), "--score")
        self.assertTrue(constant["profiles"][0]["constant"])
        self.assertEqual(constant["profiles"][0]["auc"]["mean"], 0.5)

    def test_fewer_rows_and_importers_than_asked_for(self):
        found = self.judged(rows(3), "--profile", "profile.toml")
        self.assertEqual(found["profiles"][0]["at"][0]["selected"], 1)
        self.assertIsNone(found["profiles"][0]["at"][0]["precision"]["ci_low"])
        done = self.evaluate(rows(3), "--profile", "profile.toml")
        self.assertIn("3 importers are too few to resample", done.out)

    def test_refuses_what_contradicts_itself(self):
        profile = ("--profile", "profile.toml")
        self.assert_refused(self.evaluate(rows(change=lambda i: {"wrong": 2}), *profile), 3, "'2'")
        self.assert_refused(
            self.evaluate(rows(change=lambda i: {"looked": "no" if i == 7 else "yes"}), *profile,
                          mapping=MAPPING + RECORDED),
            3, "declaration 'D7' has a recorded outcome, though nobody inspected it")
        self.assert_refused(
            self.evaluate(rows(change=lambda i: {"chance": 1.5}), *profile,
                          mapping=MAPPING + RECORDED), 3, "1.5")
        self.assert_refused(
            self.evaluate(rows(change=lambda i: {"chance": 0}), *profile,
                          mapping=MAPPING + RECORDED), 3)
        self.assert_refused(
            self.evaluate(rows(change=lambda i: {"chance": "" if i == 9 else 1}), *profile,
                          mapping=MAPPING + RECORDED),
            3, "declaration 'D9' has a recorded outcome, but no probability of inspection")
        self.assert_refused(self.evaluate(rows(change=lambda i: {"day": f"2026-01-{28 - i % 28}"}),
                                          *profile), 3, "sort the files by date")
        self.assert_refused(self.evaluate(rows(), *profile, mapping=MAPPING), 3,
                            "no declaration has a known outcome")

    def test_refuses_wrong_usage(self):
        self.assert_refused(self.evaluate(rows()), 2, "nothing to judge")
        for at in ("0%", "5%,1%", "101%", "x", "5%,", ""):
            self.assert_refused(self.evaluate(rows(), "--score", "--at", at), 2, "--at")
        self.assert_refused(self.evaluate(rows(), "--score", "--per", "day"), 2, "--per day")
        self.assert_refused(
            self.evaluate(rows(), "--score", mapping=MAPPING.replace('score = "score"\n', "") +
                          TRUTH), 2, "no column of scores")
        self.assert_refused(self.greenlane("audit"), 2, "no declarations")

    def test_partly_labelled_history(self):
        def change(i):  # chapter 01 always, of chapter 84 every fifth by lottery
            looked = i % 3 != 0 or i % 5 == 0
            return {"looked": "yes" if looked else "no", "wrong": int(i % 6 == 0) if looked else "",
                    "chance": 1 if i % 3 != 0 else 0.2, "drawn": "no" if i % 3 != 0 else "yes"}
        mapping = MAPPING + RECORDED
        found = self.judged(rows(change=change), "--profile", "profile.toml", mapping=mapping)
        history = found["profiles"][0]["history"]
        self.assertEqual(history["unknown"], 64)
        own = history["selections"][0]
        self.assertEqual((own["rate"], own["selected"]), ("own", 80))
        rates = {row["name"]: row["rate"] for row in own["estimates"]}
        self.assertAlmostEqual(rates["naive"], 8 / 16, 12)
        self.assertAlmostEqual(rates["Horvitz-Thompson"], 8 / 0.2 / 80, 12)
        self.assertAlmostEqual(own["worst_case"]["low"], 8 / 80, 12)
        done = self.evaluate(rows(change=change), "--profile", "profile.toml", mapping=mapping)
        for words in ("naive", "doubly robust", "bounds: no assumption", "Weights:"):
            self.assertIn(words, done.out)

    def test_tied_cut_names_the_rows_of_its_table(self):
        mapping = MAPPING + RECORDED
        done = self.evaluate(rows(), "--profile", "profile.toml", "--at", "10%", mapping=mapping)
        self.assertNotIn("at or above the cut", done.out)  # all outcomes known: no estimators

        def change(i):
            return {"looked": "no" if i % 5 == 0 else "yes",
                    "wrong": "" if i % 5 == 0 else int(i % 6 == 0),
                    "chance": 0.8, "drawn": "yes"}
        done = self.evaluate(rows(change=change), "--profile", "profile.toml", "--at", "10%,100%",
                             mapping=mapping)
        self.assert_done(done)
        # 24 of 240 by lot among the 80 of chapter 84, which the table speaks of.
        self.assertIn("the top 10 % by score, 24 of the 80 rows at or above the cut, ties by chance",
                      done.out)
        self.assertIn("the top 100 % by score, 240 rows,", done.out)

    def test_begg_greenes_names_its_assumption_and_yields_to_probabilities(self):
        def change(i):
            looked = i % 5 != 0
            return {"looked": "yes" if looked else "no",
                    "wrong": int(i % 6 == 0) if looked else "", "chance": 0.8}
        blind = MAPPING + RECORDED.replace('probability = "chance"\n', "")
        label = "If officers looked blindly, given the rule's decision (Begg-Greenes)"
        asked = ("--profile", "profile.toml")
        done = self.evaluate(rows(change=change), *asked, mapping=blind)
        self.assertIn(label, " ".join(done.out.split()))
        done = self.evaluate(rows(change=change), *asked, mapping=MAPPING + RECORDED)
        self.assert_done(done)
        self.assertIn("Horvitz-Thompson", done.out)
        self.assertNotIn("Begg", done.out)

    def test_recorded_lanes(self):
        lanes = RECORDED + 'lane = { column = "lane", translate = { g = "green", r = "red" } }\n'
        table = rows().splitlines()
        table = [table[0] + ",lane"] + [line + "," + ("r" if i % 3 == 0 else "g")
                                        for i, line in enumerate(table[1:])]
        found = self.judged("\n".join(table) + "\n", "--profile", "recorded",
                            mapping=MAPPING + lanes)
        recorded = found["profiles"][0]
        self.assertEqual((recorded["profile"], recorded["ranked_by"]), ("recorded", "lane"))
        self.assertEqual((recorded["own"]["selected"], recorded["own"]["precision"]["mean"]),
                         (80, 0.5))
        self.assertEqual(recorded["own"]["recall"]["mean"], 1)
        self.assertEqual(recorded["auc"]["mean"], (1 + 160 / 200) / 2)
        outcome = self.evaluate("\n".join(table) + "\n", "--profile", "recorded",
                                mapping=MAPPING + RECORDED)
        self.assert_refused(outcome, 2, "names no column of the lanes")

    def test_repetition_names_the_columns_that_there_are(self):
        done = self.evaluate(rows(), "--profile", "profile.toml")
        self.assertIn("(HS-6, net mass)", " ".join(done.out.split()))
        bare = MAPPING.replace('hs = "hs"\n', "").replace('mass = "mass"\n', 'value = "mass"\n')
        done = self.evaluate(rows(), "--score", "--against", "in.csv", mapping=bare + TRUTH)
        self.assert_done(done)
        self.assertIn("Repeated: n/a", done.out)
        self.assertNotIn("seen goods", done.out)
        found = self.judged(rows(), "--score", "--against", "in.csv", mapping=bare + TRUTH)
        self.assertIsNone(found["audit"]["repetition"]["seen"])
        self.assertIsNone(found["profiles"][0]["seen"])

    def test_against_needs_no_outcomes(self):
        self.write("earlier.csv", rows(30, change=lambda i: {"wrong": "", "looked": "no"}))
        found = self.judged(rows(), "--profile", "profile.toml", "--against", "earlier.csv",
                            mapping=MAPPING + RECORDED)
        self.assertEqual((found["profiles"][0]["seen"]["rows"],
                          found["profiles"][0]["novel"]["rows"]), (30, 210))
        features = found["audit"]["features"]
        self.assertTrue(features)
        for feature in features:
            self.assertIsNone(feature["auc_out_of_time"], feature["name"])

    def test_generated_against_generated(self):
        self.assert_done(self.greenlane(
            "generate", CHECKOUT / "scenarios/airport.toml", "--set", "scenario.duration=2d",
            "--set", "scenario.warmup=0d", "-o", "f.h5", "--truth", "t.h5"))
        done = self.greenlane("audit", "--declarations", "f.h5", "--truth", "t.h5", "--against",
                              "f.h5", "--json")
        self.assert_done(done)
        self.assertEqual(json.loads(done.out)["repetition"]["seen"], 1)

    def test_where_history_never_looked(self):
        def change(i):
            looked = i % 3 != 0
            return {"looked": "yes" if looked else "no", "wrong": int(i % 6 == 1) if looked else "",
                    "chance": 1 if looked else "", "drawn": "no"}
        found = self.judged(rows(change=change), "--profile", "profile.toml",
                            mapping=MAPPING + RECORDED)
        own = found["profiles"][0]["history"]["selections"][0]
        for estimate in own["estimates"]:
            self.assertIsNone(estimate["rate"], estimate["name"])
            self.assertTrue(estimate["caution"])
        self.assertEqual((own["worst_case"]["low"], own["worst_case"]["high"]), (0, 1))

    def test_csv_and_same_bytes(self):
        asked = ("--profile", "profile.toml", "--seed", "5", "--json")
        first = self.evaluate(rows(), *asked, "--csv", "out.csv")
        second = self.evaluate(rows(), *asked)
        self.assert_done(first)
        self.assertEqual(first.out, second.out)
        figures = list(csv.DictReader(io.StringIO((self.folder / "out.csv").read_text())))
        auc = [row for row in figures if row["figure"] == "auc" and row["part"] == "all"]
        self.assertEqual(float(auc[0]["value"]),
                         json.loads(first.out)["profiles"][0]["auc"]["mean"])
        by_part = {(row["part"], row["figure"]): row["value"] for row in figures}
        self.assertEqual(by_part["rule M", "hit_rate"], "0.5")
        self.assertEqual(by_part["HS chapter 84", "selection_rate"], "1")


@needs_shared
class KoreanTest(ProgramTest):
    OPTIONS = ("--declarations", SHARED / "data/kcs/declarations_valid.csv",
               "--mapping", CHECKOUT / "profiles/mappings/kcs.toml",
               "--against", SHARED / "data/kcs/declarations_train.csv")

    def test_audit(self):
        done = self.greenlane("audit", *self.OPTIONS, "--rejects", "rejects.csv", "--nomenclature",
                              CHECKOUT / "profiles/nomenclature/hs2022.csv", "--json")
        self.assert_done(done)
        found = json.loads(done.out)
        self.assertAlmostEqual(found["repetition"]["seen"], 0.8214, 3)
        self.assertGreater(found["constancy"]["constant"], 0.98)
        features = {row["name"]: row for row in found["features"]}
        importer = features["importer"]
        self.assertEqual(importer["verdict"], "leak")
        self.assertAlmostEqual(importer["auc_in_sample"], 0.967, 3)
        self.assertAlmostEqual(importer["auc_out_of_time"], 0.502, 3)
        self.assertEqual(features["HS-6"]["verdict"], "fine")
        for entity in ("importer", "declarant", "seller", "office"):
            self.assertEqual(features[entity]["flagged"], 0, entity)
            self.assertTrue(0.47 <= features[entity]["auc_out_of_time"] <= 0.53, entity)
        self.assertEqual(found["unknown_codes"]["declared_edition"], 2017)

    def test_evaluate_tells_seen_from_novel(self):
        done = self.greenlane("evaluate", *self.OPTIONS, "--rejects", "rejects.csv", "--profile",
                              CHECKOUT / "profiles/green-baseline.toml", "--json")
        self.assert_done(done)
        found = json.loads(done.out)
        profile = found["profiles"][0]
        self.assertEqual(profile["seen"]["rows"] + profile["novel"]["rows"], found["rows"])
        self.assertAlmostEqual(profile["seen"]["rows"] / found["rows"], 0.8214, 3)


if __name__ == "__main__":
    unittest.main()
