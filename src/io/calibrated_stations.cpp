#include "io/calibrated_stations.h"

#include "greenlane/experiment/calibration_notes.h"

#include "io/toml_text.h"

#include <cmath>

namespace greenlane::io {

namespace {

using experiment::StageFit;

std::string condition(const StageFit& fit) {
    return fit.lane ? "when = \"lane == '" + std::string(name(*fit.lane)) + "'\"\n" : "";
}

/// To four decimals; the two of a complete sample of the gamma law have none.
std::string correlation(const experiment::LawFit& fit, const std::string& path) {
    const double rounded = std::round(fit.correlation * 1e4) / 1e4;
    return rounded == 0 ? ""
                        : ", correlation = " + toml_number(rounded) +
                              ", with = " + toml_text(path + ".mean");
}

std::string law_line(const std::string& key, const std::string& path, const experiment::LawFit& fit,
                     ScenarioEdit& scenario) {
    const std::string second(experiment::second_parameter(fit.family));
    scenario.doubt(path + ".mean", toml_number(fit.mean_sd_log));
    if (!second.empty()) {
        scenario.doubt(path + '.' + second, toml_number(fit.second_sd_log), correlation(fit, path));
    }
    return key + " = { distribution = \"" + std::string(name(fit.family)) +
           "\", mean = " + toml_text(toml_duration(fit.mean)) +
           (second.empty() ? "" : ", " + second + " = " + toml_number(fit.second)) + " }\n";
}

}  // namespace

void write_stage(const StageFit& fit, ScenarioEdit& scenario) {
    const std::string notes = toml_comment(experiment::notes_of(fit));
    if (fit.form == StageFit::Form::left) {
        scenario.text().append("\n# The stage " + std::string(name(fit.passages.stage)) + ".\n" +
                               notes);
        return;
    }
    const char* const key = fit.form == StageFit::Form::delay ? "delay" : "service";
    const std::string path = "station." + toml_key(fit.name);
    const std::string law = notes + law_line(key, path + '.' + key, fit.law(), scenario);
    if (!fit.station) {
        scenario.text().append("\n[[station]]\nname = " + toml_text(fit.name) + "\nstage = \"" +
                               std::string(name(fit.passages.stage)) + "\"\n" + condition(fit) +
                               law +
                               (fit.share ? scenario.share_line(path, "share", *fit.share) : ""));
        return;
    }
    TomlValue& station = scenario.root().find("station")->elements[*fit.station];
    if (fit.form == StageFit::Form::delay && station.find("delay") == nullptr) {
        for (const char* gone : {"servers", "roster", "queue", "priority"}) {
            scenario.remove(station, path, gone);
        }
        scenario.set(station, path, "service", law);
    } else {
        scenario.set(station, path, key, law);
    }
    if (fit.share) {
        scenario.set(station, path, "share", scenario.share_line(path, "share", *fit.share));
    } else if (station.find("when") == nullptr) {
        scenario.remove(station, path, "share");
    }
}

}  // namespace greenlane::io
