#include "greenlane/io/dry_run.h"

#include "greenlane/kpi/proportion.h"

#include <nlohmann/json.hpp>

namespace greenlane::io {

namespace {

using Json = nlohmann::ordered_json;

Json hours(const std::optional<std::vector<engine::ControlLoad>>& loads) {
    if (!loads) {
        return {};
    }
    Json rows = Json::array();
    for (const engine::ControlLoad& load : *loads) {
        rows.push_back({{"station", load.station},
                        {"control", name(load.control)},
                        {"controls_per_day", load.controls},
                        {"hours_per_day", load.hours},
                        {"rostered_hours_per_day",
                         load.hours_rostered ? Json(*load.hours_rostered) : Json()}});
    }
    return rows;
}

}  // namespace

std::string to_dry_run_json(const std::string& profile, const evaluation::DryRunReport& report,
                            const std::optional<std::vector<engine::ControlLoad>>& loads) {
    Json root{{"format", "greenlane-screening"},
              {"version", 1},
              {"profile", profile},
              {"declarations", report.declarations},
              {"selected", report.selected},
              {"scanned", report.scanned},
              {"displaced", report.displaced}};
    Json& lane_rows = root["lanes"] = Json::array();
    for (const Lane lane : lanes) {
        const std::int64_t count = report.lanes[static_cast<std::size_t>(lane)];
        lane_rows.push_back(
            {{"lane", name(lane)},
             {"declarations", count},
             {"share", static_cast<double>(count) / static_cast<double>(report.declarations)}});
    }
    const auto rate = kpi::smallest_detectable_rate(static_cast<std::uint64_t>(report.lottery));
    root["lottery"] = {{"drawn", report.lottery},
                       {"smallest_detectable_rate", rate ? Json(*rate) : Json()}};
    Json& rules = root["rules"] = Json::array();
    for (const evaluation::RuleUse& rule : report.rules) {
        rules.push_back({{"code", rule.code},
                         {"matched", rule.counts.matched},
                         {"unknown", rule.counts.unknown},
                         {"chosen", rule.counts.chosen},
                         {"decisive", rule.decisive},
                         {"overshadowed", rule.overshadowed()}});
    }
    Json& overlaps = root["overlaps"] = Json::array();
    for (const evaluation::Overlap& overlap : report.overlaps) {
        overlaps.push_back(
            {{"rules", {report.rules[overlap.first].code, report.rules[overlap.second].code}},
             {"both", overlap.both},
             {"jaccard", overlap.jaccard}});
    }
    root["hours"] = hours(loads);
    return root.dump(2) + "\n";
}

}  // namespace greenlane::io
