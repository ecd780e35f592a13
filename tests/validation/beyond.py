"""Reference cases, or figures of them, that no scenario can express, and what would."""

# (cases, what greenlane lacks, the issue that would bring it)
BEYOND = (
    (("mmck_l0.8_c1_K5", "mmck_l1.2_c1_K10", "mmck_l4_c5_K10", "mmck_l6_c5_K10",
      "mmck_l9_c10_K20", "erlangB_a3_c5", "erlangB_a8_c10", "erlangB_a95_c100"),
     "a station that turns shipments away when it is full", "no issue yet"),
    (("erlangA_l9_c10_th0.5", "erlangA_l10_c10_th1", "erlangA_l12_c10_th0.5"),
     "shipments that give up waiting", "no issue yet"),
    (("disciplines_mmc_c1",), "service in random order or last come first served (the first come "
     "first served column is `mm1_rho0.8`)", "no issue yet"),
    (("np_mg1_exp2",), "a service law by class at one station", "no issue yet"),
    (("pr_mg1_exp2", "pr_mg1_exp3", "pr_mmc_c5"),
     "priority classes that interrupt a service", "no issue yet"),
    (("mm1_breakdown_a",), "servers that fail at random times", "no issue yet"),
    (("jsq2_l1.4",), "queues chosen by their length (the pooled queue is an M/M/2)",
     "no issue yet"),
    (("tandem_bas_K1",), "a limited yard that blocks the station before it", "no issue yet"),
    (("finsrc_20_2",), "a fleet that comes again once it is cleared", "no issue yet"),
    (("mm1_transient_delays", "mm1_LK_first25"),
     "a run that ends with its n-th shipment", "no issue yet"),
    (("trace_priority",), "a service time by declaration; `tests/unit/engine/trace_test.cpp` has "
     "its non-preemptive column", "no issue yet"),
    (("det_hyper_a", "det_hyper_b"), "a fixed number of inspections drawn at random",
     "3 (sampling plans)"),
    (("det_binormal_a", "det_binormal_b"), "scores with a stated power to separate",
     "3 (targeting)"),
    (("det_cap_carry_N200_C26",), "alarms put off to the next day whole: a full lane overflows "
     "into another", "no issue yet"),
    (("det_binomial_intervals",), "not a run; `tests/unit/kpi/proportion_test.cpp` holds it to "
     "1e-8", ""),
)

PARTLY = (
    (("trace5",), "starts and ends stay by stay are in no output; "
     "`tests/unit/engine/trace_test.cpp` has them all"),
    (("mm1_transient_L",), "`p0` at 50 hours and later: too rare to be told within 3 % in a "
     "reasonable time"),
    (("roster_dn3shift_finish",), "`EN_at_*` in steady state: days depend on each other so long "
     "that the run would take minutes; the same instants from an empty post are checked"),
    (("det_cap_drop_N200_C25", "det_cap_drop_N200_C30"), "hits: the rule's choice stands for the "
     "scanner's alarms, which come after the lane is decided"),
    (("det_cascade_a",), "rates by origin of the alarm: the program tells examinations, not why "
     "they were made"),
)


def table(reference: dict) -> str:
    lines = ["| case | title | what it would take | issue |\n| --- | --- | --- | --- |\n"]
    for ids, lacking, issue in BEYOND:
        titles = "; ".join(dict.fromkeys(reference[id]["title"] for id in ids))
        named = ", ".join(f"`{id}`" for id in ids)
        lines.append(f"| {named} | {titles} | {lacking} | {issue} |\n")
    return "".join(lines)


def partly() -> str:
    lines = ["| case | figure that is not checked through the program |\n| --- | --- |\n"]
    lines += [f"| {', '.join(f'`{id}`' for id in ids)} | {what} |\n" for ids, what in PARTLY]
    return "".join(lines)
