"""One station in steady state: M/M/c, M/G/1, M/D/c, M/E2/c, M/H2/c, D/M/c, priorities, batches."""

from cases import (ONE_CLASS, Case, Check, Length, Margins, desk, exponential, kpi, law, mean,
                   poisson, quantile, scenario, station)

READS = {
    "P_wait": station("desk", "share_waiting"),
    "Wq": station("desk", "mean_wait_h"),
    "Lq": station("desk", "mean_queue"),
    "W": kpi("clearance.time"),
    "Wq_p90": station("desk", "wait_p90_h"),
    "Wq_p95": station("desk", "wait_p95_h"),
    "W_p50": kpi("clearance.time.p50"),
    "W_p90": kpi("clearance.time.p90"),
    "W_p95": kpi("clearance.time.p95"),
    "P_server_busy": station("desk", "utilisation"),
    "P_random_customer_waits": station("desk", "share_waiting"),
}


def one_desk(case: dict, family: str, service: str, arrivals: str, per_hour: float, servers: int,
             customers: float, cv2: float = 1, more: str = "", title: str = "") -> Case:
    """Checks every value of the case that the desk's figures answer. Services take an hour."""
    rho = per_hour / servers
    length = Length.of(customers, per_hour, rho, servers)
    margins = Margins.of(rho, cv2)
    checks = [quantile(name, read, margins.quantile) if name[-3:-2] == "p"
              else mean(name, read, margins.mean)
              for name, read in READS.items() if name in case["values"]]
    return Case(case["id"], family,
                scenario(arrivals, desk("desk", service, servers, more=more), length.hours,
                         length.warmup),
                checks, length.runs, title=title)


def mmc(reference: dict, id: str, millions: float) -> Case:
    case = reference[id]
    lam, servers = case["params"]["lam"], case["params"]["c"]
    return one_desk(case, "mmc", exponential(1), poisson(lam), lam, servers, millions * 1e6)


def thinned(reference: dict, id: str, millions: float) -> Case:
    """A station that serves half of those who come, drawn by lot."""
    case = reference[id]
    lam = case["params"]["lam"]
    length = Length.of(millions * 1e6, lam, lam)
    margins = Margins.of(lam)
    return Case(id, "mmc",
                scenario(poisson(2 * lam), desk("desk", exponential(1), more="share = 0.5\n"),
                         length.hours, length.warmup),
                [mean(name, READS[name], margins.mean) for name in ("P_wait", "Wq", "Lq")],
                length.runs, title="(half of twice as many)")


def one_class(reference: dict, id: str, millions: float) -> Case:
    case = reference[id]
    lam, servers = case["params"]["lam"], case["params"]["c"]
    return one_desk(case, "priorities", exponential(1), poisson(lam), lam, servers, millions * 1e6,
                    more=ONE_CLASS, title="(one class)")


def mg1(reference: dict, id: str, millions: float) -> Case:
    case = reference[id]
    lam, cv2 = case["params"]["lam"], case["params"]["cv2"]
    service = law(case["params"]["service"], mean=1, cv=cv2**0.5)
    return one_desk(case, "mg1", service, poisson(lam), lam, 1, millions * 1e6, cv2)


def deterministic(reference: dict, id: str, millions: float) -> Case:
    case = reference[id]
    lam, servers = case["params"]["lam"], case["params"].get("c", 1)
    return one_desk(case, "mdc", law("deterministic", value=1), poisson(lam), lam, servers,
                    millions * 1e6, 0)


def erlang2(reference: dict, id: str, millions: float) -> Case:
    case = reference[id]
    lam, servers = case["params"]["lam"], case["params"]["c"]
    return one_desk(case, "me2c", law("gamma", mean=1, shape=2), poisson(lam), lam, servers,
                    millions * 1e6, 0.5)


def hyperexponential(reference: dict, id: str, millions: float) -> Case:
    case = reference[id]
    p = case["params"]
    parts = ", ".join(
        f'{{ distribution = "exponential", mean = "{1 / rate!r}h", share = {share!r} }}'
        for share, rate in ((p["p1"], p["mu1"]), (1 - p["p1"], p["mu2"])))
    return one_desk(case, "mh2c", f'{{ distribution = "mixture", parts = [{parts}] }}',
                    poisson(p["lam"]), p["lam"], p["c"], millions * 1e6, p["cv2"])


def scheduled(reference: dict, id: str, millions: float) -> Case:
    case = reference[id]
    p = case["params"]
    interval = p["interarrival_mean"] if "interarrival_mean" in p else p["interarrival"]
    arrivals = f'interval = {law("deterministic", value=interval)}'
    # Here the case's quantiles are of the stay: W_p90.
    return one_desk(case, "dmc", exponential(1), arrivals, 1 / interval, p.get("c", 1),
                    millions * 1e6)


def batches(reference: dict, id: str, batch: str, dispersion: float, millions: float) -> Case:
    case = reference[id]
    lam, servers = case["params"]["lam_batch"], case["params"].get("c", 1)
    per_hour = case["values"]["rho"] * servers
    return one_desk(case, "batches", exponential(1), f"{poisson(lam)}\nbatch = {batch}", per_hour,
                    servers, millions * 1e6, dispersion)


LANES = ("red", "yellow", "green")


def priorities(reference: dict, id: str, lams: list, servers: int, millions: float) -> Case:
    """Rules send a share of the shipments to each lane; the strictest lane is the first class."""
    case = reference[id]
    total = sum(lams)
    rho = total / servers
    lanes = LANES[:len(lams)] if len(lams) == 3 else ("red", "green")
    rules, left = "", total
    for lane, lam in zip(lanes[:-1], lams):
        rules += f'\n[[rule]]\ncode = "{lane}"\nlane = "{lane}"\nrate = {lam / left!r}\n'
        left -= lam
    length = Length.of(millions * 1e6, total, rho, servers)
    classes = ", ".join(f"\"lane == '{lane}'\"" for lane in lanes[:-1])
    margin = Margins.of(rho).mean
    checks = [mean(name, READS[name], margin) for name in ("P_wait", "Wq_all")
              if name in case["values"] and name in READS]
    for number, lane in enumerate(lanes, start=1):
        checks.append(Check(f"Wq_{number}", waiting_of(lane), margin))
    return Case(case["id"], "priorities",
                scenario(poisson(total),
                         desk("desk", exponential(1), servers,
                              more=f'queue = "priority"\npriority = [{classes}]\n'),
                         length.hours, length.warmup),
                checks, length.runs, profile=f'[profile]\nname = "classes"\n{rules}')


def waiting_of(lane: str):
    """Mean time from lodgement to release less the mean service of one hour."""
    return lambda outcome: outcome.lane(lane, "clearance_time_h") - 1


def cases(reference: dict) -> list[Case]:
    made = []
    for make, sizes in (
        (mmc, {"mm1_rho0.5": 15, "mm1_rho0.8": 45, "mm1_rho0.9": 8, "mm1_rho0.95": 35,
               "mmc_c2_rho0.5": 26, "mmc_c2_rho0.8": 55, "mmc_c2_rho0.9": 10,
               "mmc_c2_rho0.95": 32, "mmc_c5_rho0.5": 75, "mmc_c5_rho0.7": 70,
               "mmc_c5_rho0.8": 80, "mmc_c5_rho0.9": 11, "mmc_c5_rho0.95": 70,
               "mmc_c10_rho0.7": 140, "mmc_c10_rho0.8": 75, "mmc_c10_rho0.9": 10,
               "mmc_c10_rho0.95": 50, "mmc_c50_rho0.9": 17, "mmc_c50_rho0.95": 56}),
        (mg1, {"mg1_lognormal_cv2_0.5_rho0.5": 13, "mg1_gamma_cv2_0.5_rho0.5": 10,
               "mg1_lognormal_cv2_1.0_rho0.5": 19, "mg1_gamma_cv2_1.0_rho0.5": 18,
               "mg1_lognormal_cv2_2.0_rho0.5": 60, "mg1_gamma_cv2_2.0_rho0.5": 21,
               "mg1_lognormal_cv2_0.5_rho0.8": 34, "mg1_gamma_cv2_0.5_rho0.8": 42,
               "mg1_lognormal_cv2_1.0_rho0.8": 55, "mg1_gamma_cv2_1.0_rho0.8": 45,
               "mg1_lognormal_cv2_2.0_rho0.8": 140, "mg1_gamma_cv2_2.0_rho0.8": 100,
               "mg1_lognormal_cv2_0.5_rho0.9": 5, "mg1_gamma_cv2_0.5_rho0.9": 6,
               "mg1_lognormal_cv2_1.0_rho0.9": 7, "mg1_gamma_cv2_1.0_rho0.9": 10,
               "mg1_lognormal_cv2_2.0_rho0.9": 9, "mg1_gamma_cv2_2.0_rho0.9": 12}),
        (deterministic, {"md1_rho0.5": 9, "md1_rho0.8": 32, "md1_rho0.9": 3, "md1_rho0.95": 12,
                         "mdc_c1_rho0.8": 30, "mdc_c2_rho0.5": 16, "mdc_c2_rho0.8": 20,
                         "mdc_c2_rho0.9": 4, "mdc_c5_rho0.5": 32, "mdc_c5_rho0.7": 35,
                         "mdc_c5_rho0.8": 50, "mdc_c5_rho0.9": 5, "mdc_c5_rho0.95": 20,
                         "mdc_c20_rho0.9": 6, "mdc_c50_rho0.9": 9}),
        (erlang2, {"me2c_c1_rho0.8": 45, "me2c_c2_rho0.5": 20, "me2c_c2_rho0.8": 41,
                   "me2c_c2_rho0.9": 6, "me2c_c5_rho0.5": 54, "me2c_c5_rho0.7": 48,
                   "me2c_c5_rho0.8": 60, "me2c_c5_rho0.9": 7, "me2c_c5_rho0.95": 32,
                   "me2c_c20_rho0.9": 6, "me2c_c50_rho0.9": 12}),
        (hyperexponential, {"mh2c_c1_rho0.8_cv2_2.0": 50, "mh2c_c2_rho0.8_cv2_2.0": 125,
                            "mh2c_c5_rho0.7_cv2_2.0": 140, "mh2c_c5_rho0.8_cv2_2.0": 80,
                            "mh2c_c1_rho0.8_cv2_4.0": 8, "mh2c_c2_rho0.8_cv2_4.0": 10,
                            "mh2c_c5_rho0.7_cv2_4.0": 13, "mh2c_c5_rho0.8_cv2_4.0": 25}),
        (scheduled, {"DM1_rho0.5": 14, "DM1_rho0.8": 33, "DM1_rho0.9": 4, "dmc_c2_rho0.8": 75,
                     "dmc_c5_rho0.8": 62}),
    ):
        made += [make(reference, id, millions) for id, millions in sizes.items()]
    made += [
        thinned(reference, "mm1_rho0.9", 6),
        batches(reference, "mxm1_const4", law("deterministic", value=4, unit=""), 4, 5),
        batches(reference, "mxm1_geo", law("geometric", mean=4, unit=""), 7, 6),
        batches(reference, "mxm1_unif1_5",
                law("empirical", values=[1, 2, 3, 4, 5], unit=""), 11 / 3, 55),
        batches(reference, "mxmc_vessel50_c25", law("deterministic", value=50, unit=""), 50, 45),
        one_class(reference, "mm1_rho0.9", 9),
        priorities(reference, "np_mmc_a", [0.2, 0.6], 1, 65),
        priorities(reference, "np_mmc_b", [0.3, 0.3, 0.3], 1, 9),
        priorities(reference, "np_mmc_c", [1.0, 3.0], 5, 165),
        priorities(reference, "np_mg1_exp3", [0.25, 0.25, 0.3], 1, 90),
    ]
    return made
