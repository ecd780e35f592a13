"""The constants that docs/model.md quotes are those of the sources; its links lead somewhere."""

import re
import unittest
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/model.md").read_text(encoding="utf-8")
CONSTANTS = re.findall(r"^\| `(\w+)` \| (.+) \| `(.+)` \|$", PAGE, re.M)


def quoted(text: str) -> float:
    """The number at the beginning of a table's cell."""
    if text.startswith("2⁻"):
        return 2.0 ** -int(text[2:].translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")))
    return float(re.match(r"[\d.,]+", text)[0].replace(",", ""))


def written(name: str, source: str) -> float:
    """The number that a constant is set to in C++."""
    number = re.search(rf"\b{name}\b(?: = |\{{)([\w.'-]+)", source)[1].replace("'", "")
    return float.fromhex(number) if number.startswith("0x") else float(number)


class ModelTest(unittest.TestCase):
    def test_constants(self):
        self.assertGreater(len(CONSTANTS), 5)
        for name, value, file in CONSTANTS:
            with self.subTest(name):
                source = (ROOT / file).read_text(encoding="utf-8")
                self.assertEqual(quoted(value), written(name, source))

    def test_the_text_quotes_them_alike(self):
        text = PAGE.split("## Constants")[0]
        for name, value, _ in CONSTANTS:
            if name in ("most_rounds", "pilot_shipments", "relative_error"):
                self.assertIn(value.removeprefix("the "), text, name)

    def test_links(self):
        for link in re.findall(r"\]\(([^)]+)\)", PAGE):
            file, _, anchor = link.partition("#")
            page = (ROOT / "docs" / file).read_text(encoding="utf-8")
            headings = {heading.lower().replace(" ", "-")
                        for heading in re.findall(r"^#+ (.+)$", page, re.M)}
            if anchor:
                self.assertIn(anchor, headings, link)


if __name__ == "__main__":
    unittest.main()
