"""A scenario, a mapping and declarations that are as small as can be; tests spoil them."""

SCENARIO = """\
[scenario]
name = "small"
seed = 1
start = 2026-01-05T00:00:00Z
duration = "10d"
warmup = "0d"
replications = 2

[arrivals]
per_hour = 2

[[station]]
name = "desk"
stage = "assessment"
servers = 1
service = { distribution = "exponential", mean = "1min" }
"""

# One desk that is busy for half its time and closed for the first four days of seven weeks.
BACKLOG = """\
[scenario]
name = "backlog"
seed = 5
start = 2026-01-05T00:00:00Z
duration = "50d"
warmup = "auto"
replications = 3

[arrivals]
per_hour = 3

[[station]]
name = "desk"
stage = "assessment"
roster = "always"
service = { distribution = "exponential", mean = "10min" }

[[roster]]
name = "always"
open = "00:00-24:00"
servers = 1
closed = [2026-01-05, 2026-01-06, 2026-01-07, 2026-01-08]
"""

MAPPING = """\
[mapping]
name = "test"
source = "written by a test"
hs_edition = 2022
currency = "USD"
date_format = "%Y-%m-%d %H:%M"

[declaration]
number = "id"
date = "lodged"

[item]
number = "item"
hs = "hs"
origin = "origin"
value = "value"
mass = "mass"
"""

PROFILE = """\
[profile]
name = "small"
random_rate = 0.02
random_lane = "red"

[[rule]]
code = "P1"
lane = "red"
when = "value > 1000"
"""

HEADER = "id,item,lodged,hs,origin,value,mass"


def row(number: int) -> str:
    day, hour = number // 40 + 1, number % 24
    return f"D{number},1,2026-01-{day:02d} {hour:02d}:15,010121,DE,{number}.50,12"


def declarations(rows: int = 40, **instead: str) -> str:
    """So many declarations, forty a day; `line7="..."` stands in place of line 7 of the file."""
    lines = [HEADER] + [row(number) for number in range(rows)]
    for name, text in instead.items():
        lines[int(name.removeprefix("line")) - 1] = text
    return "".join(line + "\n" for line in lines)
