"""What the program says about itself, and how it takes wrong usage."""

import re

from program import CHECKOUT, ProgramTest


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

    def test_an_unknown_command_is_refused_with_a_hint(self):
        self.assert_refused(self.greenlane("rnu"), 2, "rnu", "run")

    def test_no_command_is_wrong_usage(self):
        self.assertEqual(self.greenlane().status, 2)

    def test_an_unknown_option_is_refused(self):
        self.assert_refused(self.greenlane("run", "--no-such-option"), 2, "--no-such-option")
