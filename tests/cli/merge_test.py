"""Studies done in shards by jobs that know nothing of each other."""

import shutil

from resume_test import TUNING, StudyCase
from small import MAPPING, PROFILE, declarations


class ShardTest(StudyCase):
    study = ("run", "s.toml", "--profile", "p.toml", "--replications", "6")

    def shards(self, of: int, *study) -> list[str]:
        for number in range(1, of + 1):
            self.done(*study, "--shard", f"{number}/{of}", "--out", f"part-{number}")
        return [f"part-{number}" for number in range(1, of + 1)]

    def assert_merged(self, of: int, *study) -> None:
        self.whole(*study, out="merged")
        parts = self.shards(of, *study)
        outcome = self.greenlane("merge", *parts, "-o", "merged", "--json")
        self.assert_done(outcome)
        self.assertEqual(self.results("merged"), self.results("whole"))
        self.assertEqual(outcome.out.encode(), self.results("whole")["summary.json"])


class MergeTest(ShardTest):
    def test_four_shards(self):
        self.assert_merged(4, *self.study)

    def test_one_shard(self):
        self.assert_merged(1, *self.study)

    def test_more_shards_than_replications(self):
        self.assert_merged(8, *self.study)

    def test_compare(self):
        self.assert_merged(3, "compare", "s.toml", "--profile", "p.toml", "--against", "p.toml",
                           "--set", "station.desk.servers=2")

    def test_sweep(self):
        self.assert_merged(3, "sweep", "s.toml", "--vary", "station.desk.servers=1,2,3")

    def test_tune(self):
        """The first stage is done in shards, what follows from it where they are merged."""
        self.assert_merged(3, *TUNING)

    def test_a_sweep_of_thresholds(self):
        self.write("p.toml", PROFILE + "\n[[rule]]\ncode = 'P2'\nwhen = 'value > 10'\npoints = 20\n"
                                       "[thresholds]\nyellow = 10\nred = 50\n")
        self.write("m.toml", MAPPING)
        self.write("in.csv", declarations(400))
        self.assert_merged(2, "sweep", "s.toml", "--profile", "p.toml", "--declarations", "in.csv",
                           "--mapping", "m.toml", "--vary", "thresholds.yellow=10:30:10",
                           "--kpi", "selectivity.flagged")

    def test_a_shard_says_what_it_did(self):
        outcome = self.greenlane(*self.study, "--shard", "2/4", "--out", "part")
        self.assertEqual((outcome.status, outcome.out), (0, ""))
        self.assertEqual(outcome.err,
                         "shard 2/4: 2 of 6 replications done in part\n"
                         "  when all 4 are: greenlane merge DIR... -o RESULT\n")
        self.assertEqual([file.name for file in (self.folder / "part").iterdir()], ["journal.glj"])

    def test_a_merged_study_can_be_extended(self):
        self.done("merge", *self.shards(2, *self.study), "-o", "merged")
        more = (*self.study[:-1], "9")
        self.done(*more, "--out", "merged", "--resume")
        self.done(*more, "--out", "whole")
        self.assertEqual(self.results("merged"), self.results("whole"))

    def test_shards_that_were_extended(self):
        parts = self.shards(2, *self.study)
        more = (*self.study[:-1], "9")
        for number, part in enumerate(parts, 1):
            self.done(*more, "--shard", f"{number}/2", "--out", part, "--resume")
        self.done("merge", *parts, "-o", "merged")
        self.done(*more, "--out", "whole")
        self.assertEqual(self.results("merged"), self.results("whole"))

    def test_from_another_folder(self):
        """The study's paths are relative to where its shards were made."""
        self.shards(2, *self.study)
        self.done(*self.study, "--out", "whole")
        (self.folder / "elsewhere").mkdir()
        home, self.folder = self.folder, self.folder / "elsewhere"
        self.done("merge", "../part-2", "../part-1", "-o", "merged")
        self.folder = home
        self.assertEqual(self.results("elsewhere/merged"), self.results("whole"))

    def test_options_of_many_words(self):
        """The words of the command line are kept in an order in which they mean the same."""
        self.write("m.toml", "")
        self.done("run", "--set", "station.desk.servers=2", "--jobs", "1", "--shard=1/1", "s.toml",
                  "--out", "part-1")
        self.done("merge", "part-1", "-o", "merged")
        self.done("run", "s.toml", "--set", "station.desk.servers=2", "--out", "whole")
        self.assertEqual(self.results("merged"), self.results("whole"))


class RefusedMergeTest(ShardTest):
    def assert_not_merged(self, *words: str, parts: list[str]) -> None:
        outcome = self.greenlane("merge", *parts, "-o", "merged")
        self.assert_refused(outcome, 2, *words)
        self.assertFalse((self.folder / "merged").exists())

    def test_a_missing_shard(self):
        parts = self.shards(4, *self.study)
        self.assert_not_merged("error: shards are missing: 2/4, 4/4\n",
                               parts=[parts[0], parts[2]])

    def test_a_shard_that_is_not_finished(self):
        parts = self.shards(2, *self.study)
        whole = self.journal("part-2").read_bytes()
        self.journal("part-2").write_bytes(whole[:-1])
        self.assert_not_merged("part-2/journal.glj", "error: shards are not finished: 2/2 (1 of 3 "
                               "replications are missing)", "--resume", parts=parts)
        self.journal("part-2").write_bytes(whole[:20])
        self.assert_not_merged("part-2: error: its shard has finished nothing", parts=parts)

    def test_shards_of_different_studies(self):
        self.done(*self.study, "--shard", "1/2", "--out", "part-1")
        self.done(*self.study, "--seed", "2", "--shard", "2/2", "--out", "part-2")
        self.assert_not_merged("part-2: error: is of another study than part-1: --seed 2 is new",
                               parts=["part-1", "part-2"])

    def test_shards_of_different_numbers(self):
        self.done(*self.study, "--shard", "1/2", "--out", "part-1")
        self.done(*self.study, "--shard", "2/3", "--out", "part-2")
        self.assert_not_merged("part-2: error: is one of 3 shards, part-1 one of 2",
                               parts=["part-1", "part-2"])

    def test_files_that_have_changed_since(self):
        parts = self.shards(2, *self.study)
        profile = self.folder / "p.toml"
        profile.write_text(profile.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        self.assert_not_merged("its study cannot be finished here: p.toml has changed", parts=parts)
        profile.unlink()
        self.assert_not_merged("p.toml: error: cannot be read", parts=parts)

    def test_folders_without_a_journal(self):
        self.write("other/x.txt", "")
        self.assert_not_merged("other: error: holds no journal", parts=["other"])
        self.write("other/journal.glj", "something else")
        self.assert_not_merged("other/journal.glj: error: is no journal", parts=["other"])

    def test_the_result_is_new(self):
        parts = self.shards(1, *self.study)
        outcome = self.greenlane("merge", *parts, "-o", "part-1")
        self.assert_refused(outcome, 2, "error: exists already")

    def test_wrong_usage(self):
        self.assert_refused(self.greenlane("merge"), 2, "no folder given")
        self.assert_refused(self.greenlane("merge", "part-1"), 2, "-o names the folder")
        for shard in ("0/2", "3/2", "2", "2/", "/2", "1/2x", "-1/2"):
            outcome = self.greenlane("run", "s.toml", f"--shard={shard}", "--out", "part")
            self.assert_refused(outcome, 2, f"--shard {shard} is no part of a study")
        outcome = self.greenlane("run", "s.toml", "--shard", "1/2", "--out", "p", "--json")
        self.assert_refused(outcome, 2, "--json with --shard: a part of a study has no results")

    def test_another_shard_does_not_go_on_in_its_folder(self):
        self.shards(2, *self.study)
        outcome = self.greenlane(*self.study, "--shard", "2/2", "--out", "part-1", "--resume")
        self.assert_refused(outcome, 2, "part-1: error: is of shard 1/2", "--shard 1/2")
        shutil.rmtree(self.folder / "part-1")
