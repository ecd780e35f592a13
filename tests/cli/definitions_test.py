"""Scenarios, profiles and mappings with mistakes: all of them at once, each at its place; exit 2."""

import json

from program import CHECKOUT, ProgramTest
from small import MAPPING, PROFILE, SCENARIO

TEN_MISTAKES = """\
[profile]
name = "ten mistakes"
random_rate = 1.5
random_lan = "red"

[thresholds]
yellow = 60
red = 30

[capacity]
red = { per_day = -4, decide = "noon" }

[[rule]]
code = "P1"
lane = "rad"
when = "hss == '2401'"

[[rule]]
code = "P1"
lane = "red"
when = "value > 'many'"
risk = "enviroment"
"""

ALL_TEN = """\
p.toml:3:15: error: random_rate is not between 0 and 1
  hint: a share is written as 0.02, not as 2 (percent)
p.toml:4:1: error: unknown key 'random_lan' in [profile]
  hint: did you mean 'random_lane'?
p.toml:8:7: error: red begins at 30 points, which is not above yellow's 60
  hint: red is the stricter lane and begins above yellow
p.toml:11:19: error: per_day is negative
p.toml:11:32: error: unknown time of decision 'noon'
  hint: write "lodgement", or a local time such as "16:00"
p.toml:15:8: error: unknown lane 'rad'
  hint: did you mean 'red'?
p.toml:16:9: error: unknown field 'hss'
  hint: did you mean 'hs'?
p.toml:19:8: error: a second rule has the code 'P1'
p.toml:21:17: error: value is a number of currency and cannot be compared with the text 'many'
p.toml:22:8: error: unknown risk 'enviroment'
  hint: did you mean 'environment'?
"""


class DefinitionsCase(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("s.toml", SCENARIO)

    def assert_error(self, outcome, text: str):
        self.assertEqual(outcome.err, text)
        self.assertEqual((outcome.status, outcome.out), (2, ""))

    def assert_checked(self, file: str, text: str):
        """`check` says this of the file, and counts its errors on stdout."""
        errors = text.count(": error: ")
        outcome = self.greenlane("check", file)
        self.assertEqual(outcome.err, text)
        self.assertEqual(outcome.out,
                         f"{file}: {errors} error{'s' if errors != 1 else ''}\n")
        self.assertEqual(outcome.status, 2)


class ProfileTest(DefinitionsCase):
    def test_ten_mistakes_are_told_in_one_pass_in_the_order_of_their_places(self):
        self.write("p.toml", TEN_MISTAKES)
        self.assert_checked("p.toml", ALL_TEN)

    def test_a_missing_name_is_told_once(self):
        self.write("p.toml", "[profile]\nrandom_rate = 0.02\n")
        self.assert_checked("p.toml", "p.toml:1:1: error: 'name' is missing in [profile]\n")

    def test_a_run_tells_as_much_as_check(self):
        self.write("p.toml", TEN_MISTAKES)
        self.assert_error(self.greenlane("run", "s.toml", "--profile", "p.toml"), ALL_TEN)

    def test_unknown_field(self):
        self.write("p.toml", PROFILE.replace("value > 1000", "hs == '2401' and orign == 'XA'"))
        self.assert_checked("p.toml", "p.toml:9:26: error: unknown field 'orign'\n"
                                      "  hint: did you mean 'origin'?\n")

    def test_type_error(self):
        self.write("p.toml", PROFILE.replace("1000", "'dear'"))
        self.assert_checked("p.toml", "p.toml:9:17: error: value is a number of currency and "
                                      "cannot be compared with the text 'dear'\n")

    def test_a_missing_list_has_its_place(self):
        self.write("p.toml", PROFILE + '\n[lists]\nwatched = "watched.csv"\n')
        outcome = self.greenlane("check", "p.toml")
        self.assertEqual(outcome.status, 2)
        self.assertIn("watched.csv: error: ", outcome.err)


class ScenarioTest(DefinitionsCase):
    def test_unknown_key(self):
        self.write("bad.toml", SCENARIO.replace("warmup", "warm_up"))
        self.assert_checked("bad.toml", "bad.toml:6:1: error: unknown key 'warm_up' in [scenario]\n"
                                        "  hint: did you mean 'warmup'?\n")

    def test_impossible_roster(self):
        self.write("bad.toml", SCENARIO.replace("servers = 1", 'roster = "day"') + """
[[roster]]
name = "day"
open = "08:00-25:00"
days = "mon-fry"
servers = 0
""")
        self.assert_checked("bad.toml",
                            "bad.toml:20:8: error: '08:00-25:00' is no span of the day\n"
                            '  hint: open = "08:00-20:00", or "22:00-06:00" over midnight\n'
                            "bad.toml:21:8: error: unknown day 'fry'\n"
                            "  hint: did you mean 'fri'?\n"
                            "bad.toml:22:11: error: 'servers' is 0\n"
                            "  hint: a whole number from 1 to 1000000\n")

    def test_a_run_before_1970(self):
        self.write("bad.toml", SCENARIO.replace("2026-01-05", "1969-12-31"))
        self.assert_checked("bad.toml", "bad.toml:4:9: error: the run begins before 1970\n"
                                        "  hint: shift its dates: only differences between them count\n")

    def test_a_condition_nested_too_deeply(self):
        nested = "mode == 'sea'"
        for _ in range(70):
            nested = f"aeo or (perishable and ({nested}))"
        self.write("bad.toml", SCENARIO + f'when = "{nested}"\n')
        self.assert_checked("bad.toml",
                            "bad.toml: error: a condition of a station or route is nested too deeply\n"
                            "  hint: write `a and b and c` rather than `a and (b and (c))`\n")

    def test_unreachable_station(self):
        self.write("bad.toml", SCENARIO + """
[[station]]
name = "lost"
stage = "release"
servers = 1
service = { distribution = "exponential", mean = "1min" }

[[route]]
from = "desk"
to = "released"
""")
        text = ("bad.toml:19:8: error: no shipment comes to the station 'lost'\n"
                "  hint: lead a route to it, or leave it a rest of those before it\n")
        self.assert_checked("bad.toml", text)
        self.assert_error(self.greenlane("run", "bad.toml"), text)
        self.assert_error(self.greenlane("map", "bad.toml"), text)

    def test_a_duration_without_unit(self):
        self.write("bad.toml", SCENARIO.replace('"0d"', '"1"'))
        self.assert_checked("bad.toml", "bad.toml:6:10: error: 'warmup' must be a duration such as "
                                        '"24min", "6h" or "3d", or "auto", not \'1\'\n')

    def test_nothing_follows_from_a_value_that_was_refused(self):
        self.write("bad.toml", SCENARIO.replace('"1min"', '"1"'))
        self.assert_checked("bad.toml",
                            "bad.toml:16:50: error: 'mean' must be a finite number or a duration "
                            'such as "24min", "6h" or "3d", not a text \'1\'\n')

    def test_no_seed(self):
        self.write("bad.toml", SCENARIO.replace("seed = 1\n", ""))
        self.assert_refused(self.greenlane("run", "bad.toml"), 2, "no seed", "--seed")
        self.assert_done(self.greenlane("run", "bad.toml", "--seed", "1"))

    def test_more_arrivals_than_milliseconds_can_tell_apart(self):
        self.assert_error(self.greenlane("run", "s.toml", "--set", "arrivals.per_hour=1e300"),
                          "--set arrivals.per_hour=1e300: error: more than 10^9 arrivals per hour\n"
                          "  hint: times are kept in milliseconds\n")


class OverloadTest(DefinitionsCase):
    def test_an_overloaded_station_is_announced_and_run(self):
        outcome = self.greenlane("run", "s.toml", "--set", "arrivals.per_hour=70", "--json")
        said = "desk is overloaded: utilisation 1.17; waits grow for as long as the run lasts"
        self.assertEqual((outcome.status, outcome.err), (0, f"warning: {said}\n"))
        self.assertEqual(json.loads(outcome.out)["warnings"], [said])

    def test_nothing_is_said_of_a_station_that_can_keep_up(self):
        outcome = self.greenlane("run", "s.toml", "--set", "arrivals.per_hour=59", "--json")
        self.assertEqual((outcome.status, outcome.err), (0, ""))
        self.assertEqual(json.loads(outcome.out)["warnings"], [])


class ControlTest(DefinitionsCase):
    def test_controls_need_no_condition_anywhere(self):
        self.write("s.toml", SCENARIO + 'control = "physical"\nsensitivity = 0.9\nfalse_alarm = 0.5\n')
        self.assert_done(self.greenlane("run", "s.toml"))


class OverrideTest(DefinitionsCase):
    def assert_override(self, override: str, text: str):
        self.assert_error(self.greenlane("run", "s.toml", "--set", override),
                          f"--set {override}: error: {text}\n")

    def test_unknown_keys_have_hints(self):
        self.assert_override("scenario.sede=3", "unknown key 'sede' in [scenario]\n"
                                                "  hint: did you mean 'seed'?")
        self.assert_override("station.dsk.servers=3", "there is no station 'dsk'\n"
                                                      "  hint: did you mean 'desk'?")

    def test_wrong_values(self):
        self.assert_override("station.desk.servers=x",
                             "'servers' must be an integer, not a text 'x'")
        self.assert_override("scenario.replications=x",
                             "'replications' must be an integer, not a text 'x'")
        self.assert_override("arrivals.per_hour=nan",
                             "'per_hour' must be a finite number, not inf or nan")
        self.assert_override("seed", "not of the form key=value\n"
                                     "  hint: for example --set scenario.seed=5")


class FileTest(DefinitionsCase):
    def test_missing_file_directory_and_empty_file(self):
        self.write("empty.toml", "\n")
        for file, reason in (("none.toml", "No such file or directory"),
                             (".", "it is a directory"), ("empty.toml", "it is empty")):
            with self.subTest(file):
                text = f"{file}: error: cannot be read ({reason})\n"
                self.assert_checked(file, text)
                self.assert_error(self.greenlane("run", file), text)
                self.assert_error(self.greenlane("run", "s.toml", "--profile", file), text)

    def test_every_file_of_a_check_is_judged(self):
        self.write("p.toml", PROFILE.replace("lane =", "lan ="))
        outcome = self.greenlane("check", "p.toml", "none.toml", "s.toml")
        self.assertEqual(outcome.status, 2)
        self.assertEqual([line.split(":")[1] for line in outcome.out.splitlines()],
                         [" 3 errors", " 1 error", " fine"])

    def test_what_is_shipped_is_fine(self):
        needs_model = [CHECKOUT / f"profiles/{name}.toml"
                       for name in ("hybrid", "learned", "risk-history")]
        files = [file for file in (*CHECKOUT.glob("scenarios/*.toml"),
                                   *CHECKOUT.glob("profiles/*.toml"),
                                   *CHECKOUT.glob("profiles/mappings/*.toml"))
                 if file not in needs_model]
        outcome = self.greenlane("check", *files)
        self.assertEqual((outcome.status, outcome.err), (0, ""))
        self.assertEqual(outcome.out, "".join(f"{file}: fine\n" for file in files))

        for file in needs_model:
            outcome = self.greenlane("check", file)
            self.assertEqual((outcome.status, outcome.out), (2, f"{file}: 1 error\n"))
            self.assertIn("there is no such model yet", outcome.err)
            self.assertIn("hint: greenlane train", outcome.err)

    def test_a_mapping(self):
        self.write("m.toml", MAPPING.replace("hs_edition = 2022\n", "").replace("USD", "dollars"))
        outcome = self.greenlane("check", "m.toml")
        self.assertEqual(outcome.status, 2)
        self.assertRegex(outcome.err, r"(?m)^m\.toml:\d+:\d+: error: ")


class HostileTomlTest(DefinitionsCase):
    def test_each_is_one_clear_error(self):
        for name, text, error in (
                ("control character", b"[\n\x1b\n",
                 "2:1: error: a control character (code 27)\n"
                 "  hint: write it as an escape, \\u00.., inside a quoted text"),
                ("zero byte", b"a\0b", "1:2: error: a control character (code 0)\n"
                 "  hint: write it as an escape, \\u00.., inside a quoted text"),
                ("not UTF-8", b'[scenario]\nname = "\xff"\n',
                 "2:8: error: not valid TOML: Encountered invalid utf-8 sequence"),
                ("endless nesting", b"a = " + b"[" * 100_000,
                 "1:261: error: not valid TOML: value: exceeded maximum nested value depth of 256 "
                 "(TOML_MAX_NESTED_VALUES)"),
                ("endless key", b"a." * 50_000 + b"b = 1",
                 "1:128: error: a key or value with more than 64 parts between its dots"),
                ("key twice", b'[scenario]\nname = "a"\nname = "b"\n',
                 "3:8: error: not valid TOML: key-value pair: cannot redefine existing string "
                 "'name'"),
                ("number too large", b"a = 99999999999999999999\n",
                 "1:25: error: not valid TOML: decimal integer: '99999999999999999999' is not "
                 "representable in 64 bits")):
            with self.subTest(name):
                (self.folder / "bad.toml").write_bytes(text)
                self.assert_checked("bad.toml", f"bad.toml:{error}\n")
