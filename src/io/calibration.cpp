#include "greenlane/io/calibration.h"

#include "greenlane/experiment/calibration_notes.h"

#include "io/toml_edit.h"
#include "io/toml_text.h"
#include "io/uncertainty_edit.h"

#include <cmath>
#include <iterator>
#include <utility>

namespace greenlane::io {

namespace {

using experiment::Estimate;
using experiment::ShareEstimate;
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

std::string sd_log(const std::string& errors) {
    return "{ sd_log = " + errors + " }";
}

/// `{ CN = 0.6, KR = 0.4 }`
template <typename T>
std::string weights_text(const std::vector<shipment::Weighted<T>>& weights) {
    std::string text;
    for (const auto& weight : weights) {
        std::string word;
        if constexpr (std::is_enum_v<T>) {
            word = name(weight.value);
        } else {
            word = weight.value;
        }
        text += (text.empty() ? "" : ", ") + toml_key(word) + " = " + toml_number(weight.weight);
    }
    return "{ " + text + " }";
}

/// A calibration on its way into the text of a scenario.
class Writer {
public:
    Writer(TomlDocument& document, const experiment::Calibration& calibration,
           const CalibrationPlace& place, Diagnostics& diagnostics)
        : root_(document.value()),
          edit_(document, diagnostics),
          calibration_(calibration),
          place_(place) {}

    std::string text() {
        write_head();
        write_arrivals();
        if (has_goods()) {
            write_goods(*calibration_.goods);
        }
        for (const StageFit& stage : calibration_.stages) {
            write_stage(stage);
        }
        uncertainty_.write(root_, edit_);
        return head_ + edit_.text();
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
        TomlValue* const goods = root_.find("goods");
        const TomlValue* const catalogue = goods ? goods->find("catalogue") : nullptr;
        if (catalogue != nullptr && !has_goods()) {
            edit_.set_value(*goods, "catalogue", toml_text(moved(catalogue->text)));
            add(experiment::notes_of(*calibration_.goods));
        }
        head_ = toml_comment(sentences) + '\n';
    }

    /// What concerns the whole scenario; gives back what a reader must know of it.
    std::vector<std::string> write_scenario() {
        TomlValue& scenario = *root_.find("scenario");
        const auto set = [&](const char* key, const std::string& value) {
            edit_.set_value(scenario, key, value);
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
        uncertainty_.add("arrivals.per_hour", sd_log(toml_number(fit.per_hour.sd_log)));
        if (!fit.hour_of_day.empty()) {
            keys.emplace_back("hour_of_day", "hour_of_day = " + values_of(fit.hour_of_day) + '\n');
            uncertainty_.add("arrivals.hour_of_day", sd_log(errors_of(fit.hour_of_day)));
        }
        if (!fit.day_of_week.empty()) {
            keys.emplace_back("day_of_week", "day_of_week = " + values_of(fit.day_of_week) + '\n');
            uncertainty_.add("arrivals.day_of_week", sd_log(errors_of(fit.day_of_week)));
        }
        TomlValue* const arrivals = root_.find("arrivals");
        if (arrivals == nullptr) {
            edit_.append("\n[arrivals]\n");
        }
        for (const auto& [key, lines] : keys) {
            if (arrivals != nullptr) {
                set(*arrivals, "arrivals", key, lines);
            } else {
                edit_.append(lines);
            }
        }
        if (arrivals != nullptr) {
            remove_arrivals(*arrivals);
        }
    }

    /// What the fitted arrivals have not.
    void remove_arrivals(TomlValue& arrivals) {
        for (const char* key : {"swing", "batch", "interval"}) {
            remove(arrivals, "arrivals", key);
        }
        const experiment::ArrivalFit& fit = calibration_.arrivals;
        if (fit.day_of_week.empty() && !fit.keeps_weekdays) {
            remove(arrivals, "arrivals", "day_of_week");
        }
    }

    void write_goods(const experiment::GoodsFit& fit) {
        TomlValue& goods = *root_.find("goods");
        const auto set_value = [&](const char* key, const std::string& value) {
            set(goods, "goods", key, std::string(key) + " = " + value + '\n');
        };
        set(goods, "goods", "catalogue",
            toml_comment(experiment::notes_of(fit)) +
                "catalogue = " + toml_text(place_.catalogue.filename().string()) + '\n');
        set_share(goods, "goods", "regulated_share", fit.regulated);
        set_share(goods, "goods", "eco_share", fit.eco);
        set_value("items_mean", toml_number(fit.items_mean.value));
        if (fit.items_mean.sd_log > 0) {
            uncertainty_.add("goods.items_mean", sd_log(toml_number(fit.items_mean.sd_log)));
        }
        if (!fit.modes.empty()) {
            set_value("modes", weights_text(fit.modes));
        }
        if (!fit.procedures.empty()) {
            set_value("procedures", weights_text(fit.procedures));
        }
        if (!fit.offices.empty()) {
            set_value("offices", weights_text(fit.offices));
        }
        std::vector<shipment::Weighted<shipment::Mode>> containerised;
        for (const auto& mode : fit.modes) {
            if (const auto& share = fit.containerised[static_cast<std::size_t>(mode.value)]) {
                containerised.push_back({mode.value, *share, {}});
            }
        }
        if (!containerised.empty()) {
            set_value("containerised", weights_text(containerised));
        }
        if (fit.containers_mean) {
            set_value("containers_mean", toml_number(*fit.containers_mean));
        }
    }

    void write_stage(const StageFit& fit) {
        const std::string notes = toml_comment(experiment::notes_of(fit));
        if (fit.form == StageFit::Form::left) {
            edit_.append("\n# The stage " + std::string(name(fit.passages.stage)) + ".\n" + notes);
            return;
        }
        const char* const key = fit.form == StageFit::Form::delay ? "delay" : "service";
        const std::string path = "station." + toml_key(fit.name);
        const std::string law = notes + law_line(key, path + '.' + key, fit.law());
        if (!fit.station) {
            edit_.append("\n[[station]]\nname = " + toml_text(fit.name) + "\nstage = \"" +
                         std::string(name(fit.passages.stage)) + "\"\n" + condition(fit) + law +
                         (fit.share ? share_line(path, "share", *fit.share) : ""));
            return;
        }
        TomlValue& station = root_.find("station")->elements[*fit.station];
        if (fit.form == StageFit::Form::delay && station.find("delay") == nullptr) {
            for (const char* gone : {"servers", "roster", "queue", "priority"}) {
                remove(station, path, gone);
            }
            set(station, path, "service", law);
        } else {
            set(station, path, key, law);
        }
        if (fit.share) {
            set_share(station, path, "share", *fit.share);
        } else if (station.find("when") == nullptr) {
            remove(station, path, "share");
        }
    }

    static std::string condition(const StageFit& fit) {
        return fit.lane ? "when = \"lane == '" + std::string(name(*fit.lane)) + "'\"\n" : "";
    }

    std::string law_line(const std::string& key, const std::string& path,
                         const experiment::LawFit& fit) {
        const std::string second(experiment::second_parameter(fit.family));
        uncertainty_.add(path + ".mean", sd_log(toml_number(fit.mean_sd_log)));
        if (!second.empty()) {
            uncertainty_.add(path + '.' + second, "{ sd_log = " + toml_number(fit.second_sd_log) +
                                                      correlation(fit, path) + " }");
        }
        return key + " = { distribution = \"" + std::string(name(fit.family)) +
               "\", mean = " + toml_text(toml_duration(fit.mean)) +
               (second.empty() ? "" : ", " + second + " = " + toml_number(fit.second)) + " }\n";
    }

    /// To four decimals; the two of a complete sample of the gamma law have none.
    static std::string correlation(const experiment::LawFit& fit, const std::string& path) {
        const double rounded = std::round(fit.correlation * 1e4) / 1e4;
        return rounded == 0 ? ""
                            : ", correlation = " + toml_number(rounded) +
                                  ", with = " + toml_text(path + ".mean");
    }

    std::string share_line(const std::string& path, const std::string& key,
                           const ShareEstimate& share) {
        if (share.sd_logit > 0) {
            uncertainty_.add(path + '.' + key,
                             "{ sd_logit = " + toml_number(share.sd_logit) + " }");
        }
        return key + " = " + toml_number(share.value) + '\n';
    }

    /// A share of a table that `path` leads to.
    void set_share(TomlValue& table, const std::string& path, const std::string& key,
                   const ShareEstimate& share) {
        set(table, path, key, share_line(path, key, share));
    }

    void set(TomlValue& table, const std::string& path, const std::string& key,
             const std::string& lines) {
        edit_.set(table, key, lines);
        uncertainty_.replace(path + '.' + key);
    }

    void remove(TomlValue& table, const std::string& path, const char* key) {
        if (table.find(key) != nullptr) {
            set(table, path, key, "");
        }
    }

    TomlValue& root_;
    TomlEdit edit_;
    UncertaintyEdit uncertainty_;
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
