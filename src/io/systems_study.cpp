#include "greenlane/io/systems_study.h"

#include "greenlane/experiment/quantity.h"

#include "io/study_file.h"

namespace greenlane::io {

namespace {

using Texts = std::vector<std::string>;
using Integers = std::vector<std::int64_t>;

constexpr std::int64_t systems_study_version = 1;

void write_systems(const StudyGroup& group, const SystemsStudy& study) {
    Texts names;
    Texts scenarios;
    Texts profiles;
    Texts overrides;
    Integers seeds;
    for (const StudiedSystem& system : study.systems) {
        names.push_back(system.name);
        scenarios.push_back(system.scenario);
        profiles.push_back(system.profile);
        seeds.push_back(static_cast<std::int64_t>(system.seed));
        std::string& lines = overrides.emplace_back();
        for (const std::string& override_ : system.overrides) {
            lines += (lines.empty() ? "" : "\n") + override_;
        }
    }
    group.texts("name", names);
    group.texts("scenario", scenarios);
    group.texts("profile", profiles);
    group.numbers("seed", {seeds.size()}, seeds);
    group.texts("overrides", overrides);
}

void write_design(const StudyGroup& group, const StudiedDesign& design) {
    Integers points(design.points.begin(), design.points.end());
    std::vector<double> values;
    for (const std::vector<double>& point : design.values) {
        values.insert(values.end(), point.begin(), point.end());
    }
    group.attribute("kind", design.kind);
    group.texts("factor", design.factors);
    group.numbers("point", {points.size()}, points);
    group.numbers("value", {points.size(), design.factors.size()}, values);
}

void write_columns(const StudyGroup& group, const SystemsStudy& study) {
    Texts ids;
    Texts names;
    Texts units;
    Texts better;
    const auto add = [&](std::string id, const kpi::Kpi& kpi) {
        ids.push_back(std::move(id));
        names.emplace_back(kpi.name);
        units.emplace_back(kpi.unit == kpi::Unit::currency ? study.currency : kpi::name(kpi.unit));
        better.emplace_back(kpi::name(kpi.better));
    };
    for (const kpi::Kpi& kpi : kpi::kpis()) {
        add(std::string(kpi.id), kpi);
    }
    const kpi::Kpi& utilisation = experiment::kpi_of_column(kpi::kpis().size());
    for (const std::string& station : study.stations) {
        add(std::string(utilisation.id) + '.' + station, utilisation);
    }
    group.texts("id", ids);
    group.texts("name", names);
    group.texts("unit", units);
    group.texts("better", better);
}

void write_replications(const StudyGroup& group, const SystemsStudy& study) {
    Integers systems;
    Integers numbers;
    std::vector<double> values;
    for (const StudiedReplication& replication : study.replications) {
        systems.push_back(static_cast<std::int64_t>(replication.system));
        numbers.push_back(static_cast<std::int64_t>(replication.number));
        values.insert(values.end(), replication.values.begin(), replication.values.end());
    }
    group.numbers("system", {systems.size()}, systems);
    group.numbers("number", {numbers.size()}, numbers);
    group.numbers("value", {systems.size(), kpi::kpis().size() + study.stations.size()}, values);
}

}  // namespace

std::string system_name(const std::vector<std::string>& overrides) {
    std::string name;
    for (const std::string& override_ : overrides) {
        name += (name.empty() ? "" : ", ") + override_;
    }
    return name.empty() ? "as it stands" : name;
}

void write_systems_study(const std::string& file, const SystemsStudy& study,
                         const StudyInputs& inputs) {
    write_study_file(file, [&](const StudyGroup& root) {
        root.attribute("filetype", std::string("greenlane-systems-study"));
        root.attribute("version", systems_study_version);
        root.attribute("greenlane_version", std::string(GREENLANE_VERSION));
        root.attribute("command", study.command);
        write_study_inputs(root.group("inputs"), inputs);
        write_systems(root.group("systems"), study);
        if (!study.design.factors.empty()) {
            write_design(root.group("design"), study.design);
        }
        write_columns(root.group("columns"), study);
        write_replications(root.group("replications"), study);
    });
}

}  // namespace greenlane::io
