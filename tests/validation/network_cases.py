"""Several stations in steady state: a tandem and an open Jackson network with feedback."""

from cases import (Case, Length, Margins, delay, desk, exponential, kpi, mean, poisson, quantile,
                   route, scenario, station)


def tandem(reference: dict, millions: float) -> Case:
    case = reference["tandem5_mm1"]
    lam, rates = case["params"]["lam"], case["params"]["mus"]
    rho = lam / min(rates)
    length = Length.of(millions * 1e6, lam, rho)
    margins = Margins.of(rho)
    stations = "".join(desk(f"stage-{number}", exponential(1 / rate))
                       for number, rate in enumerate(rates, start=1))
    return Case(case["id"], "networks",
                scenario(poisson(lam), stations, length.hours, length.warmup),
                [mean("W_total", kpi("clearance.time"), margins.mean)]
                + [quantile(f"total_{p}", kpi(f"clearance.time.{p}"), margins.quantile)
                   for p in ("p50", "p90", "p95")],
                length.runs)


NODES = ("lodgement", "triage", "documents", "nii", "physical", "payment", "release")
STAGES = ("acceptance", "selectivity", "assessment", "assessment", "assessment", "payment",
          "release")


def stay(node: str, service: float):
    return lambda outcome: outcome.station(node, "mean_wait_h") + service


def jackson(reference: dict, millions: float) -> Case:
    case = reference["jackson_customs"]
    p, v = case["params"], case["values"]
    stations = ways = ""
    margin = Margins.of(max(v["rho"])).mean  # one network, one margin: the busiest node's
    checks = [mean("W_total", kpi("clearance.time"), margin)]
    for node, stage, rate, servers, onward, rho, each in zip(
            NODES, STAGES, p["mu"], p["c"], p["P"], v["rho"], v["W_per_visit"]):
        service = exponential(1 / rate)
        stations += desk(node, service, servers, stage) if servers else delay(node, service, stage)
        for to, share in zip(NODES, onward):
            if 0 < share < 1:
                ways += route(node, to, share=share)
        if servers:
            checks += [mean(f"W_per_visit {node}", stay(node, 1 / rate), margin, reference=each),
                       mean(f"rho {node}", station(node, "utilisation"), margin, reference=rho)]
    length = Length.of(millions * 1e6, p["external"][0], max(v["rho"]))
    return Case(case["id"], "networks",
                scenario(poisson(p["external"][0]), stations + ways, length.hours, length.warmup),
                checks, length.runs)


def cases(reference: dict) -> list[Case]:
    return [tandem(reference, 12), jackson(reference, 15)]
