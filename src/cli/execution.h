#pragma once

#include "greenlane/experiment/work.h"
#include "greenlane/io/journal.h"

#include "cli/command.h"
#include "cli/configuration.h"
#include "cli/study_folder.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace greenlane::cli {

/// `--jobs`, `--out`, `--resume` and `--shard` of a study.
void add_execution_options(options::options_description& described, const char* results);

/// How a study is carried out: by whom, from which journal on, and where its results go.
class StudyExecution {
public:
    /// What does the study, writes its results into the folder (null without `--out`) and returns
    /// the exit status.
    using Study = std::function<int(experiment::Execution& execution, StudyFolder* folder)>;

    /// Throws InputError(usage) where the options go ill together, or where there is something in
    /// the way of `--out`: said before anything is read.
    explicit StudyExecution(const options::variables_map& given);

    /// Carries out the study whose inputs were read from these files: to be called when all that
    /// can be wrong with them is known. Says how a study that was not finished goes on. Returns the
    /// exit status.
    int perform(std::span<const std::string> files, const Study& study);
    /// How many replications there are to be; of shards that were extended, all that they hold.
    std::uint64_t replications(std::uint64_t asked) const;
    /// Throws InputError(usage) where the journal held more: results of fewer would take the place
    /// of theirs.
    void expect_no_fewer(std::uint64_t replications) const;
    /// About how many of a study's units, so many in all, are left to be done here.
    double units_to_do(std::uint64_t units) const;

    /// Whether units are taken from a journal.
    bool goes_on() const { return known_ > 0; }

private:
    std::unique_ptr<StudyFolder> open_folder(const Configuration& configuration);
    void take_over_shards(StudyFolder& folder);
    /// `when` stands before how it goes on.
    void say_kept(const StudyFolder& folder, const char* when) const;

    const options::variables_map& given_;
    std::string out_;
    std::vector<std::string> merged_;
    std::unique_ptr<experiment::Workers> workers_;
    experiment::Execution execution_;
    std::uint64_t known_ = 0;  ///< units that the journal holds
    std::uint64_t held_ = 0;   ///< replications that it holds
};

}  // namespace greenlane::cli
