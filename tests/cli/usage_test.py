"""What the program says about itself, and how it takes wrong usage."""

import re

from program import CHECKOUT, ProgramTest
from small import SCENARIO


class UsageTest(ProgramTest):
    def test_help_goes_to_stdout_and_names_the_commands(self):
        outcome = self.greenlane("--help")
        self.assert_done(outcome)
        self.assertEqual(outcome.err, "")
        for command in ("run", "generate", "check", "map"):
            self.assertRegex(outcome.out, rf"(?m)^\s+{command}\s")

    def test_a_command_shows_examples_first(self):
        for command in ("run", "generate", "check", "map"):
            with self.subTest(command):
                outcome = self.greenlane(command, "--help")
                self.assert_done(outcome)
                self.assertLess(outcome.out.index("Examples:"), outcome.out.index("Usage:"))
                self.assertIn(f"  greenlane {command} ", outcome.out)

    def test_the_version_is_that_of_the_project(self):
        cmake = (CHECKOUT / "CMakeLists.txt").read_text(encoding="utf-8")
        version = re.search(r"project\(greenlane VERSION (\S+)", cmake)[1]
        outcome = self.greenlane("--version")
        self.assert_done(outcome)
        self.assertEqual(outcome.out, f"greenlane {version}\n")

    def assert_usage_error(self, arguments: list[str], text: str):
        outcome = self.greenlane(*arguments)
        self.assertEqual((outcome.status, outcome.out, outcome.err), (2, "", text))

    def test_an_unknown_command_is_refused_with_a_hint(self):
        self.assert_usage_error(["rnu"], "error: unknown command 'rnu'\n"
                                         "  hint: did you mean 'run'?\n")

    def test_an_unknown_option_is_refused_with_a_hint(self):
        self.assert_usage_error(["run", "s.toml", "--replication", "3"],
                                "error: unknown option '--replication'\n"
                                "  hint: did you mean '--replications'?\n")
        self.assert_usage_error(["map", "s.toml", "--no-such-option"],
                                "error: unknown option '--no-such-option'\n"
                                "  hint: greenlane map --help\n")

    def test_no_command_is_wrong_usage(self):
        self.assert_refused(self.greenlane(), 2, "greenlane COMMAND --help")

    def test_no_file_or_too_many(self):
        self.assert_usage_error(["run"], "error: no scenario given\n"
                                         "  hint: greenlane run scenarios/sea-port.toml\n")
        self.assert_usage_error(["run", "a.toml", "b.toml"],
                                "error: more than one scenario given\n"
                                "  hint: greenlane run scenarios/sea-port.toml\n")
        self.assert_usage_error(["check"], "error: no file given\n  hint: greenlane check "
                                           "scenarios/*.toml profiles/green-*.toml\n")

    def test_numbers(self):
        self.write("s.toml", SCENARIO)
        for option in ("--replications", "--jobs"):
            for number in ("0", "-1", "many", "1.5"):
                with self.subTest(option, number=number):
                    self.assert_refused(self.greenlane("run", "s.toml", option, number), 2,
                                        f"error: {option} {number} is not a")

    def test_a_study_beyond_all_bounds_is_refused_before_it_begins(self):
        self.write("s.toml", SCENARIO)
        vary = ("--vary", "arrivals.per_hour=1:5:1")
        tune = ("--minimise", "clearance.time", "--subject-to", "clearance.utilisation<=85%")
        in_all = "a study has at most 10,000,000 in all"
        for many in ("50000000", "9" * 17):
            for said, command in (
                    (f"error: {many} replications: a run has at most 100000\n", ("run", "s.toml")),
                    (f"error: {many} replications of each of 2 systems: {in_all}\n",
                     ("compare", "s.toml", "s.toml")),
                    (f"error: {many} replications of each of 6 systems: {in_all}\n",
                     ("sweep", "s.toml", *vary)),
                    (f"error: {many} replications of each of 2 systems: {in_all}\n",
                     ("tune", "s.toml", *vary, *tune))):
                with self.subTest(command[0], replications=many):
                    self.assert_refused(
                        self.greenlane(*command, "--replications", many), 2, said)
