"""The tables of docs/validation.md, which stand between marks: <!-- begin NAME --> and end.

    interval_coverage | page.py coverage docs/validation.md
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from cases import Case, Check
from judge import Verdict

HEAD = ("| case | figure | reference | measured | deviation | 99.9 % interval | margin "
        "| verdict |\n| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |\n")


@dataclass(frozen=True)
class Row:
    case: Case
    check: Check
    reference: float
    verdict: Verdict
    rerun: bool

    def _cells(self) -> list[str]:
        name = f"{self.case.id} {self.case.title}".strip()
        off = self.verdict.mean - self.reference
        scale = abs(self.reference) / 100
        word = self.verdict.word + (", second run" if self.rerun else "")
        if self.check.exact:
            return [name, self.check.value, f"{self.reference:.6g}", f"{self.verdict.mean:.6g}",
                    "0" if off == 0 else f"{off:+.3g}", "", "exact", word]
        return [name, self.check.value, f"{self.reference:.6g}", f"{self.verdict.mean:.6g}",
                f"{off / scale:+.3f} %", f"±{self.verdict.half / scale:.3f} %",
                f"{100 * self.check.margin:g} %", word]

    def line(self) -> str:
        widths = (38, 24, 12, 12, 10, 10, 6, 0)
        return " ".join(cell.ljust(width) for cell, width in zip(self._cells(), widths)).rstrip()

    def markdown(self) -> str:
        return "| " + " | ".join(self._cells()) + " |\n"


def table(rows: list[Row]) -> str:
    return HEAD + "".join(row.markdown() for row in rows)


def write(page: Path, parts: dict[str, str]) -> None:
    text = page.read_text(encoding="utf-8")
    for name, part in parts.items():
        marked = re.compile(f"(<!-- begin {name} -->\n).*?(<!-- end {name} -->)", re.DOTALL)
        text, found = marked.subn(lambda match: match[1] + part + match[2], text)
        if found != 1:
            raise SystemExit(f"{page}: no marks for {name}")
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[2]), {sys.argv[1]: sys.stdin.read()})
