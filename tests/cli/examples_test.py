"""The examples of every `--help` work: on days instead of months, and on a part of the records."""

import re
import shlex
import unittest

from program import CHECKOUT, SHARED, ProgramTest, needs_shared

SIMULATING = ("run", "compare", "sweep", "tune", "generate")
SHORT = {"scenario.duration": "2d", "scenario.warmup": "0d"}
FEWER = {"run": ["--replications", "2"], "compare": ["--replications", "2"],
         "sweep": ["--replications", "2"], "tune": ["--replications", "2", "--budget", "80"]}
OWN_RECORDS = ("my-post.toml", "scored.toml")  # columns that the published declarations lack


def short(words: list[str]) -> list[str]:
    """The same with little to do."""
    words = [re.sub(r":\d+%", ":99%", word) if before == "--precision" else word
             for before, word in zip(["", *words], words)]
    if words[0] not in SIMULATING:
        return words
    if words[0] != "generate" and "--replications" not in words and "--precision" not in words:
        words += FEWER[words[0]]
    for key, value in SHORT.items():
        if "--declarations" not in words and not any(word.startswith(key) for word in words):
            words += ["--set", f"{key}={value}"]
    return words


class ExamplesTest(ProgramTest):
    def setUp(self):
        super().setUp()
        for folder in ("scenarios", "profiles"):
            (self.folder / folder).symlink_to(CHECKOUT / folder)
        (self.folder / "models").mkdir()
        for name in ("today.toml", "tomorrow.toml"):
            self.write(name, (CHECKOUT / "profiles/green-baseline.toml").read_text().replace(
                "[lists]", '[lists]\nwatchlists = "profiles/watchlists"').replace(
                '"watched-origins.csv"', '"profiles/watched-origins.csv"'))

    def globbed(self, word: str) -> list[str]:
        """As a shell has it."""
        files = sorted(self.folder.glob(word)) if "*." in word else []
        return [str(file.relative_to(self.folder)) for file in files] or [word]

    def examples(self):
        """The words of each, without `greenlane`, by command."""
        overview = self.greenlane("--help").out
        for command in re.findall(r"(?m)^  (\w+) {2,}", overview.split("Commands")[1]):
            text = self.greenlane(command, "--help").out
            lines = text.split("Examples:")[1].split("Usage:")[0].strip().splitlines()
            self.assertGreater(len(lines), 0, command)
            for line in lines:
                line = re.split(r" (?:&&|\||>) ", line.strip())[0]
                words = [word for text in shlex.split(line) for word in self.globbed(text)]
                self.assertEqual(words.pop(0), "greenlane", line)
                yield line, words

    def write_records(self):
        """A part of the published declarations of each year."""
        for year, name in (("2020", "train"), ("2021", "valid")):
            file = SHARED / f"data/kcs/declarations_{name}.csv"
            rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
            self.write(f"{year}.csv", "".join([rows[0], *rows[1::8]]))

    def follow(self, takes):
        done = 0
        for line, words in self.examples():
            if not takes(words):
                continue
            with self.subTest(line):
                outcome = self.greenlane(*short(words))
                self.assertIn(outcome.status, (0, 4) if "--fail-if" in words else (0,), outcome.err)
                done += 1
        self.assertGreater(done, 5)

    def test_those_on_synthetic_declarations_work(self):
        self.follow(lambda words: not any(word in ("2020.csv", "2021.csv", "my-port.toml",
                                                   "profiles/my-profile.toml") for word in words))

    @needs_shared
    def test_those_on_records_work(self):
        self.write_records()
        self.follow(lambda words: "--declarations" in words and "flow.h5" not in words
                    and not any(word in OWN_RECORDS for word in words))


if __name__ == "__main__":
    unittest.main()
