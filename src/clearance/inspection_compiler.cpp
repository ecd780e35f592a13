#include "clearance/inspection_compiler.h"

#include "clearance/checks.h"

namespace greenlane::clearance {

namespace {

/// Where `sensitivity` stands; null where it is not given.
const SourcePosition* place_of_sensitivity(const StationDefinition& definition) {
    if (definition.sensitivity) {
        return &definition.sensitivity->position;
    }
    return definition.sensitivities.empty() ? nullptr
                                            : &definition.sensitivities.front().violation.position;
}

void read_sensitivity(const StationDefinition& definition, Inspection& inspection,
                      Diagnostics& diagnostics) {
    if (definition.sensitivity &&
        check_share(*definition.sensitivity, "sensitivity", diagnostics)) {
        inspection.sensitivity.fill(definition.sensitivity->value);
        inspection.sensitivity[static_cast<std::size_t>(Violation::none)] = 0;
    }
    for (const auto& [kind, value] : definition.sensitivities) {
        const auto violation = parse_violation(kind.value);
        if (!violation || *violation == Violation::none) {
            auto kinds = names_of(violations);
            kinds.erase(kinds.begin());
            diagnostics.error(kind.position, "unknown violation " + quoted(kind.value),
                              hint_for(kind.value, kinds));
        } else if (check_share(value, kind.value, diagnostics)) {
            inspection.sensitivity[static_cast<std::size_t>(*violation)] = value.value;
        }
    }
}

}  // namespace

std::optional<Inspection> compile_inspection(const StationDefinition& definition,
                                             Diagnostics& diagnostics) {
    const std::string station = "the station " + quoted(definition.name.value);
    const SourcePosition* const sensitivity = place_of_sensitivity(definition);
    if (!definition.control) {
        const std::string hint = "control = \"documents\", \"nii\", \"physical\" or \"laboratory\"";
        if (sensitivity != nullptr) {
            diagnostics.error(*sensitivity, station + " has a 'sensitivity', but no 'control'",
                              hint);
        }
        if (definition.false_alarm) {
            diagnostics.error(definition.false_alarm->position,
                              station + " has a 'false_alarm', but no 'control'", hint);
        }
        return std::nullopt;
    }
    const auto control = parse_control(definition.control->value);
    if (!control) {
        diagnostics.error(definition.control->position,
                          "unknown control " + quoted(definition.control->value),
                          hint_for(definition.control->value, names_of(controls)));
    }
    if (sensitivity == nullptr) {
        diagnostics.error(definition.control->position,
                          station + " has a 'control' without 'sensitivity'",
                          "sensitivity = 0.9, or { missing_permit = 0.95, ... }");
    }
    Inspection inspection{.control = control.value_or(Control::documents)};
    read_sensitivity(definition, inspection, diagnostics);
    if (definition.false_alarm &&
        check_share(*definition.false_alarm, "false_alarm", diagnostics)) {
        inspection.false_alarm = definition.false_alarm->value;
    }
    return inspection;
}

}  // namespace greenlane::clearance
