"""explain, screen and --redact: what they tell, what they hide, and how they take bad input."""

import csv
import json

from program import ProgramTest
from small import MAPPING, PROFILE, SCENARIO, declarations

REPLAY = ("--declarations", "d.csv", "--mapping", "m.toml")


class ExplainTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("s.toml", SCENARIO)
        self.write("m.toml", MAPPING)
        self.write("p.toml", PROFILE.replace("value > 1000", "value > 30").replace(
            'when =', 'reason = "too dear"\nwhen ='))
        self.write("d.csv", declarations())

    def explain(self, *arguments):
        outcome = self.greenlane("explain", "s.toml", *arguments, "--profile", "p.toml", *REPLAY,
                                 "--json")
        self.assert_done(outcome)
        return json.loads(outcome.out)

    def test_a_proposed_change_stops_the_shipment(self):
        told = self.explain("D20", "--why-not")
        self.assertFalse(told["decision"]["selected"])
        changes = told["why_not"]["changes"]
        self.assertIn("rule.P1.when", [change["edits"][0]["key"] for change in changes])
        for change in changes:
            edits = [f"{edit['key']}={edit['to']}" for edit in change["edits"]]
            after = self.explain("D20", *(word for edit in edits for word in ("--set", edit)))
            self.assertTrue(after["decision"]["selected"], edits)

    def test_numbers_and_indices_name_the_same_shipment(self):
        by_number = self.explain("D7")
        self.assertEqual(self.explain(str(by_number["shipment"])), by_number)
        self.assertEqual(by_number["declaration"]["items"][0]["value"], 7.5)

    def test_redacted_hides_conditions_and_identities(self):
        for arguments in (("--json",), ()):
            outcome = self.greenlane("explain", "s.toml", "D39", "--profile", "p.toml", *REPLAY,
                                     "--redact", "--why-not", *arguments)
            self.assert_done(outcome)
            self.assertIn("P1", outcome.out)
            for secret in ("value >", "too dear", "D39"):
                self.assertNotIn(secret, outcome.out)

    def test_decisions_carry_codes_and_hide_reasons_when_redacted(self):
        for name, extra in (("open.csv", ()), ("redacted.csv", ("--redact",))):
            self.assert_done(self.greenlane("run", "s.toml", "--profile", "p.toml", *REPLAY,
                                            "--decisions", name, *extra))
            with open(self.folder / name, encoding="utf-8", newline="") as file:
                dear = [row for row in csv.DictReader(file) if row["chosen"]]
            self.assertTrue(dear)
            for row in dear:
                self.assertEqual(row["codes"], "P1")
                self.assertEqual(row["reason"], "" if extra else "too dear")
                self.assertEqual(row["number"] == "", bool(extra))

    def test_screen_counts_rules_and_knows_hours_only_with_a_scenario(self):
        outcome = self.greenlane("screen", "p.toml", *REPLAY, "--json")
        self.assert_done(outcome)
        told = json.loads(outcome.out)
        self.assertEqual(told["declarations"], 40)
        self.assertEqual(told["rules"][0]["matched"], 10)
        self.assertIsNone(told["hours"])
        outcome = self.greenlane("screen", "p.toml", *REPLAY)
        self.assertIn("no scenario: hours are not known", outcome.out)

    def test_bad_input(self):
        replay = ("--profile", "p.toml", *REPLAY)
        self.assert_refused(self.greenlane("explain", "s.toml", "40", *replay), 2,
                            "no shipment '40'", "there are 40, counted from 0", "with numbers from 'D0' to")
        self.assert_refused(self.greenlane("explain", "s.toml", "E7", *replay), 2,
                            "no shipment 'E7'")
        self.assert_refused(self.greenlane("explain", "s.toml"), 2, "one shipment")
        self.assert_refused(self.greenlane("explain", "s.toml", "3", "--why-not"), 2,
                            "there is none to change")
        self.assert_refused(self.greenlane("screen", "p.toml"), 2, "no declarations given")
        self.assert_refused(self.greenlane("screen", *REPLAY), 2, "no profile given")
