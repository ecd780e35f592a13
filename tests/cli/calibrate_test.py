"""`calibrate` finds what a log was made from, and what it writes can be checked and run."""

import csv
import heapq
import json
import math
import random
import tomllib
import unittest

from program import CHECKOUT, SHARED, ProgramTest, needs_shared

Z = 3.29
DAYS = 33

POST = """\
# A small post.
[scenario]
name = "post"
seed = 1
start = 2026-01-05T00:00:00Z
duration = "14d"
replications = 8

[arrivals]
per_hour = 1          # a guess

[[station]]
name = "registration" # by hand
stage = "acceptance"
delay = { distribution = "exponential", mean = "1h" }

[[station]]
name = "desk"
stage = "assessment"
servers = 2           # as the roster says
service = { distribution = "exponential", mean = "1min" }
"""

MAPPING = """\
[mapping]
name = "log"
source = "drawn by a test"
utc_offset = "+05:00"
date_format = "%Y-%m-%d %H:%M:%S"

[declaration]
number = "number"
date = "lodged"

[recorded]
lane = "lane"
accepted = "accepted"
assessed = "assessed"
paid = "paid"
"""


def stamp(seconds: int) -> str:
    """Seconds after Monday 2026-01-05, local time."""
    day, rest = divmod(seconds, 86400)
    month, day = (1, 5 + day) if day < 27 else (2, day - 26)
    return f"2026-{month:02}-{day:02} {rest // 3600:02}:{rest % 3600 // 60:02}:{rest % 60:02}"


def log() -> str:
    """10 shipments an hour; registration lognormal (mean 30 min, cv 1); two desks, gamma (mean
    9 min, shape 3); payment takes 40 % of the shipments some time, Weibull (shape 0.7, scale 2 h).
    What has not happened after DAYS is not in it."""
    draws = random.Random(20260105)
    sigma = math.sqrt(math.log(2))
    rows = []
    at = draws.expovariate(10 / 3600)
    while at < DAYS * 86400:
        registered = draws.lognormvariate(math.log(1800) - sigma * sigma / 2, sigma)
        rows.append([int(at), int(at + registered)])
        at += draws.expovariate(10 / 3600)
    free = [0, 0]
    for row in sorted(rows, key=lambda row: row[1]):
        end = max(row[1], heapq.heappop(free)) + max(1, round(draws.gammavariate(3, 180)))
        heapq.heappush(free, end)
        pays = draws.weibullvariate(7200, 0.7) if draws.random() < 0.4 else 0
        row += [end, end + round(pays)]
    lines = ["number,lodged,lane,accepted,assessed,paid"]
    for number, (lodged, *ends) in enumerate(rows):
        cells = [stamp(end) if end < DAYS * 86400 else "" for end in ends]
        lane = "green" if number % 4 else "red"
        lines.append(",".join([str(number), stamp(lodged), lane, *cells]))
    return "\n".join(lines) + "\n"


class CalibrateTest(ProgramTest):

    def calibrate(self, *more, post: str = POST, rows: int | None = None):
        """On the first `rows` of the log, or all of it."""
        self.write("in/post.toml", post)
        self.write("mapping.toml", MAPPING)
        lines = log().splitlines(keepends=True)
        self.write("log.csv", "".join(lines[:None if rows is None else 1 + rows]))
        (self.folder / "out").mkdir(exist_ok=True)
        return self.greenlane("calibrate", "in/post.toml", "--declarations", "log.csv",
                              "--mapping", "mapping.toml", "-o", "out/fitted.toml", *more)

    def fitted(self) -> dict:
        outcome = self.calibrate()
        self.assert_done(outcome)
        return tomllib.loads((self.folder / "out/fitted.toml").read_text())

    def assert_found(self, scenario: dict, key: str, value: float, truth: float):
        """Within Z of the standard errors that the scenario states."""
        doubt = scenario["uncertainty"][key]
        if "sd_logit" in doubt:
            off = math.log(value / (1 - value)) - math.log(truth / (1 - truth))
            self.assertLess(abs(off), Z * doubt["sd_logit"], key)
        else:
            self.assertLess(abs(math.log(value / truth)), Z * doubt["sd_log"], key)
            self.assertLess(doubt["sd_log"], 0.1, key)

    def test_finds_the_laws_of_a_known_log(self):
        scenario = self.fitted()
        self.assertEqual(scenario["scenario"]["utc_offset"], "+05:00")
        self.assertEqual(scenario["scenario"]["name"], "fitted")
        self.assert_found(scenario, "arrivals.per_hour", scenario["arrivals"]["per_hour"], 10)
        registration, desk, payment = scenario["station"]
        for station, kind, law, second, minutes, spread in (
                (registration, "delay", "lognormal", "cv", 30, 1),
                (desk, "service", "gamma", "shape", 9, 3),
                (payment, "delay", "weibull", "shape", 120 * math.gamma(1 + 1 / 0.7), 0.7)):
            fit = station[kind]
            self.assertEqual(fit["distribution"], law)
            unit = {"h": 60, "min": 1, "s": 1 / 60}
            suffix = fit["mean"].lstrip("0123456789.")
            mean = float(fit["mean"].removesuffix(suffix)) * unit[suffix]
            path = f"station.{station['name']}.{kind}"
            self.assert_found(scenario, path + ".mean", mean, minutes)
            self.assert_found(scenario, f"{path}.{second}", fit[second], spread)
        self.assertEqual((payment["name"], payment["stage"]), ("payment", "payment"))
        self.assert_found(scenario, "station.payment.share", payment["share"], 0.4)
        self.assertEqual(desk["servers"], 2)

    def test_the_clock_of_the_records_keeps_the_local_start(self):
        post = POST.replace("start = 2026-01-05T00:00:00Z",
                            "start = 2026-01-05T08:30:00-03:00  # a Monday").replace(
                                "seed = 1", 'seed = 1\nutc_offset = "-03:00"')
        self.assert_done(self.calibrate(post=post))
        text = (self.folder / "out/fitted.toml").read_text()
        self.assertIn("start = 2026-01-05T08:30:00+05:00  # a Monday\n", text)
        self.assertIn('utc_offset = "+05:00"\n', text)
        prose = " ".join(line.removeprefix("#").strip() for line in text.splitlines())
        self.assertIn("utc_offset is that of the records, +05:00 and not -03:00", prose)

    def test_few_days_keep_the_weekdays_of_the_scenario(self):
        shares = "day_of_week = [0.19, 0.18, 0.17, 0.17, 0.16, 0.09, 0.04]  # as counted by hand\n"
        post = POST.replace("[[station]]", shares + """\
batch = { distribution = "geometric", mean = 2 }

[uncertainty]
"arrivals.day_of_week" = { sd_log = 0.2 }
"arrivals.batch.mean" = { sd_log = 0.2 }

[[station]]""", 1)
        done = self.calibrate(post=post, rows=480)
        self.assert_done(done)
        self.assertIn("Fewer than 14 days", done.out)
        self.assertIn("the first one lodged 2026-01-05 00:", " ".join(done.out.split()))
        self.assertIn("day_of_week is that of the scenario before", " ".join(done.out.split()))
        text = (self.folder / "out/fitted.toml").read_text()
        self.assertIn(shares, text)
        fitted = tomllib.loads(text)
        self.assertNotIn("batch", fitted["arrivals"])
        self.assertIn("arrivals.day_of_week", fitted["uncertainty"])
        self.assertNotIn("arrivals.batch.mean", fitted["uncertainty"])
        # Two days of 0.37 of a week.
        days = 2 if "on 2 local days" in done.out else 3
        self.assertAlmostEqual(fitted["arrivals"]["per_hour"],
                               480 / 24 / 7 / sum([0.19, 0.18, 0.17][:days]), delta=1e-3)
        self.assertEqual(self.greenlane("check", "out/fitted.toml").out, "out/fitted.toml: fine\n")

    def test_what_too_few_records_tell_is_kept(self):
        self.assert_refused(self.calibrate(rows=1), 3, "nothing can be fitted to 1 declaration\n",
                            "30 declarations", "100 with a code", "30 completed stays")
        self.assertFalse((self.folder / "out/fitted.toml").exists())
        done = self.calibrate(rows=100)
        self.assert_done(done)
        said = " ".join(done.out.split())
        self.assertIn("Fewer than 240 declarations: hour_of_day is that of the scenario", said)
        self.assertNotIn("hour_of_day",
                         tomllib.loads((self.folder / "out/fitted.toml").read_text())["arrivals"])

    def test_its_own_flow_gives_a_calibrated_scenario_back(self):
        scenarios = [tomllib.loads((CHECKOUT / "scenarios/sea-port.toml").read_text())]
        before = CHECKOUT / "scenarios/sea-port.toml"
        for number in (1, 2):
            self.assert_done(self.greenlane(
                "generate", before, "--seed", str(number), "--set", "scenario.duration=120d",
                "-o", f"{number}.h5", "--truth", f"truth{number}.h5"))
            self.assert_done(self.greenlane("calibrate", before, "--declarations", f"{number}.h5",
                                            "-o", f"{number}.toml"))
            before = f"{number}.toml"
            scenarios.append(tomllib.loads((self.folder / before).read_text()))
        first, second = scenarios[1:]

        def assert_same(key: str, old: float, new: float, index: int | None = None):
            """Within four standard errors of the difference."""
            sd = [next(iter(scenario["uncertainty"][key].values())) for scenario in (first, second)]
            if index is not None:
                sd = [errors[index] for errors in sd]
            self.assertLessEqual(abs(math.log(new / old)), 4 * math.hypot(*sd), (key, index))
            self.assertLess(sd[0], 0.1, key)

        assert_same("arrivals.per_hour", first["arrivals"]["per_hour"],
                    second["arrivals"]["per_hour"])
        for key in ("hour_of_day", "day_of_week"):
            for index, pair in enumerate(zip(first["arrivals"][key], second["arrivals"][key])):
                if pair != (0, 0):
                    assert_same(f"arrivals.{key}", *pair, index)
        for key in ("eco_share", "items_mean"):
            assert_same(f"goods.{key}", first["goods"][key], second["goods"][key])
        for office, share in scenarios[0]["goods"]["offices"].items():
            self.assertAlmostEqual(second["goods"]["offices"][office], share, delta=0.02)

    def test_recorded_lanes_stand_beside_those_of_the_profile(self):
        self.write("in/half.toml", '[profile]\nname = "half"\nrandom_rate = 0.5\n'
                                   'random_lane = "red"\n')
        done = self.calibrate(post=POST.replace("seed = 1", 'seed = 1\nprofile = "half.toml"'))
        self.assert_done(done)
        rows = [line.split() for line in done.out.splitlines()]
        self.assertIn(["recorded", "half"], rows)
        shares = {row[0]: (float(row[1]), float(row[3])) for row in rows
                  if len(row) == 5 and row[0] in ("green", "red")}
        number = len(log().splitlines()) - 1
        self.assertEqual(shares["red"][0], 25)
        self.assertLess(abs(shares["red"][1] - 50), 100 * Z * math.sqrt(0.25 / number) + 0.05)
        self.assertAlmostEqual(sum(share[1] for share in shares.values()), 100, delta=0.11)
        alike, = [float(row[row.index("sends") + 1]) for row in rows if "sends" in row]
        self.assertLess(abs(alike - 50), 100 * Z * math.sqrt(0.25 / number) + 0.05)
        text = (self.folder / "out/fitted.toml").read_text()
        prose = " ".join(line.removeprefix("#").strip() for line in text.splitlines())
        self.assertIn("those of half for the same: green", prose)

    def test_lanes_that_differ_get_a_station_each(self):
        draws = random.Random(5)
        lines = ["number,lodged,lane,released"]
        for number in range(900):
            lane, mean = ("red", 18000) if number % 3 == 0 else ("green", 1200)
            lodged = number * 3000 + 1
            released = lodged + 1 + int(draws.expovariate(1 / mean))
            lines.append(f"{number},{stamp(lodged)},{lane},{stamp(released)}")
        self.write("log.csv", "\n".join(lines) + "\n")
        self.write("mapping.toml", MAPPING.replace('accepted = "accepted"\nassessed = "assessed"\n'
                                                   'paid = "paid"', 'released = "released"'))
        self.write("profile.toml", '[profile]\nname = "some"\nrandom_rate = 0.3\n'
                                   'random_lane = "red"\n')
        self.write("post.toml", POST[:POST.index("[[station]]")].replace(
            "seed = 1", 'seed = 1\nprofile = "profile.toml"'))
        self.assert_done(self.greenlane("calibrate", "post.toml", "--declarations", "log.csv",
                                        "--mapping", "mapping.toml", "-o", "fitted.toml"))
        scenario = tomllib.loads((self.folder / "fitted.toml").read_text())
        self.assertEqual([(station["name"], station["when"]) for station in scenario["station"]],
                         [("release-green", "lane == 'green'"), ("release-red", "lane == 'red'")])
        self.assertEqual(self.greenlane("check", "fitted.toml").out, "fitted.toml: fine\n")
        done = json.loads(self.greenlane("run", "fitted.toml", "--json").out)
        hours = {row["lane"]: row["clearance_time_h"] for row in done["lanes"]}
        self.assertLess(abs(math.log(hours["red"]["mean"] / 5)), 0.25)
        self.assertLess(abs(math.log(hours["green"]["mean"] * 3)), 0.25)

    def test_keeps_what_it_does_not_fit_and_says_how_the_rest_fits(self):
        self.fitted()
        text = (self.folder / "out/fitted.toml").read_text()
        for kept in ('# A small post.', '"registration" # by hand', "servers = 2           # as"):
            self.assertIn(kept, text)
        self.assertNotIn("a guess", text)
        prose = " ".join(line.removeprefix("#").strip() for line in text.splitlines())
        for said in ("Recorded lanes: green 75", "red 25", "Poisson flow", "censored",
                     "Anderson-Darling", "Service times got back", "0 stays contradict"):
            self.assertIn(said, prose)

    def test_what_it_writes_can_be_checked_and_run(self):
        self.fitted()
        checked = self.greenlane("check", "out/fitted.toml")
        self.assertEqual(checked.out, "out/fitted.toml: fine\n")
        self.assertEqual(checked.err, "")
        done = self.greenlane("run", "out/fitted.toml", "--replications", "2", "--json")
        self.assert_done(done)
        lodged = json.loads(done.out)["counts"]["lodged"] / 2
        self.assertLess(abs(lodged - 14 * 240), 500)

    def test_the_same_records_give_the_same_bytes(self):
        first = self.calibrate()
        text = (self.folder / "out/fitted.toml").read_bytes()
        (self.folder / "out/fitted.toml").unlink()
        self.assertEqual(self.calibrate().out, first.out)
        self.assertEqual((self.folder / "out/fitted.toml").read_bytes(), text)

    def test_times_that_are_swapped_are_found_out(self):
        self.assert_done(self.calibrate())
        (self.folder / "out/fitted.toml").unlink()
        log_file = self.folder / "log.csv"
        rows = [line.split(",") for line in log_file.read_text().splitlines()]
        for row in rows[1::20]:
            row[3], row[4] = row[4], row[3]
        log_file.write_text("".join(",".join(row) + "\n" for row in rows))
        outcome = self.greenlane("calibrate", "in/post.toml", "--declarations", "log.csv",
                                 "--mapping", "mapping.toml", "-o", "out/fitted.toml")
        self.assert_done(outcome)
        desk = tomllib.loads((self.folder / "out/fitted.toml").read_text())["station"][1]
        self.assertIn("delay", desk)
        said = " ".join(outcome.out.split())
        self.assertRegex(said[:200], "Warning: the times of assessment are in doubt: of [0-9]+ "
                                     "stays, [0-9]+ cannot be used")
        self.assertIn("which becomes a delay.", said)
        self.assertIn("≤ 0.005", said)
        self.assertIn("p <= 0.005", said)

    def test_another_number_of_servers_is_found_out(self):
        self.assert_done(self.calibrate(post=POST.replace("servers = 2 ", "servers = 1 ")))
        desk = tomllib.loads((self.folder / "out/fitted.toml").read_text())["station"][1]
        self.assertIn("delay", desk)
        self.assertNotIn("servers", desk)

    def test_parameter_uncertainty_widens_intervals(self):
        self.fitted()
        run = ["run", "out/fitted.toml", "--replications", "40", "--set", "scenario.duration=60d",
               "--json"]
        plain = json.loads(self.greenlane(*run).out)
        outcome = self.greenlane(*run, "--parameter-uncertainty", "--jobs", "2")
        self.assert_done(outcome)
        drawn = json.loads(outcome.out)
        self.assertEqual(outcome.out, self.greenlane(*run, "--parameter-uncertainty", "--jobs",
                                                     "1").out)
        self.assertIn("simulation and parameter noise", drawn["intervals"])
        self.assertNotIn("parameter noise", plain["intervals"])

        # Doubt about the mean payment exceeds the noise of so long a simulation.
        def row(summary):
            return next(row for row in summary["kpis"] if row["id"] == "clearance.time")
        self.assertNotIn("range_low", row(plain))
        drawn = row(drawn)
        self.assertGreater(drawn["ci_high"] - drawn["ci_low"],
                           1.2 * (row(plain)["ci_high"] - row(plain)["ci_low"]))
        self.assertLess(drawn["range_low"], drawn["ci_low"])
        self.assertGreater(drawn["range_high"], drawn["ci_high"])
        table = self.greenlane("run", "out/fitted.toml", "--replications", "2",
                               "--parameter-uncertainty").out
        self.assertIn("simulation and parameter noise", table)
        self.assertIn("39 replications", table)

    def test_profiles_are_compared_under_the_same_parameters(self):
        port = CHECKOUT / "scenarios/sea-port.toml"
        compare = ["compare", port, "--against", CHECKOUT / "profiles/random-only.toml",
                   "--set", "scenario.duration=9d", "--replications", "4", "--json"]
        drawn = self.greenlane(*compare, "--parameter-uncertainty")
        self.assert_done(drawn)
        summary = json.loads(drawn.out)
        self.assertTrue(any("parameter noise" in ground for ground in summary["rests_on"]))
        versus, = summary["versus"]
        self.assertEqual(versus["pairing"], "paired")
        self.assertTrue(versus["same_traffic"])
        self.assertNotEqual(drawn.out, self.greenlane(*compare).out)

    def test_uncertainty_by_hand_on_a_published_range(self):
        self.write("post.toml", POST + '[uncertainty]\n"station.registration.delay.mean" = '
                   '{ distribution = "uniform", low = "30min", high = "3h" }\n')
        outcome = self.greenlane("run", "post.toml", "--parameter-uncertainty", "--json")
        self.assert_done(outcome)
        self.write("bad.toml", POST + '[uncertainty]\n"station.desk.servers" = '
                   '{ distribution = "uniform", low = 1, high = 3 }\n')
        self.assert_refused(self.greenlane("run", "bad.toml", "--parameter-uncertainty"), 2,
                            "station.desk.servers", "integer")
        self.write("sure.toml", POST)
        self.assert_refused(self.greenlane("run", "sure.toml", "--parameter-uncertainty"), 2,
                            "[uncertainty]")

    def test_refuses_what_it_cannot_do(self):
        self.assert_done(self.calibrate())
        self.assert_refused(self.calibrate(), 2, "out/fitted.toml", "exists already")
        (self.folder / "out/fitted.toml").unlink()
        self.assert_refused(self.calibrate(post=POST.replace("seed = 1\n", "")), 2, "no seed")
        self.assert_refused(self.greenlane("calibrate", "in/post.toml", "-o", "x.toml"), 2,
                            "no declarations")
        self.assert_refused(
            self.greenlane("calibrate", "in/post.toml", "--declarations", "log.csv", "--mapping",
                           "mapping.toml", "-o", "nowhere/x.toml"), 5, "no such folder")
        inline = POST.replace('[[station]]\nname = "registration"', "[[station]]\nname = \"other\"")
        inline = inline[:inline.index("[[station]]")] + (
            'station = [{ name = "desk", stage = "assessment", delay = { distribution = '
            '"exponential", mean = "1h" } }]\n')
        inline = inline.replace("[scenario]", inline[inline.index("station = ["):] + "[scenario]")
        inline = inline[:inline.rindex("station = [")]
        self.assert_refused(self.calibrate(post=inline), 2, "header of its own")

    @needs_shared
    def test_korean_declarations_give_arrivals_and_goods(self):
        files = sorted((SHARED / "data/kcs").glob("declarations_*.csv"))
        outcome = self.greenlane(
            "calibrate", CHECKOUT / "scenarios/sea-port.toml", "--declarations", *files,
            "--mapping", CHECKOUT / "profiles/mappings/kcs.toml", "-o", "kcs.toml")
        self.assert_done(outcome)
        self.assertIn("dates without times", outcome.out)
        scenario = tomllib.loads((self.folder / "kcs.toml").read_text())
        # 45,519 declarations in 456 days, by hand: scenarios/sources.md has their weekdays.
        self.assertAlmostEqual(scenario["arrivals"]["per_hour"], 45519 / 456 / 24, delta=0.01)
        for share, known in zip(scenario["arrivals"]["day_of_week"],
                                (.286, .186, .158, .157, .159, .033, .020)):
            self.assertAlmostEqual(share, known, delta=0.005)
        self.assertEqual(scenario["scenario"]["start"].isoformat(), "2026-06-01T00:00:00+09:00")
        self.assertEqual(scenario["scenario"]["utc_offset"], "+09:00")
        self.assertEqual(scenario["goods"]["catalogue"], "kcs-goods.csv")
        self.assertAlmostEqual(scenario["goods"]["modes"]["sea"], 0.569, delta=0.002)
        with open(self.folder / "kcs-goods.csv", encoding="utf-8") as file:
            lines = list(csv.DictReader(file))
        self.assertEqual(sum(float(line["weight"]) for line in lines), 45519)
        self.assertEqual(self.greenlane("check", "kcs.toml").out, "kcs.toml: fine\n")
        self.assert_done(self.greenlane("run", "kcs.toml", "--replications", "1", "--json",
                                        "--parameter-uncertainty"))


if __name__ == "__main__":
    unittest.main()
