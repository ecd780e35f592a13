#include "greenlane/report/calibration_tables.h"

#include "greenlane/experiment/calibration_notes.h"

#include "report/number.h"
#include "report/share.h"
#include "report/table.h"

#include <array>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using experiment::LawFit;
using experiment::StageFit;

std::string titled(const std::string& title, const Terminal& terminal) {
    return "\n" + painted(title, Tone::strong, terminal.colours) + "\n";
}

std::string notes_text(const std::vector<std::string>& notes, const Terminal& terminal) {
    std::string text;
    for (const std::string& note : notes) {
        text += wrapped(note, terminal.width, 2);
    }
    return text;
}

std::string with_error(const std::string& value, double sd_log) {
    return fmt::format("{} ± {:.1f} %", value, 100 * sd_log);
}

std::string shares_table(const experiment::ArrivalFit& fit, const Terminal& terminal) {
    constexpr std::array<const char*, 7> weekdays{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                  "Friday", "Saturday", "Sunday"};
    if (!fit.is_fitted()) {
        return {};
    }
    Table table({{"", Align::left}, {"fitted"}});
    table.add(
        {"an hour", with_error(fmt::format("{:.4g}", fit.per_hour.value), fit.per_hour.sd_log)});
    for (std::size_t day = 0; day < fit.day_of_week.size(); ++day) {
        const experiment::Estimate& share = fit.day_of_week[day];
        table.add({weekdays[day], with_error(fmt::format("{:.3f}", share.value), share.sd_log)});
    }
    for (std::size_t hour = 0; hour < fit.hour_of_day.size(); ++hour) {
        const experiment::Estimate& share = fit.hour_of_day[hour];
        if (share.value > 0) {
            table.add({fmt::format("{:02}:00", hour),
                       with_error(fmt::format("{:.3f}", share.value), share.sd_log)});
        }
    }
    return table.to_string(terminal);
}

std::string lanes_table(const experiment::LaneCounts& counts, const Terminal& terminal) {
    const std::int64_t total = counts.total();
    if (total == 0) {
        return {};
    }
    const auto share = [total](std::int64_t count) {
        return percent(static_cast<double>(count) / static_cast<double>(total));
    };
    const bool is_compared = !counts.profile.empty();
    std::vector<Column> columns{{"", Align::left}, {"recorded"}};
    if (is_compared) {
        columns.push_back({counts.profile});
    }
    Table table(columns);
    for (const Lane lane : lanes) {
        const auto number = static_cast<std::size_t>(lane);
        std::vector<Cell> cells{{std::string(name(lane))}, {share(counts.recorded[number])}};
        if (is_compared) {
            cells.push_back({share(counts.decided[number])});
        }
        table.add(cells);
    }
    return table.to_string(terminal);
}

const char* becomes(StageFit::Form form) {
    switch (form) {
        case StageFit::Form::delay:
            return "delay";
        case StageFit::Form::service:
            return "service";
        case StageFit::Form::left:
            break;
    }
    return "left";
}

std::string stages_table(const std::vector<StageFit>& stages, const Terminal& terminal) {
    constexpr double milliseconds_an_hour = 3.6e6;
    Table table({{"stage", Align::left},
                 {"station", Align::left},
                 {"becomes", Align::left},
                 {"stays"},
                 {"law", Align::left},
                 {"mean"},
                 {"shape or cv"},
                 {"p of the fit"}});
    for (const StageFit& fit : stages) {
        const LawFit* const law = fit.laws.empty() ? nullptr : &fit.law();
        const bool has_second = law != nullptr && law->parameters() > 1;
        table.add(
            {std::string(name(fit.passages.stage)),
             fit.form == StageFit::Form::left ? "" : fit.name,
             {becomes(fit.form), fit.form == StageFit::Form::left ? Tone::warning : Tone::plain},
             with_separators(fit.completed + fit.censored),
             law ? std::string(name(law->family)) : "–",
             law ? with_error(show_hours(law->mean / milliseconds_an_hour), law->mean_sd_log) : "–",
             has_second ? with_error(fmt::format("{:.3g}", law->second), law->second_sd_log) : "–",
             {fit.goodness
                  ? fmt::format("{}{:.3f}", fit.goodness->is_least() ? "≤ " : "", fit.goodness->p)
                  : "–",
              fit.goodness && fit.goodness->p < 0.05 ? Tone::bad : Tone::plain}});
    }
    return table.to_string(terminal);
}

}  // namespace

std::string calibration_tables(const std::string& scenario,
                               const experiment::Calibration& calibration,
                               const Terminal& terminal) {
    const std::int64_t declarations = calibration.arrivals.declarations;
    std::string text =
        painted(fmt::format("{}: calibrated to {} declaration{}", scenario,
                            with_separators(declarations), declarations == 1 ? "" : "s"),
                Tone::strong, terminal.colours) +
        "\n" + notes_text(experiment::notes_of(calibration), terminal);
    text += titled("Arrivals (± standard error)", terminal) +
            shares_table(calibration.arrivals, terminal) +
            notes_text(experiment::notes_of(calibration.arrivals), terminal);
    text += titled("Lanes", terminal) + lanes_table(calibration.lanes, terminal) +
            notes_text(experiment::notes_of(calibration.lanes), terminal);
    if (calibration.goods) {
        text += titled("Goods", terminal) +
                notes_text(experiment::notes_of(*calibration.goods), terminal);
    }
    if (!calibration.stages.empty()) {
        text += titled("Times (± standard error)", terminal) +
                stages_table(calibration.stages, terminal);
    }
    for (const StageFit& fit : calibration.stages) {
        text += titled(std::string(name(fit.passages.stage)) +
                           (fit.lane ? ", lane " + std::string(name(*fit.lane)) : ""),
                       terminal) +
                notes_text(experiment::notes_of(fit), terminal);
    }
    return text;
}

}  // namespace greenlane::report
