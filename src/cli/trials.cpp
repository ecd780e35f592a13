#include "cli/trials.h"

#include "greenlane/clearance/definition.h"
#include "greenlane/core/calendar.h"
#include "greenlane/evaluation/profile_trial.h"
#include "greenlane/io/model.h"
#include "greenlane/io/profile.h"
#include "greenlane/io/scenario.h"
#include "greenlane/profile/compile.h"
#include "greenlane/random/law_definition.h"
#include "greenlane/screening/score_model.h"

#include "cli/labelled_declarations.h"
#include "cli/terminal.h"
#include "screening/score_points.h"

#include <array>
#include <cmath>
#include <deque>
#include <filesystem>
#include <limits>
#include <map>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

using evaluation::Candidate;
using Texts = std::vector<std::string>;

/// Mean service times of the first station of each control; the assumed hours of controls that the
/// scenario does not have.
evaluation::ControlHours control_hours(const options::variables_map& given) {
    evaluation::ControlHours hours;
    const auto file = option<std::string>(given, "scenario", "");
    if (file.empty()) {
        return hours;
    }
    Diagnostics diagnostics;
    const auto scenario = io::read_scenario(file, option<Texts>(given, "set", {}), diagnostics);
    if (!scenario || diagnostics.has_errors()) {
        throw InputError(Failure::usage, diagnostics);
    }
    std::array<std::optional<double>, control_count> mean;
    for (const clearance::StationDefinition& station : scenario->process.stations) {
        const auto control =
            station.control ? parse_control(station.control->value) : std::optional<Control>{};
        if (!control || !station.service || mean[static_cast<std::size_t>(*control)]) {
            continue;
        }
        if (const auto law =
                random::compile_law(*station.service, random::LawOf::times, diagnostics)) {
            mean[static_cast<std::size_t>(*control)] = law->mean() / static_cast<double>(hour);
        }
    }
    const auto put = [&](Control control, double& value) {
        value = mean[static_cast<std::size_t>(control)].value_or(value);
    };
    put(Control::documents, hours.documents);
    put(Control::nii, hours.nii);
    put(Control::physical, hours.physical);
    hours.source = fmt::format("{}: documents {:.2g} h, scan {:.2g} h, physical {:.2g} h",
                               scenario->name.value, hours.documents, hours.nii, hours.physical);
    return hours;
}

struct ProfileUnderTrial {
    profile::CompiledProfile profile;
    std::shared_ptr<const screening::FrozenScore> score;  ///< of its model
    std::optional<io::TrainingWindow> window;             ///< of the score
};

evaluation::TrainingDays days_of(const io::TrainingWindow& window, Duration utc_offset) {
    return {day_of(window.begin + utc_offset), day_of(window.end + utc_offset)};
}

/// Profiles as named on the command line; every mistake in them is said at once.
std::deque<ProfileUnderTrial> compiled_profiles(const options::variables_map& given,
                                                int minor_digits) {
    std::deque<ProfileUnderTrial> profiles;
    Diagnostics diagnostics;
    for (const std::string& file : option<Texts>(given, "profile", {})) {
        io::ProfileFile read;
        if (file == "recorded") {
            read.definition = profile::recorded_profile();
            read.lists = std::make_shared<profile::Lists>();
        } else {
            auto from_file = io::read_profile(file, option<Texts>(given, "set", {}), diagnostics);
            if (!from_file) {
                continue;
            }
            read = std::move(*from_file);
        }
        if (auto compiled =
                profile::compile(read.definition, read.lists, minor_digits, diagnostics)) {
            profiles.push_back({std::move(*compiled), read.score, read.window});
        }
    }
    if (diagnostics.has_errors()) {
        throw InputError(Failure::usage, diagnostics);
    }
    say(diagnostics);
    return profiles;
}

/// The column of scores that the mapping names.
class ScoreColumn {
public:
    void add(const shipment::Declarations& block) {
        constexpr double millionth = 1e-6;
        for (const std::int64_t score : block.score) {
            candidate_.score.push_back(score == missing ? -std::numeric_limits<double>::infinity()
                                                        : static_cast<double>(score) * millionth);
        }
    }
    Candidate finish() {
        candidate_.name = "score";
        candidate_.ranked_by = Candidate::RankedBy::score;
        return std::move(candidate_);
    }

private:
    Candidate candidate_;
};

/// The score of a model directory.
class ModelScores {
public:
    ModelScores(const std::string& directory, Duration utc_offset)
        : ModelScores(io::read_model(directory), utc_offset) {
        candidate_.name = std::filesystem::path(directory).lexically_normal().filename().string();
    }
    void add(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary) {
        if (candidate_.score.empty()) {
            screening::expect_columns(frozen_.definition(), block);
        }
        scorer_.score(block, vocabulary, scores_);
        for (const double score : scores_.declaration) {
            candidate_.score.push_back(std::isnan(score) ? -std::numeric_limits<double>::infinity()
                                                         : score);
        }
    }
    Candidate finish() { return std::move(candidate_); }

private:
    ModelScores(const io::ModelFile& file, Duration utc_offset)
        : frozen_(file.model), scorer_(frozen_) {
        candidate_.ranked_by = Candidate::RankedBy::model;
        candidate_.trained = days_of(file.window, utc_offset);
    }

    screening::FrozenScore frozen_;
    screening::Scorer scorer_;
    screening::Scores scores_;
    Candidate candidate_;
};

}  // namespace

Trials run_trials(const options::variables_map& given, DeclarationFiles& files,
                  evaluation::Audit& audit, std::uint64_t seed) {
    Trials run;
    const std::deque<ProfileUnderTrial> profiles = compiled_profiles(given, files.minor_digits());
    for (const ProfileUnderTrial& trial : profiles) {
        if (trial.profile.recorded) {
            expect_lanes(files.request(), files.mapping());
        }
    }
    const evaluation::ControlHours hours = control_hours(given);
    const Duration utc_offset = files.utc_offset();
    std::map<Duration, std::vector<std::size_t>> by_hour;
    if (profiles.empty()) {
        by_hour[0] = {};
    }
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        by_hour[profiles[i].profile.decide_at.value_or(0)].push_back(i);
    }
    ScoreColumn scores;
    std::deque<ModelScores> models;
    for (const std::string& directory : option<Texts>(given, "model", {})) {
        models.emplace_back(directory, utc_offset);
    }
    run.candidates.resize(profiles.size());
    for (const auto& [starts_at, members] : by_hour) {
        const shipment::Epochs epochs{utc_offset, starts_at};
        const bool first = run.sample.rows() == 0;
        std::deque<evaluation::ProfileTrial> trials;
        for (const std::size_t member : members) {
            trials.emplace_back(profiles[member].profile, profiles[member].score.get(), hours, seed,
                                epochs);
        }
        const auto source = read_labelled(
            files, epochs, [&](const auto& block, const auto& words, const auto& known) {
                for (evaluation::ProfileTrial& trial : trials) {
                    trial.add(block, words, known.outcome);
                }
                if (first) {
                    run.sample.add(block, known, utc_offset);
                    audit.add(block, words, known.outcome, utc_offset, run.sample.seen);
                    scores.add(block.declarations);
                    for (ModelScores& model : models) {
                        model.add(block.declarations, words);
                    }
                }
            });
        if (first) {
            run.goods = source->vocabulary().hs;
        }
        for (std::size_t i = 0; i < members.size(); ++i) {
            Candidate& candidate = run.candidates[members[i]];
            candidate = trials[i].finish(source->vocabulary());
            if (const auto& window = profiles[members[i]].window) {
                candidate.trained = days_of(*window, utc_offset);
            }
        }
    }
    if (given.count("score") > 0) {
        run.candidates.push_back(scores.finish());
        if (run.candidates.back().score.empty()) {
            throw InputError(Failure::usage, files.request().files.front(),
                             "--score, but the declarations hold no column of scores",
                             "[declaration] score in the mapping names it");
        }
    }
    for (ModelScores& model : models) {
        run.candidates.push_back(model.finish());
    }
    return run;
}

}  // namespace greenlane::cli
