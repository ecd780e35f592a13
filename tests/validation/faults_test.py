"""Each fault of faults.py can still be planted, and names a case that there is."""

import tempfile
import unittest
from pathlib import Path

from faults import FAULTS, ROOT, DoesNotApply, Fault
from validate import all_cases, reference_cases


class FaultsTest(unittest.TestCase):
    def test_each_applies_to_the_sources(self):
        for fault in FAULTS:
            with self.subTest(fault.name):
                self.assertNotEqual(fault.plant(ROOT),
                                    (ROOT / fault.file).read_text(encoding="utf-8"))

    def test_each_case_exists(self):
        names = {case.name for case in all_cases(reference_cases())}
        for fault in FAULTS:
            with self.subTest(fault.name):
                self.assertTrue(not fault.case or fault.case in names, fault.case)

    def test_names_tell_them_apart(self):
        self.assertEqual(len({fault.name for fault in FAULTS}), len(FAULTS))

    def test_one_that_no_longer_applies_says_so(self):
        with tempfile.TemporaryDirectory() as name:
            sources = Path(name)
            (sources / "a.cpp").write_text("twice(); twice();", encoding="utf-8")
            for file, was, times in (("a.cpp", "twice();", 2), ("a.cpp", "gone();", 0),
                                     ("b.cpp", "gone();", 0)):
                with self.assertRaisesRegex(DoesNotApply, f"'x' no longer .* {file} has, {times} "):
                    Fault("x", file, was, "").plant(sources)


if __name__ == "__main__":
    unittest.main()
