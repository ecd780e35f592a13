"""Recorded declarations, replayed: every finish is known by hand."""

from cases import BINS, Case, Check, delay, desk, kpi, law, quantile, scenario, station

OUT = "out"  # the folder of a run's files


def minutes(outcome, office: str) -> float:
    """From lodgement to release, of the one declaration of this office."""
    return round(outcome.segment(f"office={office}", "clearance.time") * 60, 9)


def trace5(reference: dict) -> Case:
    """Each declaration has an office of its own, by which its way is told."""
    case = reference["trace5"]
    p, v = case["params"], case["values"]
    offices = [f"D{number:02d}" for number in range(1, len(p["arrivals"]) + 1)]

    def only(station_name: str) -> str:
        comers = [office for office, way in zip(offices, p["routes"])
                  if station_name in p["paths"][way]]
        return "" if len(comers) == len(offices) else f'when = "office in {comers!r}"\n'

    stages = {"S1": "acceptance", "S2": "selectivity", "PAY": "payment", "S5": "release"}
    stations = ""
    for name, what in p["stations"].items():
        stage = stages.get(name, "assessment")
        time = law("deterministic", value=what["minutes"], unit="min")
        stations += (delay(name, time) if name == "PAY"
                     else desk(name, time, what["servers"], stage, only(name)))
    rows = "".join(f"{office},2026-01-05 {at // 60:02d}:{at % 60:02d},{office}\n"
                   for office, at in zip(offices, p["arrivals"]))
    mapping = ('[mapping]\nname = "trace"\nhs_edition = 2022\ncurrency = "USD"\n'
               'date_format = "%Y-%m-%d %H:%M"\n\n[declaration]\nnumber = "number"\n'
               'date = "lodged"\noffice = "office"\n')
    checks = [Check(f"sojourn {office}", lambda outcome, office=office: minutes(outcome, office),
                    0, reference=sojourn)
              for office, sojourn in zip(offices, v["sojourn"])]
    # The p-quantile of n is the least that n p of them do not exceed.
    checks += [quantile(f"p{per_cent}", kpi(f"clearance.time.p{per_cent}"), BINS,
                        reference=sorted(v["sojourn"])[-(-len(offices) * per_cent // 100) - 1] / 60)
               for per_cent in (50, 90, 95)]
    for name in p["stations"]:
        waits = [row[2] - row[1] for log in v["log"].values() for row in log if row[0] == name]
        checks.append(Check(f"mean wait {name}",
                            lambda outcome, read=station(name, "mean_wait_h"):
                            round(read(outcome) * 60, 9),
                            0, reference=sum(waits) / len(waits)))
    return Case(case["id"], "traces", scenario("per_hour = 1", stations, 24), checks, runs=2,
                files={"declarations.csv": "number,lodged,office\n" + rows,
                       "mapping.toml": mapping},
                arguments=("--declarations", "declarations.csv", "--mapping", "mapping.toml",
                           "--out", OUT))


def cases(reference: dict) -> list[Case]:
    return [trace5(reference)]
