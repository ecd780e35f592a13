"""Each word of docs/glossary.md stands there once, in order, and what is in italics has an entry."""

import re
import unittest
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs/glossary.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (.+?) \| (.+) \|$", PAGE, re.M)[2:]
WORDS = [word for word, _ in ROWS]


def singular(word: str) -> str:
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


class GlossaryTest(unittest.TestCase):
    def test_words_stand_once_and_in_order(self):
        self.assertEqual(WORDS, sorted(set(WORDS), key=str.lower))

    def test_words_in_italics_have_an_entry(self):
        known = {word.lower() for word in WORDS}
        for word, meaning in ROWS:
            for used in re.findall(r"\*([^*]+)\*", meaning.lower()):
                self.assertTrue({used, singular(used)} & known, f"{word}: no entry for {used}")


if __name__ == "__main__":
    unittest.main()
