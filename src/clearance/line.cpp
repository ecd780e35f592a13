#include "clearance/line.h"

#include "greenlane/clearance/compiled.h"
#include "greenlane/random/draw.h"

#include "clearance/checks.h"

#include <algorithm>

namespace greenlane::clearance {

namespace {

/// Checks a station's name against those before it.
void check_name(const std::vector<StationDefinition>& definitions, std::size_t index,
                Diagnostics& diagnostics) {
    const StationDefinition& definition = definitions[index];
    const auto& [name, position] = definition.name;
    if (name.empty()) {
        diagnostics.error(definition.position, "a station without 'name'");
        return;
    }
    if (name == start_name || parse_exit(name)) {
        diagnostics.error(position, "a station cannot be called " + quoted(name),
                          name == start_name ? "routes call the lodgement so"
                                             : "routes call a way out of the process so");
    }
    for (std::size_t i = 0; i < index; ++i) {
        const auto& [other, place] = definitions[i].name;
        const std::string line = std::to_string(place.line);
        if (other == name) {
            diagnostics.error(position, "a second station " + quoted(name),
                              "the first stands in line " + line);
            return;
        }
        if (random::name_key(other) == random::name_key(name)) {
            diagnostics.error(position,
                              quoted(name) + " has the same draw key as " + quoted(other) +
                                  " in line " + line + " (a coincidence of 32-bit hashes)",
                              "rename one of them");
            return;
        }
    }
}

void check_stage(const StationDefinition& definition, Diagnostics& diagnostics) {
    const std::string& stage = definition.stage.value;
    if (stage.empty()) {
        diagnostics.error(definition.position,
                          "the station " + quoted(definition.name.value) + " has no 'stage'",
                          hint_for({}, names_of(stages)));
    } else if (!parse_stage(stage)) {
        diagnostics.error(definition.stage.position, "unknown stage " + quoted(stage),
                          hint_for(stage, names_of(stages)));
    }
}

}  // namespace

std::optional<std::size_t> Line::find(const std::string& name) const {
    const auto found =
        std::find_if(stations.begin(), stations.end(),
                     [&](const StationDefinition* station) { return station->name.value == name; });
    return found == stations.end() ? std::nullopt
                                   : std::optional<std::size_t>(found - stations.begin());
}

Line make_line(const std::vector<StationDefinition>& definitions, Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    Line line;
    for (std::size_t i = 0; i < definitions.size(); ++i) {
        check_name(definitions, i, diagnostics);
        check_stage(definitions[i], diagnostics);
        line.stations.push_back(&definitions[i]);
    }
    std::stable_sort(line.stations.begin(), line.stations.end(),
                     [](const StationDefinition* a, const StationDefinition* b) {
                         return parse_stage(a->stage.value) < parse_stage(b->stage.value);
                     });
    line.sound = diagnostics.error_count() == errors_before;
    return line;
}

}  // namespace greenlane::clearance
