#!/usr/bin/python3
"""Makes every table of docs/targeting.md.

    tests/validation/targeting.py BUILD                  prints them
    tests/validation/targeting.py BUILD --write docs/targeting.md [--only NAME...]

BUILD is a build folder (build/release). The Korean and the planted declarations are needed:
GREENLANE_SHARED names their folder (default: ../shared beside the project).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from page import put

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("GREENLANE_SHARED", CHECKOUT.parent / "shared"))
KOREAN = [SHARED / "data/kcs/declarations_train.csv", SHARED / "data/kcs/declarations_valid.csv"]
PLANTED = [SHARED / "data/planted/declarations.csv.gz"]
KCS = ["--mapping", CHECKOUT / "profiles/mappings/kcs.toml"]

SCORES = [
    ("traders only", ["--features", "importer,declarant,seller,carrier,office"]),
    ("single keys", ["--features", "hs2,hs4,hs6,origin,departure,tax_rate,tax_type"]),
    ("all keys, empirical Bayes", []),
    ("logistic", ["--model", "logistic"]),
    ("trees", ["--model", "trees"]),
]
STRATEGIES = {
    "random": [],
    "trader-history": [],
    "thompson": [],
    "uncertainty": [],
    "logistic": [],
    "trees": [],
    "empirical-bayes": [],
    "hybrid": ["learning.mix.empirical-bayes=0.7", "learning.mix.trees=0.3"],
}


class Tables:
    def __init__(self, build: Path, scratch: Path) -> None:
        self._build = build
        self._scratch = scratch

    def _program(self, *arguments: object) -> dict:
        command = [self._build / "greenlane", *arguments, "--json"]
        done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
        return json.loads(done.stdout)

    def _printed(self, name: str) -> str:
        return subprocess.run([self._build / "tests/validation" / name], check=True, text=True,
                              stdout=subprocess.PIPE).stdout

    def audit(self) -> str:
        found = self._program("audit", "--declarations", KOREAN[1], *KCS, "--against", KOREAN[0])
        seen = found["repetition"]["seen"]
        constant = found["constancy"]["constant"]
        text = (f"{100 * seen:.1f} % of the judged rows have a goods tuple (HS-6, departure, "
                f"origin, tax rate, tax type, net mass) of the training files; {100 * constant:.1f}"
                " % of the tuples that repeat always have the same label.\n\n"
                "| key | in sample | out of time | keys flagged | verdict |\n"
                "| --- | --: | --: | --: | --- |\n")
        for key in found["features"]:
            text += (f"| {key['name']} | {key['auc_in_sample']:.3f} | "
                     f"{key['auc_out_of_time']:.3f} | {key['flagged']} | {key['verdict']} |\n")
        return text

    def scores(self) -> str:
        text = ("| score | ROC area, novel goods | at 10 %, novel goods | ROC area, all | "
                "at 5 %, all | at 10 %, all |\n| --- | --: | --: | --: | --: | --: |\n")
        for name, options in SCORES:
            model = self._scratch / name.replace(" ", "-")
            self._program("train", "--declarations", KOREAN[0], *KCS, "--seed", 1, *options,
                          "-o", model)
            judged = self._program("evaluate", "--declarations", KOREAN[1], *KCS, "--against",
                                   KOREAN[0], "--model", model)["profiles"][0]
            novel = judged["novel"]
            cells = [_figure(novel["auc"], 3), _figure(_at(novel, 0.1)),
                     _figure(judged["auc"], 3), _figure(_at(judged, 0.05)),
                     _figure(_at(judged, 0.1))]
            text += f"| {name} | {' | '.join(cells)} |\n"
        return text

    def estimators(self) -> str:
        return self._printed("selective_labels")

    def plans(self) -> str:
        return self._printed("sampling_plans")

    def loop(self) -> str:
        text = ("| strategy | planted: precision | of best | Korean: precision | of best |\n"
                "| --- | --: | --: | --: | --: |\n")
        for strategy, keys in STRATEGIES.items():
            settings = [f"learning.strategy={strategy}", *keys]
            sets = [word for key in settings for word in ("--set", key)]
            cells = []
            for scenario, files, mapping in (("planted", PLANTED, "planted"),
                                             ("kcs", KOREAN, "kcs")):
                pooled = self._program(
                    "learn", CHECKOUT / f"scenarios/learning-{scenario}.toml", "--declarations",
                    *files, "--mapping", CHECKOUT / f"profiles/mappings/{mapping}.toml",
                    *sets)["pooled"]
                cells += [_figure(pooled["precision"]),
                          f"{100 * pooled['hits_of_best']['mean']:.1f} %"]
            text += f"| {strategy} | {' | '.join(cells)} |\n"
        return text


def _at(figures: dict, rate: float) -> dict:
    return next(at["precision"] for at in figures["at"] if at["rate"] == rate)


def _figure(figure: dict, places: int | None = None) -> str:
    """A share in percent, or a plain number with so many places; its interval in brackets."""
    numbers = [figure[key] for key in ("mean", "ci_low", "ci_high")]
    if places is None:
        mean, low, high = (f"{100 * number:.1f}" for number in numbers)
        return f"{mean} % ({low}–{high})"
    mean, low, high = (f"{number:.{places}f}" for number in numbers)
    return f"{mean} ({low}–{high})"


def main() -> None:
    names = ["audit", "scores", "estimators", "loop", "plans"]
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--write", type=Path, metavar="PAGE")
    parser.add_argument("--only", nargs="+", choices=names, default=names)
    given = parser.parse_args()
    if not KOREAN[0].exists():
        sys.exit(f"targeting.py: no declarations in {SHARED}")
    with tempfile.TemporaryDirectory() as scratch:
        tables = Tables(given.build.resolve(), Path(scratch))
        for name in given.only:
            text = "\n" + getattr(tables, name)() + "\n"
            if given.write:
                page = given.write.read_text(encoding="utf-8")
                given.write.write_text(put(page, name, text), encoding="utf-8")
            else:
                print(f"## {name}\n{text}")


if __name__ == "__main__":
    main()
