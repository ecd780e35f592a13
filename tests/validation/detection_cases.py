"""Controls that miss and cry wolf: one test, a cascade, a lane with a limited number of places."""

from cases import Case, desk, exponential, kpi, law, mean, route, scenario, station

CATALOGUE = (
    "hs,description,group,agreement,documents,weight,sea,rail,road,air,post,import,export,transit,"
    "origins,usd_per_kg,value_sigma,mass_kg,mass_sigma,units_per_kg,tax_rate,tax_type,look_alike,"
    "undeclared_waste,missing_permit,forged_permit,misclassification,concealed_wildlife,"
    "smuggled_refrigerant,undervaluation,harm,perishable,source,status\n"
    "950300,toys,other,,,1,1,1,1,1,1,1,1,1,CN:1,8,1,10,1,1,5,MFN,,0,0,0,0,0,0,1,0,0,,assumed\n")
SECOND = 1 / 3600
RARE = 0.03  # margin of what is rarely counted


def goods(prevalence: float) -> str:
    """Independent violations, one item a declaration, which every control could see."""
    sees = "{ documents = 100, nii = 100, physical = 100, laboratory = 100 }"
    return (f'\n[goods]\ncatalogue = "goods.csv"\nregulated_share = 0\neco_share = 0\n'
            f'country = "KZ"\nmodes = {{ road = 1 }}\n\n[traders]\naeo_share = 0\n'
            f"propensity_shape = 1000\n\n[violations]\nother = {prevalence!r}\n"
            f"visibility = {{ undervaluation = {sees} }}\nvisibility_spread = 0\n")


def control(name: str, kind: str, sensitivity: float, false_alarm: float) -> str:
    return desk(name, exponential(SECOND), 5,
                more=f'control = "{kind}"\nsensitivity = {sensitivity!r}\n'
                     f"false_alarm = {false_alarm!r}\n")


# Exactly so many declarations a run: one every minute.
def each_minute(number: int) -> tuple[str, float]:
    return f'interval = {law("deterministic", value=1 / 60)}', (number + 0.5) / 60


def detected(outcome) -> float:
    """Items in which a control established the violation that is there."""
    id = "targeting.detection_rate"
    return outcome.kpi(id) / 100 * outcome.kpi_count(id)


def single(reference: dict, id: str, populations: int) -> Case:
    """Whom the test suspects is refused. A run holds so many populations of the case."""
    case = reference[id]
    p = case["params"]
    arrivals, hours = each_minute(populations * p["N"])
    stations = (control("test", "documents", p["sens"], 1 - p["spec"])
                + route("test", "refused", when="alarm"))
    truth = "targeting.detection_rate"
    counts = {"E_TP": (detected, 0.01),
              "E_FP": (lambda o: o.count("refused") - detected(o), 0.01),
              "E_FN": (lambda o: o.kpi_count(truth) - detected(o), RARE),
              "E_TN": (lambda o: o.count("released") - o.kpi_count(truth) + detected(o), 0.01)}
    return Case(id, "detection", scenario(arrivals, goods(p["prevalence"]) + stations, hours),
                [mean(value, lambda o, count=count: count(o) / populations, margin)
                 for value, (count, margin) in counts.items()]
                + [mean("flag_rate", lambda o: o.count("refused") / (populations * p["N"]), 0.01),
                   mean("PPV", lambda o: detected(o) / o.count("refused"), 0.01),
                   mean("sensitivity", kpi(truth), 0.01, reference=100 * p["sens"])],
                files={"goods.csv": CATALOGUE})


def cascade(reference: dict) -> Case:
    """A share is scanned, and examined on an alarm; another share is examined at once."""
    case = reference["det_cascade_a"]
    p = case["params"]
    number = 100_000
    arrivals, hours = each_minute(number)
    stations = (control("nii", "nii", p["se_NII"], 1 - p["sp_NII"])
                + control("physical", "physical", p["se_phys"], 1 - p["sp_phys"])
                + route("start", "nii", share=p["share_NII"])
                + route("start", "physical", share=p["share_direct"]) + route("start", "released")
                + route("nii", "physical", when="alarm") + route("nii", "released"))
    truth = "targeting.detection_rate"
    examined = station("physical", "served")
    return Case(case["id"], "detection",
                scenario(arrivals, goods(p["prevalence"]) + stations, hours),
                [mean("P_detect", lambda o: detected(o) / number, 0.01),
                 mean("overall_sensitivity", lambda o: o.kpi(truth) / 100, 0.01),
                 mean("physical_rate", lambda o: examined(o) / number, 0.01),
                 mean("hit_rate_physical", lambda o: detected(o) / examined(o), 0.01),
                 mean("escaped_rate", lambda o: (o.kpi_count(truth) - detected(o)) / number, 0.01)],
                runs=140, files={"goods.csv": CATALOGUE})


def capacity(reference: dict, id: str) -> Case:
    """200 declarations a day, of which a rule chooses some by lot; red has so many places."""
    case = reference[id]
    p = case["params"]
    chosen = case["values"]["E_flagged"] / p["N"]
    profile = (f'[profile]\nname = "capacity"\n\n[capacity]\nred = {{ per_day = {p["C"]} }}\n\n'
               f'[[rule]]\ncode = "alarm"\nlane = "red"\nrate = {chosen!r}\n')
    return Case(id, "detection",
                scenario(f'interval = {law("deterministic", value=24 / p["N"])}', "",
                         1001 * 24, 24),
                [mean("E_inspected", lambda o: o.lane("red", "share") * p["N"], 0.01),
                 mean("utilisation", lambda o: o.lane("red", "share") * p["N"] / p["C"], 0.01),
                 mean("E_flagged", lambda o: o.summary["rules"][0]["chosen"] / (1001 - 1 / p["N"]),
                      0.01),
                 mean("E_dropped", dropped(p["N"]), RARE)],
                runs=45 if p["C"] == 25 else 150, profile=profile)


def dropped(a_day: int):
    """All days of a run but the first are measured, and the first one lacks a declaration."""
    def read(outcome) -> float:
        return outcome.summary["rules"][0]["chosen"] / (1001 - 1 / a_day) \
            - outcome.lane("red", "share") * a_day
    return read


def cases(reference: dict) -> list[Case]:
    return [single(reference, "det_single_a", 20), single(reference, "det_single_c", 5),
            cascade(reference), capacity(reference, "det_cap_drop_N200_C25"),
            capacity(reference, "det_cap_drop_N200_C30")]
