#include "greenlane/io/calibration.h"

#include "greenlane/experiment/calibration_notes.h"

#include "io/toml_edit.h"
#include "io/toml_text.h"

#include <cmath>

namespace greenlane::io {

namespace {

using experiment::Estimate;
using experiment::ShareEstimate;
using experiment::StageFit;

/// Sentences as comment lines.
std::string comment(const std::vector<std::string>& sentences) {
    constexpr std::size_t width = 98;
    std::string text;
    std::size_t column = width;
    for (const std::string& sentence : sentences) {
        for (std::size_t from = 0; from < sentence.size();) {
            const std::size_t end = std::min(sentence.find(' ', from), sentence.size());
            const std::string word = sentence.substr(from, end - from);
            if (column + 1 + word.size() > width) {
                text += text.empty() ? "#" : "\n#";
                column = 1;
            }
            text += ' ' + word;
            column += 1 + word.size();
            from = end + 1;
        }
    }
    return text.empty() ? text : text + '\n';
}

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
        if (calibration_.goods) {
            write_goods(*calibration_.goods);
        }
        for (const StageFit& stage : calibration_.stages) {
            write_stage(stage);
        }
        write_uncertainty();
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

    void write_head() {
        std::vector<std::string> sentences{
            "Calibrated by greenlane to " + std::to_string(calibration_.arrivals.declarations) +
            " declarations" + (place_.source.empty() ? "" : " (" + place_.source + ")") +
            ", after " + place_.before.filename().string() +
            ": what was fitted says so above it, all else stands as it was."};
        for (std::string& note : experiment::notes_of(calibration_)) {
            sentences.push_back(std::move(note));
        }
        head_ = comment(sentences) + '\n';
        TomlValue& scenario = *root_.find("scenario");
        edit_.set(scenario, "name", "name = " + toml_text(place_.after.stem().string()) + '\n');
        edit_.set(scenario, "utc_offset",
                  "utc_offset = " + toml_text(toml_offset(place_.utc_offset)) + '\n');
        const TomlValue* const profile = scenario.find("profile");
        if (profile != nullptr && profile->text != "recorded") {
            edit_.set(scenario, "profile", "profile = " + toml_text(moved(profile->text)) + '\n');
        }
        TomlValue* const goods = root_.find("goods");
        const TomlValue* const catalogue = goods ? goods->find("catalogue") : nullptr;
        if (catalogue != nullptr && !calibration_.goods) {
            edit_.set(*goods, "catalogue",
                      "catalogue = " + toml_text(moved(catalogue->text)) + '\n');
        }
    }

    void write_arrivals() {
        const experiment::ArrivalFit& fit = calibration_.arrivals;
        std::string lines = "[arrivals]\n" + comment(experiment::notes_of(fit)) +
                            "per_hour = " + toml_number(fit.per_hour.value) + '\n';
        doubt("arrivals.per_hour", "{ sd_log = " + toml_number(fit.per_hour.sd_log) + " }");
        if (!fit.hour_of_day.empty()) {
            lines += "hour_of_day = " + values_of(fit.hour_of_day) + '\n';
            doubt("arrivals.hour_of_day", "{ sd_log = " + errors_of(fit.hour_of_day) + " }");
        } else if (TomlValue* const hours = hours_before()) {
            std::vector<double> shares;
            for (const TomlValue& share : hours->elements) {
                shares.push_back(as_number(share).value_or(0));
            }
            lines += "hour_of_day = " + toml_numbers(shares) + '\n';
        }
        if (!fit.day_of_week.empty()) {
            lines += "day_of_week = " + values_of(fit.day_of_week) + '\n';
            doubt("arrivals.day_of_week", "{ sd_log = " + errors_of(fit.day_of_week) + " }");
        }
        edit_.set_table("arrivals", lines);
    }

    TomlValue* hours_before() {
        TomlValue* const arrivals = root_.find("arrivals");
        return arrivals ? arrivals->find("hour_of_day") : nullptr;
    }

    void write_goods(const experiment::GoodsFit& fit) {
        TomlValue& goods = *root_.find("goods");
        const auto set = [&](const char* key, const std::string& value) {
            edit_.set(goods, key, std::string(key) + " = " + value + '\n');
        };
        edit_.set(goods, "catalogue",
                  comment(experiment::notes_of(fit)) +
                      "catalogue = " + toml_text(place_.catalogue.filename().string()) + '\n');
        set_share(goods, "goods", "regulated_share", fit.regulated);
        set_share(goods, "goods", "eco_share", fit.eco);
        set("items_mean", toml_number(fit.items_mean.value));
        if (fit.items_mean.sd_log > 0) {
            doubt("goods.items_mean", "{ sd_log = " + toml_number(fit.items_mean.sd_log) + " }");
        }
        if (!fit.modes.empty()) {
            set("modes", weights_text(fit.modes));
        }
        if (!fit.procedures.empty()) {
            set("procedures", weights_text(fit.procedures));
        }
        if (!fit.offices.empty()) {
            set("offices", weights_text(fit.offices));
        }
        std::vector<shipment::Weighted<shipment::Mode>> containerised;
        for (const auto& mode : fit.modes) {
            if (const auto& share = fit.containerised[static_cast<std::size_t>(mode.value)]) {
                containerised.push_back({mode.value, *share, {}});
            }
        }
        if (!containerised.empty()) {
            set("containerised", weights_text(containerised));
        }
        if (fit.containers_mean) {
            set("containers_mean", toml_number(*fit.containers_mean));
        }
    }

    /// A share of a table that `path` leads to.
    void set_share(TomlValue& table, const std::string& path, const std::string& key,
                   const ShareEstimate& share) {
        edit_.set(table, key, key + " = " + toml_number(share.value) + '\n');
        if (share.sd_logit > 0) {
            doubt(path + '.' + key, "{ sd_logit = " + toml_number(share.sd_logit) + " }");
        }
    }

    void write_stage(const StageFit& fit) {
        const std::string notes = comment(experiment::notes_of(fit));
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
                         (fit.share ? "share = " + toml_number(fit.share->value) + '\n' : ""));
            if (fit.share) {
                doubt(path + ".share", "{ sd_logit = " + toml_number(fit.share->sd_logit) + " }");
            }
            return;
        }
        TomlValue& station = root_.find("station")->elements[*fit.station];
        const bool had_delay = station.find("delay") != nullptr;
        if (fit.form == StageFit::Form::delay && !had_delay) {
            for (const char* gone : {"servers", "roster", "queue", "priority"}) {
                remove(station, gone);
            }
            edit_.set(station, "service", law);
        } else {
            edit_.set(station, key, law);
        }
        if (fit.share) {
            set_share(station, path, "share", *fit.share);
        } else if (station.find("when") == nullptr) {
            remove(station, "share");
        }
    }

    static std::string condition(const StageFit& fit) {
        return fit.lane ? "when = \"lane == '" + std::string(name(*fit.lane)) + "'\"\n" : "";
    }

    void remove(TomlValue& table, const char* key) {
        if (table.find(key) != nullptr) {
            edit_.set(table, key, "");
        }
    }

    std::string law_line(const std::string& key, const std::string& path,
                         const experiment::LawFit& fit) {
        const std::string second(experiment::second_parameter(fit.family));
        doubt(path + ".mean", "{ sd_log = " + toml_number(fit.mean_sd_log) + " }");
        if (!second.empty()) {
            doubt(path + '.' + second, "{ sd_log = " + toml_number(fit.second_sd_log) +
                                           ", correlation = " + toml_number(fit.correlation) +
                                           ", with = " + toml_text(path + ".mean") + " }");
        }
        return key + " = { distribution = \"" + std::string(name(fit.family)) +
               "\", mean = " + toml_text(toml_duration(fit.mean)) +
               (second.empty() ? "" : ", " + second + " = " + toml_number(fit.second)) + " }\n";
    }

    void doubt(const std::string& key, std::string how) {
        doubts_.push_back({key, std::move(how)});
    }

    /// What was doubtful before stays so, but of parameters that are gone.
    void write_uncertainty() {
        std::string lines;
        for (const auto& [key, how] : doubts_) {
            lines += toml_text(key) + " = " + how + '\n';
        }
        TomlValue* const before = root_.find("uncertainty");
        if (before == nullptr) {
            edit_.append(
                "\n" +
                comment({"How sure the fitted parameters are: standard errors of their "
                         "logarithms, of shares that of the log-odds. `greenlane run "
                         "--parameter-uncertainty` draws them anew for every replication."}) +
                "[uncertainty]\n" + lines);
            return;
        }
        for (const TomlEntry& entry : before->entries) {
            if (is_replaced(entry.key)) {
                edit_.set(*before, entry.key, "");
            }
        }
        edit_.add(*before, lines);
    }

    bool is_replaced(const std::string& key) const {
        const auto begins = [&](const std::string& path) { return key.starts_with(path); };
        bool replaced = begins("arrivals.");
        for (const StageFit& stage : calibration_.stages) {
            const std::string path = "station." + toml_key(stage.name);
            replaced = replaced || (stage.form != StageFit::Form::left &&
                                    (begins(path + ".delay") || begins(path + ".service") ||
                                     begins(path + ".servers") || begins(path + ".share")));
        }
        for (const auto& [doubted, how] : doubts_) {
            replaced = replaced || key == doubted;
        }
        return replaced;
    }

    struct Doubt {
        std::string key;
        std::string how;
    };

    TomlValue& root_;
    TomlEdit edit_;
    const experiment::Calibration& calibration_;
    const CalibrationPlace& place_;
    std::string head_;
    std::vector<Doubt> doubts_;
};

}  // namespace

std::string to_calibrated_scenario(const experiment::Calibration& calibration,
                                   const CalibrationPlace& place, Diagnostics& diagnostics) {
    auto document = TomlDocument::read(place.before, diagnostics);
    return document ? Writer(*document, calibration, place, diagnostics).text() : std::string{};
}

}  // namespace greenlane::io
