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
        off = self.verdict.mean - self.reference
        scale = abs(self.reference) / 100
        word = self.verdict.word + (", second run" if self.rerun else "")
        what = [self.case.name, self.check.value, f"{self.reference:.6g}",
                f"{self.verdict.mean:.6g}"]
        if self.check.exact:
            return [*what, "0" if off == 0 else f"{off:+.3g}", "", "exact", word]
        return [*what, f"{off / scale:+.3f} %", f"±{self.verdict.half / scale:.3f} %",
                f"{100 * self.check.margin:.2g} %", word]

    def line(self) -> str:
        widths = (38, 24, 12, 12, 10, 10, 6, 0)
        return " ".join(cell.ljust(width) for cell, width in zip(self._cells(), widths)).rstrip()

    def markdown(self) -> str:
        return "| " + " | ".join(self._cells()) + " |\n"


def table(rows: list[Row]) -> str:
    return HEAD + "".join(row.markdown() for row in rows)


def _number(cell: str) -> float:
    return float(cell.removesuffix(" %"))


def summary(page: str) -> str:
    """A line for each family whose table is in the page, and one for all."""
    lines = ("| `ctest -R` | cases | figures | agree | of these in a second run "
             "| largest deviation, in margins |\n| --- | ---: | ---: | ---: | ---: | ---: |\n")
    total = [0, 0, 0, 0]
    largest = 0.0
    for name, found in re.findall(r"<!-- begin (\S+) -->\n(.*?)<!-- end", page, re.DOTALL):
        if not found.startswith(HEAD):
            continue
        rows = [line[2:-2].split(" | ") for line in found[len(HEAD):].splitlines()]
        agreeing = [row for row in rows if row[7].startswith("agrees")]
        counts = [len({row[0] for row in rows}), len(rows), len(agreeing),
                  sum(row[7].endswith("second run") for row in agreeing)]
        off = max((abs(_number(row[4])) / _number(row[6]) for row in rows if row[6] != "exact"),
                  default=0)
        lines += f"| validation.{name} | {' | '.join(map(str, counts))} | {off:.2f} |\n"
        total = [sum(pair) for pair in zip(total, counts)]
        largest = max(largest, off)
    return lines + f"| **all** | {' | '.join(map(str, total))} | {largest:.2f} |\n"


def put(page: str, name: str, part: str) -> str:
    marked = re.compile(f"(<!-- begin {name} -->\n).*?(<!-- end {name} -->)", re.DOTALL)
    page, found = marked.subn(lambda match: match[1] + part + match[2], page)
    if found != 1:
        raise SystemExit(f"page.py: no marks for {name}")
    return page


def write(path: Path, parts: dict[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for name, part in parts.items():
        text = put(text, name, part)
    path.write_text(put(text, "summary", summary(text)), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[2]), {sys.argv[1]: sys.stdin.read()})
