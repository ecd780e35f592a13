"""Rates and rosters that change with time, and runs from an empty post. N(t) is what is still in
process where a run ends at t."""

import numpy as np

from cases import (ONE_CLASS, Case, Margins, delay, desk, exponential, kpi, law, mean, poisson,
                   scenario, station)

DAY = 24


def count(name: str):
    return lambda outcome: outcome.count(name)


def measured(outcome) -> float:
    """Declarations lodged after the warm-up, of a replication; nothing holds them up."""
    return outcome.kpi_count("clearance.time") / outcome.summary["replications"]


def empty(outcome) -> float:
    """Share of the replications in which nobody is left."""
    return float(np.mean(np.equal(outcome.in_process(), 0)))


def dispersion(outcome) -> float:
    """Variance / mean over the replications: 1 for a Poisson number."""
    numbers = outcome.in_process()
    return float(np.var(numbers, ddof=1) / np.mean(numbers))


def at(case: dict, value: str, arrivals: str, stations: str, hours: float, replications: int,
       margin: float = 0.01, family: str = "time-varying",
       start: str = "2026-01-05T00:00:00Z", more=()) -> Case:
    """The mean number in process `hours` after the start; 40 runs of `replications` each. `more`:
    checks that read the number of each replication."""
    return Case(case["id"], family, scenario(arrivals, stations, hours, start=start),
                [mean(value, count("in_process"), margin), *more], runs=40,
                replications=replications, title=f"({value})",
                arguments=("--out", "out") if more else ())


def poisson_runs(expected: float) -> int:
    """Replications of each of 40 runs, for a standard error of 0.27 % of a Poisson number's mean."""
    return round(1 / 0.0027**2 / 40 / expected)


def from_empty(reference: dict) -> list[Case]:
    made = []
    payment = {"mginf_exp": exponential(2), "mginf_det": law("deterministic", value=2)}
    for id, stay in payment.items():
        lam = reference[id]["params"]["lam"]
        made += [at(reference[id], f"EN_{hours:g}", poisson(lam), delay("payment", stay), hours,
                    max(250, poisson_runs(reference[id]["values"][f"EN_{hours:g}"])),
                    more=[mean(f"variance / mean at {hours}", dispersion, 0.05, reference=1)])
                 for hours in (0.5, 1, 2, 5, 10)]
    case = reference["mm1_transient_L"]
    margin = Margins.of(0.9).mean
    made += [at(case, f"EN_{hours}", poisson(case["params"]["lam"]), desk("desk", exponential(1)),
                hours, replications, margin,
                more=[mean(f"p0_{hours}", empty, margin)] if hours <= 10 else ())
             for hours, replications in ((1, 400), (5, 600), (10, 850), (50, 300), (100, 350),
                                         (500, 450))]
    return made


def clock(hours: int) -> str:
    return f"2026-01-{5 + hours // DAY:02d}T{hours % DAY:02d}:00:00Z"


def sinusoid(case: dict) -> str:
    """lam_bar + beta sin(2 pi t / 24): the peak is at six o'clock."""
    p = case["params"]
    return (f'{poisson(p["lam_bar"])}\nswing = [{{ amplitude = {p["beta"] / p["lam_bar"]!r}, '
            f'period = "24h", peak = {clock(6)} }}]')


def swinging(reference: dict) -> list[Case]:
    case = reference["mtminf_mu1.0"]
    payment = delay("payment", exponential(1))
    # What was there a day before has left but for a share of exp(-24).
    made = [at(case, f"m_{hour}", sinusoid(case), payment, DAY,
               poisson_runs(case["values"][f"m_{hour}"]), start=clock(hour))
            for hour in range(0, DAY, 3)]
    made += [at(case, f"m_from_empty_{hours}", sinusoid(case), payment, hours,
                poisson_runs(case["values"][f"m_from_empty_{hours}"]))
             for hours in (1, 3, 6, 12, 24)]
    case = reference["nhpp_sin_counts"]
    for begin, end in ((0, 6), (6, 12), (12, 18), (18, 24), (7, 9)):
        value = f"Lambda_{begin}_{end}"
        made.append(Case(case["id"], "time-varying",
                         scenario(sinusoid(case), "", end, warmup=begin),
                         [mean(value, measured, 0.01)], runs=40, replications=50,
                         title=f"({value})"))
    return made


def roster(case: dict) -> str:
    shifts = ",\n".join(
        f'    {{ open = "{s["start"]:02d}:00-{s["end"]:02d}:00", servers = {s["c"]} }}'
        for s in case["params"]["segments_h"] if s["c"] > 0)
    rule = "suspend" if case["id"].endswith("preempt") else "finish"
    return (f'\n[[roster]]\nname = "shifts"\nshifts = [\n{shifts},\n]\n'
            f'at_shift_end = "{rule}"\n')


def overtime_a_day(hours: float):
    return lambda outcome: outcome.station("desk", "overtime_h") / (hours / DAY)


def rosters(reference: dict, id: str, days: int, instants: dict, more: str = "",
            title: str = "") -> list[Case]:
    """`instants`: replications by value of the mean number in process at a time of day."""
    case = reference[id]
    lam = case["params"]["segments_h"][0]["lam"]
    service = exponential(1 / case["params"]["mu"])
    stations = desk("desk", service, "shifts", more=more) + roster(case)
    hours = (100 + days) * DAY
    checks = [mean("mean_W", kpi("clearance.time"), 0.01),
              mean("P_arrival_not_immediate", station("desk", "share_waiting"), 0.01)]
    if not id.endswith("preempt"):
        # Where work is suspended the case counts the breaks in as waiting.
        checks += [mean("mean_wait_total", station("desk", "mean_wait_h"), 0.01),
                   mean("EQ_avg", station("desk", "mean_queue"), 0.01),
                   mean("overtime_server_hours_per_period", overtime_a_day(hours), 0.01)]
    made = [Case(id, "rosters", scenario(poisson(lam), stations, hours, 100 * DAY), checks,
                 title=title)]
    for value, replications in instants.items():
        clock_hour = int(value.rsplit("_", 1)[1].lstrip("t"))
        # By the Kolmogorov equations eight days from empty leave less than 1e-5 of N(t) to come.
        settled = 0 if "empty_start" in value else 8 * DAY
        made.append(at(case, value, poisson(lam), stations, settled + clock_hour, replications,
                       family="rosters"))
    return made


def cases(reference: dict) -> list[Case]:
    night = {"EN_at_0": 160, "EN_at_8": 80, "EN_at_17": 1400, "EN_empty_start_t8": 110,
             "EN_empty_start_t17": 1400, "EN_empty_start_t24": 160}
    return [*from_empty(reference), *swinging(reference),
            *rosters(reference, "roster_closed_night_preempt", 2000, night),
            *rosters(reference, "roster_closed_night_finish", 2000, night),
            *[case for rule in ("preempt", "finish")
              for case in rosters(reference, f"roster_closed_night_{rule}", 2000, {}, ONE_CLASS,
                                  "(one class)")],
            *rosters(reference, "roster_dn3shift_finish", 3000,
                     {"EN_empty_start_t6": 180, "EN_empty_start_t14": 900,
                      "EN_empty_start_t22": 900, "EN_empty_start_t24": 400})]
