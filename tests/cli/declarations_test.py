"""Declarations that cannot be read, or not all of them: exit 3, the place and the reason."""

import gzip
import os

from program import ProgramTest
from small import HEADER, MAPPING, SCENARIO, declarations, row

UNUSABLE = ("error: 1 of 40 rows cannot be used; at most 0.1 % may be so\n"
            "  hint: they stand, with their reasons, in rejects.csv\n")


class DeclarationsCase(ProgramTest):
    def setUp(self):
        super().setUp()
        self.write("s.toml", SCENARIO)
        self.write("m.toml", MAPPING)

    def replay(self, *files: str, more: tuple = ()):
        return self.greenlane("run", "s.toml", "--declarations", *files, "--mapping", "m.toml",
                              "--rejects", "rejects.csv", "--out", "results", *more)

    def assert_error(self, outcome, status: int, text: str):
        """Exactly this on stderr, nothing on stdout, and no results."""
        self.assertEqual(outcome.err, text)
        self.assertEqual((outcome.status, outcome.out), (status, ""))
        self.assert_only("s.toml", "m.toml", "in.csv", "in.h5", "truth.h5", "rejects.csv", "more")

    def assert_only(self, *names: str):
        """Nothing else is left in the folder: no results, whole or half-written."""
        self.assertLessEqual({file.name for file in self.folder.iterdir()}, set(names))


class UnusableRowTest(DeclarationsCase):
    """One bad row in forty is more than the 0.1 % that are tolerated."""

    def assert_rejected(self, line: str | bytes, column: int, name: str, reason: str):
        text = declarations(line5="@").encode()
        line = line.encode() if isinstance(line, str) else line
        (self.folder / "in.csv").write_bytes(text.replace(b"@", line))
        self.assert_error(self.replay("in.csv"), 3,
                          f"in.csv:5:{column}: error: {reason} (column '{name}')\n" + UNUSABLE)
        quoted = reason.replace('"', '""').encode()
        self.assertEqual((self.folder / "rejects.csv").read_bytes(),
                         f"file,line,column,name,reason,{HEADER}\n".encode() +
                         b'"in.csv",5,%d,"%s","%s",' % (column, name.encode(), quoted) +
                         line + b"\n")

    def test_ragged(self):
        self.assert_rejected("X,1,2026-01-01 09:00,010121,DE", 6, "value",
                             "5 fields where the header has 7")

    def test_bad_number(self):
        self.assert_rejected("X,1,2026-01-01 09:00,010121,DE,12x,5", 6, "value",
                             "value is not a number: '12x'")

    def test_nan_and_infinity(self):
        for word in ("nan", "NaN", "inf", "-inf", "Infinity", "1e999"):
            with self.subTest(word):
                outcome = self.one_value(word)
                self.assertEqual(outcome.status, 3)
                self.assertRegex(outcome.err, rf"^in\.csv:5:6: error: value .*'{word}' ")

    def one_value(self, word: str):
        self.write("in.csv", declarations(line5=f"X,1,2026-01-01 09:00,010121,DE,{word},5"))
        return self.replay("in.csv")

    def test_negative_mass(self):
        self.assert_rejected("X,1,2026-01-01 09:00,010121,DE,1,-5", 7, "mass",
                             "negative mass: '-5'")

    def test_impossible_date(self):
        self.assert_rejected("X,1,2026-02-30 09:00,010121,DE,1,5", 3, "lodged",
                             "'2026-02-30 09:00' is not a possible date as %Y-%m-%d %H:%M")

    def test_duplicate_declaration_and_item(self):
        self.assert_rejected("D2,1,2026-01-01 09:00,010121,DE,1,5", 1, "id",
                             "declaration 'D2' item '1' is a duplicate: seen before within 31 days")

    def test_not_utf8(self):
        self.assert_rejected(b"X,1,2026-01-01 09:00,010121,\xff\xfe,1,5", 5, "origin", "not UTF-8")

    def test_field_of_more_than_a_mebibyte(self):
        self.assert_rejected("X,1,2026-01-01 09:00,010121," + "A" * (2**20 + 1) + ",1,5", 5,
                             "origin", "a field of more than 1 MiB")


class FieldTest(DeclarationsCase):
    def test_a_field_of_a_mebibyte_is_read(self):
        self.write("in.csv", declarations(line5="X,1,2026-01-01 09:00,010121," + "A" * 2**20 +
                                          ",1,5"))
        self.assert_done(self.replay("in.csv"))


class FileTest(DeclarationsCase):
    def test_missing(self):
        self.assert_error(self.replay("in.csv"), 3, "in.csv: error: no such file\n")

    def test_a_missing_file_is_said_before_its_mapping_is_missed(self):
        outcome = self.greenlane("run", "s.toml", "--declarations", "in.h5")
        self.assert_error(outcome, 3, "in.h5: error: no such file\n")

    def test_a_missing_second_file(self):
        self.write("in.csv", declarations())
        self.assert_error(self.replay("in.csv", "more.csv"), 3, "more.csv: error: no such file\n")

    def test_directory(self):
        (self.folder / "more").mkdir()
        self.assert_error(self.replay("more"), 3, "more: error: is a directory, not a file\n"
                                                  "  hint: name the files in it\n")

    def test_a_pipe_cannot_be_read_twice(self):
        os.mkfifo(self.folder / "in.csv")
        self.assert_error(self.replay("in.csv"), 3,
                          "in.csv: error: is no file that could be read more than once\n"
                          "  hint: write it to a file first\n")

    def test_empty(self):
        self.write("in.csv", "")
        self.assert_error(self.replay("in.csv"), 3,
                          "in.csv: error: the file is empty\n"
                          "  hint: the first line names the columns\n")

    def test_header_alone(self):
        self.write("in.csv", HEADER + "\n")
        self.assert_error(self.replay("in.csv"), 3, "in.csv: error: holds no declarations\n")

    def test_wrong_column(self):
        self.write("in.csv", declarations().replace("mass", "weight"))
        self.assert_error(self.replay("in.csv"), 3,
                          "in.csv:1:1: error: no column 'mass', which the mapping reads as mass "
                          "(m.toml:17:8)\n  hint: correct the mapping\n")

    def test_gzip_cut_short(self):
        (self.folder / "in.csv").write_bytes(gzip.compress(declarations().encode())[:-20])
        self.assert_error(self.replay("in.csv"), 3,
                          "in.csv: error: the gzip data end in the middle\n"
                          "  hint: was the file copied whole?\n")

    def test_no_mapping(self):
        self.write("in.csv", declarations())
        self.assert_error(self.greenlane("run", "s.toml", "--declarations", "in.csv"), 2,
                          "in.csv: error: declarations in a CSV file need a mapping\n"
                          "  hint: --mapping profiles/mappings/kcs.toml, for example\n")

    def test_a_truth_file_with_csv(self):
        self.write("in.csv", declarations())
        self.assert_error(self.replay("in.csv", more=("--truth", "truth.h5")), 2,
                          "truth.h5: error: declarations in a CSV file take no file of truth\n"
                          "  hint: [truth] in the mapping names the columns that hold it\n")

    def test_options_of_a_replay_without_declarations(self):
        for option in ("--mapping", "--truth", "--max-rejects", "--rejects"):
            with self.subTest(option):
                self.assert_error(self.greenlane("run", "s.toml", option, "x"), 2,
                                  f"error: {option} without --declarations\n")

    def test_a_mistake_in_the_mapping(self):
        self.write("in.csv", declarations())
        self.write("m.toml", MAPPING.replace('mass = "mass"', 'mas = "mass"'))
        self.assert_error(self.replay("in.csv"), 2,
                          "m.toml:17:1: error: unknown key 'mas' in [item]\n"
                          "  hint: did you mean 'mass'?\n")


class ToleranceTest(DeclarationsCase):
    """Two bad rows in a thousand: 0.2 %."""

    FIRST, SECOND = "D9,1,2026-01-01 09:15,010121,DE,1x0,12", "D499,1,2026-01-13 19:15,010121,DE"

    def setUp(self):
        super().setUp()
        self.write("in.csv", declarations(1000, line11=self.FIRST, line501=self.SECOND))

    def assert_rejects_file(self):
        self.assertEqual(
            (self.folder / "rejects.csv").read_text(encoding="utf-8"),
            f"file,line,column,name,reason,{HEADER}\n"
            f"\"in.csv\",11,6,\"value\",\"value is not a number: '1x0'\",{self.FIRST}\n"
            f"\"in.csv\",501,6,\"value\",\"5 fields where the header has 7\",{self.SECOND}\n")

    def test_too_many_are_refused(self):
        outcome = self.replay("in.csv")
        self.assert_error(outcome, 3,
                          "in.csv:11:6: error: value is not a number: '1x0' (column 'value')\n"
                          "error: 2 of 1000 rows cannot be used; at most 0.1 % may be so\n"
                          "  hint: they stand, with their reasons, in rejects.csv\n")
        self.assert_rejects_file()

    def test_as_many_as_are_tolerated_are_left_out_aloud(self):
        outcome = self.replay("in.csv", more=("--max-rejects", "1%", "--json"))
        self.assert_done(outcome)
        self.assertEqual(outcome.err,
                         "in.csv:11:6: warning: value is not a number: '1x0' (column 'value')\n"
                         "warning: 2 of 1000 rows cannot be used\n"
                         "  hint: they stand, with their reasons, in rejects.csv\n")
        self.assertIn('"lodged": 1996', outcome.out)
        self.assert_rejects_file()

    def test_no_file_that_nobody_asked_for(self):
        self.write("data/in.csv", (self.folder / "in.csv").read_text(encoding="utf-8"))
        study = ("run", "s.toml", "--declarations", "data/in.csv", "--mapping", "m.toml")
        first = "data/in.csv:11:6: {}: value is not a number: '1x0' (column 'value')\n"
        hint = "  hint: --rejects FILE keeps them, whole and with their reasons\n"
        self.assert_refused(
            self.greenlane(*study), 3, first.format("error") +
            "error: 2 of 1000 rows cannot be used; at most 0.1 % may be so\n" + hint)
        outcome = self.greenlane(*study, "--max-rejects", "1%")
        self.assert_done(outcome)
        self.assertEqual(outcome.err, first.format("warning") +
                         "warning: 2 of 1000 rows cannot be used\n" + hint)
        self.assertEqual([file.name for file in (self.folder / "data").iterdir()], ["in.csv"])

    def test_a_corrected_rejects_file_can_be_read(self):
        self.replay("in.csv")
        rejects = self.folder / "rejects.csv"
        corrected = rejects.read_text(encoding="utf-8").replace("1x0", "100")
        self.write("in.csv", corrected.replace(self.SECOND, self.SECOND + ",499.50,12"))
        outcome = self.replay("in.csv", more=("--json",))
        self.assert_done(outcome)
        self.assertIn('"lodged": 4,', outcome.out)

    def test_a_share_that_is_none(self):
        self.assertEqual(self.replay("in.csv", more=("--max-rejects", "5")).err,
                         "error: --max-rejects 5 is not a share\n  hint: 0.001, or 0.1%\n")

    def test_rejects_never_overwrite_the_declarations(self):
        before = (self.folder / "in.csv").read_bytes()
        outcome = self.replay("in.csv", more=("--max-rejects", "1%"))
        outcome = self.greenlane("run", "s.toml", "--declarations", "in.csv", "--mapping", "m.toml",
                                 "--rejects", "./in.csv")
        self.assert_refused(outcome, 2, "would overwrite the declarations")
        self.assertEqual((self.folder / "in.csv").read_bytes(), before)


class StoredTest(DeclarationsCase):
    """Declarations that `generate` wrote."""

    def setUp(self):
        super().setUp()
        outcome = self.greenlane("generate", "s.toml", "-o", "in.h5", "--truth", "truth.h5")
        self.assert_done(outcome)

    def replay(self, *arguments: str):
        return self.greenlane("run", "s.toml", "--declarations", *arguments)

    def test_cut_short_anywhere(self):
        whole = (self.folder / "in.h5").read_bytes()
        for length in (10, 100, 1000, len(whole) // 2, len(whole) - 1):
            with self.subTest(length):
                (self.folder / "in.h5").write_bytes(whole[:length])
                self.assert_error(self.replay("in.h5"), 3,
                                  "in.h5: error: the file is damaged: H5Fopen failed\n"
                                  "  hint: generate it anew\n")

    def test_the_truth_of_another_flow(self):
        (self.folder / "truth.h5").unlink()
        self.greenlane("generate", "s.toml", "--seed", "2", "-o", "other.h5", "--truth", "truth.h5")
        (self.folder / "other.h5").unlink()
        self.assert_error(self.replay("in.h5", "--truth", "truth.h5"), 3,
                          "truth.h5: error: the truth is not that of the declarations in in.h5\n"
                          "  hint: name the two files that one 'generate' wrote\n")

    def test_truth_is_no_declaration_nor_the_other_way_round(self):
        self.assert_error(self.replay("truth.h5"), 3,
                          "truth.h5: error: the file is not a 'greenlane-declarations' file\n")
        self.assert_error(self.replay("in.h5", "--truth", "in.h5"), 3,
                          "in.h5: error: the file is not a 'greenlane-truth' file\n")

    def test_a_mapping_is_not_wanted(self):
        self.assert_error(self.replay("in.h5", "--mapping", "m.toml"), 2,
                          "in.h5: error: generated declarations take no mapping\n"
                          "  hint: leave --mapping out\n")
