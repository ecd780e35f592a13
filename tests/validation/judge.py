"""The rules by which a measured figure agrees with its reference: T1 and T2."""

from dataclasses import dataclass

import numpy as np


def student_t(p: float, degrees: int) -> float:
    """Quantile p >= 0.5: with T = sqrt(n) tan(a), the density of a is cos(a)^(n - 1)."""
    angle = np.linspace(0, np.pi / 2, 200_001)
    density = np.cos(angle) ** (degrees - 1)
    below = np.concatenate(([0], np.cumsum((density[1:] + density[:-1]) / 2)))
    return float(np.sqrt(degrees) * np.tan(np.interp(2 * p - 1, below / below[-1], angle)))


@dataclass(frozen=True)
class Verdict:
    mean: float
    half: float  # of the 99.9 % interval
    covers: bool  # T1
    equivalent: bool  # T2

    @property
    def passes(self) -> bool:
        return self.covers and self.equivalent

    @property
    def word(self) -> str:
        if self.passes:
            return "agrees"
        return "too wide" if self.covers else "differs"


def judge(values, reference: float, margin: float, resolution: float = 0) -> Verdict:
    """`values`: one a run, independent. T1: the 99.9 % t interval of their mean covers the
    reference. T2: their 90 % t interval lies within reference * (1 +- margin), which is two
    one-sided tests at 5 %. A figure read from a histogram is known to `resolution`, relative."""
    values = np.asarray(values, dtype=float)
    runs = len(values)
    mean = float(values.mean())
    error = float(values.std(ddof=1)) / np.sqrt(runs)
    half = student_t(0.9995, runs - 1) * error
    off = abs(mean - reference)
    return Verdict(
        mean,
        half,
        covers=bool(off <= half + resolution * abs(reference)),
        equivalent=bool(off + student_t(0.95, runs - 1) * error <= margin * abs(reference)),
    )
