#include "greenlane/experiment/calibration_notes.h"

#include "greenlane/core/calendar.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace greenlane::experiment {

namespace {

std::string number(const char* format, double value) {
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, format, value);
    return buffer;
}

std::string percent(double share) {
    return number("%.3g", 100 * share) + " %";
}

/// `p = 0.02`, or `p < 0.001`.
std::string p_value(double p) {
    return p < 0.001 ? "p < 0.001" : "p = " + number("%.2g", p);
}

std::string law_name(const LawFit& fit) {
    const std::string_view second = second_parameter(fit.family);
    return std::string(name(fit.family)) + ", mean " +
           format_duration(static_cast<Duration>(std::llround(fit.mean))) +
           (second.empty() ? "" : ", " + std::string(second) + " " + number("%.3g", fit.second));
}

/// How the chosen law stands to the others, and to the stays.
std::string fit_note(const StageFit& fit) {
    std::string note = "The law: " + law_name(fit.law());
    for (std::size_t i = 1; i < fit.laws.size(); ++i) {
        note += (i == 1 ? "; AIC greater by " : ", ") +
                number("%.1f", fit.laws[i].aic() - fit.law().aic()) + " of the " +
                std::string(name(fit.laws[i].family)) + " law";
    }
    if (!fit.goodness) {
        return note + '.';
    }
    note +=
        "; Anderson-Darling " + number("%.2f", fit.goodness->statistic) + ", " +
        (fit.goodness->is_least() ? "p <= " : "p = ") + number("%.2g", fit.goodness->p) +
        " by parametric bootstrap" +
        (fit.goodness->stays < static_cast<std::size_t>(fit.completed + fit.censored)
             ? " on " + std::to_string(fit.goodness->stays) + " of the stays"
             : "") +
        (fit.goodness->p < 0.05 ? ": the best of the laws does not describe the stays well." : ".");
    return note;
}

std::string since(const StagePassages& passages) {
    return passages.since ? "the completion of " + std::string(name(*passages.since)) : "lodgement";
}

void add_counts(const StageFit& fit, std::vector<std::string>& notes) {
    const StagePassages& passages = fit.passages;
    std::string note = "From " + since(passages) + " on: " + counted(fit.completed, "stay") +
                       " completed, " + std::to_string(fit.censored) +
                       " not ended with the records (censored), " +
                       std::to_string(passages.instant) + " of no length";
    if (passages.left_out() > 0) {
        note += "; left out: " + std::to_string(passages.reversed) +
                " completed before they began, " + std::to_string(passages.unrecorded) +
                " without a time though a later stage has one, " +
                std::to_string(passages.unbegun) + " without the time at which they began";
    }
    notes.push_back(note + '.');
}

/// `2026-01-31 08:30`, or the day alone where no more is known.
std::string local_time(Instant local, const ArrivalFit& fit) {
    std::string text = format_instant(local).substr(0, fit.times_known ? 16 : 10);
    std::replace(text.begin(), text.end(), 'T', ' ');
    return text;
}

/// Why there are no shares of weekdays, and what stands instead.
std::string weekdays_note(const ArrivalFit& fit) {
    const bool is_short = fit.days < ArrivalFit::fewest_days;
    return "Fewer than " +
           (is_short ? std::to_string(ArrivalFit::fewest_days) + " days"
                     : std::to_string(7 * ArrivalFit::fewest_a_share) + " declarations") +
           (is_short ? ": no dispersion, no trend and no shares of weekdays"
                     : ": no shares of weekdays") +
           (fit.keeps_weekdays
                ? "; day_of_week is that of the scenario before, and the rate the mean of a week "
                  "in which these days expect as many declarations as they had."
                : ", which are taken to be alike.");
}

/// `green 75 %, red 25 %`
std::string shares_by_lane(const std::array<std::int64_t, lane_count>& counts, std::int64_t total) {
    std::string text;
    for (const Lane lane : lanes) {
        const std::int64_t count = counts[static_cast<std::size_t>(lane)];
        if (count > 0) {
            text += (text.empty() ? "" : ", ") + std::string(name(lane)) + ' ' +
                    percent(static_cast<double>(count) / static_cast<double>(total));
        }
    }
    return text;
}

/// What is wrong with the times of a stage, before all else.
std::string doubt_note(const StageFit& fit) {
    const std::int64_t left_out = fit.passages.left_out();
    std::string note = "Warning: the times of " + std::string(name(fit.passages.stage)) +
                       " are in doubt: of " + counted(fit.passages.shipments(), "stay") + ", ";
    if (left_out > 0) {
        note += std::to_string(left_out) + " cannot be used";
    }
    if (fit.contradictory > left_out) {
        note += (left_out > 0 ? " and " : "") + std::to_string(fit.contradictory - left_out) +
                " contradict the servers of " + fit.name;
    }
    return note + (fit.contradictory > 0 && fit.form == StageFit::Form::delay
                       ? ", which becomes a delay."
                       : ".");
}

}  // namespace

std::string counted(std::int64_t things, std::string_view what) {
    return std::to_string(things) + ' ' + std::string(what) + (things == 1 ? "" : "s");
}

std::vector<std::string> notes_of(const ArrivalFit& fit) {
    const std::string period = counted(fit.declarations, "declaration") + " on " +
                               counted(fit.days, "local day") + ", the first one lodged " +
                               local_time(fit.first, fit) + ", the last one " +
                               local_time(fit.last, fit);
    if (!fit.is_fitted()) {
        return {period + ": arrivals are those of the scenario before, for want of " +
                std::to_string(ArrivalFit::fewest_declarations) + " declarations."};
    }
    std::vector<std::string> notes{period + "; standard error of the rate " +
                                   percent(fit.per_hour.sd_log) +
                                   ". All days are taken to be whole."};
    if (fit.day_of_week.empty()) {
        notes.push_back(weekdays_note(fit));
    }
    if (fit.hour_of_day.empty()) {
        notes.push_back(
            (fit.times_known
                 ? "Fewer than " + std::to_string(24 * ArrivalFit::fewest_a_share) + " declarations"
                 : std::string("The records hold dates without times")) +
            ": hour_of_day is that of the scenario before.");
    }
    if (fit.dispersion) {
        std::string note =
            "Days vary around their weekday's mean " + number("%.3g", fit.dispersion->value) +
            " times as much as those of a Poisson flow (" + p_value(fit.dispersion->p) + ")";
        note += fit.is_overdispersed()
                    ? ": standard errors are widened by the root of that, but simulated days are "
                      "more alike than the post's, and queues shorter."
                    : ".";
        notes.push_back(note);
    }
    if (fit.trend) {
        notes.push_back("The rate " + std::string(fit.trend->growth < 0 ? "fell" : "grew") +
                        " by " + percent(std::abs(fit.trend->growth)) +
                        " in 30 days (z = " + number("%.1f", fit.trend->z) +
                        "); the scenario holds its mean. Yearly swings are not fitted.");
    }
    if (fit.together > 0.05) {
        notes.push_back(percent(fit.together) +
                        " of the declarations were lodged in the instant of the one before: in "
                        "batches, or times are rounded. A Poisson flow has no batches.");
    }
    return notes;
}

std::vector<std::string> notes_of(const GoodsFit& fit) {
    if (!fit.is_fitted()) {
        return {counted(fit.declarations, "declaration") +
                " with a goods code of six digits: goods are those of the scenario before, for "
                "want of " +
                std::to_string(GoodsFit::fewest_declarations) + "."};
    }
    std::vector<std::string> notes{
        counted(fit.items, "item") + " of " + counted(fit.declarations, "declaration") + " in " +
        counted(static_cast<std::int64_t>(fit.catalogue.size()), "goods line") + ", " +
        std::to_string(fit.known_lines) +
        " of them in the catalogue before; the others are taken for goods that no agency "
        "regulates. Shares are of what was declared: goods that hide behind another code are "
        "counted there."};
    if (fit.without_code > 0) {
        notes.push_back(counted(fit.without_code, "item") + " without six digits left out.");
    }
    notes.push_back(
        "Traders, documents held and violations are not fitted: records show what was found, and "
        "not what there was.");
    return notes;
}

std::vector<std::string> notes_of(const StageFit& fit) {
    std::vector<std::string> notes;
    add_counts(fit, notes);
    if (!fit.laws.empty()) {
        notes.push_back(fit_note(fit));
    }
    const StagePassages& passages = fit.passages;
    if (!fit.laws.empty() && static_cast<double>(passages.resolution) > fit.law().mean / 10) {
        notes.push_back("Times are kept to the " +
                        std::string(passages.resolution == hour     ? "hour"
                                    : passages.resolution == minute ? "minute"
                                                                    : "second") +
                        ", which is coarse for such stays: short ones have no length.");
    }
    switch (fit.form) {
        case StageFit::Form::left:
            notes.push_back("The stage is left as it was: " + fit.why_left + ".");
            break;
        case StageFit::Form::delay:
            notes.push_back(
                "Waiting and working are one in these stays: a delay, which more staff or less "
                "traffic does not shorten. Stays that wait in one queue are alike: standard errors "
                "are then too small.");
            break;
        case StageFit::Form::service:
            notes.push_back(
                "Service times got back from the order of arrival and the number of servers; " +
                counted(fit.contradictory, "stay") +
                (fit.contradictory == 1 ? " contradicts it." : " contradict it."));
            break;
    }
    if (fit.form == StageFit::Form::delay && fit.contradictory > 0) {
        notes.push_back(
            "No service times in order of arrival with so many servers: " +
            counted(fit.contradictory - passages.left_out(), "shipment") +
            " left before they could have been served, and " +
            counted(passages.left_out(), "shipment") +
            " that were left out kept servers busy for a time that the records do not tell.");
    }
    if (fit.share) {
        notes.push_back(percent(fit.share->value) +
                        " of the shipments spend time here, the others none.");
    }
    return notes;
}

std::string lane_shares(const LaneCounts& lanes) {
    const std::int64_t total = lanes.total();
    if (total == 0) {
        return {};
    }
    return "Recorded lanes: " + shares_by_lane(lanes.recorded, total) + ", of " +
           counted(total, "declaration") +
           (lanes.profile.empty() ? std::string(".")
                                  : "; those of " + lanes.profile + " for the same: " +
                                        shares_by_lane(lanes.decided, total) + '.');
}

std::vector<std::string> notes_of(const LaneCounts& lanes) {
    const std::int64_t total = lanes.total();
    if (total == 0) {
        return {"No lanes are recorded."};
    }
    if (lanes.profile.empty()) {
        return {
            "Lanes are a profile's doing, and not fitted: greenlane screen applies one to the "
            "same declarations."};
    }
    return {lanes.profile + " sends " +
            percent(static_cast<double>(lanes.alike) / static_cast<double>(total)) +
            " of the declarations to the recorded lane. Lanes are its doing, and not fitted: "
            "greenlane screen "
            "tells which of its rules decide, and what the records do not let it see."};
}

std::vector<std::string> notes_of(const Calibration& calibration) {
    if (!calibration.stages.empty()) {
        std::vector<std::string> notes;
        for (const StageFit& fit : calibration.stages) {
            if (fit.is_doubtful()) {
                notes.push_back(doubt_note(fit));
            }
        }
        return notes;
    }
    return {calibration.arrivals.times_known
                ? "No completed stages are recorded: no times of stages are fitted."
                : "Dates without times: no times of stages are fitted."};
}

}  // namespace greenlane::experiment
