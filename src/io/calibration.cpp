#include "greenlane/io/calibration.h"

#include "greenlane/experiment/calibration_notes.h"

#include "io/calibrated_goods.h"
#include "io/calibrated_stations.h"
#include "io/scenario_edit.h"
#include "io/toml_text.h"

#include <iterator>
#include <utility>

namespace greenlane::io {

namespace {

using experiment::Estimate;
using experiment::StageFit;

std::string values_of(const std::vector<Estimate>& estimates) {
    std::vector<double> values;
    values.reserve(estimates.size());
    for (const Estimate& estimate : estimates) {
        values.push_back(estimate.value);
    }
    return toml_numbers(values);
}

std::string errors_of(const std::vector<Estimate>& estimates) {
    std::vector<double> errors;
    errors.reserve(estimates.size());
    for (const Estimate& estimate : estimates) {
        errors.push_back(estimate.sd_log);
    }
    return toml_numbers(errors);
}

/// A calibration on its way into the text of a scenario.
class Writer {
public:
    Writer(TomlDocument& document, const experiment::Calibration& calibration,
           const CalibrationPlace& place, Diagnostics& diagnostics)
        : scenario_(document, diagnostics), calibration_(calibration), place_(place) {}

    std::string text() {
        write_head();
        write_arrivals();
        if (has_goods()) {
            write_goods(*calibration_.goods, place_.catalogue.filename().string(), scenario_);
        }
        for (const StageFit& stage : calibration_.stages) {
            write_stage(stage, scenario_);
        }
        return head_ + scenario_.finish();
    }

private:
    /// A path of the scenario's, seen from the new place.
    std::string moved(const std::string& path) const {
        const auto folder = [](const std::filesystem::path& file) {
            return std::filesystem::absolute(file).lexically_normal().parent_path();
        };
        return (folder(place_.before) / path)
            .lexically_normal()
            .lexically_proximate(folder(place_.after))
            .generic_string();
    }

    bool has_goods() const { return calibration_.goods && calibration_.goods->is_fitted(); }

    void write_head() {
        const auto declarations =
            experiment::counted(calibration_.arrivals.declarations, "declaration");
        std::vector<std::string> sentences{
            "Calibrated by greenlane to " + declarations +
            (place_.source.empty() ? "" : " (" + place_.source + ")") + ", after " +
            place_.before.filename().string() +
            ": what was fitted says so above it, all else stands as it was."};
        const auto add = [&](std::vector<std::string> notes) {
            std::move(notes.begin(), notes.end(), std::back_inserter(sentences));
        };
        add(write_scenario());
        add({experiment::lane_shares(calibration_.lanes)});
        add(experiment::notes_of(calibration_.lanes));
        add(experiment::notes_of(calibration_));
        if (!calibration_.arrivals.is_fitted()) {
            add(experiment::notes_of(calibration_.arrivals));
        }
        TomlValue* const goods = scenario_.root().find("goods");
        const TomlValue* const catalogue = goods ? goods->find("catalogue") : nullptr;
        if (catalogue != nullptr && !has_goods()) {
            scenario_.text().set_value(*goods, "catalogue", toml_text(moved(catalogue->text)));
            add(experiment::notes_of(*calibration_.goods));
        }
        head_ = toml_comment(sentences) + '\n';
    }

    /// What concerns the whole scenario; gives back what a reader must know of it.
    std::vector<std::string> write_scenario() {
        TomlValue& scenario = *scenario_.root().find("scenario");
        const auto set = [&](const char* key, const std::string& value) {
            scenario_.text().set_value(scenario, key, value);
        };
        set("name", toml_text(place_.after.stem().string()));
        const TomlValue* const profile = scenario.find("profile");
        if (profile != nullptr && profile->text != "recorded") {
            set("profile", toml_text(moved(profile->text)));
        }
        if (!calibration_.arrivals.is_fitted() || place_.utc_offset == place_.utc_offset_before) {
            return {};
        }
        set("utc_offset", toml_text(toml_offset(place_.utc_offset)));
        set("start", toml_instant(place_.start + place_.utc_offset_before - place_.utc_offset,
                                  place_.utc_offset));
        return {"utc_offset is that of the records, " + toml_offset(place_.utc_offset) +
                " and not " + toml_offset(place_.utc_offset_before) +
                "; start is the same local time as before."};
    }

    void write_arrivals() {
        const experiment::ArrivalFit& fit = calibration_.arrivals;
        if (!fit.is_fitted()) {
            return;
        }
        std::vector<std::pair<const char*, std::string>> keys{
            {"per_hour", toml_comment(experiment::notes_of(fit)) +
                             "per_hour = " + toml_number(fit.per_hour.value) + '\n'}};
        scenario_.doubt("arrivals.per_hour", toml_number(fit.per_hour.sd_log));
        if (!fit.hour_of_day.empty()) {
            keys.emplace_back("hour_of_day", "hour_of_day = " + values_of(fit.hour_of_day) + '\n');
            scenario_.doubt("arrivals.hour_of_day", errors_of(fit.hour_of_day));
        }
        if (!fit.day_of_week.empty()) {
            keys.emplace_back("day_of_week", "day_of_week = " + values_of(fit.day_of_week) + '\n');
            scenario_.doubt("arrivals.day_of_week", errors_of(fit.day_of_week));
        }
        TomlValue* const arrivals = scenario_.root().find("arrivals");
        if (arrivals == nullptr) {
            scenario_.text().append("\n[arrivals]\n");
        }
        for (const auto& [key, lines] : keys) {
            if (arrivals != nullptr) {
                scenario_.set(*arrivals, "arrivals", key, lines);
            } else {
                scenario_.text().append(lines);
            }
        }
        if (arrivals != nullptr) {
            remove_arrivals(*arrivals);
        }
    }

    /// What the fitted arrivals have not.
    void remove_arrivals(TomlValue& arrivals) {
        for (const char* key : {"swing", "batch", "interval"}) {
            scenario_.remove(arrivals, "arrivals", key);
        }
        const experiment::ArrivalFit& fit = calibration_.arrivals;
        if (fit.day_of_week.empty() && !fit.keeps_weekdays) {
            scenario_.remove(arrivals, "arrivals", "day_of_week");
        }
    }

    ScenarioEdit scenario_;
    const experiment::Calibration& calibration_;
    const CalibrationPlace& place_;
    std::string head_;
};

}  // namespace

std::string to_calibrated_scenario(const experiment::Calibration& calibration,
                                   const CalibrationPlace& place, Diagnostics& diagnostics) {
    auto document = TomlDocument::read(place.before, diagnostics);
    return document ? Writer(*document, calibration, place, diagnostics).text() : std::string{};
}

}  // namespace greenlane::io
