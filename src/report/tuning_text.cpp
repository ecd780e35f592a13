#include "report/tuning_text.h"

#include "report/number.h"

#include <fmt/format.h>

namespace greenlane::report {

using experiment::Criterion;
using experiment::TriedSetting;
using experiment::Tuning;
using experiment::TuningLabel;

std::string count(std::uint64_t number) {
    return with_separators(static_cast<std::int64_t>(number));
}

std::string_view aim(const experiment::Objective& objective) {
    return objective.better == kpi::Better::lower ? "minimise" : "maximise";
}

std::string name_of(const TriedSetting& tried, const Tuning& tuning) {
    std::string name;
    for (std::size_t i = 0; i < tuning.problem.factors.size(); ++i) {
        name += fmt::format("{}{}={}", name.empty() ? "" : ", ", tuning.problem.factors[i].key,
                            tuning.problem.value_text(tried.setting, i));
    }
    return name;
}

std::string mean_text(const std::optional<kpi::Figure>& figure, const Criterion& criterion,
                      const TuningLabel& label) {
    return figure && !criterion.quantity ? fmt::format("{:.6g}", figure->mean)
                                         : show_mean(figure, label.unit(criterion));
}

std::string interval_text(const std::optional<kpi::Figure>& figure, const Criterion& criterion,
                          const TuningLabel& label) {
    return criterion.quantity ? show_interval(figure, label.unit(criterion)) : "";
}

}  // namespace greenlane::report
