"""Faults to be planted in the sources, each a text that is replaced by another."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class DoesNotApply(Exception):
    """The sources have changed under a fault."""


@dataclass(frozen=True)
class Fault:
    name: str
    file: str
    was: str
    becomes: str
    case: str = ""  # the cheapest that notices it too; none where theory is silent

    @property
    def layer(self) -> str:
        return self.file.split("/")[1]

    def plant(self, sources: Path) -> str:
        """The file with the fault in it; the text must stand in the sound one exactly once."""
        path = sources / self.file
        sound = path.read_text(encoding="utf-8") if path.exists() else ""
        found = sound.count(self.was)
        if found != 1:
            raise DoesNotApply(f"'{self.name}' no longer applies: {self.file} has, {found} times "
                               f"instead of once,\n{self.was}")
        return sound.replace(self.was, self.becomes)


FAULTS = (
    Fault("one server more than there are", "src/engine/stations.cpp",
          "fifo.emplace(station.servers)", "fifo.emplace(station.servers + 1)", "trace5"),
    Fault("last come, first served", "src/engine/priority_servers.cpp",
          "work_on(queue->front(), now, begun);\n        queue->pop_front();",
          "work_on(queue->back(), now, begun);\n        queue->pop_back();",
          "mm1_rho0.9 (one class)"),
    Fault("work begins in the instant in which the shift ends", "src/engine/server_pool.cpp",
          "if (start < change) {", "if (start <= change) {"),
    Fault("a shift ends an hour late", "src/engine/server_pool.cpp",
          "if (start < change) {", "if (start < change + hour) {",
          "roster_dn3shift_finish (EN_empty_start_t24)"),
    Fault("suspended work begins again", "src/engine/priority_servers.cpp",
          "job.left -= now - job.from;", "", "roster_closed_night_preempt (one class)"),
    Fault("priority classes turned round", "src/engine/planner.cpp",
          "!facts_.holds(station.priority[priority], row)",
          "facts_.holds(station.priority[priority], row)", "np_mmc_b"),
    Fault("the service drawn with the arrival, not at the station", "src/engine/planner.cpp",
          "{random::Purpose::service, station.key}", "{random::Purpose::arrival, 0}",
          "mm1_rho0.9"),
    Fault("one stream of services for all stations", "src/engine/planner.cpp",
          "{random::Purpose::service, station.key}", "{random::Purpose::service, 0}",
          "tandem5_mm1"),
    Fault("the share of a station drawn by the service's draw", "src/engine/planner.cpp",
          "{random::Purpose::station_share, station.key}",
          "{random::Purpose::service, station.key}", "mm1_rho0.9 (half of twice as many)"),
    Fault("the visit left out of the draws", "src/engine/station_draws.h",
          "visits_[row * stations_ + station];", "0 * visits_[row * stations_ + station];",
          "jackson_customs"),
    Fault("nobody waits for the hour of decision", "src/engine/in_process.cpp",
          "std::max(now, shipment.way[shipment.next++].work)",
          "(++shipment.next, now)"),
    Fault("false alarms missed", "src/engine/inspection.cpp",
          "double probability = inspection.false_alarm;", "double probability = 0;",
          "det_single_c"),
    Fault("an item counted each time that it is detected", "src/engine/inspection.cpp",
          "if (marks_[item] & detected) {\n        return;\n    }", ""),
    Fault("one place more than the lane has", "src/screening/lane_capacity.cpp",
          "taken_[lane] < capacity_[lane]->per_day", "taken_[lane] <= capacity_[lane]->per_day",
          "det_cap_drop_N200_C25"),
    Fault("the warm-up is measured", "src/engine/compile.cpp",
          "out.window = {out.horizon.start + scenario.warmup.value,",
          "out.window = {out.horizon.start,", "nhpp_sin_counts (Lambda_7_9)"),
    Fault("another type of quantile", "src/kpi/histogram.cpp", "std::ceil(", "std::floor(",
          "trace5"),
    Fault("intervals too narrow", "src/kpi/sample.cpp",
          "sample.standard_error = spread / std::sqrt(n - 1);",
          "sample.standard_error = spread / std::sqrt(n);"),
)
